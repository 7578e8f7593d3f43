"""What practitioners wrote in their logs over two years, and what their supervisors said."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from random import Random
from typing import Any

from competency.demo.domain.cast import YEAR, Cast, Member
from competency.demo.domain.chance import at_work, between, pick, stream
from competency.demo.domain.texts import LogTexts
from competency.kernel.values import Value

REACHES = timedelta(days=2 * YEAR)
FEWEST, MOST = 9, 15  # entries in two years
EMPTY_STRETCH = (110, 150)  # days without an entry, for those who leave a gap
GAPS, MENDED = 0.3, 0.12
SHARED_WITHIN, DECIDED_WITHIN = 10, 20  # days
SHOWN_ROUND = 4  # the newest entries of the first team come one in each state


class Stage(StrEnum):
    """How far an entry has come."""

    QUICK = "quick"  # a title, a day, hours and a strand
    DRAFT = "draft"
    SHARED = "shared"
    RETURNED = "returned"
    VERIFIED = "verified"


# Of those written in the last weeks, and of those before.
LATELY = timedelta(days=45)
SHARES_LATELY = ((Stage.QUICK, 2), (Stage.DRAFT, 2), (Stage.SHARED, 5), (Stage.VERIFIED, 1))
SHARES = ((Stage.QUICK, 1), (Stage.DRAFT, 1), (Stage.RETURNED, 1), (Stage.VERIFIED, 17))


class Decision(Value):
    """What a supervisor made of a version that was shared."""

    outcome: str
    comment: str
    by_id: int
    at: datetime


@dataclass(slots=True)
class Written:
    """One entry with its history; `shared_at` and `decisions` are by version, oldest first."""

    id: int
    person_id: int
    practice_area_id: int
    uuid: str
    stage: Stage
    words: Mapping[str, Any]
    starts_on: date
    ends_on: date | None
    hours: Decimal
    strands: Sequence[str]
    level: str
    shared_at: Sequence[datetime]
    decisions: Sequence[Decision]
    created_at: datetime
    corrects_id: None = None

    @property
    def seq(self) -> int:
        """Return the number of the newest version that was shared."""
        return len(self.shared_at)

    @property
    def is_decided(self) -> bool:
        """Return whether the newest version was decided on."""
        return self.stage in (Stage.RETURNED, Stage.VERIFIED)

    @property
    def decided_by_id(self) -> int | None:
        """Return who decided on the newest version."""
        return self.decisions[-1].by_id if self.is_decided else None

    @property
    def decided_at(self) -> datetime | None:
        """Return when the newest version was decided on."""
        return self.decisions[-1].at if self.is_decided else None

    @property
    def comment(self) -> str:
        """Return what was said about the newest version."""
        return self.decisions[-1].comment if self.is_decided else ""


class Logs:
    """Writes everybody's log, the same for the same seed and day."""

    def __init__(
        self, texts: LogTexts, strands: Mapping[str, Sequence[str]], seed: int, as_of: date
    ) -> None:
        self._texts, self._strands, self._seed, self._as_of = texts, strands, seed, as_of
        self._last_id = 0

    def of_all(self, found: Cast) -> Iterator[list[Written]]:
        """Yield the log of each practitioner, oldest entry first."""
        shown = {member.id for member in found.first_team}
        for member in found.members:
            if member.practice_areas:
                yield self._of(member, shown_round=member.id in shown)

    def _of(self, member: Member, *, shown_round: bool) -> list[Written]:
        chance = stream(self._seed, "log", member.id)
        last = self._last_day(member)
        days = _days(chance, max(member.started_on, self._as_of - REACHES), last)
        drawn = chance.sample(range(len(self._texts.entries)), min(len(days), 15))
        made = []
        for turn, day in enumerate(days):
            stage = None
            if shown_round and len(days) - turn <= SHOWN_ROUND:
                stage = list(Stage)[len(days) - turn]
            words = self._texts.entries[drawn[turn % len(drawn)]]
            made.append(self._entry(member, day, last, words, stage, chance))
        return made

    def _last_day(self, member: Member) -> date:
        yesterday = self._as_of - timedelta(days=1)
        return min(member.left_on or yesterday, yesterday)

    def _entry(
        self,
        member: Member,
        day: date,
        last: date,
        words: Mapping[str, Any],
        stage: Stage | None,
        chance: Random,
    ) -> Written:
        shares = SHARES_LATELY if self._as_of - day < LATELY else SHARES
        wanted = stage or chance.choices([s for s, _ in shares], [w for _, w in shares])[0]
        hours = Decimal(between(chance, *(2 * hour for hour in words["hours"]))) / 2
        week = between(chance, 1, 6) if hours > 4 and chance.random() < 0.3 else 0
        ends_on = min(day + timedelta(days=week), last)
        stage, shared_at, decisions = self._history(member, ends_on, last, wanted, chance)
        self._last_id += 1
        sections = words["sections"][: 1 if stage is Stage.QUICK else None]
        return Written(
            id=self._last_id,
            person_id=member.id,
            practice_area_id=pick(chance, member.practice_areas),
            uuid=str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            stage=stage,
            words=words,
            starts_on=day,
            ends_on=ends_on if ends_on != day else None,
            hours=hours,
            strands=[pick(chance, self._strands[section]) for section in sections],
            level=f"CMP{between(chance, 1, 3)}",
            shared_at=shared_at,
            decisions=decisions,
            created_at=at_work(chance, ends_on),
        )

    def _history(
        self, member: Member, day: date, last: date, wanted: Stage, chance: Random
    ) -> tuple[Stage, list[datetime], list[Decision]]:
        """Return how far the entry came by the last day, and when it was shown and decided on.

        Nothing is shared while nobody supervises, and what nobody decided on still waits.
        """
        if wanted in (Stage.QUICK, Stage.DRAFT):
            return wanted, [], []
        outcomes = ["returned"] if wanted is not Stage.VERIFIED else ["verified"]
        if wanted is Stage.VERIFIED and chance.random() < MENDED:
            outcomes.insert(0, "returned")
        shared_at: list[datetime] = []
        decisions: list[Decision] = []
        for outcome in outcomes:
            day += timedelta(days=between(chance, 1, SHARED_WITHIN))
            if day > last or member.supervisor_on(day) is None:
                return Stage.RETURNED if decisions else Stage.DRAFT, shared_at, decisions
            shared_at.append(at_work(chance, day))
            day += timedelta(days=between(chance, 1, DECIDED_WITHIN))
            supervisor = member.supervisor_on(day)
            if wanted is Stage.SHARED or day > last or supervisor is None:
                return Stage.SHARED, shared_at, decisions
            said = self._texts.returned if outcome == "returned" else self._texts.verified
            decision = Decision(outcome, pick(chance, said), supervisor.id, at_work(chance, day))
            decisions.append(decision)
        return wanted, shared_at, decisions


def _days(chance: Random, first: date, last: date) -> list[date]:
    """Return the days of a log, in order; some leave more than three months empty."""
    span = (last - first).days
    if span < 1:
        return []
    most = max(2, round(between(chance, FEWEST, MOST) * span / (2 * YEAR)))
    days = sorted(chance.randint(0, span) for _ in range(most))
    if chance.random() < GAPS and span > YEAR:
        length = between(chance, *EMPTY_STRETCH)
        begin = chance.randint(0, span - length)
        days = [day for day in days if not begin <= day < begin + length]
    return [first + timedelta(days=day) for day in days]
