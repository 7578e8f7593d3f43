"""In which order things can have happened, and what corrections leave of a line."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from competency.cases.domain.timeline import (
    Event,
    check,
    days,
    ended_on,
    faults,
    first,
    last,
    newest,
    standing,
)
from competency.kernel.errors import Refused

TODAY = date(2026, 5, 8)
BEGAN = date(2026, 3, 2)


def at(day: int) -> date:
    return BEGAN + timedelta(days=day)


def a_line(*pairs: tuple[str, int], detail: str = "") -> list[Event]:
    numbers = count(1)
    return [
        Event(
            id=next(numbers),
            kind=kind,
            happened_on=at(day),
            recorded_at=datetime(2026, 5, 8, 9, tzinfo=UTC),
            detail=detail,
        )
        for kind, day in pairs
    ]


def codes(*pairs: tuple[str, int]) -> list[str]:
    return [fault.code for fault in faults(standing(a_line(*pairs)), TODAY)]


SOUND = (("referral_received", 0), ("entered", 1), ("action_plan_entered", 9))


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        (SOUND, []),
        ((*SOUND, ("client_review", 30)), []),
        ((*SOUND, ("client_review", 8)), ["wrong_order"]),
        ((("referral_received", 5), ("entered", 5), ("client_review", 1)),
         ["before_referral", "comes_later"]),
        ((("referral_received", 5), ("risk_assessment_completed", 1)), []),
        ((("referral_received", 5), ("consent_given", 1)), []),
        ((("referral_received", 5), ("contact", 1)), ["before_referral"]),
        ((("referral_received", 0), ("referral_received", 3)), ["there_already"]),
        ((*SOUND, ("contact", 68)), ["future"]),
        ((*SOUND, ("closed", 20)), ["comes_later"]),
        ((*SOUND, ("closure_form_completed", 20), ("closed", 22)), []),
        ((*SOUND, ("closure_form_completed", 20), ("closed", 22), ("contact", 22)), []),
        ((*SOUND, ("closure_form_completed", 20), ("closed", 22), ("contact", 23)),
         ["after_the_end"]),
        ((*SOUND, ("closure_form_completed", 20), ("closed", 22), ("closed", 25)),
         ["ended_already"]),
        ((*SOUND, ("closure_form_completed", 20), ("closed", 22), ("re_engaged", 30),
          ("contact", 31)), []),
        ((*SOUND, ("risk_assessment_signed_off", 9)), ["comes_later"]),
        ((*SOUND, ("risk_assessment_completed", 9), ("risk_assessment_signed_off", 8)),
         ["wrong_order"]),
        ((("referral_received", 0), ("referral_refused", 3), ("entered", 9)), []),
    ],
)  # fmt: skip
def test_what_cannot_have_happened_is_named(
    pairs: tuple[tuple[str, int], ...], expected: list[str]
) -> None:
    assert codes(*pairs) == expected


def test_what_was_impossible_already_does_not_stand_in_the_way() -> None:
    before = standing(a_line(("referral_received", 5), ("contact", 1)))
    after = standing(a_line(("referral_received", 5), ("contact", 1), ("entered", 6)))

    check(before, after, TODAY)


def test_the_refusal_names_the_day_it_would_be() -> None:
    before = standing(a_line(("referral_received", 5)))
    after = standing(a_line(("referral_received", 5), ("contact", 1)))

    with pytest.raises(Refused, match="Contact on 3 March 2026 would be before the referral of 7"):
        check(before, after, TODAY)


def test_a_correction_moves_an_event_and_striking_takes_it_off() -> None:
    line = a_line(("referral_received", 0), ("contact", 3), ("contact", 5))
    moved = Event(
        id=8,
        kind="contact",
        happened_on=at(4),
        recorded_at=line[0].recorded_at,
        corrects_id=2,
    )
    struck = Event(
        id=9,
        kind="contact",
        happened_on=at(5),
        recorded_at=line[0].recorded_at,
        corrects_id=3,
        struck=True,
    )

    assert days(standing([*line, moved]), "contact") == [at(4), at(5)]
    assert days(standing([*line, moved, struck]), "contact") == [at(4)]


def test_the_first_contact_is_the_first_with_the_client() -> None:
    line = [*a_line(("contact", 2), detail="gp"), *a_line(("contact", 4), detail="client")]

    assert first(line, "first_contact") == at(4)
    assert first(line, "contact") == at(2)


def test_a_case_has_ended_until_it_is_taken_up_again() -> None:
    closed = standing(a_line(("closure_form_completed", 1), ("closed", 2)))
    back = standing(a_line(("closure_form_completed", 1), ("closed", 2), ("re_engaged", 9)))
    refused = standing(a_line(("referral_received", 0), ("referral_refused", 3)))

    assert (ended_on(closed), ended_on(back), ended_on(refused)) == (at(2), None, at(3))
    assert last(back, "re_engaged") == at(9)
    assert newest(back, "closed", "re_engaged") == back[-1]
    assert newest(back, "contact") is None
