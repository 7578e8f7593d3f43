"""Concerns: to whom they went, the clock of an incident's form, and the safeguarding tag."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from competency.calendars.service.closures import working_calendar
from competency.cases import permissions
from competency.cases.domain.kinds import Happened
from competency.cases.domain.writing import at_most, checked
from competency.cases.events import ConcernEscalated, EscalationFollowed, TagChanged
from competency.cases.models import CaseEscalation
from competency.cases.service import recording
from competency.cases.service.loading import Open, open_case
from competency.frameworks.domain.kinds.case_management_protocol import (
    EscalationKind,
    clock_of,
)
from competency.infra.work import Work
from competency.kernel.clock import london_date
from competency.kernel.errors import NotFound, Refused
from competency.timeliness.domain.due import due_after

H = Happened
SEPARATOR = ","


def escalate(
    work: Work,
    case_id: int,
    kind: str,
    what: str,
    *,
    known_at: datetime,
    told: Sequence[str],
    done: str = "",
) -> CaseEscalation:
    """Record a concern, what was seen and done, and who was told, and return it.

    A safeguarding concern sets the tag. An incident's form is due 48 hours after it was known.
    Refuses a moment that has not come, and a concern that the first in line was not told of.
    """
    opened = open_case(work, case_id, permissions.ESCALATE)
    found = opened.protocol.escalation(kind)
    if known_at > work.now:
        raise Refused("future", "This moment has not come yet.", field="known_at")
    for recipient in told:
        opened.protocol.recipient(recipient)
    if found.tell and found.tell[0] not in told:
        first = opened.protocol.recipient(found.tell[0]).title
        raise Refused("tell_first", f"{first}: tell them first, then record it.", field="told")
    on = london_date(known_at)
    event = recording.write(opened, H.ESCALATED, on, detail=found.code)
    row = CaseEscalation(
        case_id=case_id,
        event_id=event.id,
        kind=found.code,
        is_safeguarding=found.tags_case,
        what=checked(what, "what", "Say what was seen or said."),
        done=at_most(done, "done"),
        to_whom=SEPARATOR.join(dict.fromkeys(told)),
        known_at=known_at,
        form_due_at=_form_due(opened, found, known_at),
        form_sent_at=None,
    )
    work.session.add(row)
    work.session.flush()
    if row.form_due_at is not None:
        recording.write(opened, H.INCIDENT_KNOWN, on)
    if found.tags_case and opened.case.safeguarding_since is None:
        _set_tag(opened, on, found.title)
    work.record(ConcernEscalated(case_id=case_id, escalation_id=row.id, kind=found.code))
    return row


def tell(work: Work, escalation_id: int, recipient: str, version: int) -> CaseEscalation:
    """Record that somebody else was told of a concern, and return it."""
    row, opened = _escalation(work, escalation_id, version)
    opened.protocol.recipient(recipient)
    if recipient in told_of(row):
        raise Refused("told_already", "They were told already.", field="recipient")
    row.to_whom = SEPARATOR.join((*told_of(row), recipient))
    work.session.flush()
    work.record(EscalationFollowed(case_id=row.case_id, escalation_id=row.id, step="told"))
    return row


def send_form(work: Work, escalation_id: int, at: datetime, version: int) -> CaseEscalation:
    """Record when the form of an incident was sent, and return the concern.

    Refuses a concern without a form, a second sending, and a moment before the incident.
    """
    row, opened = _escalation(work, escalation_id, version)
    if row.form_due_at is None:
        raise Refused("no_form", "This kind of concern has no form to send.")
    if row.form_sent_at is not None:
        raise Refused("sent_already", "The form was sent already.")
    if at > work.now or at < row.known_at:
        raise Refused(
            "wrong_order", "Enter a moment between the incident and now.", field="sent_at"
        )
    row.form_sent_at = at
    work.session.flush()
    recording.write(opened, H.INCIDENT_REPORTED, london_date(at))
    work.record(EscalationFollowed(case_id=row.case_id, escalation_id=row.id, step="form"))
    return row


def set_tag(work: Work, case_id: int, on: date, reason: str) -> None:
    """Set the safeguarding tag of a case, with the reason; it is on every page of the case."""
    opened = open_case(work, case_id, permissions.ESCALATE)
    if opened.case.safeguarding_since is not None:
        raise Refused("there_already", "The safeguarding tag is set already.")
    _set_tag(opened, on, checked(reason, "reason", "Say why the tag is set.", longest=1_000))


def clear_tag(work: Work, case_id: int, on: date, reason: str) -> None:
    """Clear the safeguarding tag, with the reason; for those who lead."""
    opened = open_case(work, case_id, permissions.CLEAR_TAG)
    if opened.case.safeguarding_since is None:
        raise Refused("no_tag", "There is no safeguarding tag on this case.")
    reason = checked(reason, "reason", "Say why the tag is no longer needed.", longest=1_000)
    recording.write(opened, H.TAG_CLEARED, on, note=reason)
    opened.case.safeguarding_since = None
    work.session.flush()
    work.record(TagChanged(case_id=case_id, is_set=False))


def told_of(row: CaseEscalation | Row[Any]) -> tuple[str, ...]:
    """Return the codes of those who were told of a concern (row or object)."""
    return tuple(code for code in row.to_whom.split(SEPARATOR) if code)


def _set_tag(opened: Open, on: date, reason: str) -> None:
    recording.write(opened, H.TAG_SET, on, note=reason)
    opened.case.safeguarding_since = on
    opened.work.session.flush()
    opened.work.record(TagChanged(case_id=opened.id, is_set=True))


def _form_due(opened: Open, kind: EscalationKind, known_at: datetime) -> datetime | None:
    if kind.deadline is None:
        return None
    deadline = clock_of(opened.protocol.deadline(kind.deadline))
    due = due_after(deadline, known_at, working_calendar(opened.work.session))
    return due if isinstance(due, datetime) else None


def _escalation(work: Work, escalation_id: int, version: int) -> tuple[CaseEscalation, Open]:
    row = work.session.get(CaseEscalation, escalation_id)
    if row is None:
        raise NotFound("There is no such concern.")
    opened = open_case(work, row.case_id, permissions.ESCALATE)
    work.session.refresh(row)
    if row.version != version:
        raise Refused("changed", "Somebody added to this concern meanwhile. Look at it again.")
    return row, opened
