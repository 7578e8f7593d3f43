"""case reviews written."""

import sqlalchemy as sa
from alembic import op

from competency.infra import db, triggers

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "reviews_tally",
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("region_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "quarter", "region_id", "level", "item", "answer", name=op.f("pk_reviews_tally")
        ),
        info={"audited": False},
    )
    op.create_table(
        "reviews_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("narrative", sa.Text(), nullable=False),
        sa.Column("suggested", sa.String(length=20), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "answer IN ('', 'strength', 'needs-improvement', 'not-applicable', 'yes', 'no')",
            name=op.f("ck_reviews_answer_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_reviews_answer_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews_review.id"],
            name=op.f("fk_reviews_answer_review_id_reviews_review"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews_answer")),
        sa.UniqueConstraint("review_id", "item", name=op.f("uq_reviews_answer_review_id_item")),
    )
    with op.batch_alter_table("reviews_answer", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reviews_answer_item", ["item", "answer", "review_id"], unique=False
        )

    op.create_table(
        "reviews_coaching_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_reviews_coaching_note_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews_review.id"],
            name=op.f("fk_reviews_coaching_note_review_id_reviews_review"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews_coaching_note")),
    )
    with op.batch_alter_table("reviews_coaching_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reviews_coaching_note_review_id"), ["review_id"], unique=False
        )

    op.create_table(
        "reviews_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("strengths", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", db.Moment(timezone=True), nullable=False),
        sa.Column("discussed_on", sa.Date(), nullable=True),
        sa.Column("acknowledged_by_id", sa.Integer(), nullable=True),
        sa.Column("acknowledged_at", db.Moment(timezone=True), nullable=True),
        sa.Column("worker_comment", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "acknowledged_at IS NULL OR discussed_on IS NOT NULL",
            name=op.f("ck_reviews_form_discussed_first"),
        ),
        sa.ForeignKeyConstraint(
            ["acknowledged_by_id"],
            ["person.id"],
            name=op.f("fk_reviews_form_acknowledged_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews_review.id"],
            name=op.f("fk_reviews_form_review_id_reviews_review"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_reviews_form_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews_form")),
        sa.UniqueConstraint("review_id", name=op.f("uq_reviews_form_review_id")),
    )
    op.create_table(
        "reviews_resolution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("agreed", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_reviews_resolution_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews_review.id"],
            name=op.f("fk_reviews_resolution_review_id_reviews_review"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews_resolution")),
        sa.UniqueConstraint("review_id", "item", name=op.f("uq_reviews_resolution_review_id_item")),
    )
    op.create_table(
        "reviews_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_words", sa.Text(), nullable=False),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("re_reviewed_on", sa.Date(), nullable=True),
        sa.Column("re_reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("outcome_words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome = '') = (re_reviewed_on IS NULL)",
            name=op.f("ck_reviews_correction_re_reviewed"),
        ),
        sa.CheckConstraint(
            "outcome <> 'dropped' OR outcome_words <> ''",
            name=op.f("ck_reviews_correction_dropped_in_words"),
        ),
        sa.CheckConstraint(
            "outcome IN ('', 'corrected', 'still-open', 'dropped')",
            name=op.f("ck_reviews_correction_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["person.id"], name=op.f("fk_reviews_correction_done_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["form_id"],
            ["reviews_form.id"],
            name=op.f("fk_reviews_correction_form_id_reviews_form"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_reviews_correction_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["re_reviewed_by_id"],
            ["person.id"],
            name=op.f("fk_reviews_correction_re_reviewed_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews_review.id"],
            name=op.f("fk_reviews_correction_review_id_reviews_review"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews_correction")),
    )
    with op.batch_alter_table("reviews_correction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reviews_correction_form_id"), ["form_id"], unique=False
        )
        batch_op.create_index("ix_reviews_correction_owner", ["owner_id", "due_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_reviews_correction_review_id"), ["review_id"], unique=False
        )


def downgrade() -> None:
    triggers.drop(op.get_bind())
    with op.batch_alter_table("reviews_correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reviews_correction_review_id"))
        batch_op.drop_index("ix_reviews_correction_owner")
        batch_op.drop_index(batch_op.f("ix_reviews_correction_form_id"))

    op.drop_table("reviews_correction")
    op.drop_table("reviews_resolution")
    op.drop_table("reviews_form")
    with op.batch_alter_table("reviews_coaching_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reviews_coaching_note_review_id"))

    op.drop_table("reviews_coaching_note")
    with op.batch_alter_table("reviews_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_reviews_answer_item")

    op.drop_table("reviews_answer")
    op.drop_table("reviews_tally")
