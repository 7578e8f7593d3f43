"""What the database knows of the library: the wording in force."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.frameworks.domain.structure import CompetencyFramework
from competency.frameworks.domain.wording import Wording, WordingRow
from competency.frameworks.models import FrameworkWording, WordingBatch


def find_batch(session: Session, framework: CompetencyFramework) -> WordingBatch | None:
    """Return the batch whose wording is in force for the framework's version, or None."""
    return session.scalars(
        select(WordingBatch)
        .where(
            WordingBatch.framework_id == framework.id,
            WordingBatch.version == framework.version,
            WordingBatch.removed_at.is_(None),
        )
        .order_by(WordingBatch.id.desc())
        .limit(1)
    ).one_or_none()


def get_wording(session: Session, framework: CompetencyFramework, batch_id: int) -> Wording:
    """Return the wording that the batch brought, in order of code and level."""
    rows = session.execute(
        select(FrameworkWording.code, FrameworkWording.level, FrameworkWording.text)
        .where(FrameworkWording.batch_id == batch_id)
        .order_by(FrameworkWording.code, FrameworkWording.level)
    )
    return Wording(framework.id, framework.version, tuple(WordingRow(*row) for row in rows))
