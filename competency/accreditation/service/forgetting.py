"""How frozen counts and the end of their cases go together: the figures stay, the case goes."""

from collections.abc import Iterator, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from competency.accreditation.models import SnapshotCase
from competency.cases.events import CasesDisposed
from competency.cases.service import held
from competency.infra.work import Work

SOME = 500


def follow_disposal(work: Work, happened: CasesDisposed) -> None:
    """Remove from every frozen count which of its rows were of the disposed cases."""
    ids = held.disposed_in(work.session, happened.run_id)
    for start in range(0, len(ids), SOME):
        work.session.execute(
            delete(SnapshotCase).where(SnapshotCase.case_id.in_(ids[start : start + SOME]))
        )


def frozen(session: Session, case_ids: Sequence[int]) -> Iterator[int]:
    """Return those of the cases that stand in a frozen count, so that they stay."""
    for start in range(0, len(case_ids), SOME):
        some = case_ids[start : start + SOME]
        yield from session.scalars(
            select(SnapshotCase.case_id).where(SnapshotCase.case_id.in_(some)).distinct()
        )
