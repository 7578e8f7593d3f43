"""My cases: what is due today, this week, what is late, and then all of them."""

from typing import Any

from flask import redirect, render_template, request, url_for

from competency.calendars.service.closures import working_calendar
from competency.cases.queries.lists import PAGE
from competency.cases.service import listing
from competency.cases.service.listing import MyCases
from competency.cases.service.loading import get_protocol
from competency.cases.views.blueprint import blueprint
from competency.cases.views.rows import WORKS, DueLine, due_lines, places
from competency.infra.asking import asked_page, pages_of
from competency.infra.web import actor, signed_in, work
from competency.kernel.actor import Role
from competency.people.service import lookup


@blueprint.get("/cases")
@signed_in
def mine() -> Any:
    """Show what is due in one's own cases, then the cases."""
    asked, page = work(), asked_page()
    found = listing.my_cases(asked, page=page)
    if not found.count and not actor().has(Role.CASE_MANAGER) and not request.args:
        return redirect(url_for("cases.team"))
    protocol = get_protocol()
    return render_template(
        "cases/mine.html",
        found=found,
        groups=_groups(found),
        page=page,
        pages=pages_of(found.count, PAGE),
        areas=lookup.practice_area_names(asked.session),
        routes={route.code: route.title for route in protocol.routes},
        places=places(asked.actor),
        may_log=any(asked.actor.has(role) for role in WORKS),
        today=asked.today,
    )


def _groups(found: MyCases) -> list[tuple[str, list[DueLine]]]:
    """Return what is due in the order of a morning: today, this week, late."""
    today = work().today
    rows = [*found.today, *found.week, *found.late]
    lines = due_lines(rows, get_protocol(), today, working_calendar(work().session))
    return [
        ("Due today", [line for line in lines if line.row.due_on == today]),
        ("Due this week", [line for line in lines if line.row.due_on > today]),
        ("Late", [line for line in lines if line.row.due_on < today]),
    ]
