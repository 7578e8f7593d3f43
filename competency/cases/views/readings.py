"""Readings of the instruments: each item asked, the score and its band shown, and what moved."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.cases import permissions
from competency.cases.domain import instruments
from competency.cases.forms.assessing import ReadingForm, reading_form
from competency.cases.queries.whole import Paper
from competency.cases.service import assessing, reading
from competency.cases.service.reading import Whole
from competency.cases.views.blueprint import blueprint
from competency.cases.views.one_case import to_work_on
from competency.frameworks.domain.kinds.case_management_protocol import Band, Instrument
from competency.infra.carrying_out import allowed
from competency.infra.forms import tidy
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import NotFound
from competency.kernel.values import Value

SHOWN = 6  # readings side by side; the older ones stay on the line of time
TONES = {"better": "good", "the same": "quiet", "worse": "late"}


class ItemLine(Value):
    """One item over the readings, the newest first, and how it moved last."""

    text: str
    answers: Sequence[str]
    moved: str


class Readings(Value):
    """The readings of one instrument, the newest first."""

    instrument: Instrument
    days: Sequence[date]
    newest: Paper | None
    band: Band | None
    scores: Sequence[str]
    items: Sequence[ItemLine]


@blueprint.get("/cases/<id:case_id>/readings")
@signed_in
def readings(case_id: int) -> str:
    """Show every instrument that is for this client, with its readings."""
    found = reading.whole_case(work(), case_id)
    return render_template(
        "cases/readings.html",
        head=found.head,
        shown=[_readings(found, one) for one in _for_client(found)],
        tones=TONES,
        may_work=found.may[permissions.WORK] and not found.head.stage.is_end,
    )


@blueprint.get("/cases/<id:case_id>/readings/<instrument>")
@signed_in
def take_reading(case_id: int, instrument: str) -> str:
    """Ask the items of an instrument."""
    found = to_work_on(case_id)
    wanted = _wanted(found, instrument)
    form = reading_form(wanted, formdata=None, data={"happened_on": work().today})
    return _page(found, wanted, form)


@blueprint.post("/cases/<id:case_id>/readings/<instrument>")
@signed_in
@writes
def take_reading_submit(case_id: int, instrument: str) -> Any:
    """Keep the answers, and show what they come to."""
    found = to_work_on(case_id)
    wanted = _wanted(found, instrument)
    form = reading_form(wanted)
    whole, answers = form.validate(), form.answers(wanted)
    for code, refused in instruments.refusals(wanted, answers).items():
        form[code].errors = [refused.message]
        whole = False
    if not whole or not allowed(
        form,
        lambda: assessing.read_instrument(work(), case_id, instrument, form.day(), answers),
    ):
        return _page(found, wanted, form), 422
    flash(f"Recorded: {wanted.title}.", "success")
    return redirect(url_for("cases.readings", case_id=case_id, _anchor=wanted.code))


def _for_client(found: Whole) -> list[Instrument]:
    """Return the instruments for this client, and those that were read although they are not."""
    read = {paper.code for paper in found.papers.get("reading", ())}
    rules = {"everyone", *found.applies}
    return [one for one in found.protocol.instruments if one.applies in rules or one.code in read]


def _wanted(found: Whole, code: str) -> Instrument:
    wanted = next((one for one in found.protocol.instruments if one.code == code), None)
    if wanted is None:
        raise NotFound("There is no such instrument.")
    return wanted


def _readings(found: Whole, instrument: Instrument) -> Readings:
    days = {event.id: event.happened_on for event in found.line}
    papers = [one for one in found.papers.get("reading", ()) if one.code == instrument.code]
    papers = sorted(papers, key=lambda one: (days[one.event_id or 0], one.id), reverse=True)[:SHOWN]
    answers = [json.loads(paper.text) for paper in papers]
    labels = {band.code: band for band in instrument.bands}
    return Readings(
        instrument=instrument,
        days=[days[paper.event_id or 0] for paper in papers],
        newest=papers[0] if papers else None,
        band=labels.get(papers[0].other) if papers else None,
        scores=[
            f"{paper.number}, {labels[paper.other].label.lower()}"
            for paper in papers
            if paper.number is not None and paper.other in labels
        ],
        items=[
            ItemLine(
                item.text,
                [_said(item, one.get(item.code)) for one in answers],
                _moved(item, answers),
            )
            for item in instrument.items
        ],
    )


def _said(item: Any, value: int | None) -> str:
    if value is None:
        return "Not asked"
    return next((one.label for one in item.answers if one.value == value), str(value))


def _moved(item: Any, answers: Sequence[dict[str, int]]) -> str:
    if len(answers) < 2 or item.code not in answers[0] or item.code not in answers[1]:
        return ""
    return instruments.change(item, answers[1][item.code], answers[0][item.code]).value


def _page(found: Whole, instrument: Instrument, form: ReadingForm) -> str:
    return render_template(
        "cases/reading.html",
        head=found.head,
        form=form,
        instrument=instrument,
        hints={item.code: _hint(item) for item in instrument.items},
    )


def _hint(item: Any) -> str:
    if item.answers:
        return ""
    ends = f"{item.allowed[0]}: {item.low}. {item.allowed[-1]}: {item.high}." if item.low else ""
    unit = f"{item.unit[:1].upper()}{item.unit[1:]}." if item.unit else ""
    return tidy(f"{unit} {ends}") or ""
