"""Which cases there are: whose, since when, until when, and how they end.

Everybody in practice has a believable caseload; what has ended lies evenly over three years.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum

from competency.demo.domain.cast import YEAR, Cast, Member
from competency.demo.domain.chance import between, pick, stream
from competency.demo.domain.turn import BEFORE_AGES, SINCE_AGES
from competency.kernel.actor import Role
from competency.kernel.values import Value

OPEN_SHARE = 0.27  # of all cases
THREE_YEARS, SEVEN_YEARS = 3 * YEAR, 7 * YEAR + 2
FIRST_LOAD = 18  # open cases of the person shown round
LOADS = {"Senior case manager": (16, 20), "Case manager": (13, 19), "Team leader": (2, 4)}
NEWCOMERS_LOAD = (5, 8)
OLD_CASES = 6  # whose time is over
WEDNESDAY = 2  # the day of the weekly meeting
# How long ago the referral of an open case came, in days, with its weight.
AGES = (((1, 12), 8), ((13, 50), 20), ((51, 230), 42), ((231, 520), 30))
# When something of the first person's cases falls due, in days from today.
DUE_IN = (0, 0, 1, 2, 4, 5, -3, -6)
FIRST_SINCE = len(DUE_IN) + 3  # from here on the first person's cases came after the turn
SETTLED = BEFORE_AGES  # days ago; whose reviews have a rhythm
SIX_WEEKS_AGO = (45, 47)  # whose assessment has to be complete


class Fate(StrEnum):
    """How far a case has come by today."""

    OPEN = "open"
    FOR_MEETING = "for-meeting"  # the closure form waits for the weekly meeting
    BACK = "back"  # closed, and taken up again
    REFUSED = "refused"
    CLOSED = "closed"


class Given(Value, kw_only=True):
    """One case before it is told; `until` is today, or the day of its end.

    `lead` signs off, `above` decides on appeals. `due_on` is a day on which something has to
    fall due, `waits` says that its risk assessment still waits to be signed off. `turned` says
    that its worker is the one whose risk assessments were often late and are no longer.
    """

    id: int
    team: int
    practice_area: int
    worker: Member | None
    lead: Member
    above: Member
    received: date
    until: date
    fate: Fate
    former: Member | None = None
    due_on: date | None = None
    waits: bool = False
    turned: bool = False

    @property
    def reference(self) -> str:
        """Return the reference, which says when the referral came and nothing else."""
        return f"CB-{self.received:%y%m}-{self.id:05}"

    @property
    def is_at_its_six_weeks(self) -> bool:
        """Return whether what falls due is the assessment itself."""
        return self.due_on is not None and (self.until - self.received).days <= SIX_WEEKS_AGO[1]


class Caseload:
    """Draws all cases, the same for the same seed and day."""

    def __init__(self, found: Cast, cases: int, areas: int, seed: int, as_of: date) -> None:
        self._found, self._cases, self._as_of = found, cases, as_of
        self._areas = areas
        self._chance = stream(seed, "caseload")
        self._id = 0
        self._by_team: dict[int, list[Member]] = {}
        for member in found.members:
            if member.team and member.holds(Role.CASE_MANAGER):
                self._by_team.setdefault(member.team, []).append(member)
        self._leads = {t: _lead(people) for t, people in self._by_team.items()}

    def all(self) -> Iterator[Given]:
        """Yield every case, the oldest ended ones last."""
        wanted = max(1, round(self._cases * OPEN_SHARE))
        teams = []
        for team, people in sorted(self._by_team.items()):
            if self._id >= wanted:
                break
            teams.append(team)
            yield from self._open_of(team, people, wanted)
        yield from self._handed_over(teams)
        old = min(OLD_CASES, self._cases // 100)
        while self._id < self._cases - old:
            yield self._ended(pick(self._chance, teams))
        for _ in range(old):
            yield self._old(pick(self._chance, teams))

    def _open_of(self, team: int, people: Sequence[Member], wanted: int) -> Iterator[Given]:
        for member in people:
            if member.left_on is not None:
                continue
            first = member is self._found.first_team[0]
            for number in range(min(self._load(member, first), max(0, wanted - self._id))):
                yield self._open(team, member, number, first)
        for _ in range(min(between(self._chance, 2, 4), max(0, wanted - self._id))):
            yield self._given(team, None, self._ago(1, 5), self._as_of, Fate.OPEN)

    def _open(self, team: int, member: Member, number: int, first: bool) -> Given:
        chance = self._chance
        if first and number < len(DUE_IN):
            due_on = self._as_of + timedelta(days=DUE_IN[number])
            received = self._ago(*(SIX_WEEKS_AGO if number == 1 else SETTLED))
            return self._given(team, member, received, self._as_of, Fate.OPEN, due_on=due_on)
        fewest, most = chance.choices([a for a, _ in AGES], [w for _, w in AGES])[0]
        if first and number < FIRST_LOAD - 1:
            fewest, most = BEFORE_AGES if number < FIRST_SINCE else SINCE_AGES
        age = between(chance, fewest, most)
        fate, lot = Fate.OPEN, chance.random()
        if age > 100 and lot < 0.05:
            fate = Fate.FOR_MEETING
        elif 200 < age < 400 and lot < 0.1:
            fate = Fate.BACK
        waits = fate is Fate.OPEN and (number == len(DUE_IN) if first else chance.random() < 0.012)
        if waits:
            age = between(chance, 90, SINCE_AGES[1] if first else 300)
        return self._given(team, member, self._ago(age, age), self._as_of, fate, waits=waits)

    def _handed_over(self, teams: Sequence[int]) -> Iterator[Given]:
        """Yield what the one who left had, now a colleague's."""
        leaver = self._found.leaver
        if leaver.left_on is None or leaver.team not in teams:
            return
        here = [m for m in self._by_team[leaver.team or 1] if m.left_on is None]
        fewest = (self._as_of - leaver.left_on).days + 60
        for _ in range(6):
            received = self._ago(fewest, fewest + 120)
            yield self._given(
                leaver.team or 1, here[0], received, self._as_of, Fate.OPEN, former=leaver
            )

    def _ended(self, team: int) -> Given:
        chance = self._chance
        ago = between(chance, 40, THREE_YEARS)
        lot = chance.random()
        if lot < 0.09:
            return self._given(team, None, self._ago(ago, ago), self._as_of, Fate.REFUSED)
        days = between(chance, 20, 80) if lot < 0.3 else between(chance, 110, 480)
        days = min(days, between(chance, 20, ago - 15)) if days > ago - 15 else days
        received = self._ago(ago, ago)
        until = _wednesday(received + timedelta(days=days))
        worker = self._who_was_here(team, received, until)
        return self._given(team, worker, received, until, Fate.CLOSED)

    def _old(self, team: int) -> Given:
        received = self._ago(SEVEN_YEARS + 60, SEVEN_YEARS + 80)
        until = _wednesday(received + timedelta(days=between(self._chance, 20, 40)))
        return self._given(team, self._leads[team], received, until, Fate.CLOSED)

    def _who_was_here(self, team: int, since: date, until: date) -> Member:
        here = [
            m
            for m in self._by_team[team]
            if m.started_on <= since and (m.left_on is None or m.left_on > until)
        ]
        return pick(self._chance, here) if here else self._leads[team]

    def _given(
        self,
        team: int,
        worker: Member | None,
        received: date,
        until: date,
        fate: Fate,
        *,
        former: Member | None = None,
        due_on: date | None = None,
        waits: bool = False,
    ) -> Given:
        self._id += 1
        lead = self._leads[team]
        above = lead.supervisor or lead
        return Given(
            id=self._id,
            team=team,
            practice_area=(team - 1) % self._areas + 1,
            worker=worker,
            lead=above if worker is lead else lead,
            above=above,
            received=received,
            until=until,
            fate=fate,
            former=former,
            due_on=due_on,
            waits=waits,
            turned=(former or worker) is self._found.first_team[0],
        )

    def _load(self, member: Member, first: bool) -> int:
        if first:
            return FIRST_LOAD
        new = (self._as_of - member.started_on).days < YEAR // 2
        fewest, most = NEWCOMERS_LOAD if new else LOADS[member.post or "Case manager"]
        return between(self._chance, fewest, most)

    def _ago(self, fewest: int, most: int) -> date:
        return self._as_of - timedelta(days=between(self._chance, fewest, most))


def _lead(people: Sequence[Member]) -> Member:
    return next((m for m in people if m.holds(Role.SUPERVISOR)), people[0])


def _wednesday(day: date) -> date:
    return day + timedelta(days=(WEDNESDAY - day.weekday()) % 7)
