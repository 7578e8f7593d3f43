"""frameworks."""

import sqlalchemy as sa
from alembic import op

from competency.infra import db, triggers

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "wording_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("source_name", sa.String(length=255), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("loaded_at", db.Moment(timezone=True), nullable=False),
        sa.Column("loaded_by", sa.Integer(), nullable=True),
        sa.Column("removed_at", db.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["loaded_by"], ["person.id"], name=op.f("fk_wording_batch_loaded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording_batch")),
    )
    with op.batch_alter_table("wording_batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wording_batch_framework_id_wording_batch_version"),
            ["framework_id", "version"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_wording_batch_loaded_by"), ["loaded_by"], unique=False)

    op.create_table(
        "framework_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["wording_batch.id"],
            name=op.f("fk_framework_wording_batch_id_wording_batch"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_wording")),
        sa.UniqueConstraint(
            "framework_id",
            "version",
            "code",
            "level",
            name=op.f("uq_framework_wording_framework_id_version_code_level"),
        ),
    )
    with op.batch_alter_table("framework_wording", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_framework_wording_batch_id"), ["batch_id"], unique=False
        )


def downgrade() -> None:
    triggers.drop(op.get_bind())
    with op.batch_alter_table("framework_wording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_framework_wording_batch_id"))

    op.drop_table("framework_wording")
    with op.batch_alter_table("wording_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wording_batch_loaded_by"))
        batch_op.drop_index(batch_op.f("ix_wording_batch_framework_id_wording_batch_version"))

    op.drop_table("wording_batch")
