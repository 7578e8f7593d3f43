"""How much of full time somebody works: kept by the administrator, read by rooms that count."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.infra.work import Work
from competency.kernel.errors import Refused
from competency.people.events import WorkingShareKept
from competency.people.models import Person, WorkingShare
from competency.people.permissions import KEEP_PEOPLE
from competency.people.service.access import require_role
from competency.people.service.keeping import get_row, hold_directory

FULL_TIME = 100


def shares_on(session: Session, day: date) -> dict[int, int]:
    """Return the share of full time, in percent, by person on a day, in one statement.

    Only of those of whom one was ever entered; everybody else works full time. Nothing is
    authorised here: the caller shows nobody who is not theirs to see.
    """
    rows = session.execute(
        select(WorkingShare.person_id, WorkingShare.percent)
        .where(WorkingShare.from_on <= day)
        .order_by(WorkingShare.person_id, WorkingShare.from_on, WorkingShare.id)
    )
    return {row.person_id: row.percent for row in rows}


def list_shares(work: Work, person_id: int) -> list[tuple[date, int]]:
    """Return a person's shares as they were entered: from which day, how many percent."""
    require_role(work, KEEP_PEOPLE)
    rows = work.session.execute(
        select(WorkingShare.from_on, WorkingShare.percent)
        .where(WorkingShare.person_id == person_id)
        .order_by(WorkingShare.from_on, WorkingShare.id)
    )
    return [(row.from_on, row.percent) for row in rows]


def keep_share(work: Work, person_id: int, *, percent: int, from_on: date) -> WorkingShare:
    """Keep how much of full time somebody works from a day on, and return it.

    Refuses less than 1 and more than 100 percent, and a day before the person's first.
    """
    require_role(work, KEEP_PEOPLE)
    hold_directory(work)
    person = get_row(work.session, Person, person_id, "person")
    if not 1 <= percent <= FULL_TIME:
        raise Refused("no_such_share", "Enter a percent from 1 to 100.", field="percent")
    if from_on < person.started_on:
        raise Refused(
            "before_first_day", "This is before the person's first day here.", field="from_on"
        )
    share = WorkingShare(
        person_id=person_id,
        from_on=from_on,
        percent=percent,
        by_id=work.actor.person_id,
        at=work.now,
    )
    work.session.add(share)
    work.session.flush()
    work.record(WorkingShareKept(person_id=person_id, share_id=share.id, percent=percent))
    return share
