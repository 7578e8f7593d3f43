"""What the database knows of the library: the wording in force."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from competency.frameworks.domain.structure import CompetencyFramework
from competency.frameworks.domain.wording import Wording, WordingRow
from competency.frameworks.models import FrameworkWording, WordingBatch

# Asked on every page that shows the framework, so it is built once.
_IN_FORCE = (
    select(WordingBatch)
    .where(
        WordingBatch.framework_id == bindparam("framework_id"),
        WordingBatch.version == bindparam("version"),
        WordingBatch.removed_at.is_(None),
    )
    .order_by(WordingBatch.id.desc())
    .limit(1)
)


def find_batch(session: Session, framework: CompetencyFramework) -> WordingBatch | None:
    """Return the batch whose wording is in force for the framework's version, or None."""
    wanted = {"framework_id": framework.id, "version": framework.version}
    return session.scalars(_IN_FORCE, wanted).one_or_none()


def get_wording(session: Session, framework: CompetencyFramework, batch_id: int) -> Wording:
    """Return the wording that the batch brought, in order of code and level."""
    rows = session.execute(
        select(FrameworkWording.code, FrameworkWording.level, FrameworkWording.text)
        .where(FrameworkWording.batch_id == batch_id)
        .order_by(FrameworkWording.code, FrameworkWording.level)
    )
    return Wording(framework.id, framework.version, tuple(WordingRow(*row) for row in rows))
