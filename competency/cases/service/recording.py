"""Writing onto a case's line of time, and correcting what stands there."""

from datetime import date

from sqlalchemy import select

from competency.cases import permissions
from competency.cases.domain import timeline, way
from competency.cases.domain.consent import Consent, check_consent
from competency.cases.domain.kinds import (
    ENDS,
    RESUMES,
    Happened,
    after_the_end,
    plain_kinds,
    words_of,
)
from competency.cases.domain.timeline import LONGEST_NOTE, Event, standing
from competency.cases.domain.writing import at_most, checked
from competency.cases.events import EventCorrected, EventWritten
from competency.cases.models import CaseAssignment, CaseEvent
from competency.cases.queries import lines
from competency.cases.service import clocks
from competency.cases.service.facts import facts_of
from competency.cases.service.loading import Open, open_case
from competency.infra.work import Work
from competency.kernel.authz import Action
from competency.kernel.errors import NotFound, Refused
from competency.kernel.values import replace

H = Happened
# What these ask of others or tell them needs the consent to share.
SHARES = {H.GP_SUMMARY_REQUESTED}
LED: dict[str, Action] = {
    H.ASSIGNED: permissions.ASSIGN,
    H.APPEAL_DECIDED: permissions.ASSIGN,
    H.OVERTURNED: permissions.ASSIGN,
    H.RISK_SIGNED_OFF: permissions.SIGN_OFF,
    H.RISK_RETURNED: permissions.SIGN_OFF,
    H.TAG_CLEARED: permissions.CLEAR_TAG,
    H.KEPT_OPEN: permissions.CLOSE,
    H.CLOSED: permissions.CLOSE,
}
COMING = 2**62  # the number of an event that is not written yet: after all that are


def write(
    opened: Open,
    kind: str,
    on: date,
    *,
    detail: str = "",
    note: str = "",
    stated: dict[str, bool] | None = None,
) -> CaseEvent:
    """Put an event onto the line and return it.

    Refuses a day that has not come, an impossible order, and what the protocol's gates still ask
    for; `stated` are the facts of this very step that no event tells.
    """
    work, line = opened.work, opened.line
    event = Event(id=COMING, kind=kind, happened_on=on, recorded_at=work.now, detail=detail)
    timeline.check(line, _ordered((*line, event)), work.today, after_the_end(opened.protocol))
    if way.begun_by(kind, opened.protocol) is not None:
        facts = facts_of(opened, line, stated)
        way.check_gates(line, opened.protocol, kind, opened.applies, facts)
    row = CaseEvent(
        case_id=opened.id,
        kind=str(kind),
        detail=detail,
        happened_on=on,
        note=at_most(note, "note", longest=LONGEST_NOTE),
        recorded_at=work.now,
        recorded_by_id=work.actor.person_id,
    )
    work.session.add(row)
    work.session.flush()
    if row.kind in ENDS | RESUMES:
        _repeat_end(opened)
    work.record(EventWritten(case_id=opened.id, event_id=row.id, kind=row.kind))
    clocks.follow(opened)
    return row


def happened(
    work: Work, case_id: int, kind: str, on: date, note: str = "", detail: str = ""
) -> CaseEvent:
    """Record something that needs a day and a note only, and return the event.

    Takes what `plain_kinds` lists; all else has its own form.
    Refuses as `write` does, and asking others without the client's consent to share.
    """
    opened = open_case(work, case_id, permissions.WORK)
    if kind not in plain_kinds(opened.protocol, opened.applies | {way.THERAPY}):
        raise Refused("unknown_kind", "Choose what happened from the list.", field="kind")
    if kind in SHARES:
        check_consent(opened.line, Consent.SHARING)
    if kind == H.RE_ENGAGEMENT_STEP:
        _check_step(opened, detail)
    if kind == H.NOTED:
        checked(note, "note", "Write what there is to note.")
    if kind == H.THERAPY_NEEDED:
        opened.case.substitution_therapy = True
    return write(opened, kind, on, detail=detail, note=note)


def correct(work: Work, event_id: int, on: date, note: str, reason: str) -> CaseEvent:
    """Write another day for something on the line, with the reason, and return the correction.

    What was written stays readable. Refuses an order that becomes impossible by it.
    """
    return _correct(work, event_id, on, note, reason, struck=False)


def strike(work: Work, event_id: int, reason: str) -> CaseEvent:
    """Say that something on the line never happened, with the reason; it stays readable.

    Refuses what a stage of the case rests on: its day can be corrected.
    """
    return _correct(work, event_id, None, "", reason, struck=True)


def action_to_correct(kind: str) -> Action:
    """Return what somebody has to be allowed to correct an event: what only those who lead may
    decide, only they correct."""
    return LED.get(kind, permissions.WORK)


def _correct(
    work: Work, event_id: int, on: date | None, note: str, reason: str, *, struck: bool
) -> CaseEvent:
    row = work.session.get(CaseEvent, event_id)
    if row is None or row.corrects_id is not None:
        raise NotFound("There is no such entry on the line of this case.")
    opened = open_case(work, row.case_id, action_to_correct(row.kind))
    reason = checked(reason, "reason", "Say why this is corrected.", longest=500)
    written = lines.written(work.session, opened.id)
    before = standing(written)
    if row.id not in {event.id for event in before}:
        raise Refused("struck", "This entry was struck out. It can no longer be corrected.")
    if struck:
        _check_may_strike(opened, row.kind)
    coming = Event(
        id=COMING,
        kind=row.kind,
        happened_on=on or row.happened_on,
        recorded_at=work.now,
        corrects_id=row.id,
        struck=struck,
    )
    timeline.check(before, standing([*written, coming]), work.today, after_the_end(opened.protocol))
    correction = CaseEvent(
        case_id=opened.id,
        kind=row.kind,
        detail=row.detail,
        happened_on=coming.happened_on,
        note=_with_reason(note, reason),
        recorded_at=work.now,
        recorded_by_id=work.actor.person_id,
        corrects_id=row.id,
        struck=struck,
    )
    work.session.add(correction)
    work.session.flush()
    _follow(opened, row.kind)
    work.record(
        EventCorrected(case_id=opened.id, event_id=correction.id, corrects_id=row.id, struck=struck)
    )
    clocks.follow(opened)
    return correction


def _follow(opened: Open, kind: str) -> None:
    """Let what repeats the line for lists say the same as the line."""
    line = opened.line
    if kind in ENDS | RESUMES | {H.APPEAL_DECIDED.value}:
        _repeat_end(opened)
    if kind == H.TAG_SET and opened.case.safeguarding_since:
        opened.case.safeguarding_since = timeline.last(line, H.TAG_SET)
    if kind == H.ASSIGNED:
        session = opened.work.session
        newest = session.scalars(
            select(CaseAssignment)
            .where(CaseAssignment.case_id == opened.id)
            .order_by(CaseAssignment.seq.desc())
            .limit(1)
        ).one()
        session.add(
            CaseAssignment(
                case_id=opened.id,
                seq=newest.seq + 1,
                person_id=newest.person_id,
                team_id=newest.team_id,
                from_on=timeline.last(line, H.ASSIGNED) or newest.from_on,
                reason="day corrected",
                by_id=opened.work.actor.person_id,
                at=opened.work.now,
            )
        )


def _repeat_end(opened: Open) -> None:
    line = opened.line
    opened.case.ended_on = timeline.ended_on(line)
    opened.case.retain_until = clocks.retain_until(opened, line)
    opened.work.session.flush()


def _check_may_strike(opened: Open, kind: str) -> None:
    kept = {H.REFERRAL_RECEIVED, H.ENTERED, H.ASSIGNED, H.TAG_SET, H.TAG_CLEARED}
    if kind in kept or way.begun_by(kind, opened.protocol) is not None:
        raise Refused(
            "kept",
            f"{words_of(kind)} cannot be struck out, because the case rests on it. "
            "Its day can be corrected.",
        )


def _check_step(opened: Open, detail: str) -> None:
    steps = {step.code for step in opened.protocol.re_engagement_steps}
    if steps and detail not in steps:
        raise Refused("unknown_step", "Choose the step that was taken.", field="detail")


def _with_reason(note: str, reason: str) -> str:
    note = at_most(note, "note", longest=LONGEST_NOTE - 520)
    return f"{note}\nCorrected: {reason}".strip()


def _ordered(events: tuple[Event, ...]) -> tuple[Event, ...]:
    return tuple(sorted((replace(e) for e in events), key=lambda e: (e.happened_on, e.id)))
