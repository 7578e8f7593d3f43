"""What notes and actions can be tagged to: areas of a person, strands, kinds and measures."""

from competency.coaching.domain.measures import Measure
from competency.coaching.service import actions, crosswalk
from competency.frameworks import service as frameworks
from competency.infra.work import Work
from competency.people.service import lookup

Choices = list[tuple[str, str]]


def areas(work: Work, person_id: int) -> Choices:
    """Return the practice areas a person works in, as number and name."""
    return [(str(one.id), one.name) for one in lookup.practice_areas_of(work.session, person_id)]


def strands(work: Work) -> Choices:
    """Return the strands of the newest framework, as code and title, in the order of it."""
    framework = frameworks.framework_with_wording(work.session)
    return [(one.code, f"{one.code} {one.criterion_title}") for one in framework.strands]


def measures(work: Work, strand: str = "") -> dict[Measure, str]:
    """Return the measures that an action can name, with their titles, in at most one statement.

    Those that speak of the strand by the crosswalk come first, of the strongest links before the
    others, and say so; then all others in the order of their standards.
    """
    titles = actions.measures()
    linked = crosswalk.get(work).measures_of(strand) if strand else ()
    first = {one: f"{titles[one]} (speaks of {strand})" for one in linked if one in titles}
    return first | {one: title for one, title in titles.items() if one not in first}
