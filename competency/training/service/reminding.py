"""Whom to remind of what today, and the log of who was told; sending is not done here."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import insert

from competency.infra.work import Work
from competency.kernel.actor import SYSTEM
from competency.kernel.authz import Action
from competency.kernel.values import Value
from competency.people.service import access, staff
from competency.training import permissions
from competency.training.domain.reminding import AHEAD, occasion, tells_supervisor
from competency.training.domain.state import State
from competency.training.events import PeopleTold
from competency.training.models import TOLD
from competency.training.queries import records
from competency.training.service import standings

REMEMBERED = timedelta(days=max(AHEAD) + 1)


class Item(Value):
    """One thing to say: about whose training, which course, and on which occasion."""

    person_id: int
    name: str
    course_id: int
    course: str
    state: State
    due_on: date
    occasion: str


class Reminder(Value):
    """All that one person is told at once, most pressing first."""

    told_id: int
    items: tuple[Item, ...]


def due_for_reminder(work: Work) -> list[Reminder]:
    """Return one digest a person of what is 60, 30 or 7 days ahead, or late for another week.

    The supervisor is told too once something is late. What was told already is left out; the
    system reminds everybody, a training lead those in scope.
    """
    action = _action(work)
    mine = standings.whose(work, action)
    already = records.told_already(work.session, mine, work.now - REMEMBERED)
    items = list(_items(work, action))
    late = {item.person_id for item in items if tells_supervisor(item.occasion)}
    supervisors = staff.supervisors_of_each(work, late)
    digests: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        to = [item.person_id]
        if tells_supervisor(item.occasion):
            to += supervisors.get(item.person_id, [])
        for told_id in to:
            key = (item.person_id, item.course_id, told_id, item.due_on, item.occasion)
            if key not in already:
                digests[told_id].append(item)
    return [
        Reminder(told_id, tuple(sorted(found, key=lambda i: (i.due_on, i.name, i.course_id))))
        for told_id, found in sorted(digests.items())
    ]


def note_told(work: Work, reminders: Iterable[Reminder]) -> int:
    """Keep who was told what and when, and return how many things were said.

    Whoever writes the notices calls this in the same work, so that both stand or neither.
    """
    _action(work)
    rows = [
        {
            "person_id": item.person_id,
            "course_id": item.course_id,
            "told_id": reminder.told_id,
            "due_on": item.due_on,
            "occasion": item.occasion,
            "at": work.now,
        }
        for reminder in reminders
        for item in reminder.items
    ]
    if rows:
        work.session.execute(insert(TOLD), rows)
        told = len({row["told_id"] for row in rows})
        work.record(PeopleTold(told=told, about=len(rows)))
    return len(rows)


def _action(work: Work) -> Action | None:
    if work.actor == SYSTEM:
        return None
    access.require_role(work, permissions.REMIND)
    return permissions.REMIND


def _items(work: Work, action: Action | None) -> Iterable[Item]:
    board = standings.load(work, action)
    for one, course, found in board.each(work.today):
        said = occasion(found, work.today)
        if said is not None and found.due_on is not None:
            yield Item(one.id, one.name, course.id, course.title, found.state, found.due_on, said)
