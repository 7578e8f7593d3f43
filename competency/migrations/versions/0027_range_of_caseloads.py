"""range of caseloads."""

import sqlalchemy as sa
from alembic import op

from competency.infra import db, triggers

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "case_caseload_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "1 <= least AND least <= most", name=op.f("ck_case_caseload_policy_range")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_case_caseload_policy_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_caseload_policy")),
    )


def downgrade() -> None:
    triggers.drop(op.get_bind())
    op.drop_table("case_caseload_policy")
