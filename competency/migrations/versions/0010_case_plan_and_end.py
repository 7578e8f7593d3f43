"""case plan and end."""

import sqlalchemy as sa
from alembic import op

from competency.infra import db, triggers

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "case_disposal_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("list_sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", db.Moment(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", db.Moment(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "decided_by_id <> proposed_by_id OR outcome = 'dropped'",
            name=op.f("ck_case_disposal_run_two_people"),
        ),
        sa.CheckConstraint(
            "outcome IN ('', 'carried_out', 'dropped')", name=op.f("ck_case_disposal_run_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_case_disposal_run_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["person.id"],
            name=op.f("fk_case_disposal_run_proposed_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_disposal_run")),
    )
    op.create_table(
        "case_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_case_attachment_added_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_attachment_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_attachment")),
        sa.UniqueConstraint("case_id", "sha256", name=op.f("uq_case_attachment_case_id_sha256")),
    )
    with op.batch_alter_table("case_attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_attachment_sha256"), ["sha256"], unique=False)

    op.create_table(
        "case_disposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=False),
        sa.Column("rows_removed", sa.Integer(), nullable=False),
        sa.Column("files_removed", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_disposal_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["case_disposal_run.id"],
            name=op.f("fk_case_disposal_run_id_case_disposal_run"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_disposal")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_disposal_case_id")),
        sa.UniqueConstraint("run_id", "case_id", name=op.f("uq_case_disposal_run_id_case_id")),
    )
    op.create_table(
        "case_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("own_words", sa.Text(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", db.Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_plan_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_case_plan_changed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_plan")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_plan_case_id")),
    )
    op.create_table(
        "case_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("disagreement", sa.Text(), nullable=False),
        sa.Column("client_signed", sa.Boolean(), nullable=False),
        sa.Column("copy_offered", sa.Boolean(), nullable=False),
        sa.Column("plan_then", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "agrees = (1=1) OR disagreement <> ''", name=op.f("ck_case_agreement_disagreement")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_agreement_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["case_event.id"], name=op.f("fk_case_agreement_event_id_case_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_agreement")),
        sa.UniqueConstraint("event_id", name=op.f("uq_case_agreement_event_id")),
    )
    with op.batch_alter_table("case_agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_agreement_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("follow_up_consent", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('', 'closed', 'kept_open', 'withdrawn')",
            name=op.f("ck_case_closing_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_closing_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_case_closing_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["case_event.id"], name=op.f("fk_case_closing_event_id_case_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_closing")),
        sa.UniqueConstraint("event_id", name=op.f("uq_case_closing_event_id")),
    )
    with op.batch_alter_table("case_closing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_closing_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_case_closing_waiting", ["outcome", "case_id"], unique=False)

    op.create_table(
        "case_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("specific", sa.Text(), nullable=False),
        sa.Column("measurable", sa.Text(), nullable=False),
        sa.Column("achievable", sa.Text(), nullable=False),
        sa.Column("relevant", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("evaluation", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("ending", sa.String(length=20), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ending_reason", sa.Text(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", db.Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(ending = '') = (ended_on IS NULL)", name=op.f("ck_case_goal_ending")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_goal_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_case_goal_changed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["case_need.id"], name=op.f("fk_case_goal_need_id_case_need")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_goal")),
    )
    with op.batch_alter_table("case_goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_goal_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("under_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('objective', 'action')", name=op.f("ck_case_step_kind")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_step_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["goal_id"], ["case_goal.id"], name=op.f("fk_case_step_goal_id_case_goal")
        ),
        sa.ForeignKeyConstraint(
            ["under_id"], ["case_step.id"], name=op.f("fk_case_step_under_id_case_step")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_step")),
    )
    with op.batch_alter_table("case_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_step_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_step_goal_id"), ["goal_id"], unique=False)


def downgrade() -> None:
    triggers.drop(op.get_bind())
    with op.batch_alter_table("case_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_step_goal_id"))
        batch_op.drop_index(batch_op.f("ix_case_step_case_id"))

    op.drop_table("case_step")
    with op.batch_alter_table("case_goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_goal_case_id"))

    op.drop_table("case_goal")
    with op.batch_alter_table("case_closing", schema=None) as batch_op:
        batch_op.drop_index("ix_case_closing_waiting")
        batch_op.drop_index(batch_op.f("ix_case_closing_case_id"))

    op.drop_table("case_closing")
    with op.batch_alter_table("case_agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_agreement_case_id"))

    op.drop_table("case_agreement")
    op.drop_table("case_plan")
    op.drop_table("case_disposal")
    with op.batch_alter_table("case_attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_attachment_sha256"))

    op.drop_table("case_attachment")
    op.drop_table("case_disposal_run")
