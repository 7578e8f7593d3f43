"""A region's figures in words: rows that the pages and their files both print."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from competency.infra.csv_out import Cell
from competency.infra.formats import k_of_n
from competency.insights.domain.caseload import Range, spread
from competency.insights.domain.regions import Middle, Share, Shown
from competency.insights.service.regions import (
    Reach,
    RegionCasework,
    RegionPractice,
    RegionTraining,
)
from competency.insights.views.team_rows import short_code
from competency.reviews.domain.glance import quarter_short
from competency.timeliness.domain.rates import Rates
from competency.training.domain.tally import Tally

V = TypeVar("V")
KEPT_BACK = "Kept back"
TOGETHER = "All together"
NOBODY = "nobody"


class Square(NamedTuple):
    """A section of a team: its step (0 to 6), short word, label and on how many strands it rests.

    `step` is None where nothing is known or it is kept back, which `code` says.
    """

    step: int | None
    code: str
    word: str
    strands: str

    @property
    def text(self) -> str:
        """Return the square in one line, as the file has it."""
        return f"{self.word} ({self.strands})" if self.strands else self.word


def place_rows(reach: Reach, found: Shown[V]) -> list[tuple[str, V | None]]:
    """Return a figure by team or region in the order of their names, then of all together."""
    each = found.regions if reach.by_region else found.teams
    listed = [(name, each.get(id_)) for id_, name in reach.rows]
    return listed if reach.team else [*listed, (TOGETHER, found.whole)]


def first_head(reach: Reach) -> str:
    """Return what the first column lists."""
    return "Region" if reach.by_region else "Team"


def share_rows(found: RegionPractice) -> list[list[str]]:
    """Return who signed this year and who has evidence of the last twelve months."""
    signed, evidenced = (
        place_rows(found.reach, found.signed),
        place_rows(found.reach, found.evidenced),
    )
    return [
        [name, _share(one), _share(other)]
        for (name, one), (_, other) in zip(signed, evidenced, strict=True)
    ]


def _share(one: Share | None) -> str:
    return KEPT_BACK if one is None else k_of_n(one.k, one.n) if one.n else NOBODY


SHARES_HEAD = ["Signed an appraisal this year", "Shared evidence of the last 12 months"]


def square_rows(found: RegionPractice) -> list[tuple[str, list[Square]]]:
    """Return the heat map: the middle agreed position of each section, team by team."""
    positions = found.framework.scale.positions
    codes = [short_code(position) for position in positions]
    labels = [position.label for position in positions]
    each = [place_rows(found.reach, shown) for shown in found.sections.values()]
    return [
        (line[0][0], [_square(one, codes, labels) for _, one in line])
        for line in zip(*each, strict=True)
    ]


def _square(one: Middle | None, codes: Sequence[str], labels: Sequence[str]) -> Square:
    if one is None or one.position is None:
        word = KEPT_BACK.lower() if one is None else "not rated"
        return Square(None, word, word, "")
    return Square(one.position, codes[one.position], labels[one.position], f"{one.strands:,}")


def clock_rows(found: RegionCasework) -> list[list[str]]:
    """Return k of n in time, raw and adjusted."""
    return [[name, *_clocks(one)] for name, one in place_rows(found.reach, found.clocks)]


def _clocks(one: Rates | None) -> list[str]:
    if one is None:
        return [KEPT_BACK, "", ""]
    raw, adjusted = one.raw, one.adjusted
    return [k_of_n(raw.k, raw.n), k_of_n(adjusted.k, adjusted.n), f"{one.excused:,}"]


CLOCKS_HEAD = ["In time", "Adjusted", "Excused"]


def review_rows(found: RegionCasework) -> list[list[str]]:
    """Return what first-level reviews found by section, quarter by quarter."""
    lines = [part.sum for part in found.reviews.parts]
    return [
        [one.title, *(k_of_n(c.k, c.n) if c else KEPT_BACK for c in one.cells)]
        for one in [*lines, found.reviews.total]
    ]


def review_head(found: RegionCasework) -> list[str]:
    """Return the heads of the table of findings: the quarters."""
    return ["Section", *(quarter_short(quarter) for quarter in found.reviews.quarters)]


def load_rows(found: RegionCasework) -> list[list[str]]:
    """Return how workers lie against the range, team by team."""
    return [
        [name, *_loads(one, found.range)] for name, one in place_rows(found.reach, found.caseloads)
    ]


def _loads(one: Mapping[int, int] | None, range_: Range) -> list[str]:
    if one is None:
        return [KEPT_BACK, "", ""]
    said = spread(all_of(one), range_)
    return [str(said.below), k_of_n(said.within, said.workers), str(said.above)]


LOADS_HEAD = ["Below the range", "Within the range", "Above the range"]


def all_of(counts: Mapping[int, int] | None) -> list[int]:
    """Return counted numbers one by one."""
    return [number for number, times in sorted((counts or {}).items()) for _ in range(times)]


def course_rows(found: RegionTraining) -> list[list[str]]:
    """Return how many are in time with each course, team by team."""
    each = [place_rows(found.reach, shown) for _, shown in found.courses]
    return [
        [line[0][0], *(_tally(one) for _, one in line)] for line in zip(*each, strict=True) if line
    ]


def _tally(one: Tally | None) -> str:
    return KEPT_BACK if one is None else k_of_n(one.k, one.n) if one.n else NOBODY


def course_head(found: RegionTraining) -> list[str]:
    """Return the heads of the table of courses."""
    return [first_head(found.reach), *(course for course, _ in found.courses)]


def square_head(found: RegionPractice) -> list[str]:
    """Return the heads of the file of squares."""
    sections = [f"{section.code} {section.title}" for section in found.framework.sections]
    return [first_head(found.reach), *sections]


def _as_cells(rows: Sequence[Sequence[str]]) -> list[list[Cell]]:
    return [list[Cell](row) for row in rows]


Table = Callable[[Any], tuple[Sequence[str], list[list[Cell]]]]
PRACTICE: dict[str, Table] = {
    "people": lambda found: (
        [first_head(found.reach), *SHARES_HEAD],
        _as_cells(share_rows(found)),
    ),
    "sections": lambda found: (
        square_head(found),
        [[name, *(one.text for one in line)] for name, line in square_rows(found)],
    ),
}
CASEWORK: dict[str, Table] = {
    "clocks": lambda found: (
        [first_head(found.reach), *CLOCKS_HEAD],
        _as_cells(clock_rows(found)),
    ),
    "findings": lambda found: (review_head(found), _as_cells(review_rows(found))),
    "caseload": lambda found: (
        [first_head(found.reach), *LOADS_HEAD],
        _as_cells(load_rows(found)),
    ),
}
TRAINING: dict[str, Table] = {
    "courses": lambda found: (course_head(found), _as_cells(course_rows(found))),
}
