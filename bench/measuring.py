"""CPU time of this process, floor and product turn about, so that both meet the same weather.

Where a server of its own does part of the work, the time until the answer is taken instead.
"""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import process_time

Call = Callable[[], object]
Clock = Callable[[], float]
# Many short rounds rather than few long ones: some of them meet nothing that disturbs the machine.
ROUNDS = 81
SECONDS_A_ROUND = 0.03
WARM_UP = 25


@dataclass(frozen=True, slots=True)
class Found:
    """One figure: smaller is better, and more than the limit is too much."""

    name: str
    ratio: float
    limit: float
    what: str

    @property
    def is_over(self) -> bool:
        """Return whether the figure, as it is printed, is over its limit."""
        return round(self.ratio, 2) > self.limit

    @property
    def line(self) -> str:
        """Return the figure as it is printed."""
        mark = "  OVER" if self.is_over else ""
        return f"{self.name} {self.ratio:.2f} {self.limit:.2f} {self.what}{mark}"


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of CPU a request, and how often one has the other."""

    floor: float
    product: float
    ratio: float

    @property
    def words(self) -> str:
        """Return both times."""
        return f"{self.product:.2f} ms against {self.floor:.2f} ms of CPU"


def compare(
    floor: Call, product: Call, *, rounds: int = ROUNDS, clock: Clock = process_time
) -> Times:
    """Return the least time of each, of rounds in which one follows the other.

    What else the machine does is only ever added, and more to who touches more memory: the
    least of many rounds is what the request itself costs.
    Each round lasts long enough for the clock, the collector has walked before each, and what
    is loaded only once (templates, statements, caches) was loaded before the first.
    """
    repeats = {call: _warm_up(call, clock) for call in (floor, product)}
    times: dict[Call, list[float]] = {floor: [], product: []}
    gc.collect()
    gc.freeze()
    try:
        for turn in range(rounds):
            for call in (floor, product) if turn % 2 else (product, floor):
                times[call].append(_time(call, repeats[call], clock))
    finally:
        gc.unfreeze()
    least = {call: min(found) for call, found in times.items()}
    return Times(least[floor], least[product], least[product] / least[floor])


def compare_long(floor: Call, product: Call, *, rounds: int = 5) -> Times:
    """Return the time of both where one call takes long: once to warm up, then once a round.

    The medians of few rounds; the ratio is taken in each, whose two halves met the same weather.
    """
    times: dict[Call, list[float]] = {floor: [], product: []}
    for call in times:
        call()
    gc.collect()
    gc.freeze()  # as app.py does once all is loaded
    try:
        for turn in range(rounds):
            for call in (floor, product) if turn % 2 else (product, floor):
                times[call].append(_time(call, 1))
    finally:
        gc.unfreeze()
    ratios = [slow / quick for quick, slow in zip(times[floor], times[product], strict=True)]
    return Times(median(times[floor]), median(times[product]), median(ratios))


def _warm_up(call: Call, clock: Clock) -> int:
    """Call until everything is loaded; return how often to call in one round."""
    for _ in range(WARM_UP):
        call()
    one = _time(call, 5, clock)
    return max(1, round(SECONDS_A_ROUND * 1000 / one))


def _time(call: Call, times: int, clock: Clock = process_time) -> float:
    gc.collect()
    begin = clock()
    for _ in range(times):
        call()
    return (clock() - begin) * 1000 / times
