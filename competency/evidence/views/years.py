"""A year of a log: what it adds up to, where it has gaps, and what has no fresh evidence."""

from datetime import date
from typing import Any

from flask import Response, redirect, render_template, request, url_for

from competency.evidence.forms.answering import YearFilter
from competency.evidence.service import years
from competency.evidence.service.years import Year
from competency.evidence.views.blueprint import blueprint
from competency.evidence.views.year_words import CSV_HEAD, csv_rows, parts, said
from competency.frameworks import service as frameworks
from competency.infra.forms import SelectChoice
from competency.infra.take_away import as_file
from competency.infra.web import actor, signed_in, work
from competency.people.service import lookup

FILTERS = ("year", "area", "scheme")
YEARS_OFFERED = 10


@blueprint.get("/me/evidence/year")
@signed_in
def my_year() -> Any:
    """Lead to the reader's own year."""
    return redirect(url_for("evidence.year", person_id=actor().person_id))


@blueprint.get("/people/<id:person_id>/evidence/year")
@signed_in
def year(person_id: int) -> str:
    """Show the figures of a year with their sentence."""
    form = _filters(person_id)
    found = _found(person_id, form)
    is_own = actor().person_id == person_id
    name = lookup.names(work().session, [person_id]).get(person_id, "")
    return render_template(
        "evidence/year.html",
        year=found,
        filters=form,
        person_id=person_id,
        name=name,
        is_own=is_own,
        said=said(found),
        parts=parts(found, frameworks.get_framework(), may_add=is_own),
        area=next(
            str(text) for value, text, *_ in form.area.iter_choices() if value == form.area.data
        ),
        asked={name: form[name].data for name in FILTERS if form[name].data},
    )


@blueprint.get("/people/<id:person_id>/evidence/year.<any(csv, xlsx):kind>")
@signed_in
def year_file(person_id: int, kind: str) -> Response:
    """Give the same figures as a file."""
    form = _filters(person_id)
    found = _found(person_id, form)
    rows = csv_rows(parts(found, frameworks.get_framework(), may_add=False))
    return as_file(f"evidence-{form.year.data}", CSV_HEAD, rows, kind)


def _found(person_id: int, form: YearFilter) -> Year:
    chosen = int(form.year.data)
    return years.year(
        work(),
        person_id,
        date(chosen, 1, 1),
        date(chosen, 12, 31),
        scheme_id=form.scheme.data or None,
        practice_area_id=int(form.area.data) if form.area.data else None,
    )


def _filters(person_id: int) -> YearFilter:
    """Return what the address asks for; what is unknown falls back to this year, all, the first."""
    form = YearFilter(formdata=request.args, meta={"csrf": False})
    newest = work().today.year
    listed = [str(number) for number in range(newest, newest - YEARS_OFFERED, -1)]
    form.year.choices = [SelectChoice(number, number) for number in listed]
    form.area.choices = [
        SelectChoice("", "All practice areas"),
        *(
            SelectChoice(str(area.id), area.name)
            for area in lookup.practice_areas_of(work().session, person_id)
        ),
    ]
    form.scheme.choices = [
        SelectChoice(one.standard.id, one.standard.title) for one in years.schemes()
    ]
    for name in FILTERS:
        field: Any = form[name]
        offered = [choice.value for choice in field.iter_choices()]
        if field.data not in offered:
            field.data = next(iter(offered), "")
    return form
