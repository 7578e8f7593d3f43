"""frozen counts."""

import sqlalchemy as sa
from alembic import op

from competency.infra import db, triggers

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "accreditation_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("areas", sa.Text(), nullable=False),
        sa.Column("ways", sa.Text(), nullable=False),
        sa.Column("parties", sa.Text(), nullable=False),
        sa.Column("other_percent", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "ways <> '' AND parties <> ''", name=op.f("ck_accreditation_policy_something")
        ),
        sa.CheckConstraint(
            "other_percent BETWEEN 0 AND 100", name=op.f("ck_accreditation_policy_other")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_accreditation_policy_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation_policy")),
    )
    op.create_table(
        "working_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint("percent BETWEEN 1 AND 100", name=op.f("ck_working_share_share")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_working_share_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_working_share_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_share")),
    )
    with op.batch_alter_table("working_share", schema=None) as batch_op:
        batch_op.create_index("ix_working_share_person", ["person_id", "from_on"], unique=False)

    op.create_table(
        "accreditation_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("practice", sa.String(length=40), nullable=False),
        sa.Column("computation", sa.String(length=24), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint("0 <= k AND k <= n", name=op.f("ck_accreditation_snapshot_k_of_n")),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_accreditation_snapshot_period")),
        sa.ForeignKeyConstraint(
            ["study_id"],
            ["accreditation_study.id"],
            name=op.f("fk_accreditation_snapshot_study_id_accreditation_study"),
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"],
            ["person.id"],
            name=op.f("fk_accreditation_snapshot_taken_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation_snapshot")),
    )
    with op.batch_alter_table("accreditation_snapshot", schema=None) as batch_op:
        batch_op.create_index(
            "ix_accreditation_snapshot_study", ["study_id", "practice", "id"], unique=False
        )

    op.create_table(
        "accreditation_counted",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_accreditation_counted_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["accreditation_snapshot.id"],
            name=op.f("fk_accreditation_counted_snapshot_id_accreditation_snapshot"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation_counted")),
        sa.UniqueConstraint(
            "snapshot_id", "number", name=op.f("uq_accreditation_counted_snapshot_id_number")
        ),
    )
    op.create_table(
        "accreditation_counted_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case_file.id"],
            name=op.f("fk_accreditation_counted_case_case_id_case_file"),
        ),
        sa.ForeignKeyConstraint(
            ["row_id"],
            ["accreditation_counted.id"],
            name=op.f("fk_accreditation_counted_case_row_id_accreditation_counted"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation_counted_case")),
        sa.UniqueConstraint("row_id", name=op.f("uq_accreditation_counted_case_row_id")),
    )
    with op.batch_alter_table("accreditation_counted_case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_accreditation_counted_case_case_id"), ["case_id"], unique=False
        )


def downgrade() -> None:
    triggers.drop(op.get_bind())
    with op.batch_alter_table("accreditation_counted_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accreditation_counted_case_case_id"))

    op.drop_table("accreditation_counted_case")
    op.drop_table("accreditation_counted")
    with op.batch_alter_table("accreditation_snapshot", schema=None) as batch_op:
        batch_op.drop_index("ix_accreditation_snapshot_study")

    op.drop_table("accreditation_snapshot")
    with op.batch_alter_table("working_share", schema=None) as batch_op:
        batch_op.drop_index("ix_working_share_person")

    op.drop_table("working_share")
    op.drop_table("accreditation_policy")
