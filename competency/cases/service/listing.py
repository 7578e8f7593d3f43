"""Lists that people open in the morning: my cases, my team's, what waits for whom."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from competency.cases import permissions
from competency.cases.domain.running import AFTER_CONCERN
from competency.cases.models import CaseFile
from competency.cases.queries import lists
from competency.cases.queries.lists import CaseRow, DueRow, SignOffRow
from competency.cases.service import register
from competency.cases.service.loading import get_protocol, scope
from competency.infra.work import Work
from competency.kernel.authz import Action
from competency.kernel.values import Value
from competency.people.service import access
from competency.timeliness.service.standards import get_standards


class MyCases(Value):
    """What is due today, in the next days, what is late, and then all of them."""

    today: Sequence[DueRow]
    week: Sequence[DueRow]
    late: Sequence[DueRow]
    cases: Sequence[CaseRow]
    count: int


def my_cases(work: Work, *, page: int = 1) -> MyCases:
    """Return the open cases of which the actor is key worker, in four queries."""
    return _mine(work, work.actor.person_id or 0, page)


def due_on_mine(work: Work) -> list[DueRow]:
    """Return what is late or due within the week on the actor's open cases, in one query."""
    me = work.actor.person_id or 0
    return lists.due_of_worker(work.session, me, work.today + lists.WEEK)


def caseload(work: Work, person_id: int, *, page: int = 1) -> MyCases:
    """Return somebody's open cases as `my_cases`, for them and those above them."""
    access.require(work, permissions.SEE_CASELOAD, person_id, see=permissions.SEE_CASELOAD)
    return _mine(work, person_id, page)


def sign_offs_waiting(work: Work) -> list[SignOffRow]:
    """Return the risk assessments that the actor may sign off, oldest first; never their own."""
    within = scope(work.actor, work.today, permissions.SIGN_OFF)
    me = work.actor.person_id
    return [
        row
        for row in lists.sign_offs(work.session, within)
        if me not in (row.author_id, row.key_worker_id)
    ]


def for_meeting(work: Work) -> Sequence[Row[Any]]:
    """Return the list of the weekly meeting: closure forms on which the actor may record."""
    return lists.for_meeting(work.session, scope(work.actor, work.today, permissions.CLOSE))


def find(work: Work, words: str) -> list[tuple[int, str]]:
    """Return id and reference of the cases the actor may see that these words find.

    A reference by its beginning; a name where the organisation keeps names and the actor may
    see them.
    """
    words = words.strip()
    if not words:
        return []
    keeps = register.settings(work.session).keeps_names
    action: Action = permissions.SEE_NAME if keeps else permissions.SEE
    by_name = lists.found(work.session, scope(work.actor, work.today, action), words, names=keeps)
    if not keeps:
        return by_name
    seen = lists.found(
        work.session, scope(work.actor, work.today, permissions.SEE), words, names=False
    )
    return sorted({*by_name, *seen}, key=lambda one: one[1])[: lists.PAGE]


def clock_words(standard: str) -> str:
    """Return what a clock is called, as its standard or the protocol names it."""
    protocol = get_protocol()
    titles = {AFTER_CONCERN: "Risks looked at again after a concern"}
    titles |= {one.code: one.title for one in get_standards().standards}
    for parts in (protocol.deadlines, protocol.cycles, protocol.follow_ups):
        titles |= {part.code: part.title for part in parts}
    return titles.get(standard, standard)


def _mine(work: Work, person_id: int, page: int) -> MyCases:
    until: date = work.today + lists.WEEK
    rows = lists.due_of_worker(work.session, person_id, until)
    keeps = lists.keeps_names(work.session)
    cases = lists.listed_of_worker(
        work.session, person_id, work.today, with_names=keeps, offset=_offset(page)
    )
    full = len(cases) < lists.PAGE and page == 1
    mine = CaseFile.key_worker_id == person_id
    return MyCases(
        today=[row for row in rows if row.due_on == work.today],
        week=[row for row in rows if row.due_on > work.today],
        late=[row for row in rows if row.due_on < work.today],
        cases=cases,
        count=len(cases) if full else lists.count(work.session, mine),
    )


def _offset(page: int) -> int:
    return (max(1, page) - 1) * lists.PAGE
