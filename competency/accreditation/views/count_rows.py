"""The rows of a count as its pages and files say them: numbered, named only where that is seen."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from flask import url_for

from competency.accreditation.domain.caseloads import are_too_few
from competency.accreditation.queries.counts import FrozenRow
from competency.accreditation.service.counting import Count
from competency.accreditation.service.snapshots import FrozenPage
from competency.frameworks.domain.kinds.accreditation_standard import CASELOAD, Practice
from competency.infra.formats import k_of_n, month

PLACES = {"under": "Below the range", "within": "Within the range", "over": "Above the range"}
HEADS: dict[bool, Sequence[str]] = {
    True: (
        "Worker", "Cases of the programme", "Other cases", "Of full time", "Weighted", "Where",
        "Areas of need", "Open goals", "Contacts last month",
    ),
    False: ("Case", "Months with the contacts", "Made of asked, by month", "All months"),
}  # fmt: skip
GONE = "The case was disposed of"


class Line(NamedTuple):
    """A row: who or what it is of, where that leads, and its cells."""

    what: str
    href: str
    cells: tuple[str, ...]


def head(practice: Practice) -> Sequence[str]:
    """Return the heads of the columns."""
    return HEADS[practice.computation == CASELOAD]


def frozen_lines(page: FrozenPage) -> list[Line]:
    """Return the rows of a frozen count; a name or a reference only where the reader has it."""
    return [_line(page, row) for row in page.rows]


def live_lines(count: Count, most: int) -> list[Line]:
    """Return the first rows of a live count, numbered; none of fewer than five workers."""
    what = _noun(count.practice)
    if count.practice.computation == CASELOAD and are_too_few(len(count.rows)):
        return []
    return [
        Line(f"{what} {row.number}", "", _cells(count.practice, row.figures))
        for row in count.rows[:most]
    ]


def month_rows(months: Iterable[tuple[Any, int, int]]) -> list[list[str]]:
    """Return k of n by month."""
    return [[month(one), k_of_n(k, n)] for one, k, n in months]


def _line(page: FrozenPage, row: FrozenRow) -> Line:
    cells = _cells(page.practice, json.loads(row.figures))
    number = f"{_noun(page.practice)} {row.number}"
    if page.practice.computation == CASELOAD:
        return Line(page.names.get(row.person_id or 0, number), "", cells)
    if row.case_id is None:
        return Line(f"{number}. {GONE}", "", cells)
    reference = page.references.get(row.case_id)
    if reference is None:
        return Line(number, "", cells)
    return Line(reference, url_for("cases.case", case_id=row.case_id), cells)


def _noun(practice: Practice) -> str:
    return "Worker" if practice.computation == CASELOAD else "Case"


def _cells(practice: Practice, found: Mapping[str, Any]) -> tuple[str, ...]:
    if practice.computation == CASELOAD:
        return (
            str(found["cases"]),
            str(found["others"]),
            f"{found['percent']}%",
            f"{found['tenths'] / 10:.1f}",
            PLACES[found["place"]],
            str(found["needs"]),
            str(found.get("goals", "Not known")),
            str(found["contacts"]),
        )
    months = ", ".join(
        one.replace(":", " ").replace("/", " of ") for one in found["months"].split()
    )
    return (
        f"{found['met']} of {found['of']}",
        months,
        "Yes" if found["met"] == found["of"] else "No",
    )
