"""A profile per section with its coverage; never one grade for a person, never a mean.

Positions are ordinal, so a section shows the middle position of its strands (the lower of two
middle ones, so that it is a position somebody gave) and the range, with how many strands
it rests on.
"""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median_low

from competency.assessments.domain.marks import UNRATED, Answer, Mark
from competency.kernel.values import Value


class SectionProfile(Value):
    """One section in one hand: middle, lowest and highest position, and coverage k of n.

    `rated` of `applicable` strands have a position; `middle` is None when none has.
    Not applicable strands are out of both; unrated ones only of `rated`.
    """

    section: str
    middle: int | None
    lowest: int | None
    highest: int | None
    rated: int
    applicable: int


def section_profile(
    section: str, strands: Iterable[str], marks: Mapping[str, Mark]
) -> SectionProfile:
    """Return the profile of a section from one rater's marks (or the agreed ones)."""
    found = [marks.get(strand, UNRATED) for strand in strands]
    positions = sorted(m.position for m in found if m.position is not None)
    applicable = sum(m.answer is not Answer.NOT_APPLICABLE for m in found)
    return SectionProfile(
        section,
        middle=median_low(positions) if positions else None,
        lowest=positions[0] if positions else None,
        highest=positions[-1] if positions else None,
        rated=len(positions),
        applicable=applicable,
    )


def profile(
    sections: Sequence[tuple[str, Sequence[str]]], marks: Mapping[str, Mark]
) -> tuple[SectionProfile, ...]:
    """Return the profile of every section, given as (code, strands) in order."""
    return tuple(section_profile(code, strands, marks) for code, strands in sections)


def change(
    strands: Sequence[str], before: Mapping[str, Mark], now: Mapping[str, Mark]
) -> tuple[int, int, int]:
    """Return how many strands rose, stayed and fell, of those with a position both times."""
    rose = stayed = fell = 0
    for strand in strands:
        old, new = before.get(strand, UNRATED).position, now.get(strand, UNRATED).position
        if old is None or new is None:
            continue
        rose, stayed, fell = rose + (new > old), stayed + (new == old), fell + (new < old)
    return rose, stayed, fell
