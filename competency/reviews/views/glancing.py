"""What the pages of scores share: what an address asks for, cells, files and the picture."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from flask import Response, current_app, request

from competency.infra import charts
from competency.infra.csv_out import Cell
from competency.infra.formats import k_of_n
from competency.infra.web import work
from competency.kernel.errors import NotFound, Refused
from competency.kernel.values import Value
from competency.reviews.domain.calendar import quarter_of
from competency.reviews.domain.glance import (
    Cells,
    Line,
    quarter_code,
    quarter_short,
    quarter_words,
    quarters_until,
    read_quarter,
)
from competency.reviews.domain.levels import LEVEL_WORDS, Level
from competency.reviews.domain.over_time import Moment, OverTime
from competency.reviews.domain.scores import Score
from competency.reviews.service.glance import Asked

KEPT = ("quarter", "level", "region", "section", "item")
KEPT_BACK, NO_ANSWER, FEW = "kept back", "no answer", "few"
CHOICES = 12  # quarters to choose from
NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
CHART_HEAD = ("When", "Good", "Of", "Not applicable")


class Shade(Value):
    """A cell of the heat table: its step (None has no colour), number, word, and what is beside."""

    step: int | None
    number: str
    word: str
    beside: str


def asked(**given: str) -> Asked:
    """Return what the address asks for; refuses what is no quarter or level, raises NotFound."""
    text = {name: request.args.get(name, "").strip() for name in KEPT} | given
    if text["region"] and not NUMBER.fullmatch(text["region"]):
        raise NotFound("There is no such region.")
    return Asked(
        quarter=read_quarter(text["quarter"], work().today),
        level=asked_level(),
        region_id=int(text["region"]) if text["region"] else None,
        section=text["section"],
        item=text["item"],
    )


def asked_level() -> Level:
    """Return the level that is asked for, by default the first; refuses another word."""
    text = request.args.get("level", "").strip()
    if text and text not in set(Level):
        raise Refused("unknown_level", "Choose a level of the list.", field="level")
    return Level(text or Level.FIRST)


def kept(**changes: str) -> dict[str, Any]:
    """Return the address's own questions, with some of them changed, for links onwards."""
    found = {name: request.args.get(name, "").strip() for name in KEPT}
    return {name: value for name, value in (found | changes).items() if value}


def quarter_choices(chosen: date) -> list[tuple[str, str]]:
    """Return code and words of the quarters to choose from, the newest first."""
    several = {*quarters_until(quarter_of(work().today), CHOICES), chosen}
    return [(quarter_code(one), quarter_words(one)) for one in sorted(several, reverse=True)]


def level_choices() -> list[tuple[str, str]]:
    """Return code and words of the levels."""
    return [(level.value, words) for level, words in LEVEL_WORDS.items()]


def heads(quarters: Sequence[date]) -> list[str]:
    """Return the heads of the columns; the quarter that is not over says so."""
    this = quarter_of(work().today)
    return [quarter_short(one) + (", so far" if one == this else "") for one in quarters]


def shade(score: Score | None) -> Shade:
    """Return a score as a cell shows it: k of n always, a share only of enough answers."""
    if score is None:
        return Shade(None, KEPT_BACK, "", "")
    beside = f"{score.beside:,} not applicable" if score.beside else ""
    if not score.n:
        return Shade(None, NO_ANSWER, "", beside)
    number = f"{score.k:,} of {score.n:,}"
    if not score.says_enough:
        return Shade(None, number, FEW, beside)
    return Shade(score.step, number, f"{score.percent} %", beside)


def shades(cells: Cells) -> list[Shade]:
    """Return scores as cells."""
    return [shade(one) for one in cells]


def change_words(line: Line) -> str:
    """Return the change of a line in words; where one is kept back, that."""
    return line.change.words if line.change else KEPT_BACK.capitalize()


def file_head(first: Sequence[str], heads: Iterable[str]) -> list[str]:
    """Return the titles of a file's columns: of each quarter, good, of and not applicable."""
    each = [f"{head}: {what}" for head in heads for what in ("good", "of", "not applicable")]
    return [*first, *each]


def figures(cells: Cells) -> Iterator[Cell]:
    """Yield the three numbers of each score as a file has them."""
    for one in cells:
        yield from (KEPT_BACK,) * 3 if one is None else (one.k, one.n, one.beside)


def over_quarters(line: Line, quarters: Sequence[date]) -> OverTime:
    """Return the scores of quarters as they are drawn."""
    return OverTime(
        [
            Moment(quarter_words(at), quarter_short(at).replace(" 20", "\n20"), score)
            for at, score in zip(quarters, line.cells, strict=True)
        ]
    )


def chart_rows(found: OverTime) -> list[list[Cell]]:
    """Return the numbers behind a picture."""
    return [
        [one.name, *((KEPT_BACK,) * 3 if one.score is None else one.score)] for one in found.moments
    ]


def draw(found: OverTime) -> Response:
    """Return the picture as SVG; there is none where there is too little to go on."""
    if found.reason is not None:
        raise NotFound(found.reason)
    svg = charts.draw(current_app.extensions["settings"], "scores", found.drawn)
    return Response(svg, mimetype="image/svg+xml")


def sentence(line: Line) -> str:
    """Return the latest score of a line in words."""
    score = line.cells[-1]
    return k_of_n(score.k, score.n) if score is not None else KEPT_BACK
