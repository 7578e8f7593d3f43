"""clocks of teams."""

import sqlalchemy as sa
from alembic import op

from competency.infra import triggers

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "case_tally",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("standard", sa.String(length=40), nullable=False),
        sa.Column("team_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("holder_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("adjusted_state", sa.String(length=16), nullable=False),
        sa.Column("clocks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "month",
            "standard",
            "team_id",
            "holder_id",
            "state",
            "adjusted_state",
            name=op.f("pk_case_tally"),
        ),
        info={"audited": False},
    )
    # Clocks follow from the events of each case; `flask cases recompute` writes them anew.
    op.execute("DELETE FROM case_clock")
    with op.batch_alter_table("case_clock", schema=None) as batch_op:
        batch_op.add_column(sa.Column("month", sa.Date(), nullable=False))
        batch_op.add_column(sa.Column("adjusted_due_on", sa.Date(), nullable=False))
        batch_op.add_column(sa.Column("adjusted_state", sa.String(length=16), nullable=False))
        batch_op.add_column(sa.Column("team_id", sa.Integer(), nullable=False))
        batch_op.create_index("ix_case_clock_holder", ["holder_id", "due_on"], unique=False)
        batch_op.create_index("ix_case_clock_team", ["team_id", "due_on"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_case_clock_team_id_team"), "team", ["team_id"], ["id"]
        )


def downgrade() -> None:
    triggers.drop(op.get_bind())
    with op.batch_alter_table("case_clock", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_case_clock_team_id_team"), type_="foreignkey")
        batch_op.drop_index("ix_case_clock_team")
        batch_op.drop_index("ix_case_clock_holder")
        batch_op.drop_column("team_id")
        batch_op.drop_column("adjusted_state")
        batch_op.drop_column("adjusted_due_on")
        batch_op.drop_column("month")

    op.drop_table("case_tally")
