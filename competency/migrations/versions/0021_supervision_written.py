"""what is written in supervision."""

import sqlalchemy as sa
from alembic import op

from competency.infra import db, triggers

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "coaching_addendum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint("words <> ''", name=op.f("ck_coaching_addendum_in_words")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_coaching_addendum_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["coaching_session.id"],
            name=op.f("fk_coaching_addendum_session_id_coaching_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_addendum")),
    )
    with op.batch_alter_table("coaching_addendum", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_coaching_addendum_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "coaching_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("visibility", sa.String(length=8), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("strand", sa.String(length=12), nullable=False),
        sa.Column("practice_area_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "visibility IN ('private', 'shared', 'record')",
            name=op.f("ck_coaching_note_visibility"),
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_coaching_note_in_words")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_coaching_note_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["practice_area_id"],
            ["practice_area.id"],
            name=op.f("fk_coaching_note_practice_area_id_practice_area"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["coaching_session.id"],
            name=op.f("fk_coaching_note_session_id_coaching_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_note")),
    )
    with op.batch_alter_table("coaching_note", schema=None) as batch_op:
        batch_op.create_index("ix_coaching_note_session", ["session_id"], unique=False)

    op.create_table(
        "coaching_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role_then", sa.String(length=200), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.Column("voided_at", db.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_coaching_signature_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["coaching_session.id"],
            name=op.f("fk_coaching_signature_session_id_coaching_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_signature")),
    )
    with op.batch_alter_table("coaching_signature", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_coaching_signature_session_id"), ["session_id"], unique=False
        )
        batch_op.create_index(
            "uq_coaching_signature_one_standing",
            ["session_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )

    op.create_table(
        "coaching_agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(source = 'case') = (case_id IS NOT NULL)", name=op.f("ck_coaching_agenda_item_a_case")
        ),
        sa.CheckConstraint(
            "outcome IN ('', 'covered', 'carried-over')",
            name=op.f("ck_coaching_agenda_item_outcome"),
        ),
        sa.CheckConstraint(
            "source <> 'own' OR words <> ''", name=op.f("ck_coaching_agenda_item_in_words")
        ),
        sa.CheckConstraint(
            "source IN ('signal', 'action', 'case', 'second-level', 'own')",
            name=op.f("ck_coaching_agenda_item_source"),
        ),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["coaching_action.id"],
            name=op.f("fk_coaching_agenda_item_action_id_coaching_action"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_coaching_agenda_item_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["carried_from_id"],
            ["coaching_agenda_item.id"],
            name=op.f("fk_coaching_agenda_item_carried_from_id_coaching_agenda_item"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_coaching_agenda_item_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"],
            ["reviews_coaching_note.id"],
            name=op.f("fk_coaching_agenda_item_note_id_reviews_coaching_note"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews_review.id"],
            name=op.f("fk_coaching_agenda_item_review_id_reviews_review"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["coaching_session.id"],
            name=op.f("fk_coaching_agenda_item_session_id_coaching_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_agenda_item")),
    )
    with op.batch_alter_table("coaching_agenda_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_coaching_agenda_item_case_id"), ["case_id"], unique=False
        )
        batch_op.create_index("ix_coaching_agenda_item_session", ["session_id"], unique=False)


def downgrade() -> None:
    triggers.drop(op.get_bind())
    with op.batch_alter_table("coaching_agenda_item", schema=None) as batch_op:
        batch_op.drop_index("ix_coaching_agenda_item_session")
        batch_op.drop_index(batch_op.f("ix_coaching_agenda_item_case_id"))

    op.drop_table("coaching_agenda_item")
    with op.batch_alter_table("coaching_signature", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_coaching_signature_one_standing",
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_coaching_signature_session_id"))

    op.drop_table("coaching_signature")
    with op.batch_alter_table("coaching_note", schema=None) as batch_op:
        batch_op.drop_index("ix_coaching_note_session")

    op.drop_table("coaching_note")
    with op.batch_alter_table("coaching_addendum", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coaching_addendum_session_id"))

    op.drop_table("coaching_addendum")
