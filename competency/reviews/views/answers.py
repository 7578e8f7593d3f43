"""Answering a section: a page for each, and saving one item at a time."""

from collections.abc import Mapping
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for

from competency.frameworks.domain.kinds.case_review_instrument import AnswerChoice, Item
from competency.infra.errors import problem
from competency.infra.formats import clock_time, moment
from competency.infra.web import actor, now, signed_in, work, writes
from competency.kernel.clock import london_date
from competency.kernel.errors import NotFound, Refused
from competency.kernel.values import Value, field
from competency.reviews import permissions
from competency.reviews.domain.completeness import Progress, SectionProgress
from competency.reviews.domain.levels import State
from competency.reviews.forms import answers as inputs
from competency.reviews.models import ReviewAnswer
from competency.reviews.service import answering, reading
from competency.reviews.service.answering import AnsweredMeanwhile, Entry
from competency.reviews.service.reading import Page
from competency.reviews.views import words
from competency.reviews.views.blueprint import blueprint


class Typed(Value):
    """What was sent and not saved: the entries, why, and what somebody else saved meanwhile."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    refusals: Mapping[str, Refused] = field(default_factory=dict)
    overtaken: Mapping[str, ReviewAnswer] = field(default_factory=dict)


class Row(Value, kw_only=True):
    """One item as the page shows it; `proposed` is the answer that the dates propose, in words."""

    item: Item
    choices: tuple[AnswerChoice, ...]
    answer: str
    narrative: str
    seq: int
    suggested: str
    proposed: str
    dates: list[str]
    confirmed: bool
    lacks: bool
    saved_at: str
    error: str
    overtaken: str


@blueprint.get("/reviews/<id:review_id>/section/<code>")
@signed_in
def section(review_id: int, code: str) -> str:
    """Show the items of a section to answer, or to read where they no longer change."""
    return _page(reading.page(work(), review_id, permissions.READ), code, Typed())


@blueprint.post("/reviews/<id:review_id>/section/<code>")
@signed_in
@writes
def section_submit(review_id: int, code: str) -> Any:
    """Save all items of the page at once; what is refused stays on the page as it was typed."""
    found = reading.page(work(), review_id, permissions.WORK)
    entries = _entries(found)
    failed = _save(review_id, entries)
    if failed.refusals or failed.overtaken:
        return _page(found, code, failed), 409 if failed.overtaken else 422
    return redirect(_onward(reading.page(work(), review_id), code))


@blueprint.post("/reviews/<id:review_id>/answers")
@signed_in
@writes
def save_answer(review_id: int) -> Any:
    """Save one item, for the script that saves as people go; answers in JSON."""
    entry = inputs.entry_of(request.form, request.form.get("strand", ""))
    try:
        for refused in inputs.unreadable([entry]).values():
            raise refused
        saved = answering.answer(work(), review_id, entry)
    except AnsweredMeanwhile as stale:
        said = ", ".join(text for _, text in stale.theirs.facts)
        theirs = {"label": f"{stale.theirs.by}: {said}"}
        return problem(409, "stale", stale.message, theirs=theirs, seq=stale.row.version or 0)
    except Refused as refused:
        return problem(422, refused.code, refused.message, field=refused.field)
    counts = {"answered": saved.progress.answered, "applicable": saved.progress.applicable}
    counts |= {one.section.code: one.answered for one in saved.progress.sections}
    return jsonify(saved_at=clock_time(saved.at), seq=saved.version, progress=counts)


def _save(review_id: int, entries: list[Entry]) -> Typed:
    refusals = dict(inputs.unreadable(entries))
    overtaken: dict[str, ReviewAnswer] = {}
    for entry in entries:
        if entry.item in refusals:
            continue
        try:
            answering.answer(work(), review_id, entry)
        except AnsweredMeanwhile as stale:
            overtaken[entry.item] = stale.row
        except Refused as refused:
            refusals[entry.item] = refused
    return Typed({entry.item: entry for entry in entries}, refusals, overtaken)


def _entries(found: Page) -> list[Entry]:
    """Return what the page sends; an item whose button was pressed takes what the dates say."""
    keep, theirs = request.form.get("keep"), request.form.get("theirs")
    sent = [one for one in inputs.entries_of(request.form) if one.item != theirs]
    row = found.sheet.rows.get(keep or "")
    if row is None or not row.suggested:
        return sent
    return [
        Entry(item=e.item, answer=row.suggested, narrative=e.narrative, version=e.version)
        if e.item == keep
        else e
        for e in sent
    ]


def _onward(found: Page, code: str) -> str:
    here = url_for("reviews.section", review_id=found.id, code=code)
    pressed = request.form.get("keep") or request.form.get("theirs")
    if pressed in {item.code for item in found.sheet.items}:
        return f"{here}#{pressed}"
    if request.form.get("then") != "next":
        return here
    progress = found.sheet.progress
    opened = _opened(progress, code)
    if opened:
        flash(f"By your answers, this applies as well: {', '.join(opened)}.", "success")
        return f"{here}#{opened[0]}"
    following = _neighbours(progress, code)[1]
    if following is None:
        return url_for("reviews.submit", review_id=found.id)
    return url_for("reviews.section", review_id=found.id, code=following.section.code)


def _opened(progress: Progress, code: str) -> list[str]:
    """Return the items of the section that apply and were not on the page that was sent."""
    part = _part(progress, code)
    shown = {entry.item for entry in inputs.entries_of(request.form)}
    return [item.code for item in part.items if item.code not in shown]


def _page(found: Page, code: str, typed: Typed) -> str:
    progress = found.sheet.progress
    part = _part(progress, code)
    before, after = _neighbours(progress, code)
    is_open = found.state is State.STARTED and found.may[permissions.WORK]
    rows = [_row(found, part, item, typed) for item in part.items]
    return render_template(
        "reviews/doing/section.html" if is_open else "reviews/doing/section_read.html",
        page=found,
        part=part,
        rows=rows,
        progress=progress,
        before=before,
        after=after,
        errors=_errors(rows, typed),
        label_of=words.label_of,
        instrument=found.sheet.instrument,
        owner=actor().person_id,
        audience=words.who_sees(found),
    )


def _row(found: Page, part: SectionProgress, item: Item, typed: Typed) -> Row:
    instrument = found.sheet.instrument
    row, sent = found.sheet.rows.get(item.code), typed.entries.get(item.code)
    theirs, refused = typed.overtaken.get(item.code), typed.refusals.get(item.code)
    suggested = row.suggested if row else ""
    return Row(
        item=item,
        choices=instrument.scale_of(item).answers,
        answer=sent.answer if sent else row.answer if row else "",
        narrative=sent.narrative if sent else row.narrative if row else "",
        seq=theirs.version or 0 if theirs else sent.version if sent else row.version if row else 0,
        suggested=suggested,
        proposed=words.label_of(instrument, item.code, suggested) if suggested else "",
        dates=words.dates_of(row),
        confirmed=bool(row and row.confirmed),
        lacks=item.code in part.narratives,
        saved_at=_saved_at(row) if row and not sent and (row.answer or row.narrative) else "",
        error=refused.message if refused else "",
        overtaken=_in_words(found, theirs) if theirs else "",
    )


def _in_words(found: Page, theirs: ReviewAnswer) -> str:
    said = words.label_of(found.sheet.instrument, theirs.item or "", theirs.answer)
    return f"{said}, “{theirs.narrative}”" if theirs.narrative else said


def _saved_at(row: ReviewAnswer) -> str:
    is_today = london_date(row.at) == london_date(now())
    return clock_time(row.at) if is_today else f"on {moment(row.at)}"


def _errors(rows: list[Row], typed: Typed) -> list[dict[str, str]]:
    shown = {row.item.code for row in rows}
    found = [{"text": r.message} for code, r in typed.refusals.items() if code not in shown]
    for row in rows:
        code = row.item.code
        if row.error:
            found.append({"text": f"{code}: {row.error}", "href": f"#{code}"})
        elif row.overtaken:
            text = f"{code} was changed meanwhile; both versions are shown"
            found.append({"text": text, "href": f"#{code}"})
    return found


def _part(progress: Progress, code: str) -> SectionProgress:
    for one in progress.sections:
        if one.section.code == code:
            return one
    raise NotFound("This section does not apply to this case.")


def _neighbours(
    progress: Progress, code: str
) -> tuple[SectionProgress | None, SectionProgress | None]:
    parts = progress.sections
    here = next((n for n, one in enumerate(parts) if one.section.code == code), 0)
    return parts[here - 1] if here else None, parts[here + 1] if here + 1 < len(parts) else None
