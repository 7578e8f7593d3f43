"""A person's appraisals by practice area, and each appraisal's own page."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from competency.assessments.domain.marks import Hand
from competency.assessments.domain.state import RATING, State
from competency.assessments.service import cycles, inviting, moderating, overview, reading
from competency.assessments.service.overview import Line
from competency.assessments.service.reading import Sheet
from competency.assessments.views import words
from competency.assessments.views.blueprint import blueprint
from competency.assessments.views.next_step import next_step
from competency.frameworks import service as frameworks
from competency.frameworks.domain.structure import Strand
from competency.infra.forms import HIDDEN_CHARACTERS
from competency.infra.web import actor, signed_in, work, writes
from competency.people.service import lookup

LONGEST_QUESTION = 200


@blueprint.get("/me/record")
@signed_in
def my_record() -> Any:
    """Lead to the reader's own record."""
    return redirect(url_for("assessments.record", person_id=actor().person_id))


@blueprint.get("/people/<id:person_id>/record")
@signed_in
def record(person_id: int) -> str:
    """Show a person's appraisals by practice area, the running one first."""
    lines = overview.record(work(), person_id)
    return render_template(
        "assessments/record.html",
        person=lookup.get_subject(work().session, person_id),
        own=person_id == actor().person_id,
        areas=_by_area(lines),
        may_start=overview.may_start(work(), person_id),
        step_of=lambda line: overview.next_step(line, actor().person_id),
        tones=words.TONES,
    )


@blueprint.get("/appraisals/<id:appraisal_id>")
@signed_in
def appraisal(appraisal_id: int) -> str:
    """Show where an appraisal stands and what this reader does next."""
    found = reading.sheet(work(), appraisal_id)
    return render_template(
        "assessments/appraisal.html",
        sheet=found,
        step=next_step(found),
        tone=words.TONES[found.state],
        sees=words.who_sees_ratings(found),
        audience=words.who_sees_page(found),
        rating_now=found.state in RATING,
        may_take_back=_may_take_back(found),
        may_invite=inviting.may_invite(work(), found),
        has_record=_has_record(found),
        seconds=moderating.of_sheet(work(), found),
        version=_newer_version(found),
    )


@blueprint.get("/appraisals/<id:appraisal_id>/find")
@signed_in
def find(appraisal_id: int) -> str:
    """Show the strands whose words hold all that was asked for."""
    found = reading.sheet(work(), appraisal_id)
    asked = HIDDEN_CHARACTERS.sub("", request.args.get("q", ""))[:LONGEST_QUESTION].strip()
    labels = words.labels_of(found.framework)
    hits = [
        (strand, words.said(labels, found.mark(found.hand, strand.code)) if found.hand else "")
        for strand in _strands_with(found, asked)
    ]
    return render_template(
        "assessments/find.html",
        sheet=found,
        asked=asked,
        hits=hits,
        audience=words.who_sees_ratings(found),
    )


@blueprint.get("/appraisals/<id:appraisal_id>/take-part")
@signed_in
def take_part(appraisal_id: int) -> Any:
    """Say what it means to take the supervisor's part."""
    found = reading.sheet(work(), appraisal_id)
    if found.hand is not None:
        return redirect(url_for("assessments.appraisal", appraisal_id=appraisal_id))
    return render_template(
        "assessments/take_part.html",
        sheet=found,
        rating_now=found.state in RATING,
        audience=words.who_sees_page(found),
    )


@blueprint.post("/appraisals/<id:appraisal_id>/take-part")
@signed_in
@writes
def take_part_submit(appraisal_id: int) -> Any:
    """Take it."""
    cycles.take_part(work(), appraisal_id)
    flash("The supervisor's part is yours.", "success")
    return redirect(url_for("assessments.appraisal", appraisal_id=appraisal_id))


@blueprint.post("/appraisals/<id:appraisal_id>/move")
@signed_in
@writes
def move_to_newest(appraisal_id: int) -> Any:
    """Move a running appraisal to the newest version of its framework."""
    version = request.form.get("version", "")
    again = cycles.move_to_newest(
        work(), appraisal_id, int(version) if version.isdecimal() and len(version) < 10 else 0
    )
    strands = f"{again} strand{'' if again == 1 else 's'}"
    flash(f"Moved to the newest version. You confirm {strands} again.", "success")
    return redirect(url_for("assessments.appraisal", appraisal_id=appraisal_id))


def _by_area(lines: Sequence[Line]) -> dict[str, dict[str, list[Line]]]:
    """Return the appraisals of each practice area: running, signed and withdrawn ones."""
    areas: dict[str, dict[str, list[Line]]] = {}
    for line in sorted(lines, key=lambda line: line.practice_area):
        groups = areas.setdefault(
            line.practice_area, {"running": [], "signed": [], "withdrawn": []}
        )
        kind = {State.SIGNED: "signed", State.WITHDRAWN: "withdrawn"}.get(line.state, "running")
        groups[kind].append(line)
    return areas


def _strands_with(found: Sheet, asked: str) -> list[Strand]:
    """Return the strands found, best first; a section's or criterion's title finds all of it."""
    codes: dict[str, None] = {}
    for hit in frameworks.search(found.framework, asked):
        if hit.strand_code:
            codes[hit.strand_code] = None
        elif hit.criterion_code:
            codes |= {s.code: None for s in found.framework.criterion(hit.criterion_code).strands}
        else:
            codes |= {s.code: None for s in found.framework.section(hit.section_code).strands}
    return [found.framework.strand(code) for code in codes]


def _may_take_back(found: Sheet) -> bool:
    return (
        found.state in RATING
        and found.hand is not None
        and found.facts.submitted_at(found.hand) is not None
    )


def _has_record(found: Sheet) -> bool:
    """Return whether the person's whole record may be linked: an outside rater has one page."""
    return found.hand is Hand.SELF or bool(actor().grants)


def _newer_version(found: Sheet) -> dict[str, Any] | None:
    """Return the newest framework version and how many own ratings it asks to confirm."""
    if found.state is not State.OPEN or found.hand is None:
        return None
    newest = cycles.newer_version(work(), found.appraisal)
    if newest is None:
        return None
    again = cycles.would_confirm(found.appraisal, newest, found.given[found.hand])
    return {"newest": newest, "again": again}
