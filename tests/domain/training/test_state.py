"""Where a person stands with a course, as a table of examples."""

from datetime import date, timedelta

import pytest

from competency.training.domain.state import (
    Applied,
    Completion,
    Exemption,
    Refresher,
    Rule,
    State,
    standing,
)

YEARLY = Rule(grace_days=0, repeat_months=12, window_days=60)
ONCE = Rule(grace_days=28, repeat_months=None, window_days=60)


def day(text: str) -> date:
    return date.fromisoformat(text)


def done(*texts: str) -> list[Completion]:
    """Completions such as "2025-03-01", or "2025-03-01>2026-01-31" with an expiry."""
    found = []
    for text in texts:
        on, _, until = text.partition(">")
        found.append(Completion(day(on), day(until) if until else None))
    return found


RULES = {
    "yearly": YEARLY,
    "once": ONCE,
    "induction": Rule(grace_days=28, repeat_months=12, window_days=60),
    "four-yearly": Rule(0, 48, 60),
    "half-yearly": Rule(0, 6, 30),
    "monthly": Rule(0, 1, 7),
}
# what it shows: rule and appointment: completions | the day: state, last day in time
EXAMPLES = {
    "at appointment, on the first day":
        "yearly 2026-05-01: | 2026-05-01: due_soon 2026-05-01",
    "at appointment, a day later":
        "yearly 2026-05-01: | 2026-05-02: never 2026-05-01",
    "within the days of grace":
        "once 2026-05-01: | 2026-05-29: due_soon 2026-05-29",
    "past the days of grace":
        "once 2026-05-01: | 2026-05-30: never 2026-05-29",
    "years past, still never":
        "yearly 2020-01-06: | 2026-05-01: never 2020-01-06",
    "an appointment still to come":
        "yearly 2026-06-01: | 2026-05-01: not_required",
    "once is for ever":
        "once 2020-01-06: 2020-01-10 | 2026-05-01: current",
    "current":
        "yearly 2020-01-06: 2026-01-10 | 2026-05-01: current 2027-01-10",
    "the day before the window":
        "yearly 2020-01-06: 2025-07-01 | 2026-05-01: current 2026-07-01",
    "the first day of the window":
        "yearly 2020-01-06: 2025-07-01 | 2026-05-02: due_soon 2026-07-01",
    "the due date itself is in time":
        "yearly 2020-01-06: 2025-05-01 | 2026-05-01: due_soon 2026-05-01",
    "the day after it":
        "yearly 2020-01-06: 2025-05-01 | 2026-05-02: overdue 2026-05-01",
    "renewed early, nothing lost":
        "yearly 2020-01-06: 2025-05-01 2026-03-10 | 2026-05-01: current 2027-05-01",
    "renewed on the first day of the window":
        "yearly 2020-01-06: 2025-05-01 2026-03-02 | 2026-05-01: current 2027-05-01",
    "renewed a day before the window":
        "yearly 2020-01-06: 2025-05-01 2026-03-01 | 2026-05-01: current 2027-03-01",
    "renewed on the due date":
        "yearly 2020-01-06: 2025-05-01 2026-05-01 | 2026-05-01: current 2027-05-01",
    "renewed late, from that day":
        "yearly 2020-01-06: 2024-05-01 2025-06-15 | 2026-05-01: due_soon 2026-06-15",
    "early twice in a row":
        "yearly 2020-01-06: 2024-05-01 2025-04-01 2026-03-20 | 2026-05-01: current 2027-05-01",
    "twice on one day is once":
        "yearly 2020-01-06: 2026-01-10 2026-01-10 | 2026-05-01: current 2027-01-10",
    "again a week later loses nothing":
        "yearly 2020-01-06: 2025-05-01 2026-03-10 2026-03-17 | 2026-05-01: current 2027-05-01",
    "a completion still to come":
        "yearly 2020-01-06: 2026-05-02 | 2026-05-01: never 2020-01-06",
    "29 February, a year on":
        "yearly 2020-01-06: 2024-02-29 | 2025-02-28: due_soon 2025-02-28",
    "29 February, the day after":
        "yearly 2020-01-06: 2024-02-29 | 2025-03-01: overdue 2025-02-28",
    "29 February, four years on":
        "four-yearly 2020-01-06: 2024-02-29 | 2028-02-29: due_soon 2028-02-29",
    "month ends":
        "monthly 2020-01-06: 2026-01-31 | 2026-02-28: due_soon 2026-02-28",
    "six months from a month's end":
        "half-yearly 2020-01-06: 2025-08-31 | 2026-03-01: overdue 2026-02-28",
    "a certificate that ends sooner":
        "yearly 2020-01-06: 2026-01-10>2026-04-30 | 2026-05-01: overdue 2026-04-30",
    "a certificate that ends later":
        "yearly 2020-01-06: 2025-04-01>2028-04-01 | 2026-05-01: overdue 2026-04-01",
    "a registration until its day":
        "once 2020-01-06: 2025-09-01>2026-08-31 | 2026-05-01: current 2026-08-31",
    "a registration that ran out":
        "once 2020-01-06: 2024-09-01>2025-08-31 | 2026-05-01: overdue 2025-08-31",
    "a registration renewed ahead":
        "once 2020-01-06: 2024-09-01>2025-08-31 2025-08-02>2026-08-31 "
        "| 2026-05-01: current 2026-08-31",
    "done before the appointment, still good":
        "yearly 2026-04-20: 2026-01-10 | 2026-05-01: current 2027-01-10",
    "done long before, within grace":
        "induction 2026-04-20: 2023-01-10 | 2026-05-01: due_soon 2026-05-18",
    "done long before, past grace":
        "yearly 2026-04-20: 2023-01-10 | 2026-05-01: overdue 2026-04-20",
}  # fmt: skip


@pytest.mark.parametrize("row", EXAMPLES.values(), ids=EXAMPLES)
def test_the_state_is(row):
    given, then = row.split("|")
    asked, _, completions = given.partition(":")
    rule, appointed = asked.split()
    on, _, expected = then.partition(":")
    state, *due = expected.split()
    due_on = day(due[0]) if due else None

    found = standing(
        [Applied(RULES[rule], day(appointed))], done(*completions.split()), day(on.strip())
    )

    assert (found.state, found.due_on) == (state, due_on)
    late_since = due_on and due_on + timedelta(days=1)
    assert found.since == (late_since if state in ("never", "overdue") else None)


HALF_YEARLY = RULES["half-yearly"]
LONG_GRACE = ONCE._replace(grace_days=700)
SEVERAL = [
    ("the shorter one decides", [YEARLY, HALF_YEARLY], ["2025-10-01"], "overdue", "2026-04-01"),
    ("in time, the nearer date", [YEARLY, HALF_YEARLY], ["2026-04-01"], "current", "2026-10-01"),
    ("never, whatever the other's grace", [YEARLY, LONG_GRACE], [], "never", "2025-01-06"),
    ("no rule", [], ["2026-04-01"], "not_required", ""),
]  # fmt: skip


@pytest.mark.parametrize("row", SEVERAL, ids=[row[0] for row in SEVERAL])
def test_of_several_rules_the_strictest_decides(row):
    _, rules, completions, state, due = row
    asked = [Applied(rule, day("2025-01-06")) for rule in rules]

    for order in (asked, asked[::-1]):
        found = standing(order, done(*completions), day("2026-05-01"))
        assert (found.state, found.due_on) == (state, day(due) if due else None)


# what it shows: completions | assigned by its due date | state on 1 May 2026, last day in time
AGAIN = {
    "assigned, not due yet":
        "2026-01-10 | 2026-04-20 by 2026-05-10 | due_soon 2026-05-10",
    "assigned and past its day":
        "2026-01-10 | 2026-04-01 by 2026-04-20 | overdue 2026-04-20",
    "done since":
        "2026-01-10 2026-04-25 | 2026-04-20 by 2026-05-10 | current 2027-04-25",
    "done on the day it was assigned":
        "2026-01-10 2026-04-20 | 2026-04-20 by 2026-05-10 | current 2027-04-20",
    "the nearest of two":
        "2026-01-10 | 2026-04-20 by 2026-05-20, 2026-04-21 by 2026-05-10 | due_soon 2026-05-10",
    "overdue already stays so":
        "2024-01-10 | 2026-04-20 by 2026-05-10 | overdue 2025-01-10",
    "never stays never":
        "| 2026-04-20 by 2026-05-10 | never 2025-01-06",
    "due sooner by the rule":
        "2025-05-05 | 2026-04-20 by 2026-06-10 | due_soon 2026-05-05",
    "assigned later than the day":
        "2026-01-10 | 2026-05-02 by 2026-05-10 | current 2027-01-10",
}  # fmt: skip


@pytest.mark.parametrize("row", AGAIN.values(), ids=AGAIN)
def test_a_refresher_is_due_until_it_is_done(row):
    completions, assigned, expected = row.split("|")
    state, due = expected.split()
    refreshers = [
        Refresher(*(day(one.strip()) for one in pair.split("by"))) for pair in assigned.split(",")
    ]

    found = standing(
        [Applied(YEARLY, day("2025-01-06"))],
        done(*completions.split()),
        day("2026-05-01"),
        refreshers=refreshers,
    )

    assert (found.state, found.due_on) == (state, day(due))
    late = state in ("never", "overdue")
    assert found.since == (day(due) + timedelta(days=1) if late else None)


def test_a_refresher_holds_for_somebody_whom_no_rule_asks():
    again = [Refresher(day("2026-04-20"), day("2026-05-10"))]

    found = standing([], [], day("2026-05-01"), refreshers=again)
    after = standing([], done("2026-05-02"), day("2026-05-03"), refreshers=again)

    assert (found.state, after.state) == (State.DUE_SOON, State.NOT_REQUIRED)


EXEMPT = [
    ("on the first day", "2026-05-01", "2026-05-31", "exempt", ""),
    ("on the last day", "2026-04-01", "2026-05-01", "exempt", ""),
    ("the day after it ended", "2026-04-01", "2026-04-30", "overdue", "2026-05-01"),
    ("not begun yet", "2026-05-02", "2026-05-31", "overdue", "2026-04-11"),
    ("over before it was due", "2026-01-01", "2026-02-28", "overdue", "2026-04-11"),
]


@pytest.mark.parametrize("row", EXEMPT, ids=[row[0] for row in EXEMPT])
def test_an_exemption_holds_until_its_last_day(row):
    _, from_on, until, state, since = row

    found = standing(
        [Applied(YEARLY, day("2025-01-06"))],
        done("2025-04-10"),
        day("2026-05-01"),
        exemptions=[Exemption(day(from_on), day(until))],
    )

    assert found.state == state
    assert found.since == (day(since) if since else None)
    assert found.until == (day(until) if state == "exempt" else None)


def test_nobody_is_exempt_from_what_is_not_asked():
    always = [Exemption(day("2020-01-01"), day("2030-01-01"))]

    assert standing([], [], day("2026-05-01"), exemptions=always).state is State.NOT_REQUIRED
