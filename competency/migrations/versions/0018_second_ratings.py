"""second ratings."""

import sqlalchemy as sa
from alembic import op

from competency.infra import db, triggers

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "moderation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.Integer(), nullable=False),
        sa.Column("rater_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", db.Moment(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("submitted_at", db.Moment(timezone=True), nullable=True),
        sa.Column("ended_at", db.Moment(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "submitted_at IS NULL OR ended_at IS NULL",
            name=op.f("ck_moderation_submitted_or_ended"),
        ),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_moderation_appraisal_id_appraisal")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_moderation_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_moderation_ended_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["rater_id"], ["person.id"], name=op.f("fk_moderation_rater_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation")),
    )
    with op.batch_alter_table("moderation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_moderation_appraisal_id"), ["appraisal_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_moderation_rater_id"), ["rater_id"], unique=False)
        batch_op.create_index(
            "uq_moderation_one_standing",
            ["appraisal_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "moderation_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("moderation_id", sa.Integer(), nullable=False),
        sa.Column("strand", sa.String(length=12), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("framework_version", sa.String(length=20), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(answer = 'rated') = (position IS NOT NULL) AND (answer <> 'not_applicable' OR reason <> '')",
            name=op.f("ck_moderation_rating_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["moderation_id"],
            ["moderation.id"],
            name=op.f("fk_moderation_rating_moderation_id_moderation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_rating")),
        sa.UniqueConstraint(
            "moderation_id",
            "strand",
            "seq",
            name=op.f("uq_moderation_rating_moderation_id_strand_seq"),
        ),
    )


def downgrade() -> None:
    triggers.drop(op.get_bind())
    op.drop_table("moderation_rating")
    with op.batch_alter_table("moderation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_moderation_one_standing",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_moderation_rater_id"))
        batch_op.drop_index(batch_op.f("ix_moderation_appraisal_id"))

    op.drop_table("moderation")
