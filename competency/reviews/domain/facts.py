"""What of the instrument's facts a case's own record tells; each proposes an element."""

from collections.abc import Callable, Mapping, Sequence

from competency.cases.domain.consent import Consent, standing_consents
from competency.cases.domain.kinds import Happened as H
from competency.cases.domain.timeline import Event, days, first
from competency.reviews.domain.period import Investigation, Period
from competency.reviews.domain.prefilling import ClockResult

SAFEGUARDING = "safeguarding"
# The clocks of client reviews: one that came due without a review is to be reviewed as well.
FIRST_REVIEW, NEXT_REVIEW = "KPI_08", "KPI_09"
Line = Sequence[Event]


def facts_of(
    line: Line,
    clocks: Sequence[ClockResult],
    period: Period,
    *,
    drinks: bool = False,
    therapy: bool = False,
) -> frozenset[str]:
    """Return the facts that hold, by their codes in the instrument.

    `line` is the case's line as it counts; what happened after the period is left out.
    """
    until = [event for event in line if event.happened_on <= period.last]
    there = {
        "drinks-alcohol": drinks,
        "substitution-therapy": therapy,
        "reviewed": _count(until, H.CLIENT_REVIEW) > 0 or _due(clocks, FIRST_REVIEW, period),
        "reviewed-again": _count(until, H.CLIENT_REVIEW) > 1 or _due(clocks, NEXT_REVIEW, period),
        "follow-up-consented": Consent.FOLLOW_UP in standing_consents(until),
    }
    there |= {fact: holds(until, period) for fact, holds in _RULES.items()}
    return frozenset(fact for fact, holds in there.items() if holds)


def investigations(line: Line) -> list[Investigation]:
    """Return the concerns that were looked into to the end, in the line's order.

    A safeguarding concern is complete when its tag is cleared, an incident when its report is in.
    """
    kinds = {H.TAG_CLEARED.value: SAFEGUARDING, H.INCIDENT_REPORTED.value: "incident"}
    return [Investigation(kinds[e.kind], e.happened_on) for e in line if e.kind in kinds]


def _in_period(kind: str) -> Callable[[Line, Period], bool]:
    return lambda line, period: any(period.holds(day) for day in days(line, kind))


def _so_far(kind: str) -> Callable[[Line, Period], bool]:
    return lambda line, _: first(line, kind) is not None


def _safeguarding(line: Line, period: Period) -> bool:
    named = (e for e in line if e.kind == H.ESCALATED and e.detail == SAFEGUARDING)
    tagged = (e for e in line if e.kind == H.TAG_SET)
    return any(period.holds(e.happened_on) for e in (*named, *tagged))


def _handed_over(line: Line, period: Period) -> bool:
    return any(period.holds(day) for day in days(line, H.ASSIGNED)[1:])


def _investigated(line: Line, period: Period) -> bool:
    return any(period.holds(one.completed_on) for one in investigations(line))


def _count(line: Line, kind: str) -> int:
    return len(days(line, kind))


def _due(clocks: Sequence[ClockResult], standard: str, period: Period) -> bool:
    return any(c.standard == standard and c.due_on <= period.last for c in clocks)


_RULES: Mapping[str, Callable[[Line, Period], bool]] = {
    "referred-in-period": _in_period(H.REFERRAL_RECEIVED),
    "refused-in-period": _in_period(H.REFUSED),
    "in-contact": _so_far(H.FIRST_CONTACT),
    "contacted-in-period": _in_period(H.FIRST_CONTACT),
    "appointment-missed-in-period": _in_period(H.APPOINTMENT_MISSED),
    "planned": _so_far(H.PLAN_ENTERED),
    "concern-in-period": _in_period(H.ESCALATED),
    "safeguarding-in-period": _safeguarding,
    "incident-in-period": _in_period(H.INCIDENT_KNOWN),
    "investigation-in-period": _investigated,
    "handed-over-in-period": _handed_over,
    "closed-in-period": _in_period(H.CLOSED),
}
