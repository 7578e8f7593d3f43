"""How large an organisation of so many people is."""

from math import ceil

from competency.kernel.errors import Refused
from competency.kernel.values import Value

FEWEST, MOST = 24, 20_000
LARGEST_TEAM = 12
TEAMS_PER_MANAGER = 12
REGIONS, MOST_REGIONS, PEOPLE_PER_REGION = 3, 6, 400
SMALL_ORGANISATION_TEAMS = 8
# One each, however large: director, clinical, training and safeguarding lead, central quality,
# regional director, administrator, auditor, outside rater.
SINGLE_POSTS = 9


class Size(Value):
    """How many of each; `team_sizes` are the case managers of each team, without its leader."""

    people: int
    regions: int
    managers: int
    team_sizes: tuple[int, ...]

    @property
    def teams(self) -> int:
        """Return how many teams there are."""
        return len(self.team_sizes)


def size_for(people: int) -> Size:
    """Return the size of an organisation with so many people; refuses too few and too many.

    About 60 people make three regions and eight teams; the first team of each service manager
    is as large as a team may be.
    """
    if not FEWEST <= people <= MOST:
        raise Refused("people", f"Choose from {FEWEST} to {MOST:,} people.", field="people")
    regions = min(MOST_REGIONS, max(REGIONS, ceil(people / PEOPLE_PER_REGION)))
    teams = max(min(SMALL_ORGANISATION_TEAMS, people // 7), round(people / 9.8))
    managers = max(regions, ceil(teams / TEAMS_PER_MANAGER))
    case_managers = people - SINGLE_POSTS - regions - managers - teams
    return Size(people, regions, managers, _share(case_managers, teams, managers))


def _share(case_managers: int, teams: int, managers: int) -> tuple[int, ...]:
    """Fill the first team, in a large organisation each manager's first, and share out the rest."""
    sizes = [1] * teams
    left = case_managers - teams
    large = managers if case_managers > managers * LARGEST_TEAM * 2 else 1
    for number in range(large):
        more = min(LARGEST_TEAM - 1, left - (teams - large) * 2)
        sizes[number] += max(0, more)
        left -= max(0, more)
    number = large
    while left > 0:
        if sizes[number % teams] < LARGEST_TEAM:
            sizes[number % teams] += 1
            left -= 1
        number += 1
    return tuple(sizes)
