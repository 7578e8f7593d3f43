"""running clocks."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_case_clock_running",
        "case_clock",
        [
            *("state", "team_id", "due_on", "standard"),
            *("month", "adjusted_state", "adjusted_due_on"),
        ],
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )


def downgrade() -> None:
    op.drop_index("ix_case_clock_running", "case_clock")
