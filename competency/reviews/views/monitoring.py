"""What is missing of a month, who was told, and when it came."""

from typing import Any

from flask import Response, render_template, request

from competency.infra.csv_out import Cell
from competency.infra.formats import k_of_n, moment
from competency.infra.take_away import as_file
from competency.infra.web import actor, signed_in, work
from competency.kernel.actor import Role
from competency.kernel.clock import london_date
from competency.kernel.errors import Forbidden
from competency.reviews.domain.calendar import month_words, months_before
from competency.reviews.domain.levels import LEVEL_WORDS, STATE_WORDS, Level, State
from competency.reviews.forms.listing import MONITORED, MonthAndLevelForm, written
from competency.reviews.service import monitoring as service
from competency.reviews.service import rules
from competency.reviews.service.monitoring import Line, Monitored
from competency.reviews.views.blueprint import blueprint
from competency.reviews.views.places import OFFICE, asked_month, places

HEAD = ["Case", "Reviewer", "Supervisor", "State", "Was due", "Told", "Came on"]


@blueprint.get("/reviews/monitoring")
@signed_in
def monitoring() -> str:
    """Show how many reviews of a month are complete, and each that was not in time."""
    found = _found()
    months = service.months(work())
    data = {"month": written(found.month), "level": found.level.value}
    return render_template(
        "reviews/month/monitoring.html",
        found=found,
        filters=MonthAndLevelForm(formdata=None, data=data).offering(months),
        kept=data,
        named=month_words(found.month),
        complete=k_of_n(found.complete, found.all),
        level=LEVEL_WORDS[found.level],
        states=STATE_WORDS,
        is_early=work().today < found.monitored_on,
        places=places(actor()),
    )


@blueprint.get("/reviews/monitoring.<any(csv, xlsx):kind>")
@signed_in
def monitoring_file(kind: str) -> Response:
    """Give the same reviews as a file."""
    found = _found()
    name = f"reviews-missing-{written(found.month)}-{found.level.value}"
    return as_file(name, HEAD, [_cells(line) for line in found.lines], kind)


def _found() -> Monitored:
    """Return what the address asks for; by itself the first level of the month monitored last."""
    roles = {grant.role for grant in actor().grants}
    if not roles & {*OFFICE, Role.CENTRAL_OFFICE}:
        raise Forbidden("Your role does not include this.")
    today = work().today
    this = today.replace(day=1)
    ready = service.monitored_on(rules.dates_of(this), Level.FIRST) <= today
    level = {one.value: one for one in MONITORED}.get(request.args.get("level", ""), Level.FIRST)
    return service.monitor(work(), asked_month(this if ready else months_before(this, 1)[0]), level)


def _cells(line: Line) -> list[Cell]:
    row: Any = line.review
    return [
        line.reference,
        line.reviewer,
        line.supervisor,
        STATE_WORDS[State(row.state)],
        row.due_on,
        "; ".join(f"{one.name}, {moment(one.at)}" for one in line.told),
        london_date(line.came_at) if line.came_at else None,
    ]
