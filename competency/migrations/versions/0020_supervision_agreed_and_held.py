"""supervision agreed and held, and actions."""

import sqlalchemy as sa
from alembic import op

from competency.infra import db, triggers

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "coaching_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", db.Moment(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR title <> ''",
            name=op.f("ck_coaching_agreement_a_group_has_a_name"),
        ),
        sa.CheckConstraint(
            "unit IN ('weeks', 'working-days')", name=op.f("ck_coaching_agreement_unit")
        ),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)",
            name=op.f("ck_coaching_agreement_confirmed"),
        ),
        sa.CheckConstraint("every > 0", name=op.f("ck_coaching_agreement_every")),
        sa.CheckConstraint(
            "person_id IS NULL OR person_id <> supervisor_id",
            name=op.f("ck_coaching_agreement_not_oneself"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_coaching_agreement_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["person.id"],
            name=op.f("fk_coaching_agreement_confirmed_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_coaching_agreement_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["coaching_agreement.id"],
            name=op.f("fk_coaching_agreement_replaces_id_coaching_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"],
            ["person.id"],
            name=op.f("fk_coaching_agreement_supervisor_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_agreement")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_coaching_agreement_replaces_id")),
    )
    with op.batch_alter_table("coaching_agreement", schema=None) as batch_op:
        batch_op.create_index(
            "ix_coaching_agreement_person", ["person_id", "starts_on"], unique=False
        )
        batch_op.create_index(
            "ix_coaching_agreement_supervisor", ["supervisor_id", "starts_on"], unique=False
        )
        batch_op.create_index(
            "uq_coaching_agreement_one_counts",
            ["person_id", "supervisor_id", "kind"],
            unique=True,
            sqlite_where=sa.text("person_id IS NOT NULL AND ended_on IS NULL"),
            postgresql_where=sa.text("person_id IS NOT NULL AND ended_on IS NULL"),
        )

    op.create_table(
        "coaching_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["coaching_agreement.id"],
            name=op.f("fk_coaching_member_agreement_id_coaching_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_coaching_member_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_member")),
        sa.UniqueConstraint(
            "agreement_id", "person_id", name=op.f("uq_coaching_member_agreement_id_person_id")
        ),
    )
    with op.batch_alter_table("coaching_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_coaching_member_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "coaching_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("called_off_at", db.Moment(timezone=True), nullable=True),
        sa.Column("called_off_reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.Column("sealed_at", db.Moment(timezone=True), nullable=True),
        sa.Column("seal", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "called_off_at IS NULL OR called_off_reason <> ''",
            name=op.f("ck_coaching_session_said_why"),
        ),
        sa.CheckConstraint(
            "(sealed_at IS NULL) = (seal IS NULL)", name=op.f("ck_coaching_session_seal")
        ),
        sa.CheckConstraint(
            "called_off_at IS NULL OR held_on IS NULL", name=op.f("ck_coaching_session_called_off")
        ),
        sa.CheckConstraint(
            "sealed_at IS NULL OR held_on IS NOT NULL", name=op.f("ck_coaching_session_held_first")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["coaching_agreement.id"],
            name=op.f("fk_coaching_session_agreement_id_coaching_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_coaching_session_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_coaching_session_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["person.id"], name=op.f("fk_coaching_session_supervisor_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_session")),
    )
    with op.batch_alter_table("coaching_session", schema=None) as batch_op:
        batch_op.create_index(
            "ix_coaching_session_agreement", ["agreement_id", "held_on"], unique=False
        )
        batch_op.create_index(
            "ix_coaching_session_person", ["person_id", "planned_on"], unique=False
        )
        batch_op.create_index(
            "ix_coaching_session_supervisor", ["supervisor_id", "planned_on"], unique=False
        )

    op.create_table(
        "coaching_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("practice_area_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("strand", sa.String(length=12), nullable=True),
        sa.Column("measure_kind", sa.String(length=20), nullable=True),
        sa.Column("measure_code", sa.String(length=60), nullable=True),
        sa.Column("signal_rule", sa.String(length=60), nullable=True),
        sa.Column("signal_subject", sa.String(length=80), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ending", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ending IN ('complete', 'carried_forward', 'dropped')",
            name=op.f("ck_coaching_action_ending"),
        ),
        sa.CheckConstraint(
            "ending IS NULL OR ending <> 'dropped' OR reason <> ''",
            name=op.f("ck_coaching_action_said_why"),
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_coaching_action_in_words")),
        sa.CheckConstraint(
            "(ending IS NULL) = (ended_on IS NULL)", name=op.f("ck_coaching_action_ended")
        ),
        sa.CheckConstraint(
            "(measure_kind IS NULL) = (measure_code IS NULL)",
            name=op.f("ck_coaching_action_measure"),
        ),
        sa.CheckConstraint(
            "strand IS NULL OR practice_area_id IS NOT NULL",
            name=op.f("ck_coaching_action_strand_of_an_area"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_coaching_action_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["carried_from_id"],
            ["coaching_action.id"],
            name=op.f("fk_coaching_action_carried_from_id_coaching_action"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_coaching_action_ended_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_coaching_action_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_coaching_action_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["practice_area_id"],
            ["practice_area.id"],
            name=op.f("fk_coaching_action_practice_area_id_practice_area"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["coaching_session.id"],
            name=op.f("fk_coaching_action_session_id_coaching_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_action")),
        sa.UniqueConstraint("carried_from_id", name=op.f("uq_coaching_action_carried_from_id")),
    )
    with op.batch_alter_table("coaching_action", schema=None) as batch_op:
        batch_op.create_index(
            "ix_coaching_action_open",
            ["owner_id", "due_on"],
            unique=False,
            sqlite_where=sa.text("ending IS NULL"),
            postgresql_where=sa.text("ending IS NULL"),
        )
        batch_op.create_index("ix_coaching_action_person", ["person_id", "due_on"], unique=False)
        batch_op.create_index("ix_coaching_action_session", ["session_id"], unique=False)

    op.create_table(
        "coaching_attendee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("was_there", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_coaching_attendee_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["coaching_session.id"],
            name=op.f("fk_coaching_attendee_session_id_coaching_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_attendee")),
        sa.UniqueConstraint(
            "session_id", "person_id", name=op.f("uq_coaching_attendee_session_id_person_id")
        ),
    )
    with op.batch_alter_table("coaching_attendee", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_coaching_attendee_person_id"), ["person_id"], unique=False
        )


def downgrade() -> None:
    triggers.drop(op.get_bind())
    with op.batch_alter_table("coaching_attendee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coaching_attendee_person_id"))

    op.drop_table("coaching_attendee")
    with op.batch_alter_table("coaching_action", schema=None) as batch_op:
        batch_op.drop_index("ix_coaching_action_session")
        batch_op.drop_index("ix_coaching_action_person")
        batch_op.drop_index(
            "ix_coaching_action_open",
            sqlite_where=sa.text("ending IS NULL"),
            postgresql_where=sa.text("ending IS NULL"),
        )

    op.drop_table("coaching_action")
    with op.batch_alter_table("coaching_session", schema=None) as batch_op:
        batch_op.drop_index("ix_coaching_session_supervisor")
        batch_op.drop_index("ix_coaching_session_person")
        batch_op.drop_index("ix_coaching_session_agreement")

    op.drop_table("coaching_session")
    with op.batch_alter_table("coaching_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coaching_member_person_id"))

    op.drop_table("coaching_member")
    with op.batch_alter_table("coaching_agreement", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_coaching_agreement_one_counts",
            sqlite_where=sa.text("person_id IS NOT NULL AND ended_on IS NULL"),
            postgresql_where=sa.text("person_id IS NOT NULL AND ended_on IS NULL"),
        )
        batch_op.drop_index("ix_coaching_agreement_supervisor")
        batch_op.drop_index("ix_coaching_agreement_person")

    op.drop_table("coaching_agreement")
