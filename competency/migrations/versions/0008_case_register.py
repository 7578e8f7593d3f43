"""case register."""

import sqlalchemy as sa
from alembic import op

from competency.infra import db, triggers

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "case_settings",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("keeps_names", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_case_settings_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_settings")),
    )
    op.create_table(
        "case_alone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.Column("ended_at", db.Moment(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("until >= from_on AND reason <> ''", name=op.f("ck_case_alone_alone")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_case_alone_by_id_person")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_alone_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_alone")),
    )
    with op.batch_alter_table("case_alone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_alone_person_id"), ["person_id"], unique=False)

    op.create_table(
        "case_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_name", sa.String(length=200), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.Column("undone_at", db.Moment(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_case_batch_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_batch")),
    )
    with op.batch_alter_table("case_batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_batch_source_sha256"), ["source_sha256"], unique=False
        )

    op.create_table(
        "case_handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_case_handover_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["person.id"], name=op.f("fk_case_handover_from_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_handover")),
    )
    with op.batch_alter_table("case_handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_handover_from_id"), ["from_id"], unique=False)

    op.create_table(
        "case_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("practice_area_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("key_worker_id", sa.Integer(), nullable=True),
        sa.Column("protocol_id", sa.String(length=80), nullable=False),
        sa.Column("protocol_version", sa.String(length=20), nullable=False),
        sa.Column("route", sa.String(length=40), nullable=False),
        sa.Column("postcode_area", sa.String(length=8), nullable=False),
        sa.Column("referrer", sa.String(length=200), nullable=False),
        sa.Column("drinks_alcohol", sa.Boolean(), nullable=False),
        sa.Column("substitution_therapy", sa.Boolean(), nullable=False),
        sa.Column("safeguarding_since", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_reason", sa.Text(), nullable=False),
        sa.Column("disposed_at", db.Moment(timezone=True), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["case_batch.id"], name=op.f("fk_case_file_batch_id_case_batch")
        ),
        sa.ForeignKeyConstraint(
            ["key_worker_id"], ["person.id"], name=op.f("fk_case_file_key_worker_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["practice_area_id"],
            ["practice_area.id"],
            name=op.f("fk_case_file_practice_area_id_practice_area"),
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_case_file_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("reference", name=op.f("uq_case_file_reference")),
    )
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_file_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_case_file_practice_area_id"), ["practice_area_id"], unique=False
        )
        batch_op.create_index(
            "ix_case_file_retention",
            ["retain_until"],
            unique=False,
            sqlite_where=sa.text("disposed_at IS NULL"),
            postgresql_where=sa.text("disposed_at IS NULL"),
        )
        batch_op.create_index("ix_case_file_team", ["team_id", "ended_on"], unique=False)
        batch_op.create_index("ix_case_file_worker", ["key_worker_id", "ended_on"], unique=False)

    op.create_table(
        "case_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_case_assignment_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_assignment_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["handover_id"],
            ["case_handover.id"],
            name=op.f("fk_case_assignment_handover_id_case_handover"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_assignment_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_case_assignment_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_assignment")),
        sa.UniqueConstraint("case_id", "seq", name=op.f("uq_case_assignment_case_id_seq")),
    )
    with op.batch_alter_table("case_assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_assignment_handover_id"), ["handover_id"], unique=False
        )
        batch_op.create_index("ix_case_assignment_person", ["person_id", "from_on"], unique=False)

    op.create_table(
        "case_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("standard", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_clock_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["person.id"], name=op.f("fk_case_clock_holder_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_clock")),
        sa.UniqueConstraint(
            "case_id", "standard", "sequence", name=op.f("uq_case_clock_case_id_standard_sequence")
        ),
        info={"audited": False},
    )
    with op.batch_alter_table("case_clock", schema=None) as batch_op:
        batch_op.create_index("ix_case_clock_due", ["standard", "due_on"], unique=False)

    op.create_table(
        "case_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.String(length=60), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", db.Moment(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "struck = (1=0) OR corrects_id IS NOT NULL", name=op.f("ck_case_event_struck")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_event_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["case_event.id"], name=op.f("fk_case_event_corrects_id_case_event")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_case_event_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
    )
    with op.batch_alter_table("case_event", schema=None) as batch_op:
        batch_op.create_index("ix_case_event_case", ["case_id", "happened_on", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_case_event_corrects_id"), ["corrects_id"], unique=False
        )
        batch_op.create_index("ix_case_event_kind", ["kind", "happened_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_case_event_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "case_excuse",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("standard", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'paused') = (from_on IS NOT NULL)", name=op.f("ck_case_excuse_paused")
        ),
        sa.CheckConstraint(
            "kind IN ('excused', 'paused') AND reason <> ''", name=op.f("ck_case_excuse_excuse")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_case_excuse_by_id_person")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_excuse_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_excuse")),
    )
    with op.batch_alter_table("case_excuse", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_excuse_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_name",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_name_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_name")),
    )


def downgrade() -> None:
    triggers.drop(op.get_bind())
    op.drop_table("case_name")
    with op.batch_alter_table("case_excuse", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_excuse_case_id"))

    op.drop_table("case_excuse")
    with op.batch_alter_table("case_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_event_recorded_by_id"))
        batch_op.drop_index("ix_case_event_kind")
        batch_op.drop_index(batch_op.f("ix_case_event_corrects_id"))
        batch_op.drop_index("ix_case_event_case")

    op.drop_table("case_event")
    with op.batch_alter_table("case_clock", schema=None) as batch_op:
        batch_op.drop_index("ix_case_clock_due")

    op.drop_table("case_clock")
    with op.batch_alter_table("case_assignment", schema=None) as batch_op:
        batch_op.drop_index("ix_case_assignment_person")
        batch_op.drop_index(batch_op.f("ix_case_assignment_handover_id"))

    op.drop_table("case_assignment")
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.drop_index("ix_case_file_worker")
        batch_op.drop_index("ix_case_file_team")
        batch_op.drop_index(
            "ix_case_file_retention",
            sqlite_where=sa.text("disposed_at IS NULL"),
            postgresql_where=sa.text("disposed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_case_file_practice_area_id"))
        batch_op.drop_index(batch_op.f("ix_case_file_batch_id"))

    op.drop_table("case_file")
    with op.batch_alter_table("case_handover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_handover_from_id"))

    op.drop_table("case_handover")
    with op.batch_alter_table("case_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_batch_source_sha256"))

    op.drop_table("case_batch")
    with op.batch_alter_table("case_alone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_alone_person_id"))

    op.drop_table("case_alone")
    op.drop_table("case_settings")
