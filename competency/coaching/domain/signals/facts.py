"""What signals are worked out from: one person's facts, and the names that sentences need.

The facts come from the rooms below as rows with these names; nothing here reads them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from competency.kernel.values import Value


class ClockMonth(Protocol):
    """Somebody's clocks of a standard due in one month: k met of n, without those excused."""

    @property
    def standard(self) -> str:
        """Return the code of the standard."""
        ...

    @property
    def month(self) -> date:
        """Return the first day of the month."""
        ...

    @property
    def adjusted_k(self) -> int:
        """Return how many were met."""
        ...

    @property
    def adjusted_n(self) -> int:
        """Return how many count."""
        ...


class Answered(Protocol):
    """What one review said of one item."""

    @property
    def item(self) -> str:
        """Return the code of the item."""
        ...

    @property
    def review_id(self) -> int:
        """Return the number of the review."""
        ...

    @property
    def on(self) -> date:
        """Return the day on which it was submitted."""
        ...

    @property
    def is_good(self) -> bool:
        """Return whether the practice is there."""
        ...


class Position(Protocol):
    """A strand's positions in the newest revealed cycle of a practice area."""

    @property
    def practice_area_id(self) -> int:
        """Return the practice area."""
        ...

    @property
    def framework_id(self) -> str:
        """Return the framework."""
        ...

    @property
    def strand(self) -> str:
        """Return the code of the strand."""
        ...

    @property
    def own(self) -> int | None:
        """Return the person's own position."""
        ...

    @property
    def supervisor(self) -> int | None:
        """Return the supervisor's position."""
        ...

    @property
    def agreed(self) -> int | None:
        """Return the position they agreed, None until they did."""
        ...

    @property
    def cycle_on(self) -> date:
        """Return the day on which the cycle began."""
        ...


class Evidence(Protocol):
    """What a strand has as evidence, in a practice area or in none in particular."""

    @property
    def practice_area_id(self) -> int | None:
        """Return the practice area."""
        ...

    @property
    def framework_id(self) -> str:
        """Return the framework."""
        ...

    @property
    def strand(self) -> str:
        """Return the code of the strand."""
        ...

    @property
    def entries(self) -> int:
        """Return how many entries there are."""
        ...

    @property
    def best(self) -> str:
        """Return the highest level an entry names."""
        ...

    @property
    def newest_on(self) -> date:
        """Return the day of the newest entry."""
        ...


class Pending(Protocol):
    """A course that is out of time since a day."""

    @property
    def code(self) -> str:
        """Return the code of the course."""
        ...

    @property
    def course(self) -> str:
        """Return its title."""
        ...

    @property
    def since(self) -> date:
        """Return the first day out of time."""
        ...


class Written(Protocol):
    """Of n entries of a month, k were written late."""

    @property
    def month(self) -> date:
        """Return the first day of the month."""
        ...

    @property
    def k(self) -> int:
        """Return how many were late."""
        ...

    @property
    def n(self) -> int:
        """Return how many there are."""
        ...


@dataclass(slots=True)
class Facts:
    """All that is known of one person; what there is nothing of is empty.

    `least_cases` and `most_cases` are the organisation's range, known of whoever holds cases.
    """

    person_id: int
    clocks: list[ClockMonth] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    open_cases: int = 0
    least_cases: int | None = None
    most_cases: int | None = None


class FrameworkNames(NamedTuple):
    """The titles of a framework's strands and sections, the words of its positions, its levels."""

    strands: Mapping[str, str]
    sections: Mapping[str, str]
    section_of: Mapping[str, str]
    positions: Mapping[int, str]


class Names(Value):
    """What things are called, and which strands a figure of casework informs."""

    standards: Mapping[str, str]
    items: Callable[[str], str]
    framework: Callable[[str], FrameworkNames]
    strands_of: Callable[[str, str], tuple[str, ...]]
