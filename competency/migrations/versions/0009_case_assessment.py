"""case assessment."""

import sqlalchemy as sa
from alembic import op

from competency.infra import db, triggers

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "case_appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("outcome_reason", sa.Text(), nullable=False),
        sa.Column("outcome_event_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome = '') = (outcome_event_id IS NULL)", name=op.f("ck_case_appeal_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_appeal_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["case_event.id"], name=op.f("fk_case_appeal_event_id_case_event")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_event_id"],
            ["case_event.id"],
            name=op.f("fk_case_appeal_outcome_event_id_case_event"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_appeal")),
        sa.UniqueConstraint("event_id", name=op.f("uq_case_appeal_event_id")),
    )
    with op.batch_alter_table("case_appeal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_appeal_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("with_whom", sa.String(length=40), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("is_direct", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_contact_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["case_event.id"], name=op.f("fk_case_contact_event_id_case_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_contact")),
        sa.UniqueConstraint("event_id", name=op.f("uq_case_contact_event_id")),
    )
    with op.batch_alter_table("case_contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_contact_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("criterion", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "outcome = 'accepted' OR (criterion <> '' AND reason <> '' AND letter <> '')",
            name=op.f("ck_case_decision_in_writing"),
        ),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'refused')", name=op.f("ck_case_decision_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_decision_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["case_event.id"], name=op.f("fk_case_decision_event_id_case_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_decision")),
        sa.UniqueConstraint("event_id", name=op.f("uq_case_decision_event_id")),
    )
    with op.batch_alter_table("case_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_decision_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("is_safeguarding", sa.Boolean(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("to_whom", sa.Text(), nullable=False),
        sa.Column("known_at", db.Moment(timezone=True), nullable=False),
        sa.Column("form_due_at", db.Moment(timezone=True), nullable=True),
        sa.Column("form_sent_at", db.Moment(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_escalation_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["case_event.id"], name=op.f("fk_case_escalation_event_id_case_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_escalation")),
        sa.UniqueConstraint("event_id", name=op.f("uq_case_escalation_event_id")),
    )
    with op.batch_alter_table("case_escalation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_escalation_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("strengths", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_need_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["case_event.id"], name=op.f("fk_case_need_event_id_case_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_need")),
    )
    with op.batch_alter_table("case_need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_need_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("instrument", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("band", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_reading_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["case_event.id"], name=op.f("fk_case_reading_event_id_case_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_reading")),
        sa.UniqueConstraint("event_id", name=op.f("uq_case_reading_event_id")),
    )
    with op.batch_alter_table("case_reading", schema=None) as batch_op:
        batch_op.create_index("ix_case_reading_case", ["case_id", "instrument"], unique=False)

    op.create_table(
        "case_risk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("band", sa.String(length=40), nullable=False),
        sa.Column("risks", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_case_risk_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_risk_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["case_event.id"], name=op.f("fk_case_risk_event_id_case_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_risk")),
        sa.UniqueConstraint("event_id", name=op.f("uq_case_risk_event_id")),
    )
    with op.batch_alter_table("case_risk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_risk_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_sign_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("risk_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('signed_off', 'returned')", name=op.f("ck_case_sign_off_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_case_sign_off_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_sign_off_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["case_event.id"], name=op.f("fk_case_sign_off_event_id_case_event")
        ),
        sa.ForeignKeyConstraint(
            ["risk_id"], ["case_risk.id"], name=op.f("fk_case_sign_off_risk_id_case_risk")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_sign_off")),
        sa.UniqueConstraint("event_id", name=op.f("uq_case_sign_off_event_id")),
        sa.UniqueConstraint("risk_id", name=op.f("uq_case_sign_off_risk_id")),
    )
    with op.batch_alter_table("case_sign_off", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_sign_off_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_sign_off_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    triggers.drop(op.get_bind())
    with op.batch_alter_table("case_sign_off", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_sign_off_case_id"))
        batch_op.drop_index(batch_op.f("ix_case_sign_off_by_id"))

    op.drop_table("case_sign_off")
    with op.batch_alter_table("case_risk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_risk_case_id"))

    op.drop_table("case_risk")
    with op.batch_alter_table("case_reading", schema=None) as batch_op:
        batch_op.drop_index("ix_case_reading_case")

    op.drop_table("case_reading")
    with op.batch_alter_table("case_need", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_need_case_id"))

    op.drop_table("case_need")
    with op.batch_alter_table("case_escalation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_escalation_case_id"))

    op.drop_table("case_escalation")
    with op.batch_alter_table("case_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_decision_case_id"))

    op.drop_table("case_decision")
    with op.batch_alter_table("case_contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_contact_case_id"))

    op.drop_table("case_contact")
    with op.batch_alter_table("case_appeal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_appeal_case_id"))

    op.drop_table("case_appeal")
