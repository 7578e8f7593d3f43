"""Rows of figures as pages and files show them: k of n first, and what is out of it beside."""

from flask import url_for

from competency.infra.csv_out import Cell
from competency.infra.formats import k_of_n
from competency.insights.views.asking import kept
from competency.kernel.values import Value
from competency.timeliness.domain.rates import Rates
from competency.timeliness.domain.results import Result

RESULT_WORDS = {
    Result.MET: ("Met", "good"),
    Result.MISSED: ("Missed", "late"),
    Result.DUE: ("Due", "waiting"),
    Result.OVERDUE: ("Overdue", "late"),
    Result.NOT_APPLICABLE: ("Not applicable", "quiet"),
    Result.NOT_STARTED: ("Not started", "quiet"),
    Result.INVALID: ("Invalid dates", "waiting"),
}
# In the order of the columns; those that count in the rate, then those that do not.
BESIDE = (
    Result.MISSED,
    Result.OVERDUE,
    Result.DUE,
    Result.NOT_APPLICABLE,
    Result.NOT_STARTED,
    Result.INVALID,
)
# What has not started has no month, and is counted for the standards of one team alone.
STARTED = tuple(one for one in BESIDE if one is not Result.NOT_STARTED)
KEPT_BACK = "Kept back: fewer than five people"


def head(beside: tuple[Result, ...] = BESIDE) -> list[str]:
    """Return the titles of a page's columns after the first."""
    return ["In time", "Adjusted", "Excused", *(RESULT_WORDS[one][0] for one in beside)]


def file_head(beside: tuple[Result, ...] = BESIDE) -> list[str]:
    """Return the titles of a file's columns after the first."""
    titles = ["Met", "Of", "Adjusted met", "Adjusted of", "Excused"]
    return [*titles, *(RESULT_WORDS[one][0] for one in beside)]


class Cells(Value):
    """One row of figures: what it is about and where that leads, then its counts.

    A count is its words and where the clocks behind it are, without a link where they may not
    be seen; `none` where the row is kept back.
    """

    name: str
    href: str
    counts: tuple[tuple[str, str], ...]


def cells(
    name: str,
    found: Rates | None,
    *,
    href: str = "",
    behind: dict[str, str] | None,
    beside: tuple[Result, ...] = STARTED,
) -> Cells:
    """Return a row of a page; `behind` says how to ask for its clocks, None where one may not."""
    if found is None:
        return Cells(name, href, ((KEPT_BACK, ""),))

    def link(number: int, result: Result) -> str:
        if behind is None or not number or result is Result.NOT_STARTED:
            return ""
        return url_for("insights.timeliness.clocks", **kept(**behind), result=result.value)

    rate = found.raw
    return Cells(
        name,
        href,
        (
            (k_of_n(rate.k, rate.n), link(rate.k, Result.MET)),
            (k_of_n(found.adjusted.k, found.adjusted.n), ""),
            (f"{found.excused:,}", ""),
            *((f"{rate.of(one):,}", link(rate.of(one), one)) for one in beside),
        ),
    )


def row(name: str, found: Rates | None, beside: tuple[Result, ...] = STARTED) -> list[Cell]:
    """Return the same row for a file."""
    if found is None:
        return [name, KEPT_BACK, *([None] * (len(file_head(beside)) - 1))]
    raw, adjusted = found.raw, found.adjusted
    counts = (raw.of(one) for one in beside)
    return [name, raw.k, raw.n, adjusted.k, adjusted.n, found.excused, *counts]
