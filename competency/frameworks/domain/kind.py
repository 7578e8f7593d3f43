"""What a kind of standard has to say for itself; the library knows nothing else about it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from competency.frameworks.domain.faults import Fault
from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.standard import Standard
from competency.kernel.values import Value


class Entry(Value):
    """One thing that a reader sees: its code, its text, and the code that it stands under."""

    code: str
    text: str
    parent: str = ""


class Content(Protocol):
    """One version of a standard, whole, of some kind."""

    @property
    def standard(self) -> Standard:
        """Return the head."""

    def codes(self) -> tuple[str, ...]:
        """Return the permanent codes, which other standards and records may name."""

    def entries(self) -> tuple[Entry, ...]:
        """Return everything that a reader sees, in its order, for the comparison of versions."""

    def export(self) -> dict[str, object]:
        """Return the content as plain values for interchange."""

    def counts(self) -> tuple[tuple[int, str], ...]:
        """Return how many it has of what, in the field's words."""


def nothing_beside(path: str, content: Content, newest: Mapping[str, Content]) -> tuple[Fault, ...]:
    """Return no fault: most kinds can be judged by their own files and references alone."""
    return ()


class Kind(Value):
    """A kind of standard: the name its files bear, and how they are read.

    `build` returns the content and notes every fault in the folder; it never raises for bad data.
    `beside` returns what is only seen beside other standards: it is given the version's path, its
    content, and the newest released content of every standard by id.
    """

    name: str
    build: Callable[[Standard, Folder], Content]
    beside: Callable[[str, Content, Mapping[str, Content]], Iterable[Fault]] = nothing_beside


def head_entries(standard: Standard) -> tuple[Entry, ...]:
    """Return the entries of the head, which every kind shows before its own."""
    about = [Entry(f"about/{one.code}", one.text) for one in standard.about]
    scales = [
        Entry(f"scale/{scale.code}/{position.code}", position.label, f"scale/{scale.code}")
        for scale in standard.scales
        for position in scale.positions
    ]
    return (Entry("title", standard.title), *about, *scales)
