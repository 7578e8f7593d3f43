"""One person's practice: a strand on one page, a section on one, the person on one."""

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from competency.assessments.domain.marks import Hand
from competency.infra.take_away import as_file
from competency.infra.web import Blueprint, signed_in, work
from competency.insights.service import practice as service
from competency.insights.views import practice_words as words
from competency.insights.views.timeliness import CLOCKS_HEAD, clock_cells, clock_row

blueprint = Blueprint("practice", __name__, url_prefix="/practice")


@blueprint.get("/<id:person_id>")
@signed_in
def person(person_id: int) -> str:
    """Show a person's profile by practice area and section."""
    found = service.of_person(work(), person_id)
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
    return render_template(
        "insights/practice_strand.html",
        known=known,
        strand=found,
        section=known.framework.section(found.section_code),
        glance=words.glance(known, code, work().today),
        rows=known.entries_of(code),
        hands=Hand,
        words=words,
        today=work().today,
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
    found = service.clocks_behind(work(), person_id, standard)
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
    found = service.clocks_behind(work(), person_id, standard)
    return as_file("practice-clocks", CLOCKS_HEAD, map(clock_row, found.rows), kind)
