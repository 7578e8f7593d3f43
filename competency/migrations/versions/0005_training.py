"""training."""

import sqlalchemy as sa
from alembic import op

from competency.infra import db, triggers

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "training_course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=12), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("also", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "subject IN ('course', 'registration', 'check', 'indemnity')",
            name=op.f("ck_training_course_subject"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_course")),
        sa.UniqueConstraint("code", name=op.f("uq_training_course_code")),
        sa.UniqueConstraint("title", name=op.f("uq_training_course_title")),
    )
    op.create_table(
        "training_requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("repeat_months", sa.Integer(), nullable=True),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("applies_from", sa.Date(), nullable=True),
        sa.Column("after_audit_finding", sa.Boolean(), nullable=False),
        sa.Column("after_incident", sa.Boolean(), nullable=False),
        sa.Column("assumption", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("ended_at", db.Moment(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(who = 'everyone' AND role IS NULL AND team_id IS NULL) OR (who = 'role' AND role IS NOT NULL AND team_id IS NULL) OR (who = 'team' AND role IS NULL AND team_id IS NOT NULL)",
            name=op.f("ck_training_requirement_who"),
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["training_course.id"],
            name=op.f("fk_training_requirement_course_id_training_course"),
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_training_requirement_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_requirement")),
    )
    with op.batch_alter_table("training_requirement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_requirement_course_id"), ["course_id"], unique=False
        )

    op.create_table(
        "training_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("source_name", sa.String(length=200), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("faulty", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.Column("undone_at", db.Moment(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_training_batch_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name=op.f("fk_training_batch_undone_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_batch")),
    )
    with op.batch_alter_table("training_batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_batch_source_sha256"), ["source_sha256"], unique=False
        )

    op.create_table(
        "training_exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "until >= from_on AND reason <> ''", name=op.f("ck_training_exemption_exemption")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_training_exemption_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["training_course.id"],
            name=op.f("fk_training_exemption_course_id_training_course"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_training_exemption_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_exemption")),
    )
    with op.batch_alter_table("training_exemption", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_exemption_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "training_refresher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.Column("withdrawn_at", db.Moment(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "cause IN ('audit_finding', 'incident')", name=op.f("ck_training_refresher_cause")
        ),
        sa.CheckConstraint(
            "due_on >= assigned_on AND reason <> ''", name=op.f("ck_training_refresher_refresher")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_training_refresher_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["training_course.id"],
            name=op.f("fk_training_refresher_course_id_training_course"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_training_refresher_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_refresher")),
    )
    with op.batch_alter_table("training_refresher", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_refresher_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "training_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_training_report_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_report")),
        sa.UniqueConstraint("month", "seq", name=op.f("uq_training_report_month_seq")),
    )
    op.create_table(
        "training_told",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("told_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("occasion", sa.String(length=20), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["training_course.id"],
            name=op.f("fk_training_told_course_id_training_course"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_training_told_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["told_id"], ["person.id"], name=op.f("fk_training_told_told_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_told")),
        sa.UniqueConstraint(
            "person_id",
            "course_id",
            "told_id",
            "due_on",
            "occasion",
            name=op.f("uq_training_told_person_id_course_id_told_id_due_on_occasion"),
        ),
    )
    op.create_table(
        "training_completion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", db.Moment(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", db.Moment(timezone=True), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status IN ('claimed', 'verified', 'returned', 'undone')",
            name=op.f("ck_training_completion_status"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["training_batch.id"],
            name=op.f("fk_training_completion_batch_id_training_batch"),
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["training_course.id"],
            name=op.f("fk_training_completion_course_id_training_course"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["person.id"],
            name=op.f("fk_training_completion_decided_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_training_completion_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["person.id"],
            name=op.f("fk_training_completion_recorded_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_completion")),
    )
    with op.batch_alter_table("training_completion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_completion_batch_id"), ["batch_id"], unique=False
        )
        batch_op.create_index(
            "ix_training_completion_counts",
            ["course_id", "person_id", "completed_on", "expires_on"],
            unique=False,
            sqlite_where=sa.text("status = 'verified'"),
            postgresql_where=sa.text("status = 'verified'"),
        )
        batch_op.create_index(
            "ix_training_completion_person", ["person_id", "course_id"], unique=False
        )
        batch_op.create_index(
            "ix_training_completion_waiting",
            ["person_id"],
            unique=False,
            sqlite_where=sa.text("status = 'claimed'"),
            postgresql_where=sa.text("status = 'claimed'"),
        )
        batch_op.create_index(
            "uq_training_completion_counts_once",
            ["course_id", "person_id", "completed_on"],
            unique=True,
            sqlite_where=sa.text("status = 'verified'"),
            postgresql_where=sa.text("status = 'verified'"),
        )


def downgrade() -> None:
    triggers.drop(op.get_bind())
    with op.batch_alter_table("training_completion", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_training_completion_counts_once",
            sqlite_where=sa.text("status = 'verified'"),
            postgresql_where=sa.text("status = 'verified'"),
        )
        batch_op.drop_index(
            "ix_training_completion_waiting",
            sqlite_where=sa.text("status = 'claimed'"),
            postgresql_where=sa.text("status = 'claimed'"),
        )
        batch_op.drop_index("ix_training_completion_person")
        batch_op.drop_index(
            "ix_training_completion_counts",
            sqlite_where=sa.text("status = 'verified'"),
            postgresql_where=sa.text("status = 'verified'"),
        )
        batch_op.drop_index(batch_op.f("ix_training_completion_batch_id"))

    op.drop_table("training_completion")
    op.drop_table("training_told")
    op.drop_table("training_report")
    with op.batch_alter_table("training_refresher", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_refresher_person_id"))

    op.drop_table("training_refresher")
    with op.batch_alter_table("training_exemption", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_exemption_person_id"))

    op.drop_table("training_exemption")
    with op.batch_alter_table("training_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_batch_source_sha256"))

    op.drop_table("training_batch")
    with op.batch_alter_table("training_requirement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_requirement_course_id"))

    op.drop_table("training_requirement")
    op.drop_table("training_course")
