"""Once a month, word to each person with something new to talk about, and to who supervises them.

Nothing of a signal is kept for this, only that the month was told. Both are told at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from competency.coaching.domain.signals.responding import standings
from competency.coaching.domain.signals.words import month_before
from competency.coaching.events import SignalsTold, SomeSignalsTold
from competency.coaching.models import CoachingSignalsTold
from competency.coaching.queries import signals as queries
from competency.coaching.service import crosswalk
from competency.coaching.service.signals.evaluating import evaluate
from competency.infra.formats import plural
from competency.infra.work import Work, Works
from competency.kernel.actor import SYSTEM
from competency.kernel.errors import Forbidden
from competency.notifications.service.telling import Said, hold_telling, notify_each, untold
from competency.people.service import crowds, staff

KIND = "signals"
LINE_PAGE = "/supervision/team"
AT_ONCE = 200  # notices in one transaction


def remind(reading: Works, writing: Works) -> int:
    """Tell those who have something new to talk about, once in a month; return how many were told.

    New is what nobody has talked about and what rests on a fact of this month or the last.
    Strengths wait on the page. Run by the system each time notices are sent; others are refused.

    Everybody's signals are worked out while nobody waits; the notices are written so many at a
    time. Where that ends half-way, the next run writes the rest: a month counts as told last.
    """
    with reading() as work:
        if work.actor != SYSTEM:
            raise Forbidden("The system tells these by itself.")
        month = work.today.replace(day=1)
        if queries.was_told(work.session, month):
            return 0
        counts = dict(_new(work))
        above = staff.supervisors_of_each(work, counts)
    said = [*_own(counts, month), *_of_lines(above, month)]
    told = sum(_write(writing, said[at : at + AT_ONCE]) for at in range(0, len(said), AT_ONCE))
    with writing() as work:
        _close(work, month, len(counts), len(said))
    return told


def _write(writing: Works, said: Sequence[Said]) -> int:
    """Write some notices in a transaction of their own; return how many were not said before."""
    with writing() as work:
        hold_telling(work)
        new = untold(work.session, said)
        if new:
            notify_each(work, new)
            work.record(SomeSignalsTold(notices=len(new)))
        return len(new)


def _close(work: Work, month: date, people: int, told: int) -> None:
    hold_telling(work)
    if queries.was_told(work.session, month):
        return
    work.session.add(CoachingSignalsTold(month=month, people=people, told=told, at=work.now))
    work.session.flush()
    work.record(SignalsTold(month=month.isoformat(), people=people, told=told))


def _new(work: Work) -> Iterator[tuple[int, int]]:
    """Yield who has something new to talk about, and how many things."""
    since, links = month_before(work.today, 1), crosswalk.get(work)
    for people in crowds.in_turns(work.session, work.today):
        responses = queries.responses(work.session, people)
        for one in evaluate(work.session, people, work.today, links):
            number = sum(
                found.is_new and not found.signal.is_strength and found.signal.newest_on >= since
                for found in standings(one.signals, responses.get(one.person_id, ()), work.today)
            )
            if number:
                yield one.person_id, number


def _own(counts: Mapping[int, int], month: date) -> Iterator[Said]:
    for person_id, number in sorted(counts.items()):
        yield Said(
            to_id=person_id,
            kind=KIND,
            words=f"Worth a conversation: {plural(number, 'new point')} in your own figures. "
            "Whoever supervises you sees the same.",
            path=f"/signals/{person_id}",
            key=f"signals-{month.isoformat()}",
        )


def _of_lines(above: Mapping[int, Sequence[int]], month: date) -> Iterator[Said]:
    line: dict[int, set[int]] = {}
    for person_id, supervisors in above.items():
        for supervisor_id in supervisors:
            line.setdefault(supervisor_id, set()).add(person_id)
    for supervisor_id, people in sorted(line.items()):
        yield Said(
            to_id=supervisor_id,
            kind=KIND,
            words=f"Worth a conversation: new points in the figures of "
            f"{plural(len(people), 'person', 'people')} whom you supervise. They see the same.",
            path=LINE_PAGE,
            key=f"signals-line-{month.isoformat()}",
        )
