"""What the first team made of their signals: talked about, parked, set aside, and answered.

The signals themselves are worked out from what the demonstration holds; only these words are kept.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from competency.coaching.domain.signals import Signal
from competency.coaching.domain.signals.responding import ANSWERED, State
from competency.coaching.models import CoachingResponse
from competency.coaching.service import crosswalk, signals
from competency.demo.domain.cast import Cast, Member
from competency.demo.domain.chance import at_work, stream
from competency.demo.service.batch import write_rows
from competency.infra.work import Work
from competency.people.service import crowds

WORKERS = 4
PARKED_FOR = timedelta(days=45)
SAID = (State.DISCUSSED, State.PARKED)  # of the strongest, and of the one after it
CASELOAD = "caseload-out-of-range"


def write_responses(
    work: Work, found: Cast, words: Mapping[str, str], *, seed: int, as_of: date
) -> None:
    """Write what the first workers of the first team and their supervisor said last week.

    Of each: the strongest was talked about, the next is parked, a caseload was set aside, and the
    third the worker answered. What is left of their signals is new.
    """
    links, rows = crosswalk.get(work), []
    for worker in found.first_team[:WORKERS]:
        supervisor = worker.supervisor_on(as_of)
        if supervisor is None:
            continue
        at = at_work(stream(seed, "signals", worker.id), as_of - timedelta(days=4))
        for one in signals.evaluate(work.session, crowds.just(worker.id), as_of, links):
            rows += _of(one.signals, worker, supervisor, words, at)
    write_rows(work.session, CoachingResponse, rows)


def _of(
    found: list[Signal], worker: Member, supervisor: Member, words: Mapping[str, str], at: datetime
) -> list[dict[str, object]]:
    """Return the rows about one worker's signals."""
    each = [one for one in found if not one.is_strength and one.code != CASELOAD]
    rows = [_row(one, state, supervisor, words, at) for one, state in zip(each, SAID, strict=False)]
    rows += [_row(one, ANSWERED, worker, words, at) for one in each[2:3]]
    return rows + [
        _row(one, State.DISMISSED, supervisor, words, at) for one in found if one.code == CASELOAD
    ]


def _row(
    one: Signal, state: str, by: Member, words: Mapping[str, str], at: datetime
) -> dict[str, object]:
    name = "answer" if state == ANSWERED else str(state)
    return {
        "person_id": one.person_id,
        "rule": one.code,
        "practice_area_id": one.practice_area_id,
        "subject": one.subject,
        "state": str(state),
        "until": at.date() + PARKED_FOR if state == State.PARKED else None,
        "words": words[name],
        "newest_on": one.newest_on,
        "by_id": by.id,
        "at": at,
    }
