"""What can stand on a case's line of time.

The codes are those of the protocol's events, and some of our own beside them. A protocol can have
more: what has no form of its own is written with a day and a note.
"""

from collections.abc import Iterable
from enum import StrEnum

from competency.frameworks.domain.kinds.case_management_protocol import CaseManagementProtocol


class Happened(StrEnum):
    """The events that the workflow itself rests on, by code."""

    REFERRAL_RECEIVED = "referral_received"
    ENTERED = "entered"
    ROUTED = "referral_routed"
    ASSESSMENT_OFFERED = "assessment_offered"
    ACCEPTED = "referral_accepted"
    REFUSED = "referral_refused"
    LETTER_SENT = "refusal_letter_sent"
    APPEALED = "appeal_received"
    APPEAL_DECIDED = "appeal_decided"
    OVERTURNED = "refusal_overturned"
    ASSIGNED = "assigned"
    FIRST_CONTACT = "first_contact"  # derived: the first contact with the client; never written
    APPOINTMENT_MISSED = "appointment_missed"
    NEEDS_ASSESSED = "needs_assessment_completed"
    RISK_ASSESSED = "risk_assessment_completed"
    RISK_SIGNED_OFF = "risk_assessment_signed_off"
    RISK_REVIEWED = "risk_assessment_reviewed"
    OUTCOMES_READ = "outcomes_star_completed"
    GP_SUMMARY_REQUESTED = "gp_summary_requested"
    GP_SUMMARY_RECEIVED = "gp_summary_received"
    THERAPY_NEEDED = "substitution_needed"
    MEDICAL = "prescriber_medical"
    PRESCRIBER_REVIEW = "prescriber_review"
    ASSESSMENT_COMPLETED = "assessment_completed"
    PLAN_ENTERED = "action_plan_entered"
    COPY_OFFERED = "plan_copy_offered"
    PLAN_SIGNED = "plan_signed"
    CLIENT_REVIEW = "client_review"
    INCIDENT_KNOWN = "incident_known"
    INCIDENT_REPORTED = "incident_reported"
    CLOSURE_ASKED = "closure_form_completed"
    CLOSED = "closed"
    FOLLOW_UP = "follow_up_made"
    RE_ENGAGED = "re_engaged"
    # ours
    CONSENT_GIVEN = "consent_given"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    CONTACT = "contact"
    RE_ENGAGEMENT_STEP = "re_engagement_step"
    RISK_RETURNED = "risk_assessment_returned"
    PLAN_TALKED_OVER = "plan_talked_over"
    ESCALATED = "concern_escalated"
    TAG_SET = "safeguarding_tag_set"
    TAG_CLEARED = "safeguarding_tag_cleared"
    KEPT_OPEN = "kept_open"
    NOTED = "noted"


H = Happened
OWN_WORDS: dict[str, str] = {
    H.CONSENT_GIVEN: "Consent given",
    H.CONSENT_WITHDRAWN: "Consent taken back",
    H.CONTACT: "Contact",
    H.RE_ENGAGEMENT_STEP: "Step to re-engage",
    H.RISK_RETURNED: "Risk assessment returned",
    H.PLAN_TALKED_OVER: "Care plan talked over with the client",
    H.ESCALATED: "Concern escalated",
    H.TAG_SET: "Safeguarding tag set",
    H.TAG_CLEARED: "Safeguarding tag cleared",
    H.KEPT_OPEN: "The weekly meeting keeps the case open",
    H.NOTED: "Note",
    H.CLOSED: "Closing",
    H.ASSIGNED: "A key worker",
    H.CLIENT_REVIEW: "A client review",
    H.GP_SUMMARY_REQUESTED: "GP summary requested",
    H.GP_SUMMARY_RECEIVED: "GP summary received",
    H.RE_ENGAGED: "Coming back",
}

ENDS = frozenset({H.CLOSED.value, H.REFUSED.value})
RESUMES = frozenset({H.RE_ENGAGED.value, H.OVERTURNED.value})
# Of these a case has one: its day is corrected, never written a second time.
ONCE = frozenset({H.REFERRAL_RECEIVED.value, H.ENTERED.value, H.NEEDS_ASSESSED.value})
BEFORE_REFERRAL = frozenset({H.RISK_ASSESSED.value, H.CONSENT_GIVEN.value})
AFTER_THE_END = frozenset(
    {
        H.ENTERED.value,  # a case can be put into the register after the fact
        H.CONSENT_GIVEN.value,
        H.CONSENT_WITHDRAWN.value,
        H.GP_SUMMARY_RECEIVED.value,
        H.INCIDENT_REPORTED.value,
        H.NOTED.value,
    }
)
# The first cannot happen before the second has.
NEEDS: dict[str, str] = {
    H.LETTER_SENT: H.REFUSED,
    H.APPEALED: H.REFUSED,
    H.APPEAL_DECIDED: H.APPEALED,
    H.OVERTURNED: H.APPEAL_DECIDED,
    H.RISK_SIGNED_OFF: H.RISK_ASSESSED,
    H.RISK_RETURNED: H.RISK_ASSESSED,
    H.RISK_REVIEWED: H.RISK_ASSESSED,
    H.GP_SUMMARY_RECEIVED: H.GP_SUMMARY_REQUESTED,
    H.MEDICAL: H.THERAPY_NEEDED,
    H.PRESCRIBER_REVIEW: H.MEDICAL,
    H.RE_ENGAGEMENT_STEP: H.APPOINTMENT_MISSED,
    H.CLIENT_REVIEW: H.PLAN_ENTERED,
    H.INCIDENT_REPORTED: H.INCIDENT_KNOWN,
    H.TAG_CLEARED: H.TAG_SET,
    H.KEPT_OPEN: H.CLOSURE_ASKED,
    H.CLOSED: H.CLOSURE_ASKED,
    H.FOLLOW_UP: H.CLOSED,
    H.RE_ENGAGED: H.CLOSED,
}
# What has a form of its own.
FORMED = frozenset(
    kind.value
    for kind in Happened
    if kind
    not in {
        H.ASSESSMENT_OFFERED,
        H.LETTER_SENT,
        H.APPOINTMENT_MISSED,
        H.GP_SUMMARY_REQUESTED,
        H.GP_SUMMARY_RECEIVED,
        H.THERAPY_NEEDED,
        H.MEDICAL,
        H.PRESCRIBER_REVIEW,
        H.ASSESSMENT_COMPLETED,
        H.COPY_OFFERED,
        H.PLAN_SIGNED,
        H.RE_ENGAGEMENT_STEP,
        H.NOTED,
    }
)


def plain_kinds(protocol: CaseManagementProtocol, applies: Iterable[str]) -> tuple[str, ...]:
    """Return what people may write with a day and a note, in the protocol's order, ours last."""
    rules = {"everyone", *applies}
    formed = FORMED | {instrument.event for instrument in protocol.instruments}
    own = (H.RE_ENGAGEMENT_STEP.value, H.NOTED.value)
    listed = (e.code for e in protocol.events if e.code not in formed and e.applies in rules)
    return (*listed, *own)


def after_the_end(protocol: CaseManagementProtocol) -> frozenset[str]:
    """Return what may happen after a case has ended."""
    ends = {stage.code for stage in protocol.stages if stage.is_end}
    return AFTER_THE_END | {event.code for event in protocol.events if event.stage in ends}


def words_of(kind: str, protocol: CaseManagementProtocol | None = None) -> str:
    """Return an event as a page says it: as its protocol names it, else in our words."""
    for event in protocol.events if protocol else ():
        if event.code == kind:
            return event.title
    return OWN_WORDS.get(kind) or kind.replace("_", " ").capitalize()
