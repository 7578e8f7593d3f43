"""assessments."""

import sqlalchemy as sa
from alembic import op

from competency.infra import db, triggers

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.String(length=80), nullable=False),
        sa.Column("section", sa.String(length=6), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_target_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint(
            "post_id",
            "framework_id",
            "section",
            name=op.f("uq_target_post_id_framework_id_section"),
        ),
    )
    op.create_table(
        "appraisal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("practice_area_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=True),
        sa.Column("framework_id", sa.String(length=80), nullable=False),
        sa.Column("framework_version", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("open_ratings", sa.Boolean(), nullable=False),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("revises_id", sa.Integer(), nullable=True),
        sa.Column("reopened_reason", sa.Text(), nullable=True),
        sa.Column("self_submitted_at", db.Moment(timezone=True), nullable=True),
        sa.Column("supervisor_submitted_at", db.Moment(timezone=True), nullable=True),
        sa.Column("supervisor_submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("agreed_at", db.Moment(timezone=True), nullable=True),
        sa.Column("withdrawn_at", db.Moment(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("sealed_at", db.Moment(timezone=True), nullable=True),
        sa.Column("seal", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["carried_from_id"],
            ["appraisal.id"],
            name=op.f("fk_appraisal_carried_from_id_appraisal"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_appraisal_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["practice_area_id"],
            ["practice_area.id"],
            name=op.f("fk_appraisal_practice_area_id_practice_area"),
        ),
        sa.ForeignKeyConstraint(
            ["revises_id"], ["appraisal.id"], name=op.f("fk_appraisal_revises_id_appraisal")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["person.id"], name=op.f("fk_appraisal_supervisor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_submitted_by_id"],
            ["person.id"],
            name=op.f("fk_appraisal_supervisor_submitted_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal")),
    )
    with op.batch_alter_table("appraisal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appraisal_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_appraisal_practice_area_id"), ["practice_area_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_appraisal_supervisor_id"), ["supervisor_id"], unique=False
        )
        batch_op.create_index(
            "uq_appraisal_one_revision",
            ["revises_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.create_index(
            "uq_appraisal_one_running",
            ["person_id", "practice_area_id", "framework_id"],
            unique=True,
            sqlite_where=sa.text("sealed_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("sealed_at IS NULL AND withdrawn_at IS NULL"),
        )

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.Integer(), nullable=False),
        sa.Column("rater_id", sa.Integer(), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("revoked_at", db.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_invitation_appraisal_id_appraisal")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["person.id"], name=op.f("fk_invitation_invited_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["rater_id"], ["person.id"], name=op.f("fk_invitation_rater_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitation_appraisal_id"), ["appraisal_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_invitation_rater_id"), ["rater_id"], unique=False)

    op.create_table(
        "objective",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=12), nullable=False),
        sa.Column("specific", sa.Text(), nullable=False),
        sa.Column("measurable", sa.Text(), nullable=False),
        sa.Column("achievable", sa.Text(), nullable=False),
        sa.Column("relevant", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("evaluation", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_objective_appraisal_id_appraisal")
        ),
        sa.ForeignKeyConstraint(
            ["carried_from_id"],
            ["objective.id"],
            name=op.f("fk_objective_carried_from_id_objective"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective")),
    )
    with op.batch_alter_table("objective", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_objective_appraisal_id"), ["appraisal_id"], unique=False
        )

    op.create_table(
        "rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.Integer(), nullable=False),
        sa.Column("hand", sa.String(length=12), nullable=False),
        sa.Column("rater_id", sa.Integer(), nullable=False),
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
            name=op.f("ck_rating_answer"),
        ),
        sa.CheckConstraint("hand IN ('self', 'supervisor')", name=op.f("ck_rating_hand")),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_rating_appraisal_id_appraisal")
        ),
        sa.ForeignKeyConstraint(
            ["rater_id"], ["person.id"], name=op.f("fk_rating_rater_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint(
            "appraisal_id",
            "hand",
            "rater_id",
            "strand",
            "seq",
            name=op.f("uq_rating_appraisal_id_hand_rater_id_strand_seq"),
        ),
    )
    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rating_rater_id"), ["rater_id"], unique=False)

    op.create_table(
        "section_level",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=6), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_section_level_appraisal_id_appraisal")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_section_level_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_level")),
        sa.UniqueConstraint(
            "appraisal_id", "section", "seq", name=op.f("uq_section_level_appraisal_id_section_seq")
        ),
    )
    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.Integer(), nullable=False),
        sa.Column("hand", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role_then", sa.String(length=200), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.Column("voided_at", db.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_signature_appraisal_id_appraisal")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_signature_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_signature_appraisal_id"), ["appraisal_id"], unique=False
        )
        batch_op.create_index(
            "uq_signature_one_standing",
            ["appraisal_id", "hand"],
            unique=True,
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )

    op.create_table(
        "strand_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.Integer(), nullable=False),
        sa.Column("strand", sa.String(length=12), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("not_applicable_reason", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("self_reason", sa.Text(), nullable=False),
        sa.Column("supervisor_reason", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appraisal_id"],
            ["appraisal.id"],
            name=op.f("fk_strand_agreement_appraisal_id_appraisal"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["person.id"],
            name=op.f("fk_strand_agreement_recorded_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strand_agreement")),
        sa.UniqueConstraint(
            "appraisal_id",
            "strand",
            "seq",
            name=op.f("uq_strand_agreement_appraisal_id_strand_seq"),
        ),
    )
    op.create_table(
        "objective_ending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objective_id", sa.Integer(), nullable=False),
        sa.Column("ending", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["objective_id"],
            ["objective.id"],
            name=op.f("fk_objective_ending_objective_id_objective"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["person.id"],
            name=op.f("fk_objective_ending_recorded_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective_ending")),
        sa.UniqueConstraint("objective_id", name=op.f("uq_objective_ending_objective_id")),
    )


def downgrade() -> None:
    triggers.drop(op.get_bind())
    op.drop_table("objective_ending")
    op.drop_table("strand_agreement")
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_signature_one_standing",
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_signature_appraisal_id"))

    op.drop_table("signature")
    op.drop_table("section_level")
    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rating_rater_id"))

    op.drop_table("rating")
    with op.batch_alter_table("objective", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objective_appraisal_id"))

    op.drop_table("objective")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_rater_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_appraisal_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("appraisal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_appraisal_one_running",
            sqlite_where=sa.text("sealed_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("sealed_at IS NULL AND withdrawn_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_appraisal_one_revision",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_appraisal_supervisor_id"))
        batch_op.drop_index(batch_op.f("ix_appraisal_practice_area_id"))
        batch_op.drop_index(batch_op.f("ix_appraisal_person_id"))

    op.drop_table("appraisal")
    op.drop_table("target")
