"""What came after an action: the sentence first, then what it rests on."""

from collections.abc import Sequence
from typing import Any

from flask import Response, current_app, render_template

from competency.coaching.domain.actions import Ending
from competency.coaching.domain.effect import Effect, Share, Span, Word, interval_words, wilson
from competency.coaching.domain.measures import MeasureKind
from competency.coaching.library import load_supervision_rules
from competency.coaching.service import effect as service
from competency.coaching.service.effect import ActionEffect, Behind, Shown
from competency.coaching.views.blueprint import blueprint
from competency.infra import charts
from competency.infra.csv_out import Cell
from competency.infra.formats import k_of_n, month, plain_day
from competency.infra.take_away import as_file
from competency.infra.web import signed_in, work
from competency.kernel.errors import NotFound
from competency.timeliness.domain import charting
from competency.timeliness.domain.results import Result

TONES = {
    Word.IMPROVED: "good",
    Word.NO_CLEAR_CHANGE: "quiet",
    Word.WORSE: "waiting",
    Word.TOO_FEW: "quiet",
}
CLOCKS_HEAD = ["When", "Case", "Started", "Due", "Done", "Result", "Excused"]
ANSWERS_HEAD = ["When", "Case", "Reviewed on", "Answer"]
BEFORE, AFTER = "Before", "After"
ANSWER_WORDS = {True: "The practice is there", False: "Needs improvement"}


@blueprint.get("/actions/<id:action_id>/effect")
@signed_in
def effect(action_id: int) -> str:
    """Show the measure of an action before and after."""
    shown = service.of_action(work(), action_id)
    found = shown.found
    return render_template(
        "coaching/effect.html",
        shown=shown,
        found=found,
        tone=TONES[found.effect.word] if found.effect else "quiet",
        about=_about(shown),
        rows=_both(found.effect, found) if found.effect else [],
        difference=_difference(found.effect, found),
        adjusted=_adjusted(found),
        chart=_chart_parts(shown),
        is_own=work().actor.person_id == found.action.person_id,
    )


@blueprint.get("/supervision/people/<id:person_id>/effects")
@signed_in
def effects_of(person_id: int) -> str:
    """Show what came after each of somebody's actions that names a measure."""
    name, found = service.of_person(work(), person_id)
    return render_template(
        "coaching/effects_of.html",
        name=name,
        person_id=person_id,
        found=found,
        tones=TONES,
        cautions=service.cautions(),
        is_own=work().actor.person_id == person_id,
    )


@blueprint.get("/actions/<id:action_id>/effect/chart.svg")
@signed_in
def effect_drawing(action_id: int) -> Response:
    """Draw the control chart of the measure."""
    shown = service.of_action(work(), action_id)
    if shown.chart.reason is not None:
        raise NotFound(shown.chart.reason)
    numbers = charting.drawn(shown.chart)
    if shown.agreed_at is not None:
        numbers["moment"] = {"before": shown.agreed_at, "words": "agreed"}
    svg = charts.draw(current_app.extensions["settings"], "p_chart", numbers)
    return Response(svg, mimetype="image/svg+xml")


@blueprint.get("/actions/<id:action_id>/effect/months.<table:kind>")
@signed_in
def effect_months(action_id: int, kind: str) -> Response:
    """Give the measure month by month as a file."""
    shown = service.of_action(work(), action_id)
    if shown.chart.reason is None:
        return as_file("effect-months", charting.HEAD, charting.rows(shown.chart), kind)
    rows = [(charting.month_name(one), one.k, one.n) for one in shown.chart.months]
    return as_file("effect-months", ["Month", "Good", "Of"], rows, kind)


@blueprint.get("/actions/<id:action_id>/effect/counted")
@signed_in
def effect_behind(action_id: int) -> str:
    """Show one by one what was counted before and after."""
    found = service.behind(work(), action_id)
    return render_template(
        "coaching/effect_behind.html",
        behind=found,
        found=found.found,
        is_clocks=found.found.measure.kind is MeasureKind.TIMELINESS,
        is_own=work().actor.person_id == found.found.action.person_id,
        when=_when,
        answer_words=ANSWER_WORDS,
        result=_result,
    )


@blueprint.get("/actions/<id:action_id>/effect/counted.<table:kind>")
@signed_in
def effect_behind_file(action_id: int, kind: str) -> Response:
    """Give the same as a file."""
    found = service.behind(work(), action_id)
    is_clocks = found.found.measure.kind is MeasureKind.TIMELINESS
    head = CLOCKS_HEAD if is_clocks else ANSWERS_HEAD
    return as_file("effect-counted", head, _rows(found), kind)


def _about(shown: Shown) -> list[dict[str, str]]:
    """Return what was agreed, by when, and how it ended."""
    action = shown.found.action
    kinds = load_supervision_rules().coaching
    kind = kinds[action.kind].title if action.kind in kinds else action.kind
    rows = [
        {"key": "What was agreed", "value": action.text},
        {"key": "Kind of coaching", "value": kind},
        {"key": "Whose practice", "value": shown.name},
        {"key": "Who does it", "value": shown.owner},
        {"key": "Agreed on", "value": plain_day(action.agreed_on)},
        {"key": "Due by", "value": plain_day(action.due_on)},
    ]
    if action.strand:
        words = shown.strand.words if shown.strand else action.strand
        rows.insert(2, {"key": "Strand", "value": words})
    if action.ending and action.ended_on:
        words = f"{Ending(action.ending).words}, {plain_day(action.ended_on)}"
        rows.append({"key": "How it ended", "value": words})
    return rows


def _both(effect: Effect, found: ActionEffect) -> list[list[str]]:
    """Return a row for each side: its months, k of n, and how sure the share is."""
    when = found.windows
    if when is None:
        return []
    return [
        [BEFORE, _months(when.before), *_share(effect.before, found)],
        [AFTER, _months(when.after), *_share(effect.after, found)],
    ]


def _share(share: Share, found: ActionEffect) -> tuple[str, str]:
    if not share.n:
        return k_of_n(0, 0), "nothing to say"
    low, high = wilson(share, found.rules.confidence)
    return k_of_n(share.k, share.n), f"{round(100 * low)} % to {round(100 * high)} %"


def _months(span: Span | None) -> str:
    if span is None:
        return "no whole month yet"
    if span.first == span.last:
        return month(span.first)
    return f"{month(span.first)} to {month(span.last)}"


def _difference(effect: Effect | None, found: ActionEffect) -> str:
    if effect is None or effect.difference is None:
        return ""
    return interval_words(effect.difference, found.rules.confidence)


def _adjusted(found: ActionEffect) -> str:
    """Return the same with what was excused or stood still left out, where that differs."""
    one = found.adjusted
    if one is None:
        return ""
    before, after = one.before, one.after
    return f"{before.k} of {before.n} before, {after.k} of {after.n} after: {one.word}"


def _chart_parts(shown: Shown) -> dict[str, Any]:
    """Return a chart's words and table, or why there is none and the months all the same."""
    chart = shown.chart
    if chart.reason is None:
        return {
            "reason": None,
            "summary": charting.summary(chart),
            "head": charting.HEAD,
            "rows": list(charting.rows(chart)),
        }
    rows = [[charting.month_name(one), k_of_n(one.k, one.n)] for one in chart.months]
    return {"reason": chart.reason, "head": ["Month", "Counted"], "rows": rows}


def _rows(found: Behind) -> list[Sequence[Cell]]:
    """Return what was counted as the rows of a file."""
    clocks: list[Sequence[Cell]] = [
        [
            _when(found, one.due_on),
            one.reference or "",
            one.start_on,
            one.due_on,
            one.end_on,
            _result(one),
            "yes" if one.adjusted_state == "excused" else "no",
        ]
        for one in found.clocks
    ]
    answers: list[Sequence[Cell]] = [
        [_when(found, one.on), reference or "", one.on, ANSWER_WORDS[one.is_good]]
        for one, reference in found.answers
    ]
    return [*clocks, *answers]


def _when(found: Behind, day: Any) -> str:
    windows = found.found.windows
    return BEFORE if windows and windows.before.holds(day.replace(day=1)) else AFTER


def _result(clock: Any) -> str:
    words = {Result.MET: "On time", Result.MISSED: "Late"}
    return words.get(clock.state, "Not done yet, late")
