"""What everybody completed: yearly courses, those done once, and what is held until a day.

Data protection comes out so that about one in twenty is late and hardly anybody was never there;
the others are a little better or worse.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from competency.demo.domain.cast import YEAR, Cast, Member
from competency.demo.domain.chance import between, stream
from competency.kernel.actor import Role
from competency.kernel.values import Value

GDPR, PROCESS = "gdpr", "case-management-process"
LATE_SHARE, NEVER_SHARE = 0.05, 0.017
ONCE_LATE, ONCE_NEVER = 0.06, 0.02
CLAIM_EVERY, EXEMPT_EVERY = 10, 40  # so many people for one of them
SESSION, SESSION_WITHIN = 200, 12  # days ago; who was due around then came
IMPORTED = (45, 180)  # days ago; what the learning system's file held
TWO_YEARS = 2 * YEAR
HELD_FOR = {"professional-registration": TWO_YEARS, "indemnity": YEAR}
CHECKED_FOR = 3 * YEAR


class Way(StrEnum):
    """How a completion came to be on record."""

    PERSON = "person"
    SESSION = "attendance"
    FILE = "import"


class Done(Value):
    """Somebody completed something; `decided` is None while it waits and False once returned."""

    person: Member
    course: str
    on: date
    way: Way = Way.PERSON
    expires_on: date | None = None
    number: str = ""
    decided: bool | None = True


class Exempt(Value):
    """Somebody need not, because of the reason of this number."""

    person: Member
    course: str
    from_on: date
    until: date
    reason: int


class School:
    """Draws everybody's completions, the same for the same seed and day."""

    def __init__(self, found: Cast, seed: int, as_of: date) -> None:
        self._seed, self._as_of = seed, as_of
        self.everybody = [m for m in found.members if m is not found.outside_rater]
        here = [m for m in self.everybody if m.left_on is None]
        chance = stream(seed, "school")
        newest = sorted(here, key=lambda m: m.started_on, reverse=True)
        self._never = {m.id for m in newest[: max(1, round(NEVER_SHARE * len(here)))]}
        settled = [m for m in here if (as_of - m.started_on).days > TWO_YEARS]
        late = chance.sample(settled, max(3, round(LATE_SHARE * len(here))))
        self._late = {m.id for m in late}
        self._claiming = chance.sample(settled, max(2, len(here) // CLAIM_EVERY))
        team = [m for m in found.first_team if m.left_on is None and m.id not in self._never]
        self.again = team[:3]
        away = [m for m in settled if m.id not in self._late and m not in self.again]
        self._away = chance.sample(away, max(1, len(here) // EXEMPT_EVERY))

    def completions(self, codes: Sequence[str]) -> Iterator[Done]:
        """Yield all that was completed, person by person, each course of the codes in turn."""
        for person in self.everybody:
            for code in codes:
                chance = stream(self._seed, "school", code, person.id)
                yield from self._of(person, code, chance)
        yield from self._claims()

    def exemptions(self) -> Iterator[Exempt]:
        """Yield who is away for a while, for each of the courses asked once."""
        for number, person in enumerate(self._away):
            begin = self._as_of - timedelta(days=60 + number % 50)
            until = self._as_of + timedelta(days=90 + number % 70)
            for code in ("information-governance", "case-system"):
                yield Exempt(person, code, begin, until, number)

    def _of(self, person: Member, code: str, chance: Random) -> Iterator[Done]:
        if code == GDPR:
            return self._yearly(person, chance)
        if code in HELD_FOR:
            return self._held(person, code, chance)
        if code == "dbs-check":
            return self._checked(person, chance)
        return self._once(person, code, chance)

    def _yearly(self, person: Member, chance: Random) -> Iterator[Done]:
        """Yield the newest completion and those of the years before it, newest first."""
        if person.id in self._never:
            return
        end = person.left_on or self._as_of
        ago = between(chance, 381, 470) if person.id in self._late else between(chance, 5, 360)
        served = (end - person.started_on).days
        if served < YEAR:
            ago = max(1, served - between(chance, 0, 9))
        if abs(ago - SESSION) <= SESSION_WITHIN and not person.left_on:
            ago = SESSION
        while ago <= min(served, TWO_YEARS + YEAR // 2):
            yield Done(person, GDPR, end - timedelta(days=ago), self._way(ago))
            ago += YEAR + between(chance, 2, 30)

    def _once(self, person: Member, code: str, chance: Random) -> Iterator[Done]:
        """Yield the one completion, soon after the appointment or the course's first weeks."""
        begin = max(person.started_on, self._as_of - timedelta(days=TWO_YEARS))
        lot = chance.random()
        after = between(chance, 29, 120) if lot < ONCE_LATE else between(chance, 1, 27)
        on = begin + timedelta(days=after)
        if lot > 1 - ONCE_NEVER or on >= self._as_of or (person.left_on and on > person.left_on):
            return
        yield Done(person, code, on, self._way((self._as_of - on).days))

    def _held(self, person: Member, code: str, chance: Random) -> Iterator[Done]:
        """Yield what runs out on a printed day, and the one before it."""
        if not person.holds(Role.CASE_MANAGER):
            return
        span = HELD_FOR[code]
        left = -between(chance, 1, 40) if chance.random() < 0.03 else between(chance, 2, span)
        expires_on = self._as_of + timedelta(days=left)
        for _ in range(2):
            on = max(expires_on - timedelta(days=span), person.started_on)
            if on < self._as_of and (not person.left_on or on <= person.left_on):
                yield Done(person, code, on, expires_on=expires_on, number=_number(chance))
            if on == person.started_on:
                return
            expires_on -= timedelta(days=span)

    def _checked(self, person: Member, chance: Random) -> Iterator[Done]:
        """Yield the newest check; the first is before the first day."""
        late = chance.random() < 0.03
        ago = between(chance, 1100, 1150) if late else between(chance, 5, CHECKED_FOR - 20)
        on = self._as_of - timedelta(days=ago)
        if on < person.started_on or (person.left_on and on > person.left_on):
            on = person.started_on - timedelta(days=between(chance, 5, 25))
        yield Done(person, "dbs-check", on, number=_number(chance))

    def _claims(self) -> Iterator[Done]:
        """Yield what people entered lately and nobody has verified yet; one was returned."""
        for turn, person in enumerate(self._claiming):
            on = self._as_of - timedelta(days=2 + turn % 9)
            yield Done(person, GDPR, on, decided=False if turn == 1 else None)

    def _way(self, ago: int) -> Way:
        if ago == SESSION:
            return Way.SESSION
        return Way.FILE if IMPORTED[0] <= ago <= IMPORTED[1] else Way.PERSON


def _number(chance: Random) -> str:
    return f"DEMO-{between(chance, 100000, 999999)}"
