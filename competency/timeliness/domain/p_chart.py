"""A rate over time as a p-chart: centre, limits of each month, and the signals worth a look."""

from collections.abc import Iterator, Sequence
from math import sqrt

from competency.kernel.values import Value
from competency.timeliness.domain.rates import MonthRate

TREND, ONE_SIDE = "trend", "one-side"
SHAPES = (TREND, ONE_SIDE)
ROUNDING = 1e-12


class Signal(Value):
    """A pattern that is worth a look.

    `one-side`: `points` of `within` months in a row lie more than `sigma` from the centre on the
    same side. `trend`: so many `points` in a row, each above (or each below) the one before.
    """

    code: str
    title: str
    shape: str
    points: int
    within: int
    sigma: float


class ChartRules(Value):
    """What a chart needs and what it looks for; an organisation changes the data."""

    sigma: float
    fewest_months: int
    smallest_mean_n: float
    signals: tuple[Signal, ...]


class Point(Value):
    """One month: its rate, and the limits that its own n gives, clipped to 0 and 1."""

    month: MonthRate
    rate: float
    lower: float
    upper: float


class Seen(Value):
    """A signal, and the places of the months that gave it."""

    signal: Signal
    places: tuple[int, ...]


class PChart(Value):
    """The chart, or `reason` why there is none."""

    months: tuple[MonthRate, ...]
    centre: float | None
    points: tuple[Point, ...]
    seen: tuple[Seen, ...]
    reason: str | None


def p_chart(months: Sequence[MonthRate], rules: ChartRules, each: str = "clocks") -> PChart:
    """Return the chart of completed months in order; with too little to go on it says so instead.

    `each` is what is counted, in plural.

    The centre is the pooled rate: all met of all that count. A month without any is no point.
    """
    kept = tuple(month for month in months if month.n)
    total = sum(month.n for month in kept)
    reason = _too_little(len(kept), total, rules, each)
    if reason is not None:
        return PChart(kept, None, (), (), reason)
    centre = sum(month.k for month in kept) / total
    points = tuple(_point(month, centre, rules.sigma) for month in kept)
    deviations = [_deviation(month, centre) for month in kept]
    seen = tuple(one for signal in rules.signals for one in _look(signal, points, deviations))
    return PChart(kept, centre, points, seen, None)


def _too_little(months: int, total: int, rules: ChartRules, each: str) -> str | None:
    if months < rules.fewest_months:
        return (
            f"There is no chart of {months} completed {'month' if months == 1 else 'months'}; "
            f"it needs {rules.fewest_months}."
        )
    if total / months < rules.smallest_mean_n:
        return (
            f"There is no chart of {total / months:.1f} {each} a month on average; "
            f"it needs {rules.smallest_mean_n:g}."
        )
    return None


def _spread(month: MonthRate, centre: float) -> float:
    return sqrt(centre * (1 - centre) / month.n)


def _point(month: MonthRate, centre: float, sigma: float) -> Point:
    reach = sigma * _spread(month, centre)
    return Point(month, month.k / month.n, max(0.0, centre - reach), min(1.0, centre + reach))


def _deviation(month: MonthRate, centre: float) -> float:
    """Return how many sigma the month lies above the centre; below it is negative."""
    apart = month.k / month.n - centre
    return apart / _spread(month, centre) if abs(apart) > ROUNDING else 0.0


def _look(signal: Signal, points: Sequence[Point], deviations: Sequence[float]) -> Iterator[Seen]:
    """Yield each run of months that shows the signal, the longest run of them as one."""
    marked: list[tuple[int, ...]] = []
    for end in range(signal.within, len(points) + 1):
        window = range(end - signal.within, end)
        places = _shown(signal, window, points, deviations)
        if not places:
            continue
        if marked and set(marked[-1]) & set(places):
            marked[-1] = tuple(sorted({*marked[-1], *places}))
        else:
            marked.append(places)
    yield from (Seen(signal, places) for places in marked)


def _shown(
    signal: Signal, window: range, points: Sequence[Point], deviations: Sequence[float]
) -> tuple[int, ...]:
    if signal.shape == TREND:
        steps = [_step(points[place], points[place + 1]) for place in window[:-1]]
        return tuple(window) if len(set(steps)) == 1 and steps[0] else ()
    for side in (1, -1):
        beyond = tuple(p for p in window if side * deviations[p] > signal.sigma + ROUNDING)
        if len(beyond) >= signal.points:
            return beyond
    return ()


def _step(one: Point, other: Point) -> int:
    """Return 1 where the second rate is higher, -1 where it is lower; exact, in whole numbers."""
    left, right = one.month.k * other.month.n, other.month.k * one.month.n
    return (right > left) - (right < left)
