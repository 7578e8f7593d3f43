"""Lists of entries: one's own log, that of somebody in one's line, and what waits."""

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from flask import Response, render_template, request

from competency.evidence.domain.entry import Kind, hours_text
from competency.evidence.domain.state import State
from competency.evidence.forms.answering import STATES, LogFilter
from competency.evidence.forms.writing import strand_choices
from competency.evidence.service import reading
from competency.evidence.service.reading import Line, Log
from competency.evidence.views.blueprint import blueprint
from competency.frameworks import service as frameworks
from competency.infra.asking import asked_page
from competency.infra.csv_out import Cell
from competency.infra.formats import plural
from competency.infra.forms import SelectChoice
from competency.infra.take_away import as_file
from competency.infra.web import actor, signed_in, work
from competency.people.service import lookup

FILTERS = ("state", "kind", "year", "strand")
YEARS_OFFERED = 10
HEAD = ("Title", "Kind", "First day", "Last day", "Hours", "Strands", "State")


@blueprint.get("/evidence")
@signed_in
def log() -> str:
    """Show one's own log."""
    return _page(actor().person_id or 0)


@blueprint.get("/evidence.<any(csv, xlsx):ending>")
@signed_in
def log_file(ending: str) -> Response:
    """Give the same entries as a file."""
    return _file(actor().person_id or 0, ending)


@blueprint.get("/people/<id:person_id>/evidence")
@signed_in
def log_of(person_id: int) -> str:
    """Show what somebody in one's line has shared."""
    return _page(person_id)


@blueprint.get("/people/<id:person_id>/evidence.<any(csv, xlsx):ending>")
@signed_in
def log_of_file(person_id: int, ending: str) -> Response:
    """Give the same entries as a file."""
    return _file(person_id, ending)


@blueprint.get("/evidence/waiting")
@signed_in
def waiting() -> str:
    """Show the shared entries that wait for the reader's decision."""
    found = reading.waiting(work())
    names = lookup.names(work().session, [line.person_id for line in found])
    return render_template(
        "evidence/waiting.html", lines=found, names=names, waiting=reading.count_waiting(work())
    )


def _page(person_id: int) -> str:
    form = _filters()
    found = _found(person_id, form, page=asked_page())
    asked = {name: form[name].data for name in FILTERS if form[name].data}
    return render_template(
        "evidence/log.html",
        log=found,
        filters=form,
        said=_said(found, asked),
        asked=asked,
        address=f"?{urlencode(asked)}{'&' if asked else ''}page=",
        states=STATES,
        hours_text=hours_text,
        waiting=reading.count_waiting(work()) if found.is_own else 0,
    )


def _file(person_id: int, ending: str) -> Response:
    found = _found(person_id, _filters(), whole_list=True)
    return as_file("evidence", HEAD, [_cells(line) for line in found.lines], ending)


def _found(person_id: int, form: LogFilter, *, page: int = 1, whole_list: bool = False) -> Log:
    year = int(form.year.data) if form.year.data else None
    return reading.log(
        work(),
        person_id,
        page=page,
        first=date(year, 1, 1) if year else None,
        last=date(year, 12, 31) if year else None,
        state=State(form.state.data) if form.state.data else None,
        kind=Kind(form.kind.data) if form.kind.data else None,
        strand=form.strand.data or "",
        whole_list=whole_list,
    )


def _filters() -> LogFilter:
    """Return what the address asks for; it may be typed by hand, so what is unknown is dropped."""
    form = LogFilter(formdata=request.args, meta={"csrf": False})
    newest = work().today.year
    form.year.choices = [
        SelectChoice("", "Any year"),
        *(SelectChoice(str(year), str(year)) for year in range(newest, newest - YEARS_OFFERED, -1)),
    ]
    form.strand.choices = strand_choices(frameworks.get_framework(), "Any strand")
    for name in FILTERS:
        field: Any = form[name]
        if field.data not in [choice.value for choice in field.iter_choices()]:
            field.data = ""
    return form


def _cells(line: Line) -> list[Cell]:
    return [
        line.title,
        line.kind.words,
        line.starts_on,
        line.ends_on or line.starts_on,
        Decimal(hours_text(line.hours)),
        " ".join(line.strands),
        STATES[line.state],
    ]


def _said(found: Log, asked: dict[str, str]) -> str:
    total = sum(found.counts.values())
    if asked:
        return f"{found.found:,} of {plural(total, 'entry', 'entries')}"
    return plural(total, "entry", "entries")
