"""The team's practice in words: one list of rows that the page and its files both print."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from competency.assessments.domain.profile import SectionProfile
from competency.frameworks.domain.standard import Position
from competency.infra.csv_out import Cell
from competency.infra.formats import k_of_n, short_day
from competency.insights.domain.region_ratings import all_apart
from competency.insights.domain.team_practice import Apart, Evidence, Moved, Row
from competency.insights.service.team_practice import TeamPractice

NOT_SIGNED, NOTHING_BEFORE, NOT_REVEALED = (
    "Nothing signed yet",
    "No cycle before",
    "Nothing revealed yet",
)


class Square(NamedTuple):
    """One section of one person; `step` is 0 to 6, None where no strand has a position.

    `code` is the position as the square has room for it, `word` its label.
    """

    step: int | None
    code: str
    word: str
    span: str
    coverage: str
    target: str

    @property
    def text(self) -> str:
        """Return the square in one line, as the file has it."""
        parts = [self.span, self.coverage, self.target]
        said = "; ".join(part for part in parts if part)
        return f"{self.word} ({said})" if said else self.word


class Named(NamedTuple):
    """A row of a table of people: who, and its cells."""

    person_id: int
    name: str
    cells: Sequence[str]


def squares(found: TeamPractice) -> list[tuple[Row, list[Square]]]:
    """Return the heat map: each person's squares, in the order of the sections."""
    positions = found.framework.scale.positions
    labels = [position.label for position in positions]
    codes = [short_code(position) for position in positions]
    known: dict[tuple[SectionProfile, int | None], Square] = {}
    rows = []
    for row in found.rows:
        line = []
        for cell in row.cells:
            key = (cell, row.targets.get(cell.section))
            square = known.get(key)
            if square is None:
                square = known[key] = _square(*key, labels, codes)
            line.append(square)
        rows.append((row, line))
    return rows


def short_code(position: Position) -> str:
    """Return a position in a word or two: CMP1 for the level, to CMP1 on the way there."""
    level = position.level or ""
    is_on_the_way = bool(level) and position.label != level and position.label.endswith(level)
    return f"to {level}" if is_on_the_way else position.label


def _square(
    cell: SectionProfile, target: int | None, labels: Sequence[str], codes: Sequence[str]
) -> Square:
    aim = "" if target is None else f"aim {codes[target]}"
    coverage = f"{cell.rated} of {cell.applicable}" if cell.applicable else ""
    if cell.middle is None or cell.lowest is None or cell.highest is None:
        return Square(None, "not rated", "not rated", "", coverage, aim)
    low, high = labels[cell.lowest], labels[cell.highest]
    span = low if low == high else f"{low} to {high}"
    return Square(cell.middle, codes[cell.middle], labels[cell.middle], span, coverage, aim)


SQUARES_HEAD = ("Person", "Post", "Last signed")
MOVED_HEAD = ["Person", "Since", "Up", "The same", "Down", "Strands agreed both times"]
APART_HEAD = [
    "Person",
    "Cycle",
    "The same",
    "Own rating higher",
    "of these two or more apart",
    "Supervisor’s higher",
    "of these two or more apart ",
]
EVIDENCE_HEAD = ["Person", "Evidence of the last 12 months", "Older only", "None", "Newest"]
MOVED_SECTIONS = ["Section", *MOVED_HEAD[2:]]
APART_SECTIONS = ["Section", "Own rating higher", "The same", "Supervisor’s higher", "Both rated"]


def moved_rows(found: TeamPractice) -> list[Named]:
    """Return how many strands moved for each person since their cycle before."""
    return [_named(row, _moved(row)) for row in found.rows]


def _moved(row: Row) -> list[str]:
    if row.moved is None or row.before is None:
        return [NOTHING_BEFORE, "", "", "", ""]
    return [row.before.title, *_counts(row.moved)]


def _counts(moved: Moved) -> list[str]:
    return [str(number) for number in (moved.rose, moved.stayed, moved.fell, moved.both)]


def apart_rows(found: TeamPractice) -> list[Named]:
    """Return how each person's own rating stands to their supervisor's."""
    return [_named(row, _apart(row)) for row in found.rows]


def _apart(row: Row) -> list[str]:
    if row.apart is None or row.revealed is None:
        return [NOT_REVEALED, *[""] * 5]
    one = row.apart
    same = k_of_n(one.same, one.both)
    counts = (one.own_higher, one.own_far, one.theirs_higher, one.theirs_far)
    return [row.revealed.title, same, *(str(number) for number in counts)]


def evidence_rows(found: TeamPractice) -> list[Named]:
    """Return for how many strands each person has evidence, and how old it is."""
    strands = sum(len(section.strands) for section in found.framework.sections)
    return [_named(row, _evidence(row.evidence, strands)) for row in found.rows]


def _evidence(one: Evidence, strands: int) -> list[str]:
    none = strands - one.recent - one.older
    newest = short_day(one.newest_on) if one.newest_on else "No evidence yet"
    return [k_of_n(one.recent, strands), str(one.older), str(none), newest]


def _named(row: Row, cells: Sequence[str]) -> Named:
    return Named(row.member.id, row.member.name, cells)


def moved_by_section(found: TeamPractice) -> list[list[str]]:
    """Return what moved, all people together, section by section."""
    titles = _titles(found)
    return [[titles[code], *_counts(one)] for code, one in found.moved.items()]


def apart_by_section(found: TeamPractice) -> list[list[Cell]]:
    """Return how the ratings differ, all people together, section by section."""
    titles = _titles(found)
    return [
        [titles[code], one.own_higher, one.same, one.theirs_higher, one.both]
        for code, one in found.apart.items()
    ]


def apart_numbers(found: TeamPractice) -> dict[str, object]:
    """Return what the chart of the two ratings is drawn from."""
    each = list(found.apart.values())
    return {
        "sections": [section.title for section in found.framework.sections],
        "own": [one.own_higher for one in each],
        "theirs": [one.theirs_higher for one in each],
        "both": [one.both for one in each],
    }


def apart_summary(found: TeamPractice) -> str:
    """Return in words what the chart of the two ratings shows."""
    titles = _titles(found)
    return apart_in_words({titles[code]: one for code, one in found.apart.items()})


def apart_in_words(found: Mapping[str, Apart]) -> str:
    """Return how two ratings differ in words, given by the titles of sections; empty for none."""
    total = all_apart(found.values())
    if not total.both:
        return ""
    far = max(found, key=lambda title: found[title].far)
    most = found[far].far
    said = (
        f"Of {total.both:,} strands that both rated, {total.same:,} stand at the same position, "
        f"{total.own_higher:,} are higher in the own rating and {total.theirs_higher:,} in the "
        "supervisor’s."
    )
    if not most:
        return f"{said} None is two positions or more apart."
    return f"{said} Of the {total.far:,} two or more apart most are in {far}: {most:,}."


def heads(found: TeamPractice) -> list[str]:
    """Return the heads of the file of squares."""
    sections = [f"{section.code} {section.title}" for section in found.framework.sections]
    return [*SQUARES_HEAD, *sections]


def square_lines(found: TeamPractice) -> list[list[Cell]]:
    """Return the rows of the file of squares, square for square what the page shows."""
    return [
        [
            row.member.name,
            row.member.post,
            short_day(row.signed.signed_on) if row.signed and row.signed.signed_on else NOT_SIGNED,
            *(square.text for square in line),
        ]
        for row, line in squares(found)
    ]


def _lines(rows: Sequence[Named]) -> list[list[Cell]]:
    return [[row.name, *row.cells] for row in rows]


Table = Callable[[TeamPractice], tuple[Sequence[str], list[list[Cell]]]]
# Each table of the page by the word in its address, with the head and rows of its file.
TABLES: dict[str, Table] = {
    "sections": lambda found: (heads(found), square_lines(found)),
    "moved": lambda found: (MOVED_HEAD, _lines(moved_rows(found))),
    "moved-by-section": lambda found: (
        MOVED_SECTIONS,
        [list[Cell](row) for row in moved_by_section(found)],
    ),
    "ratings": lambda found: (APART_HEAD, _lines(apart_rows(found))),
    "ratings-by-section": lambda found: (APART_SECTIONS, apart_by_section(found)),
    "evidence": lambda found: (EVIDENCE_HEAD, _lines(evidence_rows(found))),
}


def _titles(found: TeamPractice) -> dict[str, str]:
    return {section.code: section.title for section in found.framework.sections}
