"""What changed between two versions of a standard, and what has to be looked at again."""

from bisect import bisect_left
from collections.abc import Iterable

from competency.frameworks.domain.kind import Content, Entry
from competency.frameworks.domain.structure import CompetencyFramework, Strand
from competency.kernel.values import Value


class Reworded(Value):
    """The same code with another text."""

    code: str
    before: str
    after: str


class Moved(Value):
    """The same code under another parent, or elsewhere among its neighbours."""

    code: str
    before: str
    after: str

    @property
    def is_reordered(self) -> bool:
        """Return whether only the order changed."""
        return self.before == self.after


class Diff(Value):
    """Every change, each list in the order of the version that holds the thing."""

    added: tuple[Entry, ...]
    withdrawn: tuple[Entry, ...]
    reworded: tuple[Reworded, ...]
    moved: tuple[Moved, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether the two versions show a reader the same."""
        return not (self.added or self.withdrawn or self.reworded or self.moved)


def compare(old: Content, new: Content) -> Diff:
    """Return what a reader of the old version finds changed in the new one."""
    before = {entry.code: entry for entry in old.entries()}
    after = {entry.code: entry for entry in new.entries()}
    return Diff(
        added=tuple(e for e in after.values() if e.code not in before),
        withdrawn=tuple(e for e in before.values() if e.code not in after),
        reworded=tuple(
            Reworded(e.code, before[e.code].text, e.text)
            for e in after.values()
            if e.code in before and before[e.code].text != e.text
        ),
        moved=_moved(before, after),
    )


def strands_to_confirm(old: CompetencyFramework, new: CompetencyFramework) -> tuple[Strand, ...]:
    """Return the new version's strands whose old rating has to be looked at again, in order.

    That is a strand that is new, stands under another criterion or section, or reads differently
    in its criterion's title or at any level. A mere change of order asks for nothing.
    """
    return tuple(s for s in new.strands if old.find_strand(s.code) != s)


def _moved(before: dict[str, Entry], after: dict[str, Entry]) -> tuple[Moved, ...]:
    stayed = _stayed_in_order(before, after)
    return tuple(
        Moved(code, before[code].parent, entry.parent)
        for code, entry in after.items()
        if code in before and code not in stayed
    )


def _stayed_in_order(before: dict[str, Entry], after: dict[str, Entry]) -> set[str]:
    """Return the codes that kept both their parent and their place among their neighbours.

    Among neighbours the largest group that kept its order stayed; the others were moved. So one
    thing that was pulled forward is one move, not a move of everything that it passed.
    """
    place = {code: number for number, code in enumerate(before)}
    neighbours: dict[str, list[str]] = {}
    for code, entry in after.items():
        if code in before and before[code].parent == entry.parent:
            neighbours.setdefault(entry.parent, []).append(code)
    return {
        codes[index]
        for codes in neighbours.values()
        for index in _longest_rising([place[code] for code in codes])
    }


def _longest_rising(numbers: Iterable[int]) -> list[int]:
    """Return the indexes of a longest rising run within the numbers."""
    ends: list[int] = []
    at: list[int] = []
    previous: list[int] = []
    for index, number in enumerate(numbers):
        length = bisect_left(ends, number)
        previous.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        at[length : length + 1] = [index]
    found: list[int] = []
    index = at[-1] if at else -1
    while index >= 0:
        found.append(index)
        index = previous[index]
    return found[::-1]
