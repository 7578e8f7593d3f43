"""All clocks of one case by the nine standards, and standards that repeat."""

from datetime import date

import pytest

from competency.calendars.service.days import calendar_of
from competency.timeliness.domain.judging import CaseDates, judge
from competency.timeliness.domain.limits import limit_in_words
from tests.builders.timing import shine, standard, standards, weekdays

ENGLAND = calendar_of("england-and-wales")
SHINE = shine()
AS_OF = date(2026, 5, 8)
WHOLE = {
    "referral_received": date(2026, 1, 5),
    "entered": date(2026, 1, 8),
    "assigned": date(2026, 1, 14),
    "first_contact": date(2026, 1, 16),
    "risk_assessment_completed": date(2026, 1, 5),
    "risk_assessment_signed_off": date(2026, 1, 8),
    "outcomes_star_completed": date(2026, 1, 15),
    "action_plan_entered": date(2026, 1, 22),
}
REVIEWS = (date(2026, 4, 20), date(2026, 3, 11))


def case(*reviews: date, closed: date | None = None) -> CaseDates:
    happened = {event: (day,) for event, day in WHOLE.items()}
    return CaseDates(happened | {"client_review": reviews}, closed)


def shown(found: CaseDates) -> list[tuple[str, int, str]]:
    clocks = judge(found, SHINE, ENGLAND, AS_OF)
    return [(c.standard.code, c.sequence, c.result.value) for c in clocks]


def test_the_nine_standards_in_their_order() -> None:
    assert shown(case(*REVIEWS)) == [
        ("KPI_01", 1, "met"),
        ("KPI_02", 1, "missed"),
        ("KPI_03", 1, "met"),
        ("KPI_04", 1, "met"),  # it came with the referral, before the first contact
        ("KPI_05", 1, "met"),
        ("KPI_06", 1, "invalid"),  # before the first contact, which only KPI_04 may be
        ("KPI_07", 1, "met"),
        ("KPI_08", 1, "met"),
        ("KPI_09", 1, "met"),
        ("KPI_09", 2, "due"),
    ]


def test_a_case_without_reviews_has_one_row_that_has_not_started() -> None:
    clocks = judge(case(), SHINE, ENGLAND, AS_OF)

    last = clocks[-1]
    assert (last.standard.code, last.sequence, last.result) == ("KPI_09", 1, "not_started")
    assert (last.start, last.due, last.end) == (None, None, None)


def test_a_review_after_the_day_asked_about_has_not_happened() -> None:
    assert shown(case(*REVIEWS, date(2026, 5, 11))) == shown(case(*REVIEWS))


def test_the_last_review_is_left_without_a_next_one_when_the_case_closes() -> None:
    in_time = shown(case(*REVIEWS, closed=date(2026, 5, 1)))
    late = shown(case(date(2026, 1, 15), closed=date(2026, 5, 1)))

    assert in_time[-1] == ("KPI_09", 2, "not_applicable")
    assert late[-1] == ("KPI_09", 1, "missed")


def test_two_reviews_on_one_day_are_two_turns() -> None:
    day = date(2026, 3, 11)

    assert shown(case(day, day))[-2:] == [("KPI_09", 1, "met"), ("KPI_09", 2, "due")]


def test_the_first_review_before_the_assignment_is_a_fault_of_the_data() -> None:
    assert ("KPI_08", 1, "invalid") in shown(case(date(2026, 1, 2), *REVIEWS))


def test_every_n_months_goes_from_its_start_to_the_first_end_and_on() -> None:
    every = standard(3, "every-n-months", repeats=True)
    dates = CaseDates(
        {"opened": (date(2025, 11, 30),), "done": (date(2026, 3, 2), date(2026, 2, 28))}
    )

    clocks = judge(dates, standards(every), weekdays(), AS_OF)

    assert [(c.sequence, c.start, c.due, c.end, c.result.value) for c in clocks] == [
        (1, date(2025, 11, 30), date(2026, 2, 28), date(2026, 2, 28), "met"),
        (2, date(2026, 2, 28), date(2026, 5, 28), date(2026, 3, 2), "met"),
        (3, date(2026, 3, 2), date(2026, 6, 2), None, "due"),
    ]


def test_a_case_that_closes_without_a_review_missed_it() -> None:
    shut = shown(case(closed=date(2026, 5, 1)))

    assert shut[-2:] == [("KPI_08", 1, "missed"), ("KPI_09", 1, "not_started")]


def test_every_clock_names_the_standard_and_version_it_was_judged_by() -> None:
    clocks = judge(case(*REVIEWS), SHINE, ENGLAND, AS_OF)

    assert {clock.rule for clock in clocks} == {"shine-quality-standards 1.8"}
    late = clocks[1]
    assert (late.start, late.due, late.end) == (
        date(2026, 1, 8),
        date(2026, 1, 13),  # three working days, a weekend between
        date(2026, 1, 14),
    )


@pytest.mark.parametrize(
    ("limit", "unit", "words"),
    [
        (3, "working-days", "3 working days"),
        (1, "working-days", "1 working day"),
        (14, "calendar-days", "14 calendar days"),
        (1, "every-n-months", "every month"),
        (3, "every-n-months", "every 3 months"),
    ],
)
def test_a_limit_is_said_as_people_say_it(limit: int, unit: str, words: str) -> None:
    assert limit_in_words(standard(limit, unit)) == words
