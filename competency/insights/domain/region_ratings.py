"""Two positions of many strands compared, section by section, for readers who see people in groups.

What a section tells rests on the people who have both positions in it, which may be fewer than
there are in the team: so each section keeps back its own, and what is said of all sections
together is made of what the sections show. No sum then gives away what one section keeps back.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

from competency.insights.domain.regions import Shown, shown
from competency.insights.domain.team_practice import Apart, Moved
from competency.kernel.values import Value

V = TypeVar("V", Moved, Apart)


class Compared(Value):
    """How the strands of one section compare, by team: the first position to the second.

    `protected` says on how many people each team's count rests whom the reader may not see by
    name.
    """

    counts: Mapping[int, Apart]
    protected: Mapping[int, int]


NOTHING = Compared({}, {})


def all_apart(found: Iterable[Apart]) -> Apart:
    """Return several counts of two ratings as one."""
    return Apart(*(sum(part) for part in zip(*found, strict=True)))


def all_moved(found: Iterable[Moved]) -> Moved:
    """Return several counts of two cycles as one."""
    return Moved(*(sum(part) for part in zip(*found, strict=True)))


def apart_by_section(
    sections: Iterable[str],
    found: Mapping[str, Compared],
    region_of: Mapping[int, int],
    asked: Collection[int],
) -> dict[str, Shown[Apart]]:
    """Return how the own position stands to the supervisor's, by section, as a reader sees it."""
    each = {code: found.get(code, NOTHING) for code in sections}
    return {
        code: shown(one.counts, one.protected, region_of, all_apart, asked)
        for code, one in each.items()
    }


def moved_by_section(
    sections: Iterable[str],
    found: Mapping[str, Compared],
    region_of: Mapping[int, int],
    asked: Collection[int],
) -> dict[str, Shown[Moved]]:
    """Return what moved by section, as a reader sees it, the newer cycle first."""
    each = {code: found.get(code, NOTHING) for code in sections}
    return {
        code: shown(
            {team: _moved(counts) for team, counts in one.counts.items()},
            one.protected,
            region_of,
            all_moved,
            asked,
        )
        for code, one in each.items()
    }


def _moved(newer: Apart) -> Moved:
    return Moved(rose=newer.own_higher, stayed=newer.same, fell=newer.theirs_higher)


def over_sections(
    sections: Mapping[str, Shown[V]], together: Callable[[Iterable[V]], V]
) -> Shown[V]:
    """Return all sections as one, made of what each of them shows and of nothing else."""
    each = list(sections.values())
    return Shown(
        teams=_added([one.teams for one in each], together),
        regions=_added([one.regions for one in each], together),
        whole=_sum([one.whole for one in each], together),
        leaves_out=any(one.leaves_out for one in each),
    )


def _added(
    each: list[Mapping[int, V | None]], together: Callable[[Iterable[V]], V]
) -> dict[int, V | None]:
    places = each[0] if each else {}
    return {place: _sum([one[place] for one in each], together) for place in places}


def _sum(each: list[V | None], together: Callable[[Iterable[V]], V]) -> V | None:
    """Return the sum of what is shown; None where all that there is of it is kept back."""
    total = together(one for one in each if one is not None)
    return None if None in each and not total.both else total
