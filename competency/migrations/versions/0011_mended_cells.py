"""mended_cells."""

import sqlalchemy as sa
from alembic import op

from competency.infra import triggers

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "training_mended_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["training_batch.id"],
            name=op.f("fk_training_mended_cell_batch_id_training_batch"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_mended_cell")),
    )
    with op.batch_alter_table("training_mended_cell", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_mended_cell_batch_id"), ["batch_id"], unique=False
        )


def downgrade() -> None:
    triggers.drop(op.get_bind())
    with op.batch_alter_table("training_mended_cell", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_mended_cell_batch_id"))

    op.drop_table("training_mended_cell")
