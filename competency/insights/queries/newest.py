"""What figures of teams begin with: people's newest appraisals, and the sections of strands."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import CTE, String, case, column, func, select, values

from competency.assessments.models import Appraisal
from competency.assessments.queries import NEWEST_FIRST
from competency.insights.queries.teams import Within, is_counted, still_here
from competency.people.models import Person


def newest_first(
    teams: Collection[int],
    area_id: int,
    framework_id: str,
    own: Within,
    today: date,
    is_wanted: Within,
) -> CTE:
    """Return the appraisals in an area that are wanted; each person's newest has place 1.

    `own` says whose people the reader may see by name. Of a reopened one only the last revision.
    """
    place = func.row_number().over(partition_by=Appraisal.person_id, order_by=NEWEST_FIRST)
    return (
        select(
            Appraisal.id,
            Appraisal.person_id,
            Appraisal.supervisor_submitted_by_id,
            Person.team_id,
            case((own, 1), else_=0).label("is_own"),
            place.label("place"),
        )
        .join(Person, Person.id == Appraisal.person_id)
        .where(
            Person.team_id.in_(teams),
            still_here(today),
            Appraisal.practice_area_id == area_id,
            Appraisal.framework_id == framework_id,
            is_counted(),
            is_wanted,
        )
        .cte("newest")
    )


def sections_of(section_of: Mapping[str, str]) -> CTE:
    """Return the strands with their sections, as a table to join with."""
    return (
        values(column("strand", String), column("section", String), name="sections")
        .data(sorted(section_of.items()))
        .cte("sections")
    )
