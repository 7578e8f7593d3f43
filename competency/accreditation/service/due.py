"""What somebody was asked to bring: on their home, in their calendar, and on their own page."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, select

from competency.accreditation import permissions
from competency.accreditation.domain.states import DONE, ItemState, StudyState
from competency.accreditation.models import ChecklistItem, SelfStudy
from competency.accreditation.queries import studies as queries
from competency.accreditation.service.library import get_standard
from competency.accreditation.service.loading import scope
from competency.infra.slots import DateDue
from competency.infra.work import Work

PAGE = "/accreditation/items"
_DONE = sorted(state.value for state in DONE)


class Owned(NamedTuple):
    """An item that somebody brings, with the name of its self-study."""

    id: int
    title: str
    study: str
    state: ItemState
    due_on: date | None


def my_items(work: Work, *, waiting: bool = False) -> Sequence[Owned]:
    """Return the items that the actor was asked to bring, soonest due first; one statement.

    Only of self-studies that are still being written; `waiting` leaves out what is done.
    """
    mine = _mine(work)
    if waiting:
        mine = and_(mine, ChecklistItem.state.not_in(_DONE))
    return [
        Owned(
            row.id,
            get_standard(row.standard_id, row.standard_version).item(row.code).title,
            row.title,
            ItemState(row.state),
            row.due_on,
        )
        for row in queries.owned(work.session, mine)
    ]


def counts_waiting(work: Work, *, all_as: str, late_as: str) -> dict[str, Select[int]]:
    """Return queries for how many items the actor has still to bring, and how many are late."""
    waiting = (
        select(func.count())
        .select_from(ChecklistItem)
        .join(SelfStudy, SelfStudy.id == ChecklistItem.study_id)
        .where(_mine(work), ChecklistItem.state.not_in(_DONE))
    )
    return {all_as: waiting, late_as: waiting.where(ChecklistItem.due_on < work.today)}


def dates_due(work: Work) -> Iterator[DateDue]:
    """Return the same for the actor's calendar, as far as a day is set."""
    for one in my_items(work, waiting=True):
        if one.due_on is not None:
            words = f"Bring for the self-study: {one.title}"
            yield DateDue(one.due_on, words, f"{PAGE}/{one.id}", f"accreditation-item-{one.id}")


def _mine(work: Work) -> ColumnElement[bool]:
    return and_(
        ChecklistItem.owner_id == (work.actor.person_id or 0),
        SelfStudy.state == StudyState.OPEN.value,
        scope(work.actor, work.today, permissions.FILL_ITEM),
    )
