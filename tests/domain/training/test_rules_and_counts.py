"""Rules that make sense, counts, small groups, and when somebody is reminded."""

from datetime import date

import pytest

from competency.kernel.actor import Role
from competency.kernel.errors import Refused
from competency.training.domain.completions import check_days, check_number, check_reason
from competency.training.domain.reminding import occasion, tells_supervisor
from competency.training.domain.requirements import (
    Requirement,
    Subject,
    Who,
    check_requirement,
    check_title,
    needs_expiry,
)
from competency.training.domain.state import Standing, State
from competency.training.domain.tally import (
    month_ends,
    report_day,
    tally,
    together,
    without_small_groups,
)

TODAY = date(2026, 5, 8)
N, L, D, C, E = State.NEVER, State.OVERDUE, State.DUE_SOON, State.CURRENT, State.EXEMPT

SENSELESS = [
    ({"who": Who.ROLE}, "which_role"),
    ({"role": Role.SUPERVISOR}, "which_role"),
    ({"who": Who.TEAM}, "which_team"),
    ({"team_id": 3}, "which_team"),
    ({"grace_days": -1}, "grace"),
    ({"grace_days": 731}, "grace"),
    ({"repeat_months": 0}, "repeat"),
    ({"repeat_months": 121}, "repeat"),
    ({"window_days": -1}, "window"),
    ({"repeat_months": 1, "window_days": 28}, "window"),
]


@pytest.mark.parametrize(("chosen", "code"), SENSELESS)
def test_a_rule_that_contradicts_itself_is_refused(chosen, code):
    with pytest.raises(Refused) as refused:
        check_requirement(Requirement(course_id=1, **chosen))
    assert refused.value.code == code


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"repeat_months": 12},
        {"repeat_months": 1, "window_days": 27},
        {"who": Who.ROLE, "role": Role.SUPERVISOR},
        {"who": Who.TEAM, "team_id": 3},
    ],
)
def test_a_rule_that_makes_sense_is_taken(chosen):
    check_requirement(Requirement(course_id=1, **chosen))


def test_what_is_held_needs_its_expiry_and_what_repeats_does_not():
    assert needs_expiry(Subject.REGISTRATION, None)
    assert needs_expiry(Subject.INDEMNITY, None)
    assert not needs_expiry(Subject.CHECK, 36)
    assert not needs_expiry(Subject.COURSE, None)


def test_days_of_a_completion():
    check_days(TODAY, None, TODAY)
    check_days(TODAY, TODAY, TODAY)
    for on, until, code in [
        (date(2026, 5, 9), None, "future"),
        (date(1926, 5, 9), None, "long_ago"),
        (TODAY, date(2026, 5, 7), "expiry_first"),
    ]:
        with pytest.raises(Refused) as refused:
            check_days(on, until, TODAY)
        assert refused.value.code == code


def test_texts_are_trimmed_and_kept_short():
    assert check_number("  AB  12 ") == "AB 12"
    assert check_reason(" maternity leave ") == "maternity leave"
    assert check_title(" Data \n protection ") == "Data protection"
    for refuse in (
        lambda: check_number("9" * 81),
        lambda: check_number("a\u202eb"),
        lambda: check_reason("  "),
        lambda: check_reason("x" * 501),
        lambda: check_title(" "),
        lambda: check_title("x" * 121),
    ):
        with pytest.raises(Refused):
            refuse()


def test_the_rate_counts_who_is_asked_and_not_exempt():
    found = tally([C, C, D, L, N, E, E])

    assert (found.k, found.n, found.of(E)) == (3, 5, 2)
    assert (together([found, tally([C])]).k, tally([]).n) == (4, 0)


SMALL = [
    ({C: 20, L: 9}, {C: 20, L: 9}),
    ({C: 20, L: 2, N: 3}, {C: 20, L: None, N: None}),
    ({C: 20, L: 2}, {C: None, L: None}),
    ({C: 20, D: 9, L: 2}, {C: 20, D: None, L: None}),
    ({C: 3}, {C: None}),
    ({}, {}),
]


@pytest.mark.parametrize(("counts", "shown"), SMALL)
def test_groups_of_fewer_than_five_are_left_out_and_cannot_be_subtracted(counts, shown):
    assert without_small_groups(counts) == dict.fromkeys(State, 0) | shown


def test_months_end_on_their_last_days():
    assert month_ends(date(2026, 5, 8), 3) == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]
    assert month_ends(date(2025, 1, 31), 1) == [date(2024, 12, 31)]
    assert len(month_ends(TODAY, 12)) == 12


def test_a_month_is_reported_once_it_is_over():
    assert report_day(date(2026, 4, 17), TODAY) == date(2026, 4, 30)
    for month, today in [(date(2026, 5, 1), TODAY), (date(2026, 4, 1), date(2026, 4, 30))]:
        with pytest.raises(Refused, match="once it is over"):
            report_day(month, today)


DUE = [
    (date(2026, 7, 7), "ahead-60"),
    (date(2026, 6, 8), "ahead-60"),
    (date(2026, 6, 7), "ahead-30"),
    (date(2026, 5, 16), "ahead-30"),
    (date(2026, 5, 15), "ahead-7"),
    (TODAY, "ahead-7"),
    (date(2026, 7, 8), None),
]


@pytest.mark.parametrize(("due_on", "said"), DUE)
def test_somebody_is_reminded_sixty_thirty_and_seven_days_ahead(due_on, said):
    assert occasion(Standing(D, due_on), TODAY) == said


@pytest.mark.parametrize(
    ("since", "said"),
    [(TODAY, "late-0"), (date(2026, 5, 2), "late-0"), (date(2026, 5, 1), "late-1")],
)
@pytest.mark.parametrize("state", [L, N])
def test_somebody_late_is_reminded_every_week_and_so_is_the_supervisor(state, since, said):
    assert occasion(Standing(state, since, since=since), TODAY) == said
    assert tells_supervisor(said)


@pytest.mark.parametrize("state", [C, E, State.NOT_REQUIRED])
def test_nobody_else_is_reminded(state):
    assert occasion(Standing(state, TODAY), TODAY) is None
    assert not tells_supervisor("ahead-7")
