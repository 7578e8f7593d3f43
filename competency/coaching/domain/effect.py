"""Before and after an action: two shares, how far apart they are, and how sure that is.

The interval of the difference is Newcombe's hybrid of two score intervals (R. G. Newcombe,
"Interval estimation for the difference between independent proportions: comparison of eleven
methods", Statistics in Medicine 17 (1998), method 10), from those of each share by itself (E. B.
Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
American Statistical Association 22 (1927)). It keeps what it promises with small numbers too,
where the textbook's interval does not.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from math import sqrt
from statistics import NormalDist

from competency.coaching.domain.actions import Ending
from competency.coaching.domain.measures import MeasureKind, MonthCount
from competency.kernel.values import Value

ROUNDING = 1e-12


class Word(StrEnum):
    """What can be said of before and after."""

    IMPROVED = "improved"
    NO_CLEAR_CHANGE = "no clear change"
    WORSE = "worse"
    TOO_FEW = "too few to tell"


class MeasureRules(Value):
    """How a kind of measure is read: months each side, the fewest each side, and which way is up.

    `confidence` is how sure the interval is meant to be, as 0.95. `words` say what is measured,
    with a place for the `title` and the `code` of it, and `each` what one of the n is, in plural.
    """

    months_before: int
    months_after: int
    minimum_n: int
    higher_is_better: bool
    confidence: float
    words: str = "{title}"
    each: str = "things"


class EffectRules(Value):
    """The rules of each kind of measure, and the cautions beside one effect and beside many.

    `months_of_many` is how many whole months back actions are looked at together.
    """

    of_kind: Mapping[MeasureKind, MeasureRules]
    months_of_many: int
    cautions_of_one: tuple[str, ...]
    cautions_of_many: tuple[str, ...]


class Share(Value):
    """k of n."""

    k: int
    n: int

    @property
    def rate(self) -> float:
        """Return k divided by n; there has to be an n."""
        return self.k / self.n


class Difference(Value):
    """After less before, as a share from -1 to 1, with its interval."""

    value: float
    low: float
    high: float


class Effect(Value):
    """The two shares, the word for them, and the difference; none where either side is empty."""

    before: Share
    after: Share
    word: Word
    difference: Difference | None


class Span(Value):
    """Whole months, from the first to the last, each by its first day."""

    first: date
    last: date

    def holds(self, month: date) -> bool:
        """Return whether the month is one of them."""
        return self.first <= month <= self.last

    @property
    def length(self) -> int:
        """Return how many months they are."""
        years = self.last.year - self.first.year
        return 12 * years + self.last.month - self.first.month + 1

    @property
    def months(self) -> tuple[date, ...]:
        """Return the first day of each month."""
        return tuple(month_on(self.first, number) for number in range(self.length))

    @property
    def last_day(self) -> date:
        """Return the last day of the last month."""
        return month_on(self.last, 1) - timedelta(days=1)


class Windows(Value):
    """The months before and after; `after` is None while no month after is over."""

    before: Span
    after: Span | None


def compare(before: tuple[int, int], after: tuple[int, int], rules: MeasureRules) -> Effect:
    """Return what (k, n) before and (k, n) after say together.

    It takes the minimum on each side to say anything; beyond that the interval decides: where it
    holds nought, there is no clear change. Raises ValueError for a k that is not of its n.
    """
    one, other = _share(before), _share(after)
    found = difference(one, other, rules.confidence) if one.n and other.n else None
    if found is None or min(one.n, other.n) < rules.minimum_n:
        return Effect(one, other, Word.TOO_FEW, found)
    return Effect(one, other, _word(found, rules), found)


def difference(before: Share, after: Share, confidence: float) -> Difference:
    """Return after less before with its interval (Newcombe 1998, method 10)."""
    value = after.rate - before.rate
    before_low, before_high = wilson(before, confidence)
    after_low, after_high = wilson(after, confidence)
    down = sqrt((after.rate - after_low) ** 2 + (before_high - before.rate) ** 2)
    up = sqrt((after_high - after.rate) ** 2 + (before.rate - before_low) ** 2)
    return Difference(value, value - down, value + up)


def wilson(share: Share, confidence: float) -> tuple[float, float]:
    """Return the score interval of one share (Wilson 1927), which never leaves 0 to 1."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    middle = share.k + z * z / 2
    reach = z * sqrt(share.k * (share.n - share.k) / share.n + z * z / 4)
    whole = share.n + z * z
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


def held_from(ending: Ending | None, ended_on: date | None, due_on: date) -> date | None:
    """Return the day from which an action is taken to have held.

    That is the day on which it was closed out as complete, before that the day on which it is
    due. One that was dropped or carried forward never took hold: None.
    """
    if ending is None:
        return due_on
    return ended_on if ending is Ending.COMPLETE else None


def windows(agreed_on: date, holds_from: date, today: date, rules: MeasureRules) -> Windows:
    """Return which whole months are before and after.

    Before are those up to the month in which the action was agreed, after those from the month
    after the one in which it took hold, as far as they are over. What lies between belongs to
    neither side. An action cannot take hold before it is agreed.
    """
    agreed = agreed_on.replace(day=1)
    hold = max(holds_from, agreed_on).replace(day=1)
    before = Span(month_on(agreed, -rules.months_before), month_on(agreed, -1))
    last = min(month_on(hold, rules.months_after), month_on(today.replace(day=1), -1))
    return Windows(before, Span(month_on(hold, 1), last) if last > hold else None)


def month_on(month: date, number: int) -> date:
    """Return the first day of the month that lies so many months on (or back)."""
    year, place = divmod(month.year * 12 + month.month - 1 + number, 12)
    return date(year, place + 1, 1)


def sum_of(counts: Iterable[MonthCount], span: Span | None) -> Share:
    """Return k of n of the months of a span, 0 of 0 without one."""
    kept = [one for one in counts if span is not None and span.holds(one.month)]
    return Share(sum(one.k for one in kept), sum(one.n for one in kept))


def sentence(title: str, effect: Effect) -> str:
    """Return what happened to a measure in one sentence, without a full stop."""
    before, after = effect.before, effect.after
    return f"{title}: {before.k} of {before.n} before, {after.k} of {after.n} after: {effect.word}"


def interval_words(found: Difference, confidence: float) -> str:
    """Return the difference and its interval in percentage points, in words."""
    sure = f"{100 * confidence:g} %"
    return (
        f"{_points(found.value)} percentage points "
        f"({sure} interval from {_points(found.low)} to {_points(found.high)})"
    )


def _points(share: float) -> str:
    whole = round(100 * share)
    return f"+{whole}" if whole > 0 else f"−{-whole}" if whole < 0 else "0"


def _share(pair: tuple[int, int]) -> Share:
    k, n = pair
    if not 0 <= k <= n:
        raise ValueError(f"{k} is not of {n}")
    return Share(k, n)


def _word(found: Difference, rules: MeasureRules) -> Word:
    rose, fell = found.low > ROUNDING, found.high < -ROUNDING
    if not rose and not fell:
        return Word.NO_CLEAR_CHANGE
    return Word.IMPROVED if rose is rules.higher_is_better else Word.WORSE
