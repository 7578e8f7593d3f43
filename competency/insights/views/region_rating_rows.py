"""What moved and how ratings differ in a region, in words: rows for pages, files and the chart."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from competency.infra.csv_out import Cell
from competency.insights.domain.regions import Shown
from competency.insights.domain.team_practice import Apart, Moved
from competency.insights.service.region_ratings import RegionRatings
from competency.insights.views.region_rows import KEPT_BACK, first_head, place_rows
from competency.insights.views.team_rows import apart_in_words

V = TypeVar("V", Moved, Apart)

NO_PAIR, NO_CYCLES = "Nothing revealed yet", "Nobody has signed twice"
MOVED_HEAD = ["Up", "The same", "Down", "Strands agreed both times"]
APART_HEAD = [
    "Own rating higher",
    "of these two or more apart",
    "The same",
    "Supervisor’s higher",
    "of these two or more apart ",
    "Both rated",
]


def _moved(one: Moved | None) -> list[Cell]:
    if one is None or not one.both:
        return [KEPT_BACK if one is None else NO_CYCLES, "", "", ""]
    return [one.rose, one.stayed, one.fell, one.both]


def _apart(one: Apart | None) -> list[Cell]:
    if one is None or not one.both:
        return [KEPT_BACK if one is None else NO_PAIR, *[""] * 5]
    return [one.own_higher, one.own_far, one.same, one.theirs_higher, one.theirs_far, one.both]


def moved_by_section(found: RegionRatings) -> list[list[Cell]]:
    """Return what moved, section by section."""
    return [[title, *_moved(one)] for title, one in _sections(found, found.moved)]


def moved_by_place(found: RegionRatings) -> list[list[Cell]]:
    """Return what moved in all sections together, team by team or region by region."""
    return [[name, *_moved(one)] for name, one in place_rows(found.reach, found.moved_in_all)]


def apart_by_section(found: RegionRatings) -> list[list[Cell]]:
    """Return how the own rating stands to the supervisor's, section by section."""
    return [[title, *_apart(one)] for title, one in _sections(found, found.apart)]


def apart_by_place(found: RegionRatings) -> list[list[Cell]]:
    """Return the same of all sections together, team by team or region by region."""
    return [[name, *_apart(one)] for name, one in place_rows(found.reach, found.apart_in_all)]


def _sections(found: RegionRatings, of: Mapping[str, Shown[V]]) -> list[tuple[str, V | None]]:
    return [(section.title, of[section.code].whole) for section in found.framework.sections]


def _drawn(found: RegionRatings) -> dict[str, Apart]:
    """Return the sections that can be shown and in which somebody has both ratings, by title."""
    return {title: one for title, one in _sections(found, found.apart) if one and one.both}


def apart_numbers(found: RegionRatings) -> dict[str, list[Any]]:
    """Return what the chart is drawn from: the sections that are shown; empty for none."""
    shown = _drawn(found)
    if not shown:
        return {}
    return {
        "sections": list(shown),
        "own": [one.own_higher for one in shown.values()],
        "theirs": [one.theirs_higher for one in shown.values()],
        "both": [one.both for one in shown.values()],
    }


def apart_summary(found: RegionRatings) -> str:
    """Return in words what the chart shows; empty where there is nothing to show."""
    return apart_in_words(_drawn(found))


def moved_summary(found: RegionRatings) -> str:
    """Return in words what moved; empty where there is nothing to show."""
    one = found.moved_in_all.whole
    if one is None or not one.both:
        return ""
    return (
        f"Of {one.both:,} strands with an agreed position in both of people’s last two signed "
        f"cycles, {one.rose:,} went up, {one.stayed:,} stayed and {one.fell:,} went down."
    )


Table = Callable[[RegionRatings], tuple[Sequence[str], list[list[Cell]]]]
# Each table of the page by the word in its address, with the head and rows of its file.
TABLES: dict[str, Table] = {
    "moved": lambda found: ([first_head(found.reach), *MOVED_HEAD], moved_by_place(found)),
    "moved-by-section": lambda found: (["Section", *MOVED_HEAD], moved_by_section(found)),
    "apart": lambda found: ([first_head(found.reach), *APART_HEAD], apart_by_place(found)),
    "apart-by-section": lambda found: (["Section", *APART_HEAD], apart_by_section(found)),
}
