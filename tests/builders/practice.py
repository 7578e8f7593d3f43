"""One person with everything that is known of their practice: appraisal, evidence, clocks."""

from competency.people.models import Region, Team
from tests.builders.cases import Office
from tests.builders.stage import Cast, Stage


def an_office_of(stage: Stage, cast: Cast) -> Office:
    """A team and its region around a cast, so that its practitioner can hold clocks."""
    region = stage.save(Region(name="North"))
    team, other = stage.save(
        Team(name="Quayside", region_id=region.id), Team(name="Hillside", region_id=region.id)
    )
    return Office(
        region=region,
        team=team,
        other_team=other,
        area=cast.practice_area,
        worker=cast.practitioner,
        colleague=cast.colleague,
        supervisor=cast.supervisor,
        manager=cast.manager,
    )
