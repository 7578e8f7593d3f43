"""case reviews drawn."""

import sqlalchemy as sa
from alembic import op

from competency.infra import db, triggers

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "reviews_draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("frame_hash", sa.String(length=64), nullable=False),
        sa.Column("frame", sa.LargeBinary(), nullable=False),
        sa.Column("first_quota", sa.Integer(), nullable=False),
        sa.Column("second_quota", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_reviews_draw_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews_draw")),
        sa.UniqueConstraint("month", name=op.f("uq_reviews_draw_month")),
    )
    op.create_table(
        "reviews_targeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "purpose <> '' AND title <> ''", name=op.f("ck_reviews_targeting_purpose")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_reviews_targeting_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews_targeting")),
    )
    op.create_table(
        "reviews_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("draw_id", sa.Integer(), nullable=True),
        sa.Column("targeting_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("practice_area_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("instrument_id", sa.String(length=80), nullable=False),
        sa.Column("instrument_version", sa.String(length=20), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("start_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("elements", sa.Text(), nullable=False),
        sa.Column("target_client", sa.String(length=80), nullable=False),
        sa.Column("started_at", db.Moment(timezone=True), nullable=True),
        sa.Column("submitted_at", db.Moment(timezone=True), nullable=True),
        sa.Column("unassigned_reason", sa.String(length=60), nullable=False),
        sa.Column("unassigned_words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(level = 'central') = (targeting_id IS NOT NULL) AND (level = 'central') = (draw_id IS NULL)",
            name=op.f("ck_reviews_review_origin"),
        ),
        sa.CheckConstraint(
            "(level = 'first') = (slot IS NOT NULL) AND (slot IS NULL OR slot > 0)",
            name=op.f("ck_reviews_review_slot"),
        ),
        sa.CheckConstraint(
            "(level = 'second') = (first_id IS NOT NULL)", name=op.f("ck_reviews_review_first")
        ),
        sa.CheckConstraint(
            "(state = 'submitted') = (submitted_at IS NOT NULL)",
            name=op.f("ck_reviews_review_submitted"),
        ),
        sa.CheckConstraint(
            "level IN ('first', 'second', 'central')", name=op.f("ck_reviews_review_level")
        ),
        sa.CheckConstraint(
            "state IN ('drawn', 'started', 'submitted', 'substituted', 'unassigned')",
            name=op.f("ck_reviews_review_state"),
        ),
        sa.CheckConstraint(
            "reviewer_id IS NULL OR reviewer_id <> worker_id",
            name=op.f("ck_reviews_review_not_ones_own"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_reviews_review_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["reviews_draw.id"], name=op.f("fk_reviews_review_draw_id_reviews_draw")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["reviews_review.id"],
            name=op.f("fk_reviews_review_first_id_reviews_review"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_area_id"],
            ["practice_area.id"],
            name=op.f("fk_reviews_review_practice_area_id_practice_area"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_reviews_review_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["reviews_review.id"],
            name=op.f("fk_reviews_review_replaces_id_reviews_review"),
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["person.id"], name=op.f("fk_reviews_review_reviewer_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["person.id"], name=op.f("fk_reviews_review_supervisor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["targeting_id"],
            ["reviews_targeting.id"],
            name=op.f("fk_reviews_review_targeting_id_reviews_targeting"),
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_reviews_review_team_id_team")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["person.id"], name=op.f("fk_reviews_review_worker_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews_review")),
        sa.UniqueConstraint(
            "draw_id", "level", "case_id", name=op.f("uq_reviews_review_draw_id_level_case_id")
        ),
        sa.UniqueConstraint("first_id", name=op.f("uq_reviews_review_first_id")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_reviews_review_replaces_id")),
        sa.UniqueConstraint(
            "targeting_id", "case_id", name=op.f("uq_reviews_review_targeting_id_case_id")
        ),
    )
    with op.batch_alter_table("reviews_review", schema=None) as batch_op:
        batch_op.create_index("ix_reviews_review_case", ["case_id", "draw_id"], unique=False)
        batch_op.create_index(
            "ix_reviews_review_region", ["region_id", "submitted_at"], unique=False
        )
        batch_op.create_index("ix_reviews_review_reviewer", ["reviewer_id", "due_on"], unique=False)
        batch_op.create_index(
            "ix_reviews_review_supervisor", ["supervisor_id", "submitted_at"], unique=False
        )
        batch_op.create_index(
            "ix_reviews_review_unfinished",
            ["due_on", "level"],
            unique=False,
            sqlite_where=sa.text("state IN ('drawn', 'started')"),
            postgresql_where=sa.text("state IN ('drawn', 'started')"),
        )
        batch_op.create_index(
            "ix_reviews_review_worker", ["worker_id", "submitted_at"], unique=False
        )
        batch_op.create_index(
            "uq_reviews_review_one_of_the_four",
            ["draw_id", "supervisor_id", "slot"],
            unique=True,
            sqlite_where=sa.text("level = 'first' AND state <> 'substituted'"),
            postgresql_where=sa.text("level = 'first' AND state <> 'substituted'"),
        )

    op.create_table(
        "reviews_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("former_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_reviews_assignment_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["former_id"], ["person.id"], name=op.f("fk_reviews_assignment_former_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews_review.id"],
            name=op.f("fk_reviews_assignment_review_id_reviews_review"),
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["person.id"], name=op.f("fk_reviews_assignment_reviewer_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews_assignment")),
    )
    with op.batch_alter_table("reviews_assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reviews_assignment_review_id"), ["review_id"], unique=False
        )

    op.create_table(
        "reviews_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("told_id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=10), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "occasion IN ('list', 'missing', 'vacant')", name=op.f("ck_reviews_notice_occasion")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews_review.id"],
            name=op.f("fk_reviews_notice_review_id_reviews_review"),
        ),
        sa.ForeignKeyConstraint(
            ["told_id"], ["person.id"], name=op.f("fk_reviews_notice_told_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews_notice")),
        sa.UniqueConstraint(
            "review_id",
            "told_id",
            "occasion",
            name=op.f("uq_reviews_notice_review_id_told_id_occasion"),
        ),
    )
    with op.batch_alter_table("reviews_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reviews_notice_told_id"), ["told_id"], unique=False)

    op.create_table(
        "reviews_substitution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", db.Moment(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", db.Moment(timezone=True), nullable=True),
        sa.Column("replacement_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome = '') = (decided_at IS NULL)", name=op.f("ck_reviews_substitution_decided")
        ),
        sa.CheckConstraint(
            "outcome <> 'refused' OR comment <> ''",
            name=op.f("ck_reviews_substitution_refused_in_words"),
        ),
        sa.CheckConstraint(
            "outcome IN ('', 'granted', 'refused')", name=op.f("ck_reviews_substitution_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_reviews_substitution_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["person.id"],
            name=op.f("fk_reviews_substitution_decided_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["replacement_id"],
            ["reviews_review.id"],
            name=op.f("fk_reviews_substitution_replacement_id_reviews_review"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews_review.id"],
            name=op.f("fk_reviews_substitution_review_id_reviews_review"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews_substitution")),
    )
    with op.batch_alter_table("reviews_substitution", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reviews_substitution_review_id"), ["review_id"], unique=False
        )
        batch_op.create_index(
            "uq_reviews_substitution_one_waits",
            ["review_id"],
            unique=True,
            sqlite_where=sa.text("outcome = ''"),
            postgresql_where=sa.text("outcome = ''"),
        )


def downgrade() -> None:
    triggers.drop(op.get_bind())
    with op.batch_alter_table("reviews_substitution", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_reviews_substitution_one_waits",
            sqlite_where=sa.text("outcome = ''"),
            postgresql_where=sa.text("outcome = ''"),
        )
        batch_op.drop_index(batch_op.f("ix_reviews_substitution_review_id"))

    op.drop_table("reviews_substitution")
    with op.batch_alter_table("reviews_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reviews_notice_told_id"))

    op.drop_table("reviews_notice")
    with op.batch_alter_table("reviews_assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reviews_assignment_review_id"))

    op.drop_table("reviews_assignment")
    with op.batch_alter_table("reviews_review", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_reviews_review_one_of_the_four",
            sqlite_where=sa.text("level = 'first' AND state <> 'substituted'"),
            postgresql_where=sa.text("level = 'first' AND state <> 'substituted'"),
        )
        batch_op.drop_index("ix_reviews_review_worker")
        batch_op.drop_index(
            "ix_reviews_review_unfinished",
            sqlite_where=sa.text("state IN ('drawn', 'started')"),
            postgresql_where=sa.text("state IN ('drawn', 'started')"),
        )
        batch_op.drop_index("ix_reviews_review_supervisor")
        batch_op.drop_index("ix_reviews_review_reviewer")
        batch_op.drop_index("ix_reviews_review_region")
        batch_op.drop_index("ix_reviews_review_case")

    op.drop_table("reviews_review")
    op.drop_table("reviews_targeting")
    op.drop_table("reviews_draw")
