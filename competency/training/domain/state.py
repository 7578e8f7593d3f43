"""Where a person stands with a course: decided on read, from the rules and what was completed.

The states, on a day:

- **not required**: no rule asks this of the person (also before their first day and after their
  last), and no refresher is open.
- **exempt**: an exemption covers the day. Exempt people are neither compliant nor not; they are
  counted beside the rate.
- **current**: completed, and further from the due date than the renewal window.
- **due soon**: not past the due date, but within the renewal window before it, or not yet
  completed with the first due date still to come, or a refresher is open and not past its date.
- **overdue**: completed once, and past the due date; or a refresher is past its date.
- **never**: not completed at all, and past the first due date.

Compliant are *current* and *due soon*: the due date is the last day in time. The rate is
compliant of (compliant, overdue and never).

The first due date is the day from which the rule applies (appointment, or later the start of the
role or of the rule) and the days of grace. A renewal within the window counts from the old due
date, so that renewing early loses no time; any other counts from its own day, and none ever
brings the due date forward. Months are calendar months; a day that a month lacks becomes its
last. A certificate's own expiry counts where it is earlier than the rule. Of several rules for
one course the strictest decides.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

FOREVER = date.max
DAY = timedelta(days=1)


class State(StrEnum):
    """How a person stands with a course; the order is from the most to the least pressing."""

    NEVER = "never"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    CURRENT = "current"
    EXEMPT = "exempt"
    NOT_REQUIRED = "not_required"

    @property
    def label(self) -> str:
        """Return the state as people say it."""
        return self.value.replace("_", " ").capitalize()


COMPLIANT = frozenset({State.CURRENT, State.DUE_SOON})
PENDING = frozenset({State.NEVER, State.OVERDUE})
_ORDER = {state: place for place, state in enumerate(State)}


class Rule(NamedTuple):
    """How long somebody has at first, how often again (None: once), and when a renewal is due."""

    grace_days: int = 0
    repeat_months: int | None = None
    window_days: int = 60


class Applied(NamedTuple):
    """A rule that applies to a person from a day on."""

    rule: Rule
    from_on: date


class Completion(NamedTuple):
    """A completion that counts, and its own expiry where the certificate names one."""

    on: date
    expires_on: date | None = None


class Exemption(NamedTuple):
    """Somebody need not, from a day until a day, both included."""

    from_on: date
    until: date


class Refresher(NamedTuple):
    """Somebody has to do it again by a day, because of an audit finding or an incident."""

    assigned_on: date
    due_on: date


class Standing(NamedTuple):
    """The state, the last day in time (None: none ahead), and what else a page says of it.

    `since` is the first day out of time; `until` the last day of an exemption.
    """

    state: State
    due_on: date | None = None
    last_on: date | None = None
    since: date | None = None
    until: date | None = None

    @property
    def is_compliant(self) -> bool:
        """Return whether this counts as in time."""
        return self.state in COMPLIANT


NOT_REQUIRED = Standing(State.NOT_REQUIRED)


@lru_cache(maxsize=16_384)
def add_months(day: date, months: int) -> date:
    """Return the same day so many months on, or the month's last day where it lacks that day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    next_year, next_month = divmod(year * 12 + month + 1, 12)
    if next_year > FOREVER.year:
        return FOREVER
    last = date(next_year, next_month + 1, 1) - DAY
    return date(year, month + 1, min(day.day, last.day))


def valid_until(rule: Rule, completions: Iterable[Completion]) -> date | None:
    """Return the last day the completions cover, oldest given first; None where there are none."""
    until: date | None = None
    for one in completions:
        until = _renewed(rule, until, one)
    return until


def _renewed(rule: Rule, until: date | None, one: Completion) -> date:
    reached = FOREVER
    if rule.repeat_months is not None:
        start = one.on
        if until is not None and start <= until and (until - start).days <= rule.window_days:
            start = until
        reached = add_months(start, rule.repeat_months)
    if one.expires_on is not None and one.expires_on < reached:
        reached = one.expires_on
    return reached if until is None or reached > until else until


def standing(
    applied: Sequence[Applied],
    completions: Sequence[Completion],
    on: date,
    *,
    exemptions: Sequence[Exemption] = (),
    refreshers: Sequence[Refresher] = (),
) -> Standing:
    """Return how somebody who works here on the day stands with a course.

    Completions come oldest first; those after the day do not count yet.
    """
    done = completions
    if done and done[-1].on > on:
        done = [one for one in completions if one.on <= on]
    last_on = done[-1].on if done else None
    if len(applied) == 1 and applied[0].from_on <= on:
        found = _by_rule(applied[0], done, last_on, on)
    else:
        found = _strictest(
            [_by_rule(one, done, last_on, on) for one in applied if one.from_on <= on]
        )
    if refreshers:
        found = _with_refreshers(found, refreshers, last_on, on)
    if exemptions and found.state is not State.NOT_REQUIRED:
        found = _with_exemptions(found, exemptions, on)
    return found


def _by_rule(
    applied: Applied, done: Sequence[Completion], last_on: date | None, on: date
) -> Standing:
    rule = applied.rule
    due = applied.from_on + timedelta(days=rule.grace_days)
    if last_on is None:
        if on <= due:
            return Standing(State.DUE_SOON, due)
        return Standing(State.NEVER, due, since=due + DAY)
    until = valid_until(rule, done) or last_on
    if until > due:
        due = until
    if on > due:
        return Standing(State.OVERDUE, due, last_on, since=due + DAY)
    if on <= until and (due - on).days > rule.window_days:
        return Standing(State.CURRENT, None if due == FOREVER else due, last_on)
    return Standing(State.DUE_SOON, due, last_on)


def _strictest(found: Sequence[Standing]) -> Standing:
    return min(
        found, key=lambda one: (_ORDER[one.state], one.due_on or FOREVER), default=NOT_REQUIRED
    )


def _with_refreshers(
    found: Standing, refreshers: Sequence[Refresher], last_on: date | None, on: date
) -> Standing:
    """Return the standing with what is assigned and not done since; a later one adds nothing."""
    ours = [
        one.due_on
        for one in refreshers
        if one.assigned_on <= on and (last_on is None or last_on < one.assigned_on)
    ]
    if not ours or found.state is State.NEVER:
        return found
    due = min(ours)
    if found.due_on is not None and found.due_on < due and found.state is not State.CURRENT:
        return found
    if on > due:
        return Standing(State.OVERDUE, due, last_on, since=due + DAY)
    return Standing(State.DUE_SOON, due, last_on)


def _with_exemptions(found: Standing, exemptions: Sequence[Exemption], on: date) -> Standing:
    until = max((one.until for one in exemptions if one.from_on <= on <= one.until), default=None)
    if until is not None:
        return Standing(State.EXEMPT, found.due_on, found.last_on, until=until)
    since = found.since
    if since is None:
        return found
    for one in sorted(exemptions, key=lambda e: e.from_on):
        if one.from_on <= since <= one.until:
            since = one.until + DAY
    return Standing(found.state, found.due_on, found.last_on, since=since)
