"""Pages of strands to rate, wherever a rating is given: in an appraisal, or as a second rating."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from competency.assessments.domain.marks import Mark
from competency.assessments.forms import rating as inputs
from competency.assessments.service.marking import Entry, Overtaken, Saved
from competency.assessments.service.reading import Sheet
from competency.assessments.views import strand_rows, words
from competency.assessments.views.beside import casework_beside, evidence_beside
from competency.assessments.views.strand_rows import NOTHING_TYPED, Typed
from competency.frameworks.domain.structure import CompetencyFramework, Section, Strand
from competency.infra.errors import problem
from competency.infra.formats import clock_time
from competency.infra.slots import StrandLine
from competency.infra.web import actor, work
from competency.kernel.errors import NotFound, Refused, RefusedEach
from competency.kernel.values import Value


class Place(Value, kw_only=True):
    """Where a rating is given: the sheet as its rater may see it, and where its pages are.

    `name` is what its own page is called in the way back to it.
    `endpoints` names the pages home, rate, save, save_strand, submit and strand, and find where
    there is one; `read_only` says why nothing can be rated, None where it can.
    """

    sheet: Sheet
    name: str
    endpoints: Mapping[str, str]
    arguments: Mapping[str, int]
    audience: str
    read_only: str | None
    has_evidence: bool = False

    def to(self, page: str, **more: str) -> str:
        """Return the address of a page of this rating."""
        values: dict[str, Any] = {**self.arguments, **more}
        return url_for(self.endpoints[page], **values)

    @property
    def unrated(self) -> list[tuple[Section, list[Strand]]]:
        """Return the rater's unrated strands by section."""
        hand = self.sheet.hand
        if hand is None:
            return []
        left = [
            (section, [s for s in section.strands if not self.sheet.mark(hand, s.code).is_closed])
            for section in self.sheet.framework.sections
        ]
        return [(section, strands) for section, strands in left if strands]


def show(place: Place, code: str, typed: Typed = NOTHING_TYPED) -> str:
    """Return the page of a section, to rate or to read."""
    found, section = place.sheet, section_of(place.sheet, code)
    before, after = _neighbours(found, section)
    may_rate = place.read_only is None
    rows = strand_rows.rows_of(found, section, work().today, typed) if may_rate else []
    return render_template(
        "assessments/rate.html" if may_rate else "assessments/rate_read.html",
        place=place,
        sheet=found,
        section=section,
        number=found.framework.sections.index(section) + 1,
        before=before,
        after=after,
        rows=rows,
        beside=evidence_beside(found) if may_rate and place.has_evidence else None,
        casework=_casework(place, section) if may_rate else {},
        typed=typed,
        errors=strand_rows.errors_of(rows, typed),
        read_only=place.read_only,
        labels=words.labels_of(found.framework),
        said=words.said,
        explained=strand_rows.explained,
        audience=place.audience,
        owner=actor().person_id,
    )


def save_section(place: Place, section: str, save: Callable[[list[Entry]], int]) -> Any:
    """Save all strands of the page at once; what is refused stays on the page as it was typed."""
    entries = _entries(place.sheet)
    typed = {entry.strand: entry for entry in entries}
    try:
        _refuse_unreadable(entries)
        flash(_said(save(entries)), "success")
    except RefusedEach as refused:
        return show(place, section, Typed(typed, refusals=refused.refusals)), 422
    except Overtaken as stale:
        return show(place, section, Typed(typed, overtaken=stale.strands)), 409
    except Refused as refused:
        return show(place, section, Typed(typed, refusals={"": refused})), 422
    return redirect(_onward(place, section))


def save_strand(
    save: Callable[[Entry], Saved], framework: Callable[[], CompetencyFramework]
) -> Any:
    """Save one strand, for the script that saves as people go; answers in JSON."""
    entry = inputs.entry_of(request.form, request.form.get("strand", ""))
    try:
        _refuse_unreadable([entry])
        saved = save(entry)
    except Overtaken as stale:
        return _overtaken(framework(), stale)
    except RefusedEach as refused:
        first = refused.refusals[entry.strand]
        return problem(422, first.code, first.message, field=first.field)
    except Refused as refused:
        return problem(422, refused.code, refused.message, field=refused.field)
    section, done = entry.strand.partition("-")[0], saved.progress
    counts = {"rated": done.rated, section: done.section_rated} if done else {}
    return {"saved_at": clock_time(saved.at), "seq": saved.seq, "progress": counts}


def _casework(place: Place, section: Section) -> Mapping[str, StrandLine]:
    if not place.has_evidence:  # a second rater is blind to all but the appraisal
        return {}
    return casework_beside(place.sheet, [strand.code for strand in section.strands])


def section_of(found: Sheet, code: str) -> Section:
    """Return a section of the sheet's framework; raises NotFound for an unknown one."""
    for section in found.framework.sections:
        if section.code == code:
            return section
    raise NotFound("This framework has no such section.")


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


def _onward(place: Place, section: str) -> str:
    found = place.sheet
    here = place.to("rate", section=section)
    pressed = request.form.get("keep") or request.form.get("theirs")
    if pressed:
        return f"{here}#{pressed}" if found.framework.find_strand(pressed) else here
    if request.form.get("then") != "next":
        return here
    following = _neighbours(found, section_of(found, section))[1]
    if following is None:
        return place.to("submit")
    return place.to("rate", section=following.code)


def _neighbours(found: Sheet, section: Section) -> tuple[Section | None, Section | None]:
    sections = found.framework.sections
    here = sections.index(section)
    before = sections[here - 1] if here else None
    return before, sections[here + 1] if here + 1 < len(sections) else None


def _overtaken(framework: CompetencyFramework, stale: Overtaken) -> Any:
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
