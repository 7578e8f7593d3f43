"""What coaching was followed by, over many actions: by kind of coaching or by measure."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, TypeVar

from flask import Response, render_template, request

from competency.coaching.domain.effect import Word
from competency.coaching.domain.many_effects import Line
from competency.coaching.service import many_effects as service
from competency.coaching.service.many_effects import Asked, Board, By, Place
from competency.coaching.views.blueprint import blueprint
from competency.infra.csv_out import Cell
from competency.infra.take_away import as_file
from competency.infra.web import signed_in, work

Choice = TypeVar("Choice", bound=StrEnum)
BY_WORDS = {By.KIND: "Kind of coaching", By.MEASURE: "Measure"}
PLACE_WORDS = {Place.LINE: "People of my own line", Place.REACH: "All in my reach"}
WORDS = (Word.IMPROVED, Word.NO_CLEAR_CHANGE, Word.WORSE, Word.TOO_FEW)
KEPT_BACK = "Kept back to protect a small group"


@blueprint.get("/coaching/effects")
@signed_in
def many_effects() -> str:
    """Show what the actions that are asked for were followed by."""
    found = service.board(work(), _asked())
    return render_template(
        "coaching/many_effects.html",
        found=found,
        head=_head(found),
        rows=_rows(found),
        by_words=BY_WORDS,
        place_words=PLACE_WORDS,
        kept=_kept(found),
        numeric=range(1, len(WORDS) + 3),
    )


@blueprint.get("/coaching/effects.<table:kind>")
@signed_in
def many_effects_file(kind: str) -> Response:
    """Give the same table as a file."""
    found = service.board(work(), _asked())
    about: list[tuple[str, Cell]] = [
        ("Whose", PLACE_WORDS[found.place]),
        ("Agreed since", found.since),
    ]
    return as_file("coaching-effects", _head(found), _rows(found), kind, about=about)


def _asked() -> Asked:
    return Asked(by=_one_of(By, "by") or By.KIND, place=_one_of(Place, "place"))


def _one_of(kind: type[Choice], name: str) -> Choice | None:
    """Return what the address says, None where that is nothing we know."""
    text = request.args.get(name, "")
    return kind(text) if text in set(kind) else None


def _kept(found: Board) -> dict[str, Any]:
    return {"by": found.by.value, "place": found.place.value}


def _head(found: Board) -> list[str]:
    return [BY_WORDS[found.by], "Actions", "People", *(word.capitalize() for word in WORDS)]


def _rows(found: Board) -> list[Sequence[Cell]]:
    """Return the lines in the order of their words, what is kept back, and all together."""
    table = found.table
    lines = sorted(table.lines, key=lambda one: found.titles[one.group])
    hidden = sorted(found.titles[group] for group in table.kept_back)
    blank = [None] * (len(WORDS) + 1)
    rows: list[Sequence[Cell]] = [_row(found.titles[one.group], one) for one in lines]
    rows += [[name, KEPT_BACK, *blank] for name in hidden]
    return [*rows, _row("All", table.total)] if table.total else rows


def _row(name: str, line: Line) -> Sequence[Cell]:
    return [name, line.actions, line.people, *(line.words[word] for word in WORDS)]
