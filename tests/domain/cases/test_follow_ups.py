"""Follow-ups belong to the closing that they come after."""

from datetime import UTC, date, datetime

from competency.cases.domain.closing import follow_ups_made
from competency.cases.domain.kinds import Happened
from competency.cases.domain.timeline import Event

H = Happened
CLOSED, AGAIN = date(2026, 1, 12), date(2026, 6, 1)


def event(number: int, kind: str, on: date, detail: str = "") -> Event:
    written = datetime(2026, 12, 1, tzinfo=UTC)
    return Event(id=number, kind=kind, happened_on=on, recorded_at=written, detail=detail)


def test_an_open_case_has_no_follow_ups() -> None:
    assert follow_ups_made([event(1, H.REFERRAL_RECEIVED, CLOSED)]) == {}


def test_a_case_that_came_back_and_closed_again_is_followed_up_anew() -> None:
    line = [
        event(1, H.CLOSED, CLOSED),
        event(2, H.FOLLOW_UP, date(2026, 4, 12), "three-months"),
    ]
    assert follow_ups_made(line) == {"three-months": date(2026, 4, 12)}

    line += [event(3, H.RE_ENGAGED, date(2026, 5, 1)), event(4, H.CLOSED, AGAIN)]
    assert follow_ups_made(line) == {}

    line.append(event(5, H.FOLLOW_UP, date(2026, 9, 1), "three-months"))
    assert follow_ups_made(line) == {"three-months": date(2026, 9, 1)}
