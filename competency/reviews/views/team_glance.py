"""What the reviews of one's own team found in three months."""

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template, request

from competency.infra.csv_out import Cell
from competency.infra.formats import month
from competency.infra.take_away import as_file
from competency.infra.web import actor, signed_in, work
from competency.kernel.errors import Refused
from competency.reviews.domain.glance import Line
from competency.reviews.domain.levels import LEVEL_WORDS
from competency.reviews.domain.over_time import TOO_FEW_REVIEWS, Moment, OverTime
from competency.reviews.domain.scores import together
from competency.reviews.service import team_glance as service
from competency.reviews.service.team_glance import TeamGlance
from competency.reviews.views import glancing
from competency.reviews.views.blueprint import blueprint
from competency.reviews.views.places import places

FIRST = ("Section", "Item", "Title")
ALL = "All three months"


@blueprint.get("/reviews/team")
@signed_in
def team_glance() -> Any:
    """Show the own team's scores."""
    try:
        return _page(_found())
    except Refused as refusal:
        errors = [{"text": refusal.message, "href": f"#{refusal.field or 'section'}"}]
        return _page(service.team(work()), errors=errors), 422


def _page(found: TeamGlance, **more: Any) -> str:
    over_time = _over_time(found)
    return render_template(
        "reviews/glance/team.html",
        found=found,
        heads=_heads(found),
        shades=_shades,
        level=LEVEL_WORDS[found.level],
        levels=glancing.level_choices(),
        over_time=over_time,
        chart_head=glancing.CHART_HEAD,
        chart_rows=glancing.chart_rows(over_time),
        kept=_kept(),
        places=places(actor()),
        **more,
    )


@blueprint.get("/reviews/team.<table:kind>")
@signed_in
def team_glance_file(kind: str) -> Response:
    """Give the table as a file."""
    found = _found()
    return as_file("team-in-a-glance", glancing.file_head(FIRST, _heads(found)), _rows(found), kind)


@blueprint.get("/reviews/team/chart.svg")
@signed_in
def team_glance_chart() -> Response:
    """Draw the own team's months."""
    return glancing.draw(_over_time(_found()))


def _found() -> TeamGlance:
    return service.team(work(), glancing.asked_level(), request.args.get("section", "").strip())


def _kept() -> dict[str, str]:
    given = {name: request.args.get(name, "").strip() for name in ("level", "section")}
    return {name: value for name, value in given.items() if value}


def _heads(found: TeamGlance) -> list[str]:
    this = work().today.replace(day=1)
    return [*(month(one) + (", so far" if one == this else "") for one in found.months), ALL]


def _shades(line: Line) -> list[glancing.Shade]:
    return glancing.shades((*line.cells, together(line.cells)))


def _over_time(found: TeamGlance) -> OverTime:
    """Return the months as they are drawn; a month of too few reviews has no point."""
    return OverTime(
        [
            Moment(month(at), month(at).replace(" ", "\n"), score, enough)
            for at, score, enough in zip(
                found.months, found.total.cells, found.has_enough, strict=True
            )
        ],
        TOO_FEW_REVIEWS,
    )


def _rows(found: TeamGlance) -> Iterator[list[Cell]]:
    for part in found.parts:
        yield _row(part.sum.code, "", part.sum)
        for one in part.items:
            yield _row(part.sum.code, one.code, one)
    yield _row("", "", found.total)


def _row(section: str, item: str, line: Line) -> list[Cell]:
    return [section, item, line.title, *glancing.figures((*line.cells, together(line.cells)))]
