"""evidence."""

import sqlalchemy as sa
from alembic import op

from competency.infra import db, triggers

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "evidence_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("source_name", sa.String(length=200), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.Column("undone_at", db.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_evidence_batch_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_batch")),
    )
    with op.batch_alter_table("evidence_batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evidence_batch_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "evidence_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=8, scale=2), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.Column("applied", sa.Text(), nullable=False),
        sa.Column("practice_area_id", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("shared_at", db.Moment(timezone=True), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", db.Moment(timezone=True), nullable=True),
        sa.Column("sealed_at", db.Moment(timezone=True), nullable=True),
        sa.Column("seal", sa.String(length=64), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("created_at", db.Moment(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'verified') = (sealed_at IS NOT NULL)", name=op.f("ck_evidence_entry_sealed")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'shared', 'returned', 'verified')",
            name=op.f("ck_evidence_entry_state"),
        ),
        sa.CheckConstraint("hours > 0", name=op.f("ck_evidence_entry_hours")),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["evidence_batch.id"],
            name=op.f("fk_evidence_entry_batch_id_evidence_batch"),
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"],
            ["evidence_entry.id"],
            name=op.f("fk_evidence_entry_corrects_id_evidence_entry"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_evidence_entry_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_evidence_entry_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["practice_area_id"],
            ["practice_area.id"],
            name=op.f("fk_evidence_entry_practice_area_id_practice_area"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_entry")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_evidence_entry_corrects_id")),
        sa.UniqueConstraint("person_id", "uuid", name=op.f("uq_evidence_entry_person_id_uuid")),
    )
    with op.batch_alter_table("evidence_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_entry_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_evidence_entry_decided_by_id"), ["decided_by_id"], unique=False
        )
        batch_op.create_index(
            "ix_evidence_entry_log", ["person_id", "starts_on", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_evidence_entry_practice_area_id"), ["practice_area_id"], unique=False
        )
        batch_op.create_index("ix_evidence_entry_state", ["state", "person_id"], unique=False)

    op.create_table(
        "evidence_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_at", db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["evidence_entry.id"],
            name=op.f("fk_evidence_attachment_entry_id_evidence_entry"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_attachment")),
        sa.UniqueConstraint(
            "entry_id", "sha256", name=op.f("uq_evidence_attachment_entry_id_sha256")
        ),
    )
    with op.batch_alter_table("evidence_attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_attachment_sha256"), ["sha256"], unique=False)

    op.create_table(
        "evidence_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('verified', 'returned', 'taken_back')",
            name=op.f("ck_evidence_decision_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_evidence_decision_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["evidence_entry.id"],
            name=op.f("fk_evidence_decision_entry_id_evidence_entry"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_decision")),
        sa.UniqueConstraint("entry_id", "seq", name=op.f("uq_evidence_decision_entry_id_seq")),
    )
    with op.batch_alter_table("evidence_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_decision_by_id"), ["by_id"], unique=False)

    op.create_table(
        "evidence_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.String(length=80), nullable=False),
        sa.Column("framework_version", sa.String(length=20), nullable=False),
        sa.Column("strand", sa.String(length=12), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["evidence_entry.id"],
            name=op.f("fk_evidence_link_entry_id_evidence_entry"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_link")),
        sa.UniqueConstraint(
            "entry_id",
            "framework_id",
            "strand",
            name=op.f("uq_evidence_link_entry_id_framework_id_strand"),
        ),
    )
    op.create_table(
        "evidence_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_evidence_reason_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["evidence_entry.id"],
            name=op.f("fk_evidence_reason_entry_id_evidence_entry"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_reason")),
        sa.UniqueConstraint("entry_id", "mark", name=op.f("uq_evidence_reason_entry_id_mark")),
    )
    op.create_table(
        "evidence_tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(length=80), nullable=False),
        sa.Column("scheme_version", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["evidence_entry.id"],
            name=op.f("fk_evidence_tag_entry_id_evidence_entry"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_tag")),
        sa.UniqueConstraint(
            "entry_id", "scheme", "code", name=op.f("uq_evidence_tag_entry_id_scheme_code")
        ),
    )
    op.create_table(
        "evidence_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["evidence_entry.id"],
            name=op.f("fk_evidence_version_entry_id_evidence_entry"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_version")),
        sa.UniqueConstraint("entry_id", "seq", name=op.f("uq_evidence_version_entry_id_seq")),
    )


def downgrade() -> None:
    triggers.drop(op.get_bind())
    op.drop_table("evidence_version")
    op.drop_table("evidence_tag")
    op.drop_table("evidence_reason")
    op.drop_table("evidence_link")
    with op.batch_alter_table("evidence_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_decision_by_id"))

    op.drop_table("evidence_decision")
    with op.batch_alter_table("evidence_attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_attachment_sha256"))

    op.drop_table("evidence_attachment")
    with op.batch_alter_table("evidence_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_entry_state")
        batch_op.drop_index(batch_op.f("ix_evidence_entry_practice_area_id"))
        batch_op.drop_index("ix_evidence_entry_log")
        batch_op.drop_index(batch_op.f("ix_evidence_entry_decided_by_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_entry_batch_id"))

    op.drop_table("evidence_entry")
    with op.batch_alter_table("evidence_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_batch_person_id"))

    op.drop_table("evidence_batch")
