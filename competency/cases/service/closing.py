"""Closing a case: the form, the weekly meeting, who is told, follow-ups, coming back."""

import json
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from competency.cases import permissions
from competency.cases.domain import closing as rules
from competency.cases.domain import way
from competency.cases.domain.consent import Consent, check_consent, standing_consents
from competency.cases.domain.kinds import Happened
from competency.cases.domain.writing import at_most, checked
from competency.cases.events import CaseReEngaged, ClosureAsked, ClosureDecided, ConsentChanged
from competency.cases.models import CaseClosing, CaseEvent
from competency.cases.service import recording
from competency.cases.service.loading import Open, open_case
from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused

H = Happened
CLOSED, KEPT_OPEN, WITHDRAWN = "closed", "kept_open", "withdrawn"


def ask_closure(
    work: Work,
    case_id: int,
    on: date,
    reason: str,
    summary: str,
    *,
    answers: Mapping[str, bool] | None = None,
    follow_up_consent: bool,
) -> CaseClosing:
    """Fill in the closure form, which puts the case on the list of the weekly meeting.

    Refuses a reason that the stage does not allow, or that an answer bars, and a second form.
    """
    opened = open_case(work, case_id, permissions.WORK)
    way.check_open(opened.line, opened.protocol, "close it")
    if work.session.scalar(
        select(CaseClosing.id).where(CaseClosing.case_id == case_id, CaseClosing.outcome == "")
    ):
        raise Refused("there_already", "This case is on the list of the weekly meeting already.")
    answers = dict(answers or {})
    rules.check_reason(opened.protocol, opened.stage.code, reason, answers)
    summary = checked(summary, "summary", "Say what was reached and how things stand.")
    event = recording.write(opened, H.CLOSURE_ASKED, on, detail=reason)
    row = CaseClosing(
        case_id=case_id,
        event_id=event.id,
        reason=reason,
        answers=json.dumps(answers),
        summary=summary,
        follow_up_consent=follow_up_consent,
    )
    work.session.add(row)
    work.session.flush()
    if follow_up_consent and Consent.FOLLOW_UP not in standing_consents(opened.line):
        recording.write(opened, H.CONSENT_GIVEN, on, detail=Consent.FOLLOW_UP)
        work.record(ConsentChanged(case_id=case_id, consent=Consent.FOLLOW_UP, holds=True))
    work.record(ClosureAsked(case_id=case_id, closing_id=row.id))
    return row


def withdraw_closure(work: Work, closing_id: int, version: int) -> CaseClosing:
    """Take a case off the list of the weekly meeting, and return its form."""
    row, _ = _closing(work, closing_id, version, lead=False)
    row.outcome = WITHDRAWN
    work.session.flush()
    work.record(ClosureDecided(case_id=row.case_id, closing_id=row.id, outcome=row.outcome))
    return row


def decide_closure(
    work: Work, closing_id: int, outcome: str, met_on: date, version: int, comment: str = ""
) -> CaseClosing:
    """Record what the weekly meeting decided, and return the form.

    The meeting's day is the day of closing for every clock. Refuses a reason that the case's
    stage no longer allows, a meeting before the form, and keeping it open without saying why.
    """
    row, opened = _closing(work, closing_id, version, lead=True)
    if outcome not in (CLOSED, KEPT_OPEN):
        raise Refused("unknown_outcome", "Choose what the meeting decided.", field="outcome")
    if outcome == KEPT_OPEN:
        comment = checked(comment, "comment", "Say why the case stays open.", longest=1_000)
        recording.write(opened, H.KEPT_OPEN, met_on)
    else:
        answers = json.loads(row.answers)
        rules.check_reason(opened.protocol, opened.stage.code, row.reason, answers)
        facts = {"closure_reason_allowed": True, "meeting_decided": True}
        recording.write(opened, H.CLOSED, met_on, detail=row.reason, stated=facts)
    row.outcome, row.comment, row.met_on = outcome, at_most(comment, "comment"), met_on
    row.decided_by_id = work.actor.person_id
    work.session.flush()
    work.record(ClosureDecided(case_id=row.case_id, closing_id=row.id, outcome=outcome))
    return row


def follow_up(work: Work, case_id: int, code: str, on: date, note: str = "") -> CaseEvent:
    """Record the contact some months after closing, while the client agrees, and return it."""
    opened = open_case(work, case_id, permissions.WORK)
    found = next((one for one in opened.protocol.follow_ups if one.code == code), None)
    if found is None:
        raise Refused("unknown_follow_up", "Choose which follow-up it was.", field="code")
    check_consent(opened.line, Consent.FOLLOW_UP)
    if code in rules.follow_ups_made(opened.line):
        raise Refused("there_already", f"{found.title} stands here already.")
    return recording.write(opened, H.FOLLOW_UP, on, detail=code, note=note)


def re_engage(work: Work, case_id: int, on: date, note: str = "") -> CaseEvent:
    """Take a closed case up again within the time for a quick return, and return the event.

    Afterwards the protocol asks for a new referral.
    """
    opened = open_case(work, case_id, permissions.WORK)
    row = recording.write(opened, H.RE_ENGAGED, on, note=note)
    work.record(CaseReEngaged(case_id=case_id))
    return row


def _closing(work: Work, closing_id: int, version: int, *, lead: bool) -> tuple[CaseClosing, Open]:
    row = work.session.get(CaseClosing, closing_id)
    if row is None:
        raise NotFound("There is no such closure form.")
    opened = open_case(work, row.case_id, permissions.CLOSE if lead else permissions.WORK)
    work.session.refresh(row)
    if row.outcome:
        raise Refused("decided", "The meeting has decided on this form already.")
    if row.version != version:
        raise Refused("changed", "This form changed meanwhile. Look at it again.")
    return row, opened
