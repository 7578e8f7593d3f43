"""crosswalk changes."""

import sqlalchemy as sa
from alembic import op

from competency.infra import db, triggers

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "coaching_crosswalk_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("strand", sa.String(length=20), nullable=False),
        sa.Column("change", sa.String(length=10), nullable=False),
        sa.Column("strength", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", db.Moment(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(change = 'added') = (strength IS NOT NULL)",
            name=op.f("ck_coaching_crosswalk_change_strength"),
        ),
        sa.CheckConstraint(
            "change IN ('added', 'set-aside')", name=op.f("ck_coaching_crosswalk_change_change")
        ),
        sa.CheckConstraint(
            "kind IN ('timeliness', 'review-item', 'practice')",
            name=op.f("ck_coaching_crosswalk_change_kind"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_coaching_crosswalk_change_reason")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)",
            name=op.f("ck_coaching_crosswalk_change_ended"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_coaching_crosswalk_change_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"],
            ["person.id"],
            name=op.f("fk_coaching_crosswalk_change_ended_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_crosswalk_change")),
    )
    with op.batch_alter_table("coaching_crosswalk_change", schema=None) as batch_op:
        batch_op.create_index(
            "uq_coaching_crosswalk_change_one_standing",
            ["kind", "code", "strand", "change"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )


def downgrade() -> None:
    triggers.drop(op.get_bind())
    with op.batch_alter_table("coaching_crosswalk_change", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_coaching_crosswalk_change_one_standing",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("coaching_crosswalk_change")
