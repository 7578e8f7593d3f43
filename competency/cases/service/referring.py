"""A referral is decided: consent, acceptance, refusal in writing, appeal."""

from datetime import date

from sqlalchemy import select

from competency.cases import permissions
from competency.cases.domain import way
from competency.cases.domain.consent import standing_consents
from competency.cases.domain.kinds import Happened
from competency.cases.domain.writing import checked
from competency.cases.events import (
    AppealDecided,
    ConsentChanged,
    ReferralAccepted,
    ReferralRefused,
)
from competency.cases.models import CaseAppeal, CaseDecision, CaseEvent
from competency.cases.service import recording
from competency.cases.service.loading import Open, open_case
from competency.infra.formats import plain_day
from competency.infra.work import Work
from competency.kernel.errors import Forbidden, NotFound, Refused
from competency.people.service import directory, teams

H = Happened
ACCEPTED, REFUSED = "accepted", "refused"


def give_consent(work: Work, case_id: int, consent: str, on: date, note: str = "") -> CaseEvent:
    """Record that the client agreed to something, and return the event; once until taken back."""
    opened = open_case(work, case_id, permissions.WORK)
    opened.protocol.consent(consent)
    if consent in standing_consents(opened.line):
        raise Refused("there_already", "This consent stands already.", field="consent")
    row = recording.write(opened, H.CONSENT_GIVEN, on, detail=consent, note=note)
    work.record(ConsentChanged(case_id=case_id, consent=consent, holds=True))
    return row


def withdraw_consent(work: Work, case_id: int, consent: str, on: date, note: str = "") -> CaseEvent:
    """Record that the client took a consent back, and return the event.

    What follows from it stands in the protocol: `protocol.consent(code).withdrawn`.
    """
    opened = open_case(work, case_id, permissions.WORK)
    opened.protocol.consent(consent)
    if consent not in standing_consents(opened.line):
        raise Refused("not_given", "This consent was not given.", field="consent")
    row = recording.write(opened, H.CONSENT_WITHDRAWN, on, detail=consent, note=note)
    work.record(ConsentChanged(case_id=case_id, consent=consent, holds=False))
    return row


def accept(work: Work, case_id: int, on: date, appointment: str = "") -> CaseDecision:
    """Accept a referral and return the decision, with its letter where an appointment is said.

    Refuses without consent, out of the area, and before a team has it: the protocol's gates.
    """
    opened = open_case(work, case_id, permissions.DECIDE)
    way.check_open(opened.line, opened.protocol, "accept the referral")
    if any(event.kind == H.ACCEPTED for event in opened.line):
        raise Refused("there_already", "This referral is accepted already.")
    event = recording.write(opened, H.ACCEPTED, on)
    letter = ""
    if appointment.strip():
        letter = _letter(opened, "acceptance", on, appointment=appointment.strip())
    decision = CaseDecision(
        case_id=case_id, event_id=event.id, outcome=ACCEPTED, criterion="", letter=letter
    )
    work.session.add(decision)
    work.session.flush()
    work.record(ReferralAccepted(case_id=case_id))
    return decision


def refuse(work: Work, case_id: int, on: date, criterion: str, reason: str) -> CaseDecision:
    """Refuse a referral on a listed ground and return the decision with its letter.

    The letter names the ground, the reason and the right of appeal; without a referrer to write
    to there is none, and so no refusal. Refuses a case that was accepted: that one is closed.
    """
    opened = open_case(work, case_id, permissions.DECIDE)
    if way.stage_of(opened.line, opened.protocol) is not opened.protocol.stages[0]:
        raise Refused(
            "decided", "Only a case in discussion can be refused. An accepted one is closed."
        )
    ground = opened.protocol.criterion(criterion)
    reason = checked(reason, "reason", "Say why this ground applies.")
    letter = _letter(opened, "refusal", on, criterion=ground.text, reason=reason)
    event = recording.write(
        opened, H.REFUSED, on, detail=ground.code, stated={"refusal_criterion": True}
    )
    decision = CaseDecision(
        case_id=case_id,
        event_id=event.id,
        outcome=REFUSED,
        criterion=ground.code,
        reason=reason,
        letter=letter,
    )
    work.session.add(decision)
    work.session.flush()
    work.record(ReferralRefused(case_id=case_id, criterion=ground.code))
    return decision


def appeal(work: Work, case_id: int, on: date, grounds: str) -> CaseAppeal:
    """Record an appeal against the refusal and return it; one at a time."""
    opened = open_case(work, case_id, permissions.DECIDE)
    waiting = select(CaseAppeal.id).where(CaseAppeal.case_id == case_id, CaseAppeal.outcome == "")
    if work.session.scalar(waiting):
        raise Refused("there_already", "An appeal is waiting for its decision already.")
    grounds = checked(grounds, "grounds", "Say what they disagree with.")
    event = recording.write(opened, H.APPEALED, on)
    row = CaseAppeal(case_id=case_id, event_id=event.id, grounds=grounds)
    work.session.add(row)
    work.session.flush()
    return row


def decide_appeal(work: Work, appeal_id: int, on: date, outcome: str, reason: str) -> CaseAppeal:
    """Decide an appeal and return it; one that is upheld brings the case back into discussion.

    Refuses whoever refused the referral, who does not lead the team, and a second decision.
    """
    row = work.session.get(CaseAppeal, appeal_id)
    if row is None:
        raise NotFound("There is no such appeal.")
    opened = open_case(work, row.case_id, permissions.ASSIGN)
    found = opened.protocol.appeal_outcome(outcome)
    if row.outcome:
        raise Refused("decided", "This appeal has an outcome already.")
    if work.actor.person_id == _who_refused(work, row.case_id):
        raise Forbidden("An appeal is decided by somebody who did not refuse the referral.")
    reason = checked(reason, "reason", "Say why the appeal ends so.")
    event = recording.write(opened, H.APPEAL_DECIDED, on, detail=found.code)
    row.outcome, row.outcome_reason, row.outcome_event_id = found.code, reason, event.id
    work.session.flush()
    if found.accepts:
        recording.write(opened, H.OVERTURNED, on)
    work.record(AppealDecided(case_id=row.case_id, outcome=found.code))
    return row


def _who_refused(work: Work, case_id: int) -> int | None:
    return work.session.scalar(
        select(CaseEvent.recorded_by_id)
        .join(CaseDecision, CaseDecision.event_id == CaseEvent.id)
        .where(CaseDecision.case_id == case_id, CaseDecision.outcome == REFUSED)
        .order_by(CaseDecision.id.desc())
        .limit(1)
    )


def _letter(opened: Open, code: str, on: date, **values: str) -> str:
    work, case, protocol = opened.work, opened.case, opened.protocol
    appeal = protocol.appeal_steps[0].text if protocol.appeal_steps else ""
    subject, paragraphs = protocol.letter(code).fill(
        {
            "organisation": directory.organisation_name(work.session),
            "reference": case.reference,
            "date": plain_day(on),
            "referrer": case.referrer,
            "team": teams.names(work.session, [case.team_id])[case.team_id],
            "appeal": appeal,
            "author": work.actor.name,
            **values,
        }
    )
    return "\n\n".join((subject, *paragraphs))
