"""Rows of the lists of cases, and where else one can go from them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import request, url_for

from competency.calendars.domain.working_calendar import WorkingCalendar
from competency.cases.queries.lists import DueRow
from competency.cases.views.ways import form_for, is_there, measured
from competency.cases.views.words import days_left
from competency.frameworks.domain.kinds.case_management_protocol import CaseManagementProtocol
from competency.kernel.actor import Actor, Role
from competency.kernel.values import Value

LEADS = {Role.SUPERVISOR, Role.MANAGER}
WORKS = {Role.CASE_MANAGER, *LEADS}
# Page, its words, and the roles that come for it.
PLACES = (
    ("cases.mine", "My cases", {Role.CASE_MANAGER}),
    ("cases.team", "The team's cases", {*WORKS, Role.QUALITY_SPECIALIST}),
    ("cases.new", "Log a referral", WORKS),
    ("cases.meeting", "The weekly meeting", LEADS),
    ("insights.timeliness.board", "How work stands in time", {*WORKS, Role.QUALITY_SPECIALIST}),
    ("reviews.mine", "Case reviews", {*WORKS, Role.QUALITY_SPECIALIST}),
    ("cases.hand_over_whose", "Hand over cases", LEADS),
    ("cases.safeguarding", "Concerns", {*LEADS, Role.SAFEGUARDING_LEAD}),
    ("cases.send_cases", "Take cases in from a file", {Role.MANAGER, Role.ADMINISTRATOR}),
    ("cases.disposals", "Disposal", {Role.MANAGER, Role.ADMINISTRATOR}),
    ("cases.settings", "Settings", {Role.ADMINISTRATOR}),
)


class DueLine(Value):
    """One thing that is due: where it is done, in which case, and which clock it stops."""

    row: DueRow
    what: str
    limit: str
    left: str
    href: str


def due_lines(
    rows: Iterable[DueRow],
    protocol: CaseManagementProtocol,
    today: date,
    calendar: WorkingCalendar,
) -> list[DueLine]:
    """Return what is due with the form that does it."""
    known = measured(protocol)
    return [
        DueLine(
            row,
            known[row.standard].title,
            known[row.standard].limit,
            days_left(row.due_on, today, calendar),
            form_for(row.case_id, known[row.standard].ends, protocol),
        )
        for row in rows
        if row.standard in known
    ]


def places(actor: Actor) -> list[dict[str, Any]]:
    """Return the other lists that the actor comes for."""
    held = {grant.role for grant in actor.grants}
    return [
        {"text": text, "href": url_for(endpoint), "here": request.endpoint == endpoint}
        for endpoint, text, roles in PLACES
        if held & roles and is_there(endpoint)
    ]
