"""How a team practises, person by person and section by section: for talking, never for ranking.

No figure here is a grade of a person, none orders people; who reads it stands above each of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from competency.assessments.domain.marks import Mark
from competency.assessments.domain.profile import SectionProfile, change, profile
from competency.kernel.values import Value

FAR = 2  # positions: self and supervisor so far apart are worth a conversation

Sections = Sequence[tuple[str, Sequence[str]]]


class Member(NamedTuple):
    """Somebody of the team, with their post."""

    id: int
    name: str
    post_id: int | None
    post: str


class Cycle(NamedTuple):
    """An appraisal of somebody: when it began, and when it was signed, None while it runs."""

    id: int
    person_id: int
    title: str
    started_on: date
    signed_on: date | None


class Moved(NamedTuple):
    """How many strands rose, stayed and fell, of those agreed in both of two cycles."""

    rose: int = 0
    stayed: int = 0
    fell: int = 0

    @property
    def both(self) -> int:
        """Return how many strands had an agreed position both times."""
        return self.rose + self.stayed + self.fell


class Apart(NamedTuple):
    """How two ratings of the same strands stand to each other.

    `own_higher` and `theirs_higher` (the supervisor's) count every strand that differs that way,
    `own_far` and `theirs_far` those of them that are two positions or more apart.
    """

    own_higher: int = 0
    theirs_higher: int = 0
    own_far: int = 0
    theirs_far: int = 0
    same: int = 0

    @property
    def both(self) -> int:
        """Return how many strands both rated."""
        return self.own_higher + self.theirs_higher + self.same

    @property
    def far(self) -> int:
        """Return how many are two positions or more apart, either way."""
        return self.own_far + self.theirs_far


class Evidence(NamedTuple):
    """How many of the framework's strands have shared evidence of the last year, or older."""

    recent: int
    older: int
    newest_on: date | None


class Row(NamedTuple):
    """One person of the team; what is None is not there yet."""

    member: Member
    signed: Cycle | None
    cells: tuple[SectionProfile, ...]
    targets: Mapping[str, int]
    before: Cycle | None
    moved: Moved | None
    revealed: Cycle | None
    apart: Apart | None
    evidence: Evidence


class Facts(Value, kw_only=True):
    """What is known of some people in one practice area, by person or by appraisal.

    `signed` holds each person's signed cycles, the newest first; `revealed` the newest cycle whose
    two ratings are open to both; `pairs` its strands with the own and the supervisor's position.
    """

    signed: Mapping[int, Sequence[Cycle]]
    revealed: Mapping[int, Cycle]
    agreed: Mapping[int, Mapping[str, Mark]]
    pairs: Mapping[int, Mapping[str, tuple[int, int]]]
    targets: Mapping[int, Mapping[str, int]]
    evidence: Mapping[int, Mapping[str, date]]


def rows(members: Iterable[Member], sections: Sections, facts: Facts, today: date) -> list[Row]:
    """Return a row for each member, in their order."""
    return [_row(member, sections, facts, today) for member in members]


def _row(member: Member, sections: Sections, facts: Facts, today: date) -> Row:
    cycles = facts.signed.get(member.id, ())
    newest = cycles[0] if cycles else None
    former = cycles[1] if len(cycles) > 1 else None
    now = facts.agreed.get(newest.id, {}) if newest else {}
    moved = None
    if former is not None:
        strands = [strand for _, several in sections for strand in several]
        moved = Moved(*change(strands, facts.agreed.get(former.id, {}), now))
    revealed = facts.revealed.get(member.id)
    return Row(
        member=member,
        signed=newest,
        cells=profile(sections, now),
        targets=facts.targets.get(member.post_id or 0, {}),
        before=former,
        moved=moved,
        revealed=revealed,
        apart=apart(facts.pairs.get(revealed.id, {}).values()) if revealed else None,
        evidence=evidence_of(facts.evidence.get(member.id, {}).values(), today),
    )


def apart(pairs: Iterable[tuple[int, int]]) -> Apart:
    """Return how the own positions stand to the supervisor's, given strand by strand."""
    own_higher = theirs_higher = own_far = theirs_far = same = 0
    for own, theirs in pairs:
        gap = own - theirs
        own_higher += gap > 0
        theirs_higher += gap < 0
        own_far += gap >= FAR
        theirs_far += gap <= -FAR
        same += gap == 0
    return Apart(own_higher, theirs_higher, own_far, theirs_far, same)


def apart_by_section(
    sections: Sections, pairs: Iterable[Mapping[str, tuple[int, int]]]
) -> dict[str, Apart]:
    """Return the same of several people's ratings, section by section."""
    every = list(pairs)
    return {
        code: apart(found[strand] for found in every for strand in strands if strand in found)
        for code, strands in sections
    }


def moved_by_section(
    sections: Sections, pairs: Iterable[tuple[Mapping[str, Mark], Mapping[str, Mark]]]
) -> dict[str, Moved]:
    """Return what moved between two cycles of several people, section by section."""
    every = list(pairs)
    found = {}
    for code, strands in sections:
        each = [change(strands, before, now) for before, now in every]
        found[code] = Moved(*(sum(part) for part in zip(*each, strict=True))) if each else Moved()
    return found


def evidence_of(newest: Iterable[date], today: date) -> Evidence:
    """Return how old evidence is, given the newest day of each strand that has some."""
    days = list(newest)
    begin = a_year_before(today)
    recent = sum(day >= begin for day in days)
    return Evidence(recent, len(days) - recent, max(days, default=None))


def a_year_before(today: date) -> date:
    """Return the day of a year ago; of a 29 February the 28th."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return today.replace(year=today.year - 1, day=day)
