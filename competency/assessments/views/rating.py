"""Rating strand by strand: a page for each section, and saving one strand at a time."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for

from competency.assessments.domain.marks import Mark
from competency.assessments.forms import rating as inputs
from competency.assessments.service import rating, reading
from competency.assessments.service.marking import Entry, Overtaken
from competency.assessments.service.reading import Sheet
from competency.assessments.views import strand_rows, words
from competency.assessments.views.beside import evidence_beside
from competency.assessments.views.blueprint import blueprint
from competency.assessments.views.strand_rows import NOTHING_TYPED, Typed
from competency.frameworks.domain.structure import Section
from competency.infra.errors import problem
from competency.infra.formats import clock_time
from competency.infra.web import actor, signed_in, work, writes
from competency.kernel.errors import NotFound, Refused, RefusedEach


@blueprint.get("/appraisals/<id:appraisal_id>/rate/<section>")
@signed_in
def rate(appraisal_id: int, section: str) -> str:
    """Show the strands of a section to rate, or to read where they no longer change."""
    return _page(reading.sheet(work(), appraisal_id), section)


@blueprint.post("/appraisals/<id:appraisal_id>/rate/<section>")
@signed_in
@writes
def rate_submit(appraisal_id: int, section: str) -> Any:
    """Save all strands of the page at once; what is refused stays on the page as it was typed."""
    found = reading.sheet(work(), appraisal_id)
    entries = _entries(found)
    typed = {entry.strand: entry for entry in entries}
    try:
        _save(appraisal_id, entries)
    except RefusedEach as refused:
        return _page(found, section, Typed(typed, refusals=refused.refusals)), 422
    except Overtaken as stale:
        return _page(found, section, Typed(typed, overtaken=stale.strands)), 409
    except Refused as refused:
        return _page(found, section, Typed(typed, refusals={"": refused})), 422
    return redirect(_onward(found, section))


@blueprint.post("/appraisals/<id:appraisal_id>/ratings")
@signed_in
@writes
def save_rating(appraisal_id: int) -> Any:
    """Save one strand, for the script that saves as people go; answers in JSON."""
    entry = inputs.entry_of(request.form, request.form.get("strand", ""))
    try:
        _refuse_unreadable([entry])
        saved = rating.rate(work(), appraisal_id, entry)
    except Overtaken as stale:
        return _overtaken(appraisal_id, stale)
    except RefusedEach as refused:
        first = refused.refusals[entry.strand]
        return problem(422, first.code, first.message, field=first.field)
    except Refused as refused:
        return problem(422, refused.code, refused.message, field=refused.field)
    section, done = entry.strand.partition("-")[0], saved.progress
    counts = {"rated": done.rated, section: done.section_rated} if done else {}
    return jsonify(saved_at=clock_time(saved.at), seq=saved.seq, progress=counts)


def _save(appraisal_id: int, entries: list[Entry]) -> None:
    _refuse_unreadable(entries)
    changed = rating.rate_section(work(), appraisal_id, entries)
    flash(_said(changed), "success")


def _refuse_unreadable(entries: list[Entry]) -> None:
    refusals = inputs.unreadable(entries)
    if refusals:
        raise RefusedEach(refusals)


def _entries(found: Sheet) -> list[Entry]:
    """Return what the page sends; a strand whose button was pressed keeps that answer."""
    keep, theirs = request.form.get("keep"), request.form.get("theirs")
    sent = [entry for entry in inputs.entries_of(request.form) if entry.strand != theirs]
    mark = _to_keep(found, keep or "")
    return [inputs.kept(entry, mark) if mark and entry.strand == keep else entry for entry in sent]


def _to_keep(found: Sheet, strand: str) -> Mark | None:
    return found.again.get(strand) or found.carried.get(strand)


def _onward(found: Sheet, section: str) -> str:
    appraisal_id = found.appraisal.id
    here = url_for("assessments.rate", appraisal_id=appraisal_id, section=section)
    pressed = request.form.get("keep") or request.form.get("theirs")
    if pressed:
        return f"{here}#{pressed}" if found.framework.find_strand(pressed) else here
    if request.form.get("then") != "next":
        return here
    following = _neighbours(found, _section(found, section))[1]
    if following is None:
        return url_for("assessments.submit", appraisal_id=appraisal_id)
    return url_for("assessments.rate", appraisal_id=appraisal_id, section=following.code)


def _page(found: Sheet, code: str, typed: Typed = NOTHING_TYPED) -> str:
    section = _section(found, code)
    before, after = _neighbours(found, section)
    read_only = words.why_read_only(found)
    rows = [] if read_only else strand_rows.rows_of(found, section, work().today, typed)
    return render_template(
        "assessments/rate_read.html" if read_only else "assessments/rate.html",
        sheet=found,
        section=section,
        number=found.framework.sections.index(section) + 1,
        before=before,
        after=after,
        rows=rows,
        beside=None if read_only else evidence_beside(found),
        typed=typed,
        errors=strand_rows.errors_of(rows, typed),
        read_only=read_only,
        labels=words.labels_of(found.framework),
        said=words.said,
        explained=strand_rows.explained,
        audience=words.who_sees_ratings(found),
        owner=actor().person_id,
    )


def _section(found: Sheet, code: str) -> Section:
    for section in found.framework.sections:
        if section.code == code:
            return section
    raise NotFound("This framework has no such section.")


def _neighbours(found: Sheet, section: Section) -> tuple[Section | None, Section | None]:
    sections = found.framework.sections
    here = sections.index(section)
    before = sections[here - 1] if here else None
    return before, sections[here + 1] if here + 1 < len(sections) else None


def _overtaken(appraisal_id: int, stale: Overtaken) -> Any:
    framework = reading.sheet(work(), appraisal_id).framework
    _strand, theirs = next(iter(stale.strands.items()))
    return problem(
        409,
        "stale",
        stale.message,
        theirs={"label": strand_rows.label_of(framework, theirs)},
        seq=theirs.mark.seq,
    )


def _said(changed: int) -> str:
    if not changed:
        return "Nothing had changed, so everything stays as it was."
    return f"Saved: {changed} strand{'' if changed == 1 else 's'}."
