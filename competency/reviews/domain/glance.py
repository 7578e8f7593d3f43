"""Data in a glance: item scores by quarter, laid out in the order of the instrument."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from competency.frameworks.domain.kinds.case_review_instrument import CaseReviewInstrument
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.reviews.domain.calendar import quarter_of
from competency.reviews.domain.scores import Change, Score, change, score_of, shown, together
from competency.timeliness.domain.due import add_months

IN_TABLE = 5  # the quarter, and the four before it: the same one of last year among them
IN_CHART = 8
FIRST_MONTHS = ("January", "April", "July", "October")
LAST_MONTHS = ("March", "June", "September", "December")
_QUARTER = re.compile(r"(20[0-9]{2})-Q([1-4])", re.ASCII)

Cells = tuple[Score | None, ...]
Place = int | None  # a region, or the whole organisation
Scores = Mapping[tuple[date, str], Mapping[Place, Score | None]]


class Line(Value):
    """The scores of an item, a section or a place, quarter by quarter; None is kept back."""

    code: str
    title: str
    cells: Cells

    @property
    def change(self) -> Change | None:
        """Return the change from the last quarter but one; None where one is kept back."""
        return change(self.cells[-2], self.cells[-1]) if len(self.cells) > 1 else None


class Part(Value):
    """A section: its own sum, and its items."""

    sum: Line
    items: tuple[Line, ...]


def read_quarter(text: str, today: date) -> date:
    """Return the first day of a quarter written as 2026-Q2, by default the present one.

    Refuses anything else, and a quarter that has not begun.
    """
    this = quarter_of(today)
    if not text:
        return this
    found = _QUARTER.fullmatch(text)
    if found is None:
        raise Refused("no_quarter", "Choose a quarter of the list.", field="quarter")
    first = date(int(found[1]), 3 * int(found[2]) - 2, 1)
    if first > this:
        raise Refused("no_quarter", "This quarter has not begun.", field="quarter")
    return first


def quarter_code(quarter: date) -> str:
    """Return a quarter as an address has it: 2026-Q2."""
    return f"{quarter.year}-Q{quarter.month // 3 + 1}"


def quarter_words(quarter: date) -> str:
    """Return a quarter in words: April to June 2026."""
    at = quarter.month // 3
    return f"{FIRST_MONTHS[at]} to {LAST_MONTHS[at]} {quarter.year}"


def quarter_short(quarter: date) -> str:
    """Return a quarter for the head of a column: Apr to Jun 2026."""
    at = quarter.month // 3
    return f"{FIRST_MONTHS[at][:3]} to {LAST_MONTHS[at][:3]} {quarter.year}"


def quarters_until(last: date, count: int) -> tuple[date, ...]:
    """Return the first days of so many quarters, the oldest first."""
    return tuple(add_months(last, -3 * back) for back in reversed(range(count)))


def scores(
    counted: Iterable[tuple[date, int, str, str, int]], own: Collection[int] | None
) -> Scores:
    """Return the scores by quarter and item, then by region; under None of the organisation.

    `counted` are quarter, region, item, answer and how many reviews. `own` are the regions of
    the reader, None all: small numbers of other regions are kept back (see `shown`).
    """
    found: dict[tuple[date, str], dict[int, dict[str, int]]] = {}
    for quarter, region, item, answer, reviews in counted:
        found.setdefault((quarter, item), {}).setdefault(region, {})[answer] = reviews
    scored: dict[tuple[date, str], dict[Place, Score | None]] = {}
    for key, regions in found.items():
        seen = shown({region: score_of(counts) for region, counts in regions.items()}, own)
        places: dict[Place, Score | None] = dict(seen.regions.items())
        scored[key] = places | {None: seen.whole}
    return scored


def line(
    found: Scores, code: str, title: str, quarters: Sequence[date], place: Place = None
) -> Line:
    """Return the scores of one item in one place; nothing answered is a score of nothing."""
    cells = (found.get((quarter, code), {}).get(place, Score()) for quarter in quarters)
    return Line(code, title, tuple(cells))


def sum_of(code: str, title: str, lines: Sequence[Line], quarters: int) -> Line:
    """Return lines as one; what is kept back of one of them counts nowhere."""
    cells = (together(one.cells[at] for one in lines) for at in range(quarters))
    return Line(code, title, tuple(cells))


def parts(
    instrument: CaseReviewInstrument,
    found: Scores,
    quarters: Sequence[date],
    place: Place = None,
    *,
    section: str = "",
    item: str = "",
) -> tuple[Part, ...]:
    """Return the sections with their items, of one section or item where that is asked for.

    What was answered on items that the instrument no longer has stands in a part of its own.
    """
    made = []
    for one in instrument.sections:
        wanted = [
            line(found, each.code, each.title, quarters, place)
            for each in one.items
            if section in ("", one.code) and item in ("", each.code)
        ]
        if wanted:
            made.append(Part(sum_of(one.code, one.title, wanted, len(quarters)), tuple(wanted)))
    known = {each.code for each in instrument.items}
    former = sorted({code for _, code in found if code not in known})
    if former and not section and not item:
        lines = [line(found, code, code, quarters, place) for code in former]
        title = "Items of earlier versions"
        made.append(Part(sum_of("", title, lines, len(quarters)), tuple(lines)))
    return tuple(made)
