"""How ratings of a region or the organisation moved and differ: groups of five, never by name."""

from collections.abc import Mapping

from competency.assessments.service.reading import sections_of
from competency.frameworks import service as frameworks
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.work import Work
from competency.insights.domain import region_ratings as domain
from competency.insights.domain.regions import Shown
from competency.insights.domain.team_practice import Apart, Moved
from competency.insights.queries import region_ratings as queries
from competency.insights.queries import regions as of_teams
from competency.insights.service.regions import Reach, reach, seen_by_name
from competency.kernel.values import Value


class RegionRatings(Value, kw_only=True):
    """What moved between people's last two cycles, and where the two ratings of one differ.

    Each by section, and of all sections together as far as the sections are shown.
    """

    reach: Reach
    areas: Mapping[int, str]
    area_id: int
    framework: CompetencyFramework
    apart: Mapping[str, Shown[Apart]]
    moved: Mapping[str, Shown[Moved]]
    apart_in_all: Shown[Apart]
    moved_in_all: Shown[Moved]

    @property
    def leaves_out(self) -> bool:
        """Return whether small groups are kept back somewhere on the page."""
        return self.apart_in_all.leaves_out or self.moved_in_all.leaves_out


def ratings(
    work: Work, region_id: int | None, area_id: int | None = None, team_id: int | None = None
) -> RegionRatings:
    """Return what moved and where ratings differ, by default in the commonest practice area.

    In four statements. Raises NotFound for what is out of reach.
    """
    found = reach(work, region_id, team_id)
    areas = of_teams.areas(work.session, found.teams, work.today)
    if area_id not in areas:
        area_id = next(iter(areas), 0)
    framework = frameworks.get_framework()
    section_of = {strand: code for code, several in sections_of(framework) for strand in several}
    asked = (found.teams, area_id, framework.id, section_of, seen_by_name(work), work.today)
    codes = [section.code for section in framework.sections]
    seen = (found.region_of, found.asked)
    apart = domain.apart_by_section(codes, queries.hands(work.session, *asked), *seen)
    moved = domain.moved_by_section(codes, queries.cycles(work.session, *asked), *seen)
    return RegionRatings(
        reach=found,
        areas=areas,
        area_id=area_id,
        framework=framework,
        apart=apart,
        moved=moved,
        apart_in_all=domain.over_sections(apart, domain.all_apart),
        moved_in_all=domain.over_sections(moved, domain.all_moved),
    )
