"""A year of a log: hours by kind, gaps, and how far the targets are reached."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from competency.evidence.domain.entry import Kind
from competency.kernel.values import Value

GAP_MONTHS = 3


class Measure(StrEnum):
    """What a target can count; the names are those that the schemes' data use."""

    HOURS = "hours"
    ENTRIES = "entries"
    KINDS = "kinds"
    SCHEME_KINDS = "scheme-kinds"
    GAP_MONTHS = "longest-gap-months"
    FRESH_MONTHS = "fresh-months"


class Done(Value):
    """What the year needs to know of one entry; `codes` are its tags in the scheme asked about."""

    kind: Kind
    starts_on: date
    last_on: date
    hours: Decimal
    codes: tuple[str, ...] = ()


class KindHours(Value):
    """How many hours and entries one kind has."""

    kind: Kind
    hours: Decimal
    entries: int


class Gap(Value):
    """Days, first and last, on which nothing is logged."""

    first: date
    last: date


class Target(Value):
    """A target of a scheme, as its data give it."""

    code: str
    text: str
    measure: Measure
    amount: Decimal


class Reached(Value):
    """A target and what stands against it; `met` says whether that is enough."""

    target: Target
    value: Decimal
    met: bool


def hours_by_kind(entries: Iterable[Done]) -> list[KindHours]:
    """Return hours and entries of each kind that occurs, in the order of the kinds."""
    hours = dict.fromkeys(Kind, Decimal(0))
    counts = dict.fromkeys(Kind, 0)
    for entry in entries:
        hours[entry.kind] += entry.hours
        counts[entry.kind] += 1
    return [KindHours(kind, hours[kind], counts[kind]) for kind in Kind if counts[kind]]


def gaps(
    entries: Iterable[Done], first: date, last: date, *, months: int = GAP_MONTHS
) -> list[Gap]:
    """Return the stretches from first to last day that are longer than so many months and empty.

    A period counts on all its days. A stretch of exactly so many months is no gap.
    """
    found, free_from = [], first
    for entry in sorted(entries, key=lambda e: (e.starts_on, e.last_on)):
        if entry.starts_on > free_from and _is_longer(free_from, entry.starts_on, months):
            found.append(Gap(free_from, min(entry.starts_on - timedelta(days=1), last)))
        free_from = max(free_from, entry.last_on + timedelta(days=1))
    if _is_longer(free_from, last + timedelta(days=1), months):
        found.append(Gap(free_from, last))
    return [gap for gap in found if gap.first <= last]


def longest_gap_months(entries: Sequence[Done], first: date, last: date) -> int:
    """Return how many whole months the longest empty stretch has."""
    return max(
        (_months_between(gap.first, gap.last) for gap in gaps(entries, first, last, months=0)),
        default=0,
    )


def stale_strands(
    strands: Iterable[str], latest: Mapping[str, date], today: date, months: int
) -> list[str]:
    """Return the strands without evidence, or whose latest is older than so many months."""
    return [
        strand
        for strand in strands
        if strand not in latest or add_months(latest[strand], months) < today
    ]


def reached(
    targets: Iterable[Target],
    entries: Sequence[Done],
    first: date,
    last: date,
    stale: Mapping[str, int],
) -> list[Reached]:
    """Return what stands against each target; `stale` has the stale strands by target code."""
    found = []
    for target in targets:
        value = _value(target, entries, first, last, stale)
        if target.measure is Measure.GAP_MONTHS:
            met = not gaps(entries, first, last, months=int(target.amount))
        elif target.measure is Measure.FRESH_MONTHS:
            met = value == 0
        else:
            met = value >= target.amount
        found.append(Reached(target, value, met))
    return found


def whole_months(gap: Gap) -> int:
    """Return how many whole months a gap has."""
    return _months_between(gap.first, gap.last)


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month."""
    first = _first_of_month(day, months)
    last = _first_of_month(day, months + 1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def _first_of_month(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _value(
    target: Target, entries: Sequence[Done], first: date, last: date, stale: Mapping[str, int]
) -> Decimal:
    match target.measure:
        case Measure.HOURS:
            return sum((entry.hours for entry in entries), Decimal(0))
        case Measure.ENTRIES:
            return Decimal(len(entries))
        case Measure.KINDS:
            return Decimal(len({entry.kind for entry in entries}))
        case Measure.SCHEME_KINDS:
            return Decimal(len({code for entry in entries for code in entry.codes}))
        case Measure.GAP_MONTHS:
            return Decimal(longest_gap_months(entries, first, last))
        case Measure.FRESH_MONTHS:
            return Decimal(stale.get(target.code, 0))


def _is_longer(start: date, until: date, months: int) -> bool:
    """Return whether from `start` up to, not including, `until` is more than so many months."""
    return add_months(start, months) < until


def _months_between(first: date, last: date) -> int:
    until = last + timedelta(days=1)
    months = (until.year - first.year) * 12 + until.month - first.month
    return months - (add_months(first, months) > until)
