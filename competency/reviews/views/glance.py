"""Data in a glance: the items by quarters, of the organisation or of one region."""

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template, request

from competency.infra.csv_out import Cell
from competency.infra.take_away import as_file
from competency.infra.web import actor, signed_in, work
from competency.kernel.errors import Refused
from competency.reviews.domain.glance import Line, quarter_words, read_quarter
from competency.reviews.domain.levels import LEVEL_WORDS
from competency.reviews.service import glance as service
from competency.reviews.service.glance import Asked, Board
from competency.reviews.views import glancing
from competency.reviews.views.blueprint import blueprint
from competency.reviews.views.glancing import kept
from competency.reviews.views.places import places

FIRST = ("Section", "Item", "Title")
LAST = ("Change in percentage points", "Change in words")


@blueprint.get("/reviews/glance")
@signed_in
def glance() -> Any:
    """Show the scores that are asked for."""
    try:
        found = service.board(work(), glancing.asked())
    except Refused as refusal:
        return _refused(refusal), 422
    return _page(found)


def _page(found: Board, **more: Any) -> str:
    asked = found.asked
    over_time = glancing.over_quarters(found.over_time, found.drawn)
    typed = {name: request.args.get(name, "").strip() for name in glancing.KEPT}
    return render_template(
        "reviews/glance/glance.html",
        found=found,
        heads=glancing.heads(found.quarters),
        shades=glancing.shades,
        change_words=glancing.change_words,
        latest=glancing.sentence(found.total),
        quarter=quarter_words(asked.quarter),
        level=LEVEL_WORDS[asked.level],
        over_time=over_time,
        chart_head=glancing.CHART_HEAD,
        chart_rows=glancing.chart_rows(over_time),
        quarters=glancing.quarter_choices(asked.quarter),
        levels=glancing.level_choices(),
        typed=typed,
        places=places(actor()),
        kept=kept,
        **more,
    )


def _refused(refusal: Refused) -> str:
    """Show the scores of the organisation with what is wrong with the question."""
    found = service.board(work(), Asked(read_quarter("", work().today)))
    where = refusal.field or refusal.code.removeprefix("unknown_")
    return _page(found, errors=[{"text": refusal.message, "href": f"#{where}"}])


@blueprint.get("/reviews/glance.<table:kind>")
@signed_in
def glance_file(kind: str) -> Response:
    """Give the table as a file."""
    found = service.board(work(), glancing.asked())
    head = [*glancing.file_head(FIRST, glancing.heads(found.quarters)), *LAST]
    return as_file("reviews-in-a-glance", head, _rows(found), kind, about=about(found))


@blueprint.get("/reviews/glance/chart.svg")
@signed_in
def glance_chart() -> Response:
    """Draw what is shown over time."""
    found = service.board(work(), glancing.asked())
    return glancing.draw(glancing.over_quarters(found.over_time, found.drawn))


@blueprint.get("/reviews/glance/chart.<table:kind>")
@signed_in
def glance_chart_file(kind: str) -> Response:
    """Give the numbers behind the picture as a file."""
    found = service.board(work(), glancing.asked())
    rows = glancing.chart_rows(glancing.over_quarters(found.over_time, found.drawn))
    return as_file("reviews-over-time", glancing.CHART_HEAD, rows, kind, about=about(found))


def about(found: Board) -> list[tuple[str, Cell]]:
    """Return whose scores these are, for a workbook."""
    return [
        ("Where", found.place),
        ("Level", LEVEL_WORDS[found.asked.level]),
        ("Until the quarter", quarter_words(found.asked.quarter)),
    ]


def _rows(found: Board) -> Iterator[list[Cell]]:
    for part in found.parts:
        yield _row(part.sum.code, "", part.sum)
        for one in part.items:
            yield _row(part.sum.code, one.code, one)
    yield _row("", "", found.total)


def _row(section: str, item: str, line: Line) -> list[Cell]:
    points = line.change.points if line.change else None
    figures = glancing.figures(line.cells)
    return [section, item, line.title, *figures, points, glancing.change_words(line)]
