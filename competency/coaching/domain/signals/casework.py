"""Signals from a person's own cases: on time or not, how many at once, how soon written down."""

from collections.abc import Iterator, Sequence
from datetime import date

from competency.coaching.domain.measures import Measure, MeasureKind
from competency.coaching.domain.signals.facts import ClockMonth, Facts, Names
from competency.coaching.domain.signals.rules import Rule, Rules, Shape
from competency.coaching.domain.signals.signal import Signal
from competency.coaching.domain.signals.words import (
    last_day,
    month_before,
    percent_words,
    span_words,
)
from competency.kernel.values import Value
from competency.timeliness.domain.p_chart import TREND, ChartRules, PChart, Seen, p_chart
from competency.timeliness.domain.rates import MonthRate

CASELOAD = "caseload"
RECORDS = "records"


class Line(Value):
    """A standard's completed months of one person, oldest first, and their chart."""

    standard: str
    months: tuple[MonthRate, ...]
    chart: PChart


def lines(
    clocks: Sequence[ClockMonth], rules: Rules, chart_rules: ChartRules, today: date
) -> list[Line]:
    """Return the months of each standard in which anything counts, with their chart.

    Completed months only, so many back as the rules say. Clocks that were excused, or that a
    pause keeps from being late, count for nothing here.
    """
    first, this = month_before(today, rules.chart_months), today.replace(day=1)
    found: dict[str, list[MonthRate]] = {}
    for one in sorted(clocks, key=lambda row: row.month):
        if first <= one.month < this and one.adjusted_n:
            month = MonthRate(one.month.year, one.month.month, one.adjusted_k, one.adjusted_n)
            found.setdefault(one.standard, []).append(month)
    return [
        Line(standard, tuple(months), p_chart(months, chart_rules))
        for standard, months in sorted(found.items())
    ]


def clock_signals(
    facts: Facts, found: Sequence[Line], rules: Rules, names: Names, today: date
) -> Iterator[Signal]:
    """Yield what the clocks of each standard say, by the rules of both shapes."""
    since = month_before(today, rules.recent_months)
    for line in found:
        for rule in rules.of(Shape.CLOCK_PATTERN):
            yield from _pattern(rule, facts.person_id, line, since, names)
        for rule in rules.of(Shape.CLOCK_LAST):
            yield from _last(rule, facts.person_id, line, since, names)


def _pattern(rule: Rule, person_id: int, line: Line, since: date, names: Names) -> Iterator[Signal]:
    """Yield the newest pattern on the rule's side that reaches into the recent months."""
    points = line.chart.points
    seen = [
        one
        for one in line.chart.seen
        if _day(points[one.places[-1]].month) >= since and _is_below(one, line) == rule.is_below
    ]
    if not seen:
        return
    newest = max(seen, key=lambda one: (one.places[-1], len(one.places)))
    months = [points[place].month for place in newest.places]
    k, n = _sum(months)
    if n < rule.fewest:
        return
    all_k, all_n = _sum(line.months)
    sentence = rule.says(
        what=names.standards.get(line.standard, line.standard),
        k=k,
        n=n,
        percent=percent_words(k, n),
        months=span_words(_day(months[0]), _day(months[-1])),
        usual_k=all_k,
        usual_n=all_n,
        usual_percent=percent_words(all_k, all_n),
        pattern=newest.signal.title[0].lower() + newest.signal.title[1:],
    )
    yield _of_clock(rule, person_id, line, names, sentence, (k, n), months[-1])


def _last(rule: Rule, person_id: int, line: Line, since: date, names: Names) -> Iterator[Signal]:
    """Yield k of the last n due, whole months back until enough are together."""
    if rule.options["without_chart"] and line.chart.reason is None:
        return
    months: list[MonthRate] = []
    for month in reversed(line.months):
        if sum(one.n for one in months) >= rule.number("last"):
            break
        months.append(month)
    k, n = _sum(months)
    if n < rule.fewest or _day(months[0]) < since:
        return
    is_met = k < rule.share * n if rule.is_below else k >= rule.share * n
    if not is_met:
        return
    sentence = rule.says(
        what=names.standards.get(line.standard, line.standard),
        k=k,
        n=n,
        percent=percent_words(k, n),
        months=span_words(_day(months[-1]), _day(months[0])),
    )
    yield _of_clock(rule, person_id, line, names, sentence, (k, n), months[0])


def _of_clock(
    rule: Rule,
    person_id: int,
    line: Line,
    names: Names,
    sentence: str,
    figures: tuple[int, int],
    newest: MonthRate,
) -> Signal:
    return Signal(
        code=rule.code,
        title=rule.title,
        person_id=person_id,
        practice_area_id=None,
        subject=str(Measure(MeasureKind.TIMELINESS, line.standard)),
        strands=names.strands_of(MeasureKind.TIMELINESS, line.standard),
        is_strength=rule.is_strength,
        sentence=sentence,
        k=figures[0],
        n=figures[1],
        newest_on=last_day(_day(newest)),
        place=rule.place,
    )


def caseload_signals(facts: Facts, rules: Rules, today: date) -> Iterator[Signal]:
    """Yield whether the open cases lie outside the range; counted anew each month."""
    least, most = facts.least_cases, facts.most_cases
    if least is None or most is None:
        return
    for rule in rules.of(Shape.CASELOAD):
        n = facts.open_cases
        if n < rule.fewest or least <= n <= most:
            continue
        sentence = rule.says(n=n, least=least, most=most)
        yield _plain(rule, facts.person_id, CASELOAD, sentence, (n, n), today.replace(day=1))


def recording_signals(facts: Facts, rules: Rules, today: date) -> Iterator[Signal]:
    """Yield how soon entries were written, over the completed months that the rule looks at."""
    this = today.replace(day=1)
    for rule in rules.of(Shape.RECORDING):
        first = month_before(today, rule.number("months"))
        months = sorted(
            (one for one in facts.written if first <= one.month < this), key=lambda one: one.month
        )
        late, n = sum(one.k for one in months), sum(one.n for one in months)
        k = late if rule.is_below else n - late
        if n < rule.fewest or k < rule.share * n:
            continue
        sentence = rule.says(
            k=k,
            n=n,
            percent=percent_words(k, n),
            days=rule.number("days"),
            months=span_words(months[0].month, months[-1].month),
        )
        newest = last_day(months[-1].month)
        yield _plain(rule, facts.person_id, RECORDS, sentence, (k, n), newest)


def _plain(
    rule: Rule,
    person_id: int,
    subject: str,
    sentence: str,
    figures: tuple[int, int],
    newest_on: date,
) -> Signal:
    """Return a signal that informs no strand in particular."""
    k, n = figures
    return Signal(
        code=rule.code,
        title=rule.title,
        person_id=person_id,
        practice_area_id=None,
        subject=subject,
        strands=(),
        is_strength=rule.is_strength,
        sentence=sentence,
        k=k,
        n=n,
        newest_on=newest_on,
        place=rule.place,
    )


def _is_below(seen: Seen, line: Line) -> bool:
    """Return whether a pattern lies below the centre, or falls."""
    points = line.chart.points
    last = points[seen.places[-1]].rate
    if seen.signal.shape == TREND:
        return last < points[seen.places[0]].rate
    return last < (line.chart.centre or 0)


def _sum(months: Sequence[MonthRate]) -> tuple[int, int]:
    return sum(one.k for one in months), sum(one.n for one in months)


def _day(month: MonthRate) -> date:
    return date(month.year, month.month, 1)
