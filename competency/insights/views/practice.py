"""One person's practice: a strand on one page, a section on one, the person on one."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from competency.assessments.domain.marks import Hand
from competency.assessments.service import citing
from competency.assessments.service.marking import Saved
from competency.coaching.service import action_reading, notes
from competency.frameworks.domain.structure import Strand
from competency.infra.take_away import as_file
from competency.infra.web import Blueprint, signed_in, work, writes
from competency.insights.forms.citing import CiteForm
from competency.insights.service import practice as service
from competency.insights.service import whole_person
from competency.insights.service.practice import Known
from competency.insights.service.said import Cycle
from competency.insights.views import practice_words as words
from competency.insights.views.timeliness import CLOCKS_HEAD, clock_cells, clock_row
from competency.kernel.errors import Refused

NOTHING_OPEN = (
    "No rating of yours is open in this practice area, so there is nothing to write it into."
)

blueprint = Blueprint("practice", __name__, url_prefix="/practice")


@blueprint.get("/<id:person_id>")
@signed_in
def person(person_id: int) -> str:
    """Show a person's profile by practice area and section."""
    found = whole_person.of_person(work(), person_id)
    subject = found.subject
    return render_template(
        "insights/practice_person.html",
        found=found,
        subject=subject,
        areas=[(area, words.section_rows(found, area)) for area in subject.areas],
        words=words,
        audience=words.audience(subject.name, is_own=subject.is_own),
    )


@blueprint.get("/mine")
@signed_in
def mine() -> BaseResponse:
    """Lead to one's own page."""
    return redirect(url_for("insights.practice.person", person_id=work().actor.person_id))


@blueprint.get("/<id:person_id>/<id:area_id>/strands/<code>")
@signed_in
def strand(person_id: int, area_id: int, code: str) -> str:
    """Show all that is known of one strand."""
    known, found = service.of_strand(work(), person_id, area_id, code)
    return _strand_page(known, found, CiteForm(formdata=None))


@blueprint.post("/<id:person_id>/<id:area_id>/strands/<code>/cite")
@signed_in
@writes
def cite(person_id: int, area_id: int, code: str) -> Any:
    """Write a figure of this page into the reader's own comment on the strand."""
    known, found = service.of_strand(work(), person_id, area_id, code)
    form, cycle = CiteForm(), known.cited_in
    try:
        if cycle is None:
            raise Refused("closed", NOTHING_OPEN)
        words_ = words.citable(known, code).get(form.figure.data or "")
        if words_ is None:
            raise Refused("unknown_figure", "Choose a figure of the list.", field="figure")
        flash(_cited(citing.cite(work(), cycle.appraisal_id, code, words_), code, cycle), "success")
    except Refused as refused:
        form.show(refused)
        return _strand_page(known, found, form), 422
    return redirect(f"/appraisals/{cycle.appraisal_id}/rate/{found.section_code}#{code}")


def _cited(saved: Saved | None, code: str, cycle: Cycle) -> str:
    if saved is None:
        return f"That stands in your comment on {code} already."
    return f"Written into your comment on {code}, in {cycle.title}. Your position is as it was."


def _strand_page(known: Known, found: Strand, form: CiteForm) -> str:
    code, today = found.code, work().today
    return render_template(
        "insights/practice_strand.html",
        known=known,
        strand=found,
        section=known.framework.section(found.section_code),
        glance=words.glance(known, code, today),
        rows=known.entries_of(code),
        may_agree=action_reading.may_write(work(), known.subject.id),
        notes=notes.list_tagged(work(), known.subject.id, known.area_id, code),
        citable=words.citable(known, code) if known.cited_in else {},
        form=form,
        hands=Hand,
        words=words,
        today=today,
        audience=words.audience(known.subject.name, is_own=known.subject.is_own),
    )


@blueprint.get("/<id:person_id>/<id:area_id>/sections/<code>")
@signed_in
def section(person_id: int, area_id: int, code: str) -> str:
    """Show what is known of a section, strand by strand."""
    known, found = service.of_section(work(), person_id, area_id, code)
    return render_template(
        "insights/practice_section.html",
        known=known,
        section=found,
        level=known.level_of(code),
        hands=Hand,
        words=words,
        today=work().today,
        audience=words.audience(known.subject.name, is_own=known.subject.is_own),
    )


@blueprint.get("/<id:person_id>/clocks/<standard>")
@signed_in
def clocks(person_id: int, standard: str) -> str:
    """Show the clocks behind one person's figure of a standard; of cases out of reach no name."""
    found = whole_person.clocks_behind(work(), person_id, standard)
    titles = {standard: found.title}
    return render_template(
        "insights/practice_clocks.html",
        found=found,
        rows=[clock_cells(one, titles) for one in found.rows],
        audience=words.audience(found.subject.name, is_own=found.subject.is_own),
    )


@blueprint.get("/<id:person_id>/clocks/<standard>/last.<table:kind>")
@signed_in
def clocks_file(person_id: int, standard: str, kind: str) -> Response:
    """Give the same clocks as a file."""
    found = whole_person.clocks_behind(work(), person_id, standard)
    return as_file("practice-clocks", CLOCKS_HEAD, map(clock_row, found.rows), kind)
