"""Which strands a piece of casework can say something about, and which casework speaks of a strand.

A link informs a conversation and never sets a position. The links are those that were released
with the crosswalk's data, without those that the organisation set aside, and with its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from competency.coaching.domain.measures import Measure, MeasureKind
from competency.kernel.values import Value


class SourceKind(StrEnum):
    """What a link starts from; the first two are what a measure can be of."""

    TIMELINESS = MeasureKind.TIMELINESS  # a timeliness standard, like KPI_04
    REVIEW_ITEM = MeasureKind.REVIEW_ITEM  # an item of the case review, like B3
    PRACTICE = "practice"  # a practice of the protocol, like gate/routed


class Strength(Value):
    """How far a source may be taken to speak about a strand; `rank` 0 is the strongest."""

    code: str
    title: str
    meaning: str
    rank: int


class Link(Value):
    """One source, one strand, how strong and why; `own_id` is set where the link is our own."""

    kind: SourceKind
    code: str
    strand: str
    strength: Strength
    reason: str
    own_id: int | None = None

    @property
    def measure(self) -> Measure | None:
        """Return the figure that speaks through this link; a practice has none of its own."""
        if self.kind is SourceKind.PRACTICE:
            return None
        return Measure(MeasureKind(self.kind), self.code)

    @property
    def pair(self) -> tuple[SourceKind, str, str]:
        """Return what there is only one link for: kind and code of the source, and the strand."""
        return self.kind, self.code, self.strand


Pair = tuple[SourceKind, str, str]


@dataclass(frozen=True)
class Crosswalk:
    """All links that hold in this organisation, in the order of the data, its own ones last."""

    links: tuple[Link, ...]
    _by_source: Mapping[tuple[str, str], tuple[Link, ...]] = field(
        init=False, repr=False, compare=False
    )
    _by_strand: Mapping[str, tuple[Link, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_source: dict[tuple[str, str], tuple[Link, ...]] = {}
        by_strand: dict[str, tuple[Link, ...]] = {}
        for link in sorted(self.links, key=lambda one: one.strength.rank):
            source = (str(link.kind), link.code)
            by_source[source] = (*by_source.get(source, ()), link)
            by_strand[link.strand] = (*by_strand.get(link.strand, ()), link)
        object.__setattr__(self, "_by_source", by_source)
        object.__setattr__(self, "_by_strand", by_strand)

    def strands_of(self, kind: str, code: str) -> tuple[Link, ...]:
        """Return the links of a source, the strongest first; none for one that is not known.

        `kind` is `timeliness`, `review-item` or `practice`, so a measure's own kind and code do.
        """
        return self._by_source.get((str(kind), code), ())

    def sources_of(self, strand: str) -> tuple[Link, ...]:
        """Return the links to a strand, the strongest first; none where no casework tells of it."""
        return self._by_strand.get(strand, ())

    def measures_of(self, strand: str) -> tuple[Measure, ...]:
        """Return the figures that speak of a strand, those of the strongest links first."""
        return tuple(link.measure for link in self.sources_of(strand) if link.measure is not None)

    def with_own(self, added: Iterable[Link], set_aside: Iterable[Pair]) -> "Crosswalk":
        """Return the crosswalk with the organisation's links and without those it set aside.

        Where a released link and an added one are of the same pair, the added one holds.
        """
        own = tuple(added)
        gone = {*set_aside, *(link.pair for link in own)}
        if not gone:
            return self
        return Crosswalk((*(link for link in self.links if link.pair not in gone), *own))
