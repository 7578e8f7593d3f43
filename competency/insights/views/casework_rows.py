"""Casework, caseload and training of a team in words: rows that the pages and files both print."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response, current_app

from competency.infra import charts
from competency.infra.csv_out import Cell
from competency.infra.formats import k_of_n, plural, short_day
from competency.insights.domain.caseload import Range, spread, workers_by_cases
from competency.insights.service.team_work import TeamCasework, TeamSupport
from competency.insights.views.team_rows import Named
from competency.reviews.domain.glance import Line
from competency.timeliness.domain import charting

STANDARDS_HEAD = ["Standard", "In time", "Adjusted", "Excused"]
STANDARDS_FILE = ["Standard", "Met", "Of", "Adjusted met", "Adjusted of", "Excused"]
CASELOAD_HEAD = ["Person", "Open cases", "Against the range"]
LOAD_HEAD = ["Open cases", "Workers"]
COURSES_HEAD = ["What is asked", "In time", "Exempt"]
PENDING_HEAD = ["Person", "What is asked", "State", "Due"]
NO_DAY = "No day"


def standard_rows(found: TeamCasework) -> list[list[str]]:
    """Return k of n of each standard that is a worker's to keep, then of all."""
    titles = {one.code: f"{one.code} {one.title}" for one in found.standards}
    each = [(titles[code], rates) for code, rates in found.by_standard.items()]
    return [
        [
            name,
            k_of_n(rates.raw.k, rates.raw.n),
            k_of_n(rates.adjusted.k, rates.adjusted.n),
            f"{rates.excused:,}",
        ]
        for name, rates in [*each, ("All together", found.total)]
    ]


def finding_rows(found: TeamCasework) -> list[list[str]]:
    """Return what the reviews of three months found, section by section."""
    lines = [part.sum for part in found.reviews.parts]
    return [_finding(line) for line in [*lines, found.reviews.total]]


def _finding(line: Line) -> list[str]:
    cells = [k_of_n(cell.k, cell.n) if cell else "" for cell in line.cells]
    return [line.title, *cells]


def case_rows(found: TeamCasework) -> list[Named]:
    """Return how many open cases each worker holds, by name."""
    return [
        Named(member.id, member.name, [str(cases), found.range.says(cases).capitalize()])
        for member, cases in found.cases
    ]


def load_rows(found: TeamCasework) -> list[list[Cell]]:
    """Return the numbers behind the chart of caseloads."""
    workers = workers_by_cases((cases for _, cases in found.cases), found.range)
    last = len(workers) - 1
    return [
        [f"{cases} or more" if cases == last else str(cases), number]
        for cases, number in enumerate(workers)
    ]


def load_words(cases: Sequence[int], range_: Range) -> str:
    """Return how the caseloads lie against the range, in a sentence."""
    found = spread(cases, range_)
    said = [
        f"{number} {where}"
        for number, where in (
            (found.within, f"within the range of {range_.words}"),
            (found.below, "below it"),
            (found.above, "above it"),
        )
    ]
    return f"Of {plural(found.workers, 'worker')}: {', '.join(said)}."


def draw_caseload(cases: Sequence[int], range_: Range) -> Response:
    """Return the chart of caseloads as SVG."""
    numbers: dict[str, Any] = {
        "workers": workers_by_cases(cases, range_),
        "low": range_.low,
        "high": range_.high,
    }
    svg = charts.draw(current_app.extensions["settings"], "caseload", numbers)
    return Response(svg, mimetype="image/svg+xml")


def course_rows(found: TeamSupport) -> list[list[str]]:
    """Return how many are in time with each course."""
    exempt = "exempt"
    return [
        [name, k_of_n(one.k, one.n), str(sum(n for s, n in one.counts.items() if s == exempt))]
        for name, one in found.courses
    ]


def pending_rows(found: TeamSupport) -> list[Named]:
    """Return who is out of time with what, by name."""
    return [
        Named(
            one.person_id,
            one.name,
            [one.course, one.state.label, short_day(one.due_on) if one.due_on else NO_DAY],
        )
        for one in found.pending
    ]


KEPT_HEAD = ["Person", "Agreed periods in which they met", "Last met", "Next planned", "Due by"]
NOTHING_AGREED = "Nothing agreed yet"


def kept_rows(found: TeamSupport) -> list[Named]:
    """Return how supervision was kept to its agreement in the last year, by name."""
    rows = []
    for member in found.members:
        one = found.kept.get(member.id)
        met = k_of_n(one.k, one.n) if one else NOTHING_AGREED
        meeting = found.meetings.get(member.id)
        days = (meeting.last_held, meeting.next_planned, meeting.due_by) if meeting else (None,) * 3
        cells = [met, *(short_day(day) if day else NO_DAY for day in days)]
        rows.append(Named(member.id, member.name, cells))
    return rows


def _standards_file(found: TeamCasework) -> list[list[Cell]]:
    titles = {one.code: f"{one.code} {one.title}" for one in found.standards}
    return [
        [titles[code], one.raw.k, one.raw.n, one.adjusted.k, one.adjusted.n, one.excused]
        for code, one in found.by_standard.items()
    ]


def findings_head(found: TeamCasework) -> list[str]:
    """Return the heads of the table of findings: the months."""
    return ["Section", *(f"{month:%m/%Y}" for month in found.reviews.months)]


Files = dict[str, Callable[[TeamCasework], tuple[Sequence[str], list[list[Cell]]]]]
TABLES: Files = {
    "standards": lambda found: (STANDARDS_FILE, _standards_file(found)),
    "findings": lambda found: (findings_head(found), [list[Cell](r) for r in finding_rows(found)]),
    "caseload": lambda found: (CASELOAD_HEAD, [[r.name, *r.cells] for r in case_rows(found)]),
    "months": lambda found: (charting.HEAD, [list[Cell](r) for r in charting.rows(found.chart)]),
}
SUPPORT_TABLES: dict[str, Callable[[TeamSupport], tuple[Sequence[str], list[list[Cell]]]]] = {
    "courses": lambda found: (COURSES_HEAD, [list[Cell](row) for row in course_rows(found)]),
    "supervision": lambda found: (KEPT_HEAD, [[r.name, *r.cells] for r in kept_rows(found)]),
    "pending": lambda found: (PENDING_HEAD, [[r.name, *r.cells] for r in pending_rows(found)]),
}
