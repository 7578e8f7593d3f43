"""Saying something of a signal: talked about, parked, set aside, and the worker's own answer."""

from datetime import date

from competency.coaching import permissions
from competency.coaching.domain.signals.responding import (
    ANSWERED,
    Standing,
    State,
    check_response,
    check_words,
)
from competency.coaching.events import SignalResponded
from competency.coaching.models import CoachingResponse
from competency.coaching.service.signals.listing import of_person
from competency.infra.work import Work
from competency.kernel.errors import Refused
from competency.people.service import access


def respond(
    work: Work,
    person_id: int,
    key: str,
    state: str,
    *,
    words: str = "",
    until: date | None = None,
    seen_on: date | None = None,
) -> CoachingResponse:
    """Write what was made of a signal and return it: discussed, parked until a day, dismissed.

    `seen_on` is the newest fact of the signal as the page showed it. For the person and their
    line; raises NotFound for everybody else. Refuses a signal that is no more or rests on newer
    facts by now, parking without a day to come, and setting aside without a reason.
    """
    access.require(work, permissions.RESPOND, person_id, see=permissions.SEE_SIGNALS)
    found, words = check_response(state, words, until, work.today)
    return _append(work, _current(work, person_id, key, seen_on), found.value, words, until)


def answer(
    work: Work, person_id: int, key: str, words: str, *, seen_on: date | None = None
) -> CoachingResponse:
    """Write the worker's own answer to a signal and return it; it changes no state.

    For the person alone: their line gets Forbidden, everybody else NotFound. Refuses an empty
    one, and a signal that is no more or rests on newer facts by now.
    """
    access.require(work, permissions.ANSWER, person_id, see=permissions.SEE_SIGNALS)
    words = check_words(words, needed=True)
    return _append(work, _current(work, person_id, key, seen_on), ANSWERED, words, None)


def _current(work: Work, person_id: int, key: str, seen_on: date | None) -> Standing:
    """Return the signal as it stands now; refuse one that is no more, or has changed since."""
    found = of_person(work, person_id).find(key)
    if found is None:
        raise Refused("gone", "The figures have changed since, and this is no longer a signal.")
    if seen_on is not None and found.signal.newest_on != seen_on:
        raise Refused(
            "newer_facts",
            "There are newer figures since your page was shown. Look at them, then decide.",
        )
    return found


def _append(
    work: Work, found: Standing, state: str, words: str, until: date | None
) -> CoachingResponse:
    signal = found.signal
    row = CoachingResponse(
        person_id=signal.person_id,
        rule=signal.code,
        practice_area_id=signal.practice_area_id,
        subject=signal.subject,
        state=state,
        until=until if state == State.PARKED else None,
        words=words,
        newest_on=signal.newest_on,
        by_id=work.actor.person_id,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.record(
        SignalResponded(
            response_id=row.id,
            person_id=row.person_id,
            rule=row.rule,
            subject=row.subject,
            state=row.state,
        )
    )
    return row
