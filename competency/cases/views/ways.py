"""Which form records what: where a step of the protocol is written down, and what a clock is."""

from flask import current_app, url_for

from competency.cases.domain.kinds import Happened, plain_kinds
from competency.cases.domain.running import AFTER_CONCERN
from competency.cases.service import clocks
from competency.frameworks.domain.kinds.case_management_protocol import (
    APPLIES,
    CaseManagementProtocol,
    clock_of,
)
from competency.frameworks.domain.kinds.timeliness_standards import WORKING_DAYS
from competency.kernel.values import Value
from competency.timeliness.domain.limits import limit_in_words

H = Happened
# The form of each event that has one of its own.
FORMS: dict[str, str] = {
    H.ACCEPTED: "cases.accept",
    H.REFUSED: "cases.refuse",
    H.ROUTED: "cases.send_on",
    H.ASSIGNED: "cases.assign",
    H.APPEALED: "cases.appeal",
    H.APPEAL_DECIDED: "cases.letters",
    H.FIRST_CONTACT: "cases.contact",
    H.CONTACT: "cases.contact",
    H.NEEDS_ASSESSED: "cases.needs",
    H.RISK_ASSESSED: "cases.risk",
    H.RISK_REVIEWED: "cases.risk",
    H.RISK_SIGNED_OFF: "cases.risks",
    H.CONSENT_GIVEN: "cases.consents",
    H.PLAN_ENTERED: "cases.plan",
    H.CLIENT_REVIEW: "cases.review",
    H.INCIDENT_REPORTED: "cases.escalations",
    H.ESCALATED: "cases.escalate",
    H.CLOSURE_ASKED: "cases.close",
    H.CLOSED: "cases.close",
    H.FOLLOW_UP: "cases.follow_up",
    H.RE_ENGAGED: "cases.re_engage",
}
# Events that are reviewed together with the care plan.
WITH_THE_REVIEW = {"interventions_reviewed", H.PRESCRIBER_REVIEW.value}


class Measured(Value):
    """What a clock is called, how long it runs, and which event stops it."""

    title: str
    limit: str
    starts: str
    ends: str
    in_working_days: bool


def form_for(case_id: int, event: str, protocol: CaseManagementProtocol) -> str:
    """Return the address of the form that records an event; the case itself where none does."""
    instrument = next((one for one in protocol.instruments if one.event == event), None)
    if instrument is not None:
        return url_for("cases.take_reading", case_id=case_id, instrument=instrument.code)
    endpoint = FORMS.get(event, "")
    if event in WITH_THE_REVIEW and is_there("cases.review"):
        endpoint = "cases.review"
    if not endpoint and event in plain_kinds(protocol, APPLIES):
        return url_for("cases.record", case_id=case_id, kind=event)
    return url_for(endpoint if is_there(endpoint) else "cases.case", case_id=case_id)


def is_there(endpoint: str) -> bool:
    """Return whether the application has a page by this name."""
    return endpoint in current_app.view_functions


def measured(protocol: CaseManagementProtocol) -> dict[str, Measured]:
    """Return every clock that a case under this protocol can have, by its code."""
    standards = [
        *clocks.standards().standards,
        *(clock_of(deadline) for deadline in protocol.deadlines),
    ]
    found = {
        one.code: Measured(
            one.title, limit_in_words(one), one.starts, one.ends, one.unit == WORKING_DAYS
        )
        for one in standards
    }
    for cycle in protocol.cycles:
        every = f"every {cycle.every_months} months"
        found[cycle.code] = Measured(cycle.title, every, cycle.starts, cycle.reviewed, False)
    for follow_up in protocol.follow_ups:
        after = f"{follow_up.after_months} months"
        found[follow_up.code] = Measured(follow_up.title, after, H.CLOSED, H.FOLLOW_UP, False)
    found[AFTER_CONCERN] = Measured(
        "Risks looked at again after a concern", "at once", H.ESCALATED, H.RISK_REVIEWED, False
    )
    return found
