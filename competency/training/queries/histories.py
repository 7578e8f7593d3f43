"""What people did, are exempt from and were assigned, by person and course; plain rows.

Each takes whose: a function from a person column to SQL that keeps to the reader's scope.
"""

from collections import defaultdict
from collections.abc import Callable, Collection

from sqlalchemy import ColumnElement, literal_column, select, true
from sqlalchemy.orm import Session

from competency.infra.db import plain_rows
from competency.training.domain.completions import Status
from competency.training.domain.state import Completion, Exemption, Refresher
from competency.training.models import TrainingCompletion, TrainingExemption, TrainingRefresher

Whose = Callable[[ColumnElement[int]], ColumnElement[bool]]
Key = tuple[int, int]  # person, course
DONE = TrainingCompletion.__table__.c
# Written out, not bound: only so does SQLite see that the index of what counts may be used.
COUNTS = DONE.status == literal_column(f"'{Status.VERIFIED.value}'")
WAITS = DONE.status == literal_column(f"'{Status.CLAIMED.value}'")


def everyone(_person: ColumnElement[int]) -> ColumnElement[bool]:
    """Return SQL that keeps everybody."""
    return true()


def completions(
    session: Session, whose: Whose, *, course_ids: Collection[int] | None = None
) -> dict[Key, list[Completion]]:
    """Return the completions that count, oldest first."""
    rows = plain_rows(
        session,
        select(DONE.person_id, DONE.course_id, DONE.completed_on, DONE.expires_on)
        .where(COUNTS, whose(DONE.person_id), _of(DONE.course_id, course_ids))
        .order_by(DONE.completed_on),
    )
    found: dict[Key, list[Completion]] = defaultdict(list)
    for person_id, course, on, expires_on in rows:
        found[person_id, course].append(Completion(on, expires_on))
    return found


def exemptions(
    session: Session, whose: Whose, *, course_ids: Collection[int] | None = None
) -> dict[Key, list[Exemption]]:
    """Return all exemptions, past and present."""
    row = TrainingExemption.__table__.c
    found: dict[Key, list[Exemption]] = defaultdict(list)
    for person_id, course, from_on, until in session.execute(
        select(row.person_id, row.course_id, row.from_on, row.until).where(
            whose(row.person_id), _of(row.course_id, course_ids)
        )
    ):
        found[person_id, course].append(Exemption(from_on, until))
    return found


def refreshers(
    session: Session, whose: Whose, *, course_ids: Collection[int] | None = None
) -> dict[Key, list[Refresher]]:
    """Return all refreshers that were not withdrawn."""
    row = TrainingRefresher.__table__.c
    found: dict[Key, list[Refresher]] = defaultdict(list)
    for person_id, course, assigned_on, due_on in session.execute(
        select(row.person_id, row.course_id, row.assigned_on, row.due_on).where(
            row.withdrawn_at.is_(None), whose(row.person_id), _of(row.course_id, course_ids)
        )
    ):
        found[person_id, course].append(Refresher(assigned_on, due_on))
    return found


def _of(column: ColumnElement[int], course_ids: Collection[int] | None) -> ColumnElement[bool]:
    return true() if course_ids is None else column.in_(course_ids)
