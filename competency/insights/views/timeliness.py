"""How work stands in time: by month, standard and team, and what lies behind each figure."""

from collections.abc import Iterator
from typing import Any

from flask import Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from competency.infra import charts
from competency.infra.asking import asked_page, pages_of
from competency.infra.csv_out import Cell
from competency.infra.formats import month
from competency.infra.take_away import as_file
from competency.infra.web import Blueprint, actor, signed_in, work
from competency.insights.domain.standing import months_on
from competency.insights.service import standing as service
from competency.insights.service.standing import PAGE, REGION, TEAM, Asked, Board
from competency.insights.views.asking import KEPT, asked, asked_result, kept
from competency.insights.views.figures import (
    BESIDE,
    RESULT_WORDS,
    STARTED,
    Cells,
    cells,
    file_head,
    head,
    row,
)
from competency.kernel.errors import NotFound, Refused
from competency.timeliness.domain import charting
from competency.timeliness.domain.limits import limit_in_words
from competency.timeliness.domain.p_chart import PChart
from competency.timeliness.domain.rates import Rates
from competency.timeliness.domain.results import Result
from competency.timeliness.service.standards import get_standards

blueprint = Blueprint("timeliness", __name__, url_prefix="/timeliness")

BY = ("month", "standard", "team")
CLOCKS_HEAD = ["Case", "Standard", "Turn", "Started", "Due", "Done", "Result", "Adjusted"]


@blueprint.get("")
@signed_in
def board() -> Any:
    """Show the figures of the teams that are asked for."""
    try:
        found = service.board(work(), asked())
    except Refused as refusal:
        return _refused(refusal), 422
    return _page(found)


def _page(found: Board, **more: Any) -> str:
    tables = {by: list(_cells(found, by)) for by in BY}
    return render_template(
        "insights/timeliness.html",
        found=found,
        heads={by: head(_beside(found, by)) for by in BY},
        tables=tables,
        total=cells(
            "All",
            found.total,
            behind={} if found.is_open else None,
            beside=_beside(found, "standard"),
        ),
        chart=chart_parts(found.chart),
        places=_places(found),
        typed=_typed(found),
        kept=kept(),
        own=actor().person_id,
        **more,
    )


def _refused(refusal: Refused) -> str:
    """Show the figures of everything in reach with what is wrong with the question."""
    found = service.board(work(), Asked())
    return _page(found, errors=[{"text": refusal.message, "href": f"#{refusal.field}"}])


@blueprint.get("/by-<any(month, standard, team):by>.<table:kind>")
@signed_in
def board_file(by: str, kind: str) -> Response:
    """Give one of the tables as a file."""
    found = service.board(work(), asked())
    beside = _beside(found, by)
    titles = [by.capitalize(), *file_head(beside)]
    rows = (row(name, figures, beside) for name, figures, _ in _rows(found, by))
    return as_file(f"timeliness-by-{by}", titles, rows, kind, about=_about(found))


@blueprint.get("/chart.svg")
@signed_in
def drawing() -> Response:
    """Draw the control chart."""
    return draw_chart(service.board(work(), asked()).chart)


@blueprint.get("/chart.<table:kind>")
@signed_in
def chart_file(kind: str) -> Response:
    """Give the numbers behind the control chart as a file."""
    found = service.board(work(), asked())
    rows = charting.rows(found.chart)
    return as_file("timeliness-chart", charting.HEAD, rows, kind, about=_about(found))


@blueprint.get("/mine")
@signed_in
def mine() -> BaseResponse:
    """Lead to one's own figures."""
    return redirect(url_for("insights.timeliness.person", person_id=work().actor.person_id))


@blueprint.get("/people/<id:person_id>")
@signed_in
def person(person_id: int) -> str:
    """Show one person's own figures: the last twenty that were due, and the last year."""
    asked_work = work()
    found = service.person(asked_work, person_id)
    titles = {one.code: one.title for one in found.standards}
    behind = None
    return render_template(
        "insights/own_timeliness.html",
        found=found,
        is_own=person_id == asked_work.actor.person_id,
        head=head(STARTED),
        rows=[
            cells(f"{code} {titles[code]}", rates, behind=behind)
            for code, rates in found.by_standard.items()
        ],
        total=cells("All", found.total, behind=behind),
        last=[clock_cells(one, titles) for one in found.last],
        chart=chart_parts(found.chart),
    )


@blueprint.get("/people/<id:person_id>/chart.svg")
@signed_in
def person_drawing(person_id: int) -> Response:
    """Draw one person's control chart."""
    return draw_chart(service.person(work(), person_id).chart)


@blueprint.get("/people/<id:person_id>/last.<table:kind>")
@signed_in
def person_file(person_id: int, kind: str) -> Response:
    """Give the last that were due as a file."""
    found = service.person(work(), person_id)
    return as_file("timeliness-last-due", CLOCKS_HEAD, map(clock_row, found.last), kind)


@blueprint.get("/clocks")
@signed_in
def clocks() -> str:
    """Show the clocks behind a figure, of the cases that may be seen."""
    wanted, result, page = asked(), asked_result(), asked_page()
    rows, count, title = service.behind(work(), wanted, result, page=page)
    result_args = {"result": result.value} if result else {}
    return render_template(
        "insights/clocks.html",
        rows=[clock_cells(one, _titles()) for one in rows],
        count=count,
        title=title,
        result=RESULT_WORDS[result][0] if result else "",
        standard=_titles().get(wanted.standard, ""),
        page=page,
        pages=pages_of(count, PAGE),
        kept={**kept(), **result_args},
        back=kept(),
    )


@blueprint.get("/clocks.<table:kind>")
@signed_in
def clocks_file(kind: str) -> Response:
    """Give the same clocks, all of them, as a file."""
    rows, _, _ = service.behind(work(), asked(), asked_result(), page=None)
    return as_file("timeliness-clocks", CLOCKS_HEAD, map(clock_row, rows), kind)


def draw_chart(chart: PChart) -> Response:
    """Return a chart as SVG; there is none where it has too little to go on."""
    if chart.reason is not None:
        raise NotFound(chart.reason)
    svg = charts.draw(current_app.extensions["settings"], "p_chart", charting.drawn(chart))
    return Response(svg, mimetype="image/svg+xml")


def chart_parts(chart: PChart) -> dict[str, Any]:
    """Return a chart's words and table, or why there is none."""
    if chart.reason is not None:
        return {"reason": chart.reason}
    return {
        "reason": None,
        "summary": charting.summary(chart),
        "head": charting.HEAD,
        "rows": list(charting.rows(chart)),
    }


def clock_cells(clock: Any, titles: dict[str, str]) -> dict[str, Any]:
    """Return a clock as a list shows it."""
    today = work().today
    adjusted = service.adjusted_of(clock, today)
    return {
        "clock": clock,
        "title": titles.get(clock.standard, clock.standard),
        "result": RESULT_WORDS[service.result_of(clock, today)],
        "adjusted": RESULT_WORDS[adjusted][0] if adjusted else "Excused",
    }


def clock_row(clock: Any) -> list[Cell]:
    today = work().today
    adjusted = service.adjusted_of(clock, today)
    return [
        clock.reference,
        clock.standard,
        clock.sequence,
        clock.start_on,
        clock.due_on,
        clock.end_on,
        RESULT_WORDS[service.result_of(clock, today)][0],
        RESULT_WORDS[adjusted][0] if adjusted else "Excused",
    ]


def _titles() -> dict[str, str]:
    return {one.code: one.title for one in get_standards().standards}


def _rows(found: Board, by: str) -> Iterator[tuple[str, Rates | None, dict[str, str]]]:
    """Yield each row of a table: its name, its figures, and what narrows the question to it."""
    if by == "month":
        for first, figures in found.months.items():
            text = f"{first:%Y-%m}"
            yield month(first), figures, {"first": text, "last": text}
    elif by == "standard":
        for one in found.standards:
            if one.code in found.by_standard:
                name = f"{one.code} {one.title} ({limit_in_words(one)})"
                yield name, found.by_standard[one.code], {"standard": one.code}
    else:
        for place, known in found.teams:
            yield place.team, known, {"place": f"{TEAM}-{place.team_id}"}


def _cells(found: Board, by: str) -> Iterator[Cells]:
    open_teams = {f"{TEAM}-{place.team_id}" for place in found.places if place.is_open}
    for name, figures, narrower in _rows(found, by):
        may = narrower["place"] in open_teams if by == "team" else found.is_open
        href = url_for("insights.timeliness.board", **kept(**narrower)) if by != "month" else ""
        behind = narrower if may else None
        yield cells(name, figures, href=href, behind=behind, beside=_beside(found, by))


def _beside(found: Board, by: str) -> tuple[Result, ...]:
    """Return what is counted beside the rate: what has not started for one team's standards."""
    whole = by == "standard" and found.team_id is not None and found.is_open
    return BESIDE if whole else STARTED


def _places(found: Board) -> list[tuple[str, str]]:
    """Return what can be chosen: everything, each region, each team."""
    if len(found.places) < 2:
        return []
    regions = {place.region_id: place.region for place in found.places}
    several = [(f"{REGION}-{id_}", f"{name} (region)") for id_, name in regions.items()]
    teams = [(f"{TEAM}-{place.team_id}", place.team) for place in found.places]
    return [("", "All teams in your reach"), *(several if len(several) > 1 else []), *teams]


def _typed(found: Board) -> dict[str, str]:
    given = {name: request.args.get(name, "") for name in KEPT}
    given["first"] = given["first"] or f"{found.period.first:%Y-%m}"
    given["last"] = given["last"] or f"{found.period.last:%Y-%m}"
    return given


def _about(found: Board) -> list[tuple[str, Cell]]:
    last = months_on(found.period.last, 1)
    return [
        ("Whose", found.title),
        ("Standard", found.asked.standard or "all"),
        ("Due from", found.period.first),
        ("Due before", last),
    ]
