"""How soon a team does things: believable delays in working days, different from team to team."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from competency.calendars.domain.working_calendar import WorkingCalendar
from competency.demo.domain.chance import between

# How often something is late, team by team, begun anew after the last.
LATE = (0.09, 0.16, 0.12, 0.05, 0.21, 0.11, 0.07, 0.14)
# These teams changed so many days ago, from their usual share to another.
CHANGED = {3: (240, 0.31), 5: (300, 0.08)}
LATEST = 6  # working days past the limit
WRITTEN_DAYS_AFTER: Sequence[tuple[int, int]] = ((0, 86), (1, 9), (3, 4), (8, 1))


class Pace:
    """The delays of one team's case, drawn from the case's own chance."""

    def __init__(self, team: int, chance: Random, calendar: WorkingCalendar, as_of: date) -> None:
        self._chance, self._calendar = chance, calendar
        number = (team - 1) % len(LATE) + 1
        self._before = LATE[number - 1]
        ago, self._since = CHANGED.get(number, (0, self._before))
        self._changed_on = as_of - timedelta(days=ago)

    def late_share(self, day: date) -> float:
        """Return how often the team is late on a day."""
        return self._since if day >= self._changed_on else self._before

    def on(self, day: date) -> date:
        """Return the day itself, or the next working day after it."""
        return self.after(day - timedelta(days=1), 1)

    def after(self, day: date, number: int) -> date:
        """Return the day so many working days later; none is the day itself, if it is one."""
        return self._calendar.working_day_after(day, number) if number else self.on(day)

    def some(self, day: date, least: int, most: int) -> date:
        """Return a day between so many and so many working days later."""
        return self.after(day, between(self._chance, least, most))

    def within(self, day: date, limit: int, least: int = 0) -> date:
        """Return a day within the limit in working days, or now and then past it."""
        if self._chance.random() < self.late_share(day):
            return self.some(day, limit + 1, limit + LATEST)
        return self.some(day, least, limit)

    def written_days_after(self) -> int:
        """Return how many days after it happened something is written down."""
        days, weights = zip(*WRITTEN_DAYS_AFTER, strict=True)
        return int(self._chance.choices(days, weights)[0])
