"""what is said of signals."""

import sqlalchemy as sa
from alembic import op

from competency.infra import db, triggers

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    op.create_table(
        "coaching_signals_told",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_signals_told")),
        sa.UniqueConstraint("month", name=op.f("uq_coaching_signals_told_month")),
    )
    op.create_table(
        "coaching_response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("practice_area_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("newest_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'parked') = (until IS NOT NULL)",
            name=op.f("ck_coaching_response_parked_until"),
        ),
        sa.CheckConstraint(
            "state IN ('discussed', 'parked') OR words <> ''",
            name=op.f("ck_coaching_response_in_words"),
        ),
        sa.CheckConstraint(
            "state IN ('discussed', 'parked', 'dismissed', 'answered')",
            name=op.f("ck_coaching_response_state"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_coaching_response_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_coaching_response_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["practice_area_id"],
            ["practice_area.id"],
            name=op.f("fk_coaching_response_practice_area_id_practice_area"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_response")),
    )
    with op.batch_alter_table("coaching_response", schema=None) as batch_op:
        batch_op.create_index("ix_coaching_response_person", ["person_id", "id"], unique=False)


def downgrade() -> None:
    triggers.drop(op.get_bind())
    with op.batch_alter_table("coaching_response", schema=None) as batch_op:
        batch_op.drop_index("ix_coaching_response_person")

    op.drop_table("coaching_response")
    op.drop_table("coaching_signals_told")
