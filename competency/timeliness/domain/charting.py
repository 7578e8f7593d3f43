"""What a control chart says in words, and what is drawn of it."""

from collections.abc import Iterator, Sequence
from typing import Any

from competency.timeliness.domain.p_chart import PChart, Point, Seen
from competency.timeliness.domain.rates import MonthRate

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
HEAD = ("Month", "In time", "Of", "Lower limit (%)", "Upper limit (%)", "Worth a look")
NO_SIGNAL = "No signal: the months vary as months do."


def drawn(chart: PChart) -> dict[str, Any]:
    """Return the numbers of a chart as they are drawn; rates in thousandths of a percent."""
    marked = {place for seen in chart.seen for place in seen.places}
    return {
        "months": [f"{p.month.month:02}/{p.month.year % 100:02}" for p in chart.points],
        "k": [p.month.k for p in chart.points],
        "n": [p.month.n for p in chart.points],
        "centre": round(100 * (chart.centre or 0), 3),
        "lower": [round(100 * p.lower, 3) for p in chart.points],
        "upper": [round(100 * p.upper, 3) for p in chart.points],
        "marked": sorted(marked),
    }


def summary(chart: PChart) -> str:
    """Return what the chart shows: its centre with k of n, and each signal with its months."""
    k, n = sum(p.month.k for p in chart.points), sum(p.month.n for p in chart.points)
    centre = f"The centre line is {_percent(k, n)} ({k:,} of {n:,} in {len(chart.points)} months)."
    if not chart.seen:
        return f"{centre} {NO_SIGNAL}"
    found = "; ".join(_signal(one, chart.points) for one in chart.seen)
    return f"{centre} Worth a look: {found}."


def rows(chart: PChart) -> Iterator[list[str | int]]:
    """Yield the numbers behind a chart as they stand under `HEAD`, month by month."""
    for place, point in enumerate(chart.points):
        limits = (round(100 * point.lower), round(100 * point.upper))
        worth = signals_of(chart, place) or "no"
        yield [month_name(point.month), point.month.k, point.month.n, *limits, worth]


def month_name(month: MonthRate) -> str:
    """Return a month in words."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def signals_of(chart: PChart, place: int) -> str:
    """Return the signals in which a month has a part, in words; nothing where it has none."""
    return "; ".join(one.signal.title.lower() for one in chart.seen if place in one.places)


def _signal(seen: Seen, points: Sequence[Point]) -> str:
    names = [month_name(points[place].month) for place in seen.places]
    when = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
    return f"{seen.signal.title.lower()} ({when})"


def _percent(k: int, n: int) -> str:
    return f"{(200 * k + n) // (2 * n)} %"
