"""Assessment: needs, risks with their sign-off, readings of instruments, reviews."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from competency.cases import permissions
from competency.cases.domain import instruments, way
from competency.cases.domain.kinds import Happened
from competency.cases.domain.timeline import first
from competency.cases.domain.writing import at_most, checked
from competency.cases.events import NeedsWritten, ReadingTaken, RiskAssessed, RiskDecided
from competency.cases.models import (
    CaseEvent,
    CaseNeed,
    CaseReading,
    CaseRisk,
    CaseSignOff,
)
from competency.cases.queries.lines import not_struck
from competency.cases.service import recording
from competency.cases.service.loading import Open, may_alone, open_case
from competency.infra.work import Work
from competency.kernel.errors import Forbidden, NotFound, Refused
from competency.kernel.values import Value

H = Happened
SIGNED_OFF, RETURNED = "signed_off", "returned"
OWN_WORK = (
    "You wrote this risk assessment, or are key worker of the case, so somebody else signs it off."
)


class Need(Value):
    """One need as it was found; `area` is a code of the protocol's list."""

    area: str
    need: str
    strengths: str = ""


class Risk(Value):
    """One risk as it was judged, with what is done about it; `area` is a code of the protocol."""

    area: str
    likelihood: int
    impact: int
    what: str
    plan: str


def assess_needs(work: Work, case_id: int, on: date, needs: Sequence[Need]) -> list[CaseNeed]:
    """Write the initial needs assessment and return its needs, in order.

    Refuses a referral that is not accepted, a second one (add to it instead), and none at all.
    """
    opened = open_case(work, case_id, permissions.WORK)
    way.check_accepted(opened.line, opened.protocol, "assess the needs")
    event = recording.write(opened, H.NEEDS_ASSESSED, on)
    return _write_needs(opened, event.id, needs)


def add_needs(work: Work, case_id: int, needs: Sequence[Need]) -> list[CaseNeed]:
    """Add to the needs assessment, which stays alive through the treatment, and return what is new.

    Refuses a case whose needs are not assessed yet.
    """
    opened = open_case(work, case_id, permissions.WORK)
    way.check_accepted(opened.line, opened.protocol, "add needs")
    event = next((e for e in opened.line if e.kind == H.NEEDS_ASSESSED), None)
    if event is None:
        raise Refused("not_assessed", "Assess the needs first; then they can be added to.")
    return _write_needs(opened, event.id, needs)


def assess_risk(work: Work, case_id: int, on: date, risks: Sequence[Risk]) -> CaseRisk:
    """Write a risk assessment with its plan, scored, and return it; later ones are reviews.

    The case stands where its highest risk stands. Refuses a risk without a plan.
    """
    opened = open_case(work, case_id, permissions.WORK)
    way.check_open(opened.line, opened.protocol, "assess the risks")
    areas = {area.code for area in opened.protocol.risk.areas}
    for risk in risks:
        if risk.area not in areas:
            raise Refused("unknown_area", "Choose an area of the list.", field="area")
    scale = opened.protocol.risk
    found = instruments.highest(
        instruments.score_risk(scale, risk.likelihood, risk.impact) for risk in risks
    )
    if found is None:
        raise Refused("risks_needed", "Name at least one risk, also where it is low.")
    kind = H.RISK_REVIEWED if first(opened.line, H.RISK_ASSESSED) else H.RISK_ASSESSED
    event = recording.write(opened, kind, on)
    row = CaseRisk(
        case_id=case_id,
        event_id=event.id,
        score=found.score,
        band=found.band.code,
        risks=json.dumps([_plain(risk) for risk in risks], ensure_ascii=False),
        author_id=work.actor.person_id,
    )
    work.session.add(row)
    work.session.flush()
    work.record(RiskAssessed(case_id=case_id, risk_id=row.id))
    return row


def sign_off(work: Work, risk_id: int, on: date, comment: str = "") -> CaseSignOff:
    """Sign off a risk assessment, and return it.

    Never one's own, nor on a case of one's own, unless an administrator allowed it for a time.
    Refuses a second decision, and an assessment that a later one has replaced.
    """
    return _decide_risk(work, risk_id, on, SIGNED_OFF, at_most(comment, "comment"))


def send_back(work: Work, risk_id: int, on: date, comment: str) -> CaseSignOff:
    """Return a risk assessment to be written anew, with a comment; refuses as `sign_off` does."""
    comment = checked(comment, "comment", "Say what is missing, so that it can be mended.")
    return _decide_risk(work, risk_id, on, RETURNED, comment)


def may_sign_own(work: Work) -> bool:
    """Return whether an administrator allowed the actor to sign off their own work for now."""
    return may_alone(work.session, work.actor, work.today)


def read_instrument(
    work: Work, case_id: int, instrument: str, on: date, answers: Mapping[str, int]
) -> CaseReading:
    """Keep the answers to an instrument with what they come to, and return the reading.

    Refuses an instrument that is not for this client, and answers missing or out of range.
    """
    opened = open_case(work, case_id, permissions.WORK)
    found = opened.protocol.instrument(instrument)
    if found.applies not in {"everyone", *opened.applies}:
        raise Refused("does_not_apply", f"{found.title} is not for this client.")
    result = instruments.score(found, answers)
    event = recording.write(opened, found.event, on, detail=found.code)
    row = CaseReading(
        case_id=case_id,
        event_id=event.id,
        instrument=found.code,
        answers=json.dumps(dict(answers)),
        score=result.total,
        band=result.band.code if result.band else "",
    )
    work.session.add(row)
    work.session.flush()
    work.record(ReadingTaken(case_id=case_id, reading_id=row.id, instrument=found.code))
    return row


def review(
    work: Work, case_id: int, on: date, note: str, *, also: Sequence[str] = ()
) -> list[CaseEvent]:
    """Record a client review, three-monthly at least, and what else was reviewed with it.

    `also` are codes of the protocol's cycles that need no form of their own (interventions,
    prescriber); risks and readings are reviewed by writing them anew. Returns the events.
    """
    opened = open_case(work, case_id, permissions.WORK)
    note = checked(note, "note", "Say what was reviewed with the client and what changes.")
    events = [recording.write(opened, H.CLIENT_REVIEW, on, note=note)]
    formed = {H.RISK_REVIEWED, *(one.event for one in opened.protocol.instruments)}
    for code in dict.fromkeys(also):
        cycle = opened.protocol.cycle(code)
        if cycle.reviewed in formed:
            raise Refused("own_form", f"{cycle.title} is reviewed by writing it anew.")
        if cycle.reviewed != H.CLIENT_REVIEW:
            events.append(recording.write(opened, cycle.reviewed, on))
    return events


def _decide_risk(work: Work, risk_id: int, on: date, outcome: str, comment: str) -> CaseSignOff:
    risk = work.session.get(CaseRisk, risk_id)
    if risk is None:
        raise NotFound("There is no such risk assessment, or it is not yours to see.")
    opened = open_case(work, risk.case_id, permissions.SIGN_OFF)
    me = work.actor.person_id
    own = me in (risk.author_id, opened.case.key_worker_id)
    if own and not may_alone(work.session, work.actor, work.today):
        raise Forbidden(OWN_WORK)
    if work.session.scalar(select(CaseSignOff.id).where(CaseSignOff.risk_id == risk_id)):
        raise Refused("decided", "This risk assessment was signed off or returned already.")
    if risk.event_id not in {event.id for event in opened.line}:
        raise Refused("struck", "This risk assessment was struck out.")
    later = select(CaseRisk.id).where(
        CaseRisk.case_id == risk.case_id, CaseRisk.id > risk_id, not_struck(CaseRisk.event_id)
    )
    if work.session.scalar(later):
        raise Refused("replaced", "There is a newer risk assessment. Look at that one.")
    kind = H.RISK_SIGNED_OFF if outcome == SIGNED_OFF else H.RISK_RETURNED
    event = recording.write(opened, kind, on)
    row = CaseSignOff(
        case_id=risk.case_id,
        risk_id=risk_id,
        event_id=event.id,
        outcome=outcome,
        comment=comment,
        by_id=me,
        alone=own,
    )
    work.session.add(row)
    work.session.flush()
    work.record(RiskDecided(case_id=risk.case_id, risk_id=risk_id, outcome=outcome, alone=own))
    return row


def _write_needs(opened: Open, event_id: int, needs: Sequence[Need]) -> list[CaseNeed]:
    if not needs:
        raise Refused("needs_needed", "Write down at least one need.", field="need")
    areas = {area.code for area in opened.protocol.need_areas}
    rows = []
    for need in needs:
        if need.area not in areas:
            raise Refused("unknown_area", "Choose an area of the list.", field="area")
        rows.append(
            CaseNeed(
                case_id=opened.id,
                event_id=event_id,
                area=need.area,
                need=checked(need.need, "need", "Say what the client needs."),
                strengths=at_most(need.strengths, "strengths"),
            )
        )
    opened.work.session.add_all(rows)
    opened.work.session.flush()
    opened.work.record(NeedsWritten(case_id=opened.id, needs=len(rows)))
    return rows


def _plain(risk: Risk) -> dict[str, object]:
    return {
        "area": risk.area,
        "likelihood": risk.likelihood,
        "impact": risk.impact,
        "what": checked(risk.what, "what", "Say what could happen."),
        "plan": checked(risk.plan, "plan", "Say what is done about it."),
    }
