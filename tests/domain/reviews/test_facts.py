"""What a case's own record tells of the instrument's facts."""

from datetime import UTC, date, datetime

import pytest

from competency.cases.domain.timeline import CLIENT, Event
from competency.frameworks.domain.kinds.case_review_instrument import FACTS
from competency.reviews.domain.facts import facts_of, investigations
from competency.reviews.domain.period import Investigation, Period
from competency.reviews.domain.prefilling import ClockResult
from competency.timeliness.domain.results import Result

YEAR = Period(date(2025, 6, 1), date(2026, 5, 31))
BEFORE, IN, AFTER = date(2025, 5, 31), date(2025, 9, 1), date(2026, 6, 1)


def line(*happened: tuple[str, date] | tuple[str, date, str]) -> list[Event]:
    return [
        Event(
            id=number,
            kind=one[0],
            happened_on=one[1],
            detail=one[2] if len(one) > 2 else "",
            recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        for number, one in enumerate(happened, 1)
    ]


# what happened, facts
TOLD = [
    ([], set()),
    ([("referral_received", BEFORE)], set()),
    ([("referral_received", IN)], {"referred-in-period"}),
    ([("referral_received", AFTER)], set()),
    ([("referral_refused", IN)], {"refused-in-period"}),
    ([("contact", IN)], set()),
    ([("contact", BEFORE, CLIENT)], {"in-contact"}),
    ([("contact", IN, CLIENT)], {"in-contact", "contacted-in-period"}),
    ([("contact", BEFORE, CLIENT), ("contact", IN, CLIENT)], {"in-contact"}),
    ([("contact", AFTER, CLIENT)], set()),
    ([("appointment_missed", IN)], {"appointment-missed-in-period"}),
    ([("appointment_missed", BEFORE)], set()),
    ([("action_plan_entered", BEFORE)], {"planned"}),
    ([("action_plan_entered", AFTER)], set()),
    ([("client_review", BEFORE)], {"reviewed"}),
    ([("client_review", BEFORE), ("client_review", IN)], {"reviewed", "reviewed-again"}),
    ([("concern_escalated", IN, "welfare")], {"concern-in-period"}),
    (
        [("concern_escalated", IN, "safeguarding")],
        {"concern-in-period", "safeguarding-in-period"},
    ),
    ([("safeguarding_tag_set", IN)], {"safeguarding-in-period"}),
    ([("incident_known", IN)], {"incident-in-period"}),
    ([("incident_reported", IN)], {"investigation-in-period"}),
    ([("safeguarding_tag_cleared", IN)], {"investigation-in-period"}),
    ([("safeguarding_tag_cleared", BEFORE)], set()),
    ([("assigned", IN)], set()),
    ([("assigned", BEFORE), ("assigned", IN)], {"handed-over-in-period"}),
    ([("assigned", BEFORE), ("assigned", AFTER)], set()),
    ([("closed", IN)], {"closed-in-period"}),
    ([("closed", AFTER)], set()),
    ([("consent_given", BEFORE, "follow-up")], {"follow-up-consented"}),
    ([("consent_given", BEFORE, "follow-up"), ("consent_withdrawn", IN, "follow-up")], set()),
    ([("consent_given", BEFORE, "sharing")], set()),
]


@pytest.mark.parametrize(("happened", "facts"), TOLD)
def test_the_line_tells_the_facts(
    happened: list[tuple[str, date] | tuple[str, date, str]], facts: set[str]
) -> None:
    assert facts_of(line(*happened), (), YEAR) == facts
    assert facts <= set(FACTS)


def test_what_the_case_is_for_tells_two_more() -> None:
    assert facts_of([], (), YEAR, drinks=True) == {"drinks-alcohol"}
    assert facts_of([], (), YEAR, therapy=True) == {"substitution-therapy"}


@pytest.mark.parametrize(
    ("standard", "due", "facts"),
    [
        ("KPI_08", IN, {"reviewed"}),
        ("KPI_08", AFTER, set()),
        ("KPI_09", IN, {"reviewed-again"}),
        ("KPI_03", IN, set()),
    ],
)
def test_a_review_that_came_due_counts_although_it_was_not_held(
    standard: str, due: date, facts: set[str]
) -> None:
    clock = ClockResult(standard, BEFORE, due, None, Result.OVERDUE)

    assert facts_of([], [clock], YEAR) == facts


def test_a_concern_is_looked_into_to_the_end_by_its_tag_or_its_report() -> None:
    found = investigations(
        line(("incident_known", IN), ("incident_reported", IN), ("safeguarding_tag_cleared", AFTER))
    )

    assert found == [Investigation("incident", IN), Investigation("safeguarding", AFTER)]
