"""What a profile shows, in words: never a grade for a person, never a mean."""

from collections.abc import Mapping, Sequence

from competency.assessments.domain.marks import UNRATED, Mark
from competency.assessments.domain.profile import SectionProfile, change
from competency.kernel.values import Value

SERIES = {"self": "Self-assessment", "supervisor": "Supervisor", "agreed": "Agreed"}
WHOSE = {
    "self": "the self-assessment",
    "supervisor": "the supervisor's rating",
    "agreed": "what was agreed",
}


class Change(Value):
    """How a section's agreed positions moved since the last cycle; `strands` is how many it has.

    Only strands with a position both times are compared: rose + stayed + fell of `strands`.
    """

    section: str
    rose: int
    stayed: int
    fell: int
    strands: int

    @property
    def compared(self) -> int:
        """Return how many strands have a position both times."""
        return self.rose + self.stayed + self.fell

    @property
    def words(self) -> str:
        """Return the change in words."""
        if not self.compared:
            return "Nothing to compare: no strand has a position both times."
        moves = [(self.rose, "rose"), (self.stayed, "stayed"), (self.fell, "fell")]
        told = ", ".join(f"{n} {word}" for n, word in moves if n)
        return f"{told} (of {self.compared} of {self.strands} strands with a position both times)"


def changes(
    sections: Sequence[tuple[str, Sequence[str]]],
    before: Mapping[str, Mark],
    now: Mapping[str, Mark],
) -> tuple[Change, ...]:
    """Return the change of every section, given as (code, strands) in order."""
    return tuple(Change(code, *change(s, before, now), len(s)) for code, s in sections)


def coverage(series: str, cells: Sequence[SectionProfile]) -> str:
    """Return on how many strands a series rests, in words."""
    rated, applicable = sum(c.rated for c in cells), sum(c.applicable for c in cells)
    return f"{SERIES[series]}: {rated} of {applicable} strands that apply have a position."


def spread(series: str, cells: Sequence[SectionProfile], labels: Sequence[str]) -> str:
    """Return from where to where the middle positions of the sections reach, in words."""
    middles = [c.middle for c in cells if c.middle is not None]
    if not middles:
        return f"In {WHOSE[series]} no section has a position yet."
    low, high = labels[min(middles)], labels[max(middles)]
    if low == high:
        return f"In {WHOSE[series]} the middle position is {low} in each of {_sections(middles)}."
    return (
        f"In {WHOSE[series]} the middle positions of {_sections(middles)} reach "
        f"from {low} to {high}."
    )


def against_targets(cells: Sequence[SectionProfile], targets: Mapping[str, int]) -> str:
    """Return in how many sections the middle position is at or past the post's target."""
    aimed = [
        (c.middle, targets[c.section])
        for c in cells
        if c.section in targets and c.middle is not None
    ]
    if not aimed:
        return ""
    there = sum(middle >= target for middle, target in aimed)
    return f"{there} of {len(aimed)} sections are at or past the target of the post."


def differences(own: Mapping[str, Mark], supervisor: Mapping[str, Mark]) -> str:
    """Return how often the two gave the same position, in words; nothing where neither can."""
    pairs = [
        (mark.position, supervisor.get(strand, UNRATED).position) for strand, mark in own.items()
    ]
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    if not both:
        return ""
    same = sum(a == b for a, b in both)
    higher, lower = sum(a > b for a, b in both), sum(a < b for a, b in both)
    return (
        f"Both gave a position on {len(both)} strands: the same on {same}, "
        f"the practitioner's further on {higher}, the supervisor's further on {lower}."
    )


def _sections(middles: Sequence[int]) -> str:
    return f"{len(middles)} section" + ("" if len(middles) == 1 else "s")
