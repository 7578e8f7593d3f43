"""What many actions were followed by, group by group, and what is kept back of small groups.

Whoever is not entitled to the individuals sees no group of one to four people, and no two figures
that differ by such a group (product page, "What people see").
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from competency.coaching.domain.effect import Word
from competency.kernel.values import Value

SMALLEST_GROUP = 5


class Told(NamedTuple):
    """What one action was followed by: of whose practice, in which group."""

    person_id: int
    group: str
    word: Word


class Line(Value):
    """A group, or all of them: how many actions of how many people, and what came after them."""

    group: str
    actions: int
    people: int
    words: Mapping[Word, int]


class Table(Value):
    """The lines of the groups that may be shown, all together, and the groups kept back.

    `total` is None where everybody together is too few.
    """

    lines: tuple[Line, ...]
    kept_back: tuple[str, ...]
    total: Line | None


def table(told: Iterable[Told], entitled: Collection[int]) -> Table:
    """Return the lines in the order of their groups.

    `entitled` are the people about whom the reader may know each action: they need no protection
    and protect nobody. The total is of all groups, so those kept back are always five people or
    more, of two groups at least.
    """
    rows = sorted(told, key=lambda one: one.group)
    others: dict[str, set[int]] = defaultdict(set)
    for one in rows:
        others[one.group] |= {one.person_id} - set(entitled)
    hidden = kept_back(others)
    if hidden is None:
        return Table((), tuple(others), None)
    by_group: dict[str, list[Told]] = defaultdict(list)
    for one in rows:
        by_group[one.group].append(one)
    return Table(
        lines=tuple(_line(name, some) for name, some in by_group.items() if name not in hidden),
        kept_back=tuple(name for name in by_group if name in hidden),
        total=_line("", rows) if rows else None,
    )


def kept_back(others: Mapping[str, Collection[int]]) -> frozenset[str] | None:
    """Return the groups that are not shown, given the people in each whom the reader may not know.

    Groups of one to four, with the next smallest until two groups and five people are hidden.
    None where all of them together are one to four people: then nothing at all is shown.
    """
    everybody = {person for some in others.values() for person in some}
    if 0 < len(everybody) < SMALLEST_GROUP:
        return None
    somebody = [name for name in others if others[name]]
    ordered = sorted(somebody, key=lambda name: (len(set(others[name])), name))
    small = [name for name in ordered if len(set(others[name])) < SMALLEST_GROUP]
    if not small:
        return frozenset()
    for name in ordered[len(small) :]:
        if len(small) > 1 and _people(others, small) >= SMALLEST_GROUP:
            break
        small.append(name)
    return frozenset(small)


def _people(others: Mapping[str, Collection[int]], names: Iterable[str]) -> int:
    return len({person for name in names for person in others[name]})


def _line(group: str, rows: Collection[Told]) -> Line:
    words = Counter(one.word for one in rows)
    people = len({one.person_id for one in rows})
    return Line(group, len(rows), people, {word: words[word] for word in Word})
