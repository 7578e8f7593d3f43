"""One item in a glance: region by region, over time, and the reviews behind a number."""

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template, request, url_for

from competency.infra.asking import asked_page, pages_of
from competency.infra.csv_out import Cell
from competency.infra.formats import short_day
from competency.infra.take_away import as_file
from competency.infra.web import signed_in, work
from competency.kernel.errors import NotFound, Refused
from competency.reviews.domain.glance import Line, quarter_code, quarter_words
from competency.reviews.domain.levels import LEVEL_WORDS, Answer
from competency.reviews.service import glance as service
from competency.reviews.service.glance import PAGE, Asked, Found, OneItem
from competency.reviews.service.rules import get_instrument
from competency.reviews.views import glancing
from competency.reviews.views.blueprint import blueprint
from competency.reviews.views.glancing import kept

BEHIND_HEAD = ("Case", "Region", "Submitted", "Answer")
LAST = ("Change in percentage points", "Change in words")


@blueprint.get("/reviews/glance/<item>")
@signed_in
def glance_item(item: str) -> str:
    """Show an item in every region, over time, and what lies behind it in one's own."""
    asked, page = _asked(item), asked_page()
    found = service.one_item(work(), asked)
    behind = _behind(found, page)
    over_time = glancing.over_quarters(found.over_time, found.drawn)
    return render_template(
        "reviews/glance/item.html",
        found=found,
        heads=glancing.heads(found.quarters),
        shades=glancing.shades,
        change_words=glancing.change_words,
        quarter=quarter_words(asked.quarter),
        level=LEVEL_WORDS[asked.level],
        over_time=over_time,
        chart_head=glancing.CHART_HEAD,
        chart_rows=glancing.chart_rows(over_time),
        quarters=glancing.quarter_choices(asked.quarter),
        levels=glancing.level_choices(),
        behind=behind,
        behind_of=lambda region, line: _links(found, region, line),
        behind_head=BEHIND_HEAD,
        answer=_answer(),
        answers=_labels(item),
        page=page,
        pages=pages_of(behind.count, PAGE) if behind else 1,
        kept=_kept,
    )


@blueprint.get("/reviews/glance/<item>/regions.<table:kind>")
@signed_in
def glance_item_file(item: str, kind: str) -> Response:
    """Give the table of regions as a file."""
    found = service.one_item(work(), _asked(item))
    head = [*glancing.file_head(("Region",), glancing.heads(found.quarters)), *LAST]
    return as_file(f"reviews-{found.item.code}-by-region", head, _rows(found), kind)


@blueprint.get("/reviews/glance/<item>/chart.svg")
@signed_in
def glance_item_chart(item: str) -> Response:
    """Draw the item over time."""
    found = service.one_item(work(), _asked(item))
    return glancing.draw(glancing.over_quarters(found.over_time, found.drawn))


@blueprint.get("/reviews/glance/<item>/behind.<table:kind>")
@signed_in
def glance_behind_file(item: str, kind: str) -> Response:
    """Give all reviews behind a number as a file."""
    asked = _asked(item)
    found = service.behind(work(), asked, _answer(), page=None)
    labels = _labels(item)
    rows = (
        [one.reference, one.region, short_day(one.submitted_at), labels[one.answer]]
        for one in found.rows
    )
    return as_file(f"reviews-behind-{asked.item}", BEHIND_HEAD, rows, kind)


def _asked(item: str) -> Asked:
    try:
        get_instrument().item(item)
    except Refused:
        raise NotFound("The instrument has no such item.") from None
    return glancing.asked(item=item, section="")


def _answer() -> Answer | None:
    text = request.args.get("answer", "").strip()
    if text and text not in set(Answer):
        raise Refused("unknown_answer", "Choose an answer of the list.", field="answer")
    return Answer(text) if text else None


def _behind(found: OneItem, page: int) -> Found | None:
    """Return what lies behind the number, None where that is another region's to see."""
    region = found.asked.region_id
    if not found.own or (region is not None and region not in found.own):
        return None
    return service.behind(work(), found.asked, _answer(), page=page)


def _labels(item: str) -> dict[str, str]:
    instrument = get_instrument()
    return {one.code: one.label for one in instrument.scale_of(instrument.item(item)).answers}


def _kept(**changes: str) -> dict[str, Any]:
    """Return the address's own questions for links onwards; the item is in the path."""
    given = {"answer": request.args.get("answer", "").strip()} | kept(section="", item="")
    return {name: value for name, value in (given | changes).items() if value}


def _links(found: OneItem, region: int, line: Line) -> list[str]:
    """Return for each number of a region where the reviews behind it are, if one may see them."""
    open_ones = region in found.own
    return [
        url_for(
            "reviews.glance_item",
            item=found.item.code,
            **_kept(region=str(region), quarter=quarter_code(quarter)),
            _anchor="behind",
        )
        if open_ones and score is not None and score.n + score.beside
        else ""
        for quarter, score in zip(found.quarters, line.cells, strict=True)
    ]


def _rows(found: OneItem) -> Iterator[list[Cell]]:
    for line in [*(one for _, one in found.lines), found.whole]:
        points = line.change.points if line.change else None
        figures = glancing.figures(line.cells)
        yield [line.title, *figures, points, glancing.change_words(line)]
