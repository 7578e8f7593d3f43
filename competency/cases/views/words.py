"""What the pages of cases say of days, clocks, and what happened."""

from collections import Counter
from datetime import date

from competency.calendars.domain.working_calendar import (
    WEEKEND,
    OutsideCalendar,
    Skipped,
    WorkingCalendar,
)
from competency.cases.domain.kinds import Happened
from competency.cases.service.reading import ClockLine
from competency.cases.views.ways import Measured
from competency.frameworks.domain.kinds.case_management_protocol import CaseManagementProtocol
from competency.infra.formats import day, plain_day, plural, sentence_list

H = Happened
STATES = {
    "met": ("In time", "good"),
    "missed": ("Late", "late"),
    "invalid": ("Fault in the dates", "waiting"),
    "not_applicable": ("Ended with the case", "quiet"),
}


def days_left(due: date, today: date, calendar: WorkingCalendar) -> str:
    """Return how far away a due date is, in working days: `in 3 working days`, `due today`."""
    if due == today:
        return "due today"
    try:
        if due > today:
            left = calendar.working_days_between(today, due)
            return f"in {plural(left, 'working day')}" if left else "before the next working day"
        late = calendar.working_days_between(due, today)
        return f"{plural(late, 'working day')} late" if late else "late since the weekend"
    except OutsideCalendar:
        away = abs((due - today).days)
        return f"in {plural(away, 'day')}" if due > today else f"{plural(away, 'day')} late"


def why_this_date(line: ClockLine, what: Measured, calendar: WorkingCalendar) -> str:
    """Return how a due date came about: its start, its limit, and the days that do not count."""
    began = f"Began on {day(line.start_on)}; the limit is {what.limit}"
    if not what.in_working_days:
        return f"{began}. Every day counts."
    try:
        skipped = calendar.skipped_between(line.start_on, line.due_on)
    except OutsideCalendar as outside:
        return f"{began}. {outside.message}"
    if not skipped:
        return f"{began}. No day between was left out."
    return f"{began}. Not counted: {sentence_list(_left_out(skipped))}."


def detail_words(kind: str, detail: str, protocol: CaseManagementProtocol) -> str:
    """Return what stands behind an event's code, as the protocol names it; else nothing."""
    parts = {
        H.CONSENT_GIVEN: protocol.consents,
        H.CONSENT_WITHDRAWN: protocol.consents,
        H.ROUTED: protocol.routes,
        H.REFUSED: protocol.criteria,
        H.APPEAL_DECIDED: protocol.appeal_outcomes,
        H.RE_ENGAGEMENT_STEP: protocol.re_engagement_steps,
        H.ESCALATED: protocol.escalations,
        H.CLOSURE_ASKED: protocol.reasons,
        H.CLOSED: protocol.reasons,
        H.FOLLOW_UP: protocol.follow_ups,
        H.CONTACT: (*protocol.contact_parties, *protocol.contact_ways),
    }.get(H(kind) if kind in set(H) else H.NOTED, ())
    return next((part.title for part in parts if part.code == detail), "")


def _left_out(skipped: tuple[Skipped, ...]) -> list[str]:
    weekends = Counter(one.kind for one in skipped)[WEEKEND]
    said = [plural(weekends, "day of weekends", "days of weekends")] if weekends else []
    named = (one for one in skipped if one.kind != WEEKEND)
    return said + [f"{plain_day(one.day)} ({one.why})" for one in named]
