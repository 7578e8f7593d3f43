"""nation."""

import sqlalchemy as sa
from alembic import op

from competency.infra import triggers

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "calendar_choice",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nation", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_calendar_choice_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_choice")),
    )


def downgrade() -> None:
    triggers.drop(op.get_bind())
    op.drop_table("calendar_choice")
