"""Figures of teams and regions for readers who see people in groups of five or more."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from competency.insights.domain.small_groups import blocks_within
from competency.kernel.values import Value

V = TypeVar("V")


class Share(NamedTuple):
    """k of n people."""

    k: int = 0
    n: int = 0


class Middle(NamedTuple):
    """The middle agreed position of so many strands in a section; None where there is none."""

    position: int | None = None
    strands: int = 0


class Shown(Value, Generic[V]):
    """A figure as a reader sees it: of each team and region, and of all together; None kept back.

    `leaves_out` says that something of what was asked for is kept back by itself or altogether.
    """

    teams: Mapping[int, V | None]
    regions: Mapping[int, V | None]
    whole: V | None
    leaves_out: bool


def shown(
    values: Mapping[int, V],
    protected: Mapping[int, int],
    region_of: Mapping[int, int],
    together: Callable[[Iterable[V]], V],
    asked: Collection[int],
) -> Shown[V]:
    """Return a figure of the teams asked for, given that of every team in reach.

    `protected` says on how many people each team's figure rests whom the reader may not see by
    name. A team all of whose people the reader sees by name has nothing to keep back. Which teams
    stand together never depends on what is asked for, so that no two answers tell more than each.
    """
    blocks = blocks_within({team: protected.get(team, 0) for team in values}, region_of)
    is_open = {team for team in values if not protected.get(team, 0)}

    def of(teams: Iterable[int]) -> V | None:
        wanted = [team for team in teams if team in values]
        counted = blocks.counted(wanted) | (is_open & set(wanted))
        if wanted and not counted:
            return None
        return together(values[team] for team in wanted if team in counted)

    regions: dict[int, list[int]] = {}
    for team in asked:
        regions.setdefault(region_of[team], []).append(team)
    return Shown(
        teams={team: of([team]) for team in asked},
        regions={region: of(teams) for region, teams in regions.items()},
        whole=of(asked),
        leaves_out=blocks.leaves_out(asked),
    )


def shares(found: Iterable[Share]) -> Share:
    """Return several shares as one."""
    each = list(found)
    return Share(sum(one.k for one in each), sum(one.n for one in each))


def counts(found: Iterable[Mapping[int, int]]) -> Counter[int]:
    """Return several counts by number as one."""
    total: Counter[int] = Counter()
    for one in found:
        total.update(one)
    return total


def middle(positions: Mapping[int, int]) -> Middle:
    """Return the middle of counted positions: of two middle ones the lower, as for one person."""
    strands = sum(positions.values())
    half = (strands + 1) // 2
    for position in sorted(positions):
        half -= positions[position]
        if half <= 0:
            return Middle(position, strands)
    return Middle()
