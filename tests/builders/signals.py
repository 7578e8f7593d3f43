"""One person's facts and the names that sentences need, for signals in tests."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from competency.coaching.domain.signals import Signal
from competency.coaching.domain.signals.evaluating import signals_of
from competency.coaching.domain.signals.facts import Facts, FrameworkNames, Names
from competency.coaching.domain.signals.words import month_before
from competency.coaching.library import load_signal_rules
from competency.timeliness.library import load_chart_rules

TODAY = date(2026, 5, 8)
ME, AREA, FRAMEWORK = 7, 3, "a-framework"
SECTIONS = {"REC-1a": "REC", "REC-1b": "REC", "REC-2a": "REC", "PLA-1a": "PLA"}
WORDS = ("not yet", "towards CMP1", "CMP1", "towards CMP2", "CMP2", "towards CMP3", "CMP3")
NAMES = Names(
    standards={"KPI_04": "Risk assessment", "KPI_07": "Action plan"},
    items=lambda item: f"Item {item}",
    framework=lambda _id: FrameworkNames(
        strands=dict.fromkeys(SECTIONS, "A criterion"),
        sections={"REC": "Record keeping", "PLA": "Planning"},
        section_of=SECTIONS,
        positions=dict(enumerate(WORDS)),
    ),
    strands_of=lambda kind, code: ("IMP-1a",) if (kind, code) == ("timeliness", "KPI_04") else (),
)


class Monthly(NamedTuple):
    """A month of a standard's clocks, as casework tells it."""

    standard: str
    month: date
    k: int
    n: int
    adjusted_k: int
    adjusted_n: int


class Answered(NamedTuple):
    """An answer of a review."""

    item: str
    review_id: int
    on: date
    is_good: bool


class Position(NamedTuple):
    """What the two said of a strand."""

    practice_area_id: int
    framework_id: str
    cycle_on: date
    strand: str
    own: int | None
    supervisor: int | None
    agreed: int | None


class Shown(NamedTuple):
    """Evidence of a strand."""

    practice_area_id: int | None
    framework_id: str
    strand: str
    entries: int
    best: str
    newest_on: date


class Pending(NamedTuple):
    """A course out of time."""

    code: str
    course: str
    since: date


class Written(NamedTuple):
    """Entries of a month."""

    month: date
    k: int
    n: int


def clocks(*months: tuple[int, int, int], standard: str = "KPI_04") -> list[Monthly]:
    """Months of a standard, each how long ago, k and n."""
    return [Monthly(standard, month_before(TODAY, ago), k, n, k, n) for ago, k, n in months]


def steady(k: int, n: int, months: Iterable[int]) -> list[tuple[int, int, int]]:
    """The same k of n in each of these months."""
    return [(ago, k, n) for ago in months]


def answers(letters: str, item: str = "C1", every: int = 20) -> list[Answered]:
    """One answer of an item a letter, the newest last and so many days apart: s good, w not."""
    last = TODAY - timedelta(days=4)
    return [
        Answered(
            item,
            place,
            last - timedelta(days=every * (len(letters) - place)),
            letter == "s",
        )
        for place, letter in enumerate(letters, start=1)
    ]


def position(
    strand: str, own: int | None, supervisor: int | None = None, agreed: int | None = None
) -> Position:
    """A strand of the newest cycle, begun in February."""
    begun = date(2026, 2, 2)
    return Position(AREA, FRAMEWORK, begun, strand, own, supervisor, agreed)


def shown(
    strand: str, on: date, *, best: str = "CMP2", entries: int = 1, area: int | None = AREA
) -> Shown:
    """Evidence of a strand, the newest of this day."""
    return Shown(area, FRAMEWORK, strand, entries, best, on)


def pending(code: str = "gdpr") -> Pending:
    """A course that is overdue since the spring."""
    return Pending(code, "Data protection", date(2026, 4, 2))


def written(*months: tuple[int, int, int]) -> list[Written]:
    """Months of entries, each how long ago, late k of n."""
    return [Written(month_before(TODAY, ago), k, n) for ago, k, n in months]


def signals(**facts: object) -> list[Signal]:
    """What these facts of one person give, by the rules that ship."""
    known = Facts(ME, **{"least_cases": 10, "most_cases": 15, **facts})  # type: ignore[arg-type]
    return signals_of(known, load_signal_rules(), load_chart_rules(), NAMES, TODAY)


def codes(**facts: object) -> list[str]:
    """The codes alone."""
    return [one.code for one in signals(**facts)]
