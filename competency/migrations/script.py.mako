"""${message}."""

from alembic import op
import sqlalchemy as sa

from competency.infra import db, triggers

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    triggers.drop(op.get_bind())  # the runner lays them again after this step
    ${upgrades.replace("competency.infra.db.", "db.") if upgrades else "pass"}


def downgrade() -> None:
    triggers.drop(op.get_bind())
    ${downgrades.replace("competency.infra.db.", "db.") if downgrades else "pass"}
