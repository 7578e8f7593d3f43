"""one person's counts."""

from alembic import op

from competency.infra import triggers

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_index("ix_case_tally_holder", "case_tally", ["holder_id", "month"], unique=False)


def downgrade() -> None:
    triggers.drop(op.get_bind())
    op.drop_index("ix_case_tally_holder", table_name="case_tally")
