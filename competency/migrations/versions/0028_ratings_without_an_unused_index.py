"""ratings without an unused index: no question asks for a rater without an appraisal."""

from alembic import op

from competency.infra import triggers

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.drop_index(op.f("ix_rating_rater_id"), table_name="rating")


def downgrade() -> None:
    triggers.drop(op.get_bind())
    op.create_index(op.f("ix_rating_rater_id"), "rating", ["rater_id"], unique=False)
