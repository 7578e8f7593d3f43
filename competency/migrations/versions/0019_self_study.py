"""self study."""

import sqlalchemy as sa
from alembic import op

from competency.infra import db, triggers

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "accreditation_study",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.String(length=80), nullable=False),
        sa.Column("standard_version", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("not_applicable", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", db.Moment(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", db.Moment(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", db.Moment(timezone=True), nullable=True),
        sa.Column("closing_words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)",
            name=op.f("ck_accreditation_study_closed"),
        ),
        sa.CheckConstraint(
            "(state = 'open') = (submitted_at IS NULL)",
            name=op.f("ck_accreditation_study_submitted"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'submitted', 'closed')", name=op.f("ck_accreditation_study_state")
        ),
        sa.CheckConstraint("period_from <= period_to", name=op.f("ck_accreditation_study_period")),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_accreditation_study_closed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_accreditation_study_opened_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"],
            ["person.id"],
            name=op.f("fk_accreditation_study_submitted_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation_study")),
    )
    op.create_table(
        "accreditation_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("practice", sa.String(length=40), nullable=False),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_by", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answers_id"],
            ["accreditation_comment.id"],
            name=op.f("fk_accreditation_comment_answers_id_accreditation_comment"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_accreditation_comment_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["study_id"],
            ["accreditation_study.id"],
            name=op.f("fk_accreditation_comment_study_id_accreditation_study"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation_comment")),
    )
    with op.batch_alter_table("accreditation_comment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_accreditation_comment_study_id"), ["study_id"], unique=False
        )

    op.create_table(
        "accreditation_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("changed_at", db.Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'not-needed' OR reason <> ''", name=op.f("ck_accreditation_item_reason")
        ),
        sa.CheckConstraint(
            "state IN ('to-do', 'in-hand', 'ready', 'not-needed')",
            name=op.f("ck_accreditation_item_state"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_accreditation_item_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["study_id"],
            ["accreditation_study.id"],
            name=op.f("fk_accreditation_item_study_id_accreditation_study"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation_item")),
        sa.UniqueConstraint("study_id", "code", name=op.f("uq_accreditation_item_study_id_code")),
    )
    with op.batch_alter_table("accreditation_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_accreditation_item_owner", ["owner_id", "due_on", "id"], unique=False
        )

    op.create_table(
        "accreditation_panel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=False),
        sa.Column("named_at", db.Moment(timezone=True), nullable=False),
        sa.Column("ended_at", db.Moment(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["named_by_id"], ["person.id"], name=op.f("fk_accreditation_panel_named_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_accreditation_panel_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["study_id"],
            ["accreditation_study.id"],
            name=op.f("fk_accreditation_panel_study_id_accreditation_study"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation_panel")),
    )
    with op.batch_alter_table("accreditation_panel", schema=None) as batch_op:
        batch_op.create_index("ix_accreditation_panel_person_id", ["person_id"], unique=False)
        batch_op.create_index(
            "uq_accreditation_panel_one_standing",
            ["study_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "accreditation_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("practice", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("means", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("party", sa.String(length=200), nullable=False),
        sa.Column("agreed_from", sa.Date(), nullable=True),
        sa.Column("agreed_until", sa.Date(), nullable=True),
        sa.Column("changed_at", db.Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "agreed_until IS NULL OR (agreed_from IS NOT NULL AND agreed_from <= agreed_until)",
            name=op.f("ck_accreditation_part_agreed"),
        ),
        sa.ForeignKeyConstraint(
            ["study_id"],
            ["accreditation_study.id"],
            name=op.f("fk_accreditation_part_study_id_accreditation_study"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation_part")),
        sa.UniqueConstraint(
            "study_id",
            "practice",
            "code",
            name=op.f("uq_accreditation_part_study_id_practice_code"),
        ),
    )
    op.create_table(
        "accreditation_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("practice", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("narrative", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(answer = 'rated') = (rating IS NOT NULL)", name=op.f("ck_accreditation_rating_rated")
        ),
        sa.CheckConstraint(
            "answer <> 'not_applicable' OR reason <> ''",
            name=op.f("ck_accreditation_rating_reason"),
        ),
        sa.CheckConstraint(
            "answer IN ('', 'rated', 'not_applicable')", name=op.f("ck_accreditation_rating_answer")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_accreditation_rating_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["study_id"],
            ["accreditation_study.id"],
            name=op.f("fk_accreditation_rating_study_id_accreditation_study"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation_rating")),
        sa.UniqueConstraint(
            "study_id",
            "practice",
            "seq",
            name=op.f("uq_accreditation_rating_study_id_practice_seq"),
        ),
    )
    op.create_table(
        "accreditation_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("part_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(item_id IS NULL) <> (part_id IS NULL)", name=op.f("ck_accreditation_file_of_one")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_accreditation_file_added_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["accreditation_item.id"],
            name=op.f("fk_accreditation_file_item_id_accreditation_item"),
        ),
        sa.ForeignKeyConstraint(
            ["part_id"],
            ["accreditation_part.id"],
            name=op.f("fk_accreditation_file_part_id_accreditation_part"),
        ),
        sa.ForeignKeyConstraint(
            ["study_id"],
            ["accreditation_study.id"],
            name=op.f("fk_accreditation_file_study_id_accreditation_study"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation_file")),
        sa.UniqueConstraint("item_id", "sha256", name=op.f("uq_accreditation_file_item_id_sha256")),
        sa.UniqueConstraint("part_id", "sha256", name=op.f("uq_accreditation_file_part_id_sha256")),
    )
    with op.batch_alter_table("accreditation_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accreditation_file_sha256"), ["sha256"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_accreditation_file_study_id"), ["study_id"], unique=False
        )


def downgrade() -> None:
    triggers.drop(op.get_bind())
    with op.batch_alter_table("accreditation_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accreditation_file_study_id"))
        batch_op.drop_index(batch_op.f("ix_accreditation_file_sha256"))

    op.drop_table("accreditation_file")
    op.drop_table("accreditation_rating")
    op.drop_table("accreditation_part")
    with op.batch_alter_table("accreditation_panel", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_accreditation_panel_one_standing",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_accreditation_panel_person_id")

    op.drop_table("accreditation_panel")
    with op.batch_alter_table("accreditation_item", schema=None) as batch_op:
        batch_op.drop_index("ix_accreditation_item_owner")

    op.drop_table("accreditation_item")
    with op.batch_alter_table("accreditation_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accreditation_comment_study_id"))

    op.drop_table("accreditation_comment")
    op.drop_table("accreditation_study")
