"""spot checks."""

import sqlalchemy as sa
from alembic import op

from competency.infra import db, triggers

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "coaching_spot_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.Integer(), nullable=True),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict <> 'talk' OR words <> ''", name=op.f("ck_coaching_spot_check_talk_in_words")
        ),
        sa.CheckConstraint(
            "verdict IN ('stands', 'talk')", name=op.f("ck_coaching_spot_check_verdict")
        ),
        sa.CheckConstraint(
            "(appraisal_id IS NULL) <> (review_id IS NULL)",
            name=op.f("ck_coaching_spot_check_of_one"),
        ),
        sa.ForeignKeyConstraint(
            ["appraisal_id"],
            ["appraisal.id"],
            name=op.f("fk_coaching_spot_check_appraisal_id_appraisal"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_coaching_spot_check_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews_review.id"],
            name=op.f("fk_coaching_spot_check_review_id_reviews_review"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_spot_check")),
        sa.UniqueConstraint(
            "appraisal_id", "code", name=op.f("uq_coaching_spot_check_appraisal_id_code")
        ),
        sa.UniqueConstraint(
            "review_id", "code", name=op.f("uq_coaching_spot_check_review_id_code")
        ),
    )
    with op.batch_alter_table("strand_agreement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("together", sa.Boolean(), nullable=True))


def downgrade() -> None:
    triggers.drop(op.get_bind())
    with op.batch_alter_table("strand_agreement", schema=None) as batch_op:
        batch_op.drop_column("together")

    op.drop_table("coaching_spot_check")
