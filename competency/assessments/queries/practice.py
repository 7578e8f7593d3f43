"""The positions of people's strands in their newest cycle, about a set of people given as SQL."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from competency.assessments.domain.agenda import Outcome
from competency.assessments.domain.marks import Hand
from competency.assessments.models import Appraisal, Rating, StrandAgreement
from competency.people.service.crowds import People

APPRAISAL: Any = Appraisal.__table__.c
_LATER_RATING, _LATER_AGREEMENT = aliased(Rating), aliased(StrandAgreement)
AGREED = "agreed"


class Position(NamedTuple):
    """One strand of somebody's newest cycle that both have submitted; None where nobody said.

    The positions are values of the framework's scale. `version` is that of the cycle,
    `self_version` and `supervisor_version` those under which the two gave theirs.
    """

    person_id: int
    practice_area_id: int
    framework_id: str
    framework_version: str
    appraisal_id: int
    cycle_on: date
    strand: str
    own: int | None
    supervisor: int | None
    agreed: int | None
    own_version: str | None
    supervisor_version: str | None


def positions(people: People) -> Select[Any]:
    """Return the question for the positions, one row for each strand, as `Position`."""
    newest = _newest(people)
    theirs = select(APPRAISAL.id).where(APPRAISAL.person_id.in_(people))
    said = union_all(_ratings(newest, theirs), _agreements(newest, theirs)).subquery("said")

    def by(hand: str, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return func.max(case((said.c.hand == hand, column)))

    cycle = (
        newest.c.person_id,
        newest.c.practice_area_id,
        newest.c.framework_id,
        newest.c.framework_version,
        newest.c.id.label("appraisal_id"),
        newest.c.started_on,
    )
    return (
        select(
            *cycle,
            said.c.strand,
            by(Hand.SELF.value, said.c.position).label("own"),
            by(Hand.SUPERVISOR.value, said.c.position).label("supervisor"),
            by(AGREED, said.c.position).label("agreed"),
            by(Hand.SELF.value, said.c.version).label("own_version"),
            by(Hand.SUPERVISOR.value, said.c.version).label("supervisor_version"),
        )
        .join(said, said.c.appraisal_id == newest.c.id)
        .group_by(*newest.c, said.c.strand)
    )


def as_part(people: People) -> Select[Any]:
    """Return the same question with the texts of a row put together, for one statement of many.

    `said` is framework, its version, the two versions and the number of the appraisal.
    """
    found = positions(people).subquery("positions")
    said = (
        found.c.framework_id
        + "/"
        + found.c.framework_version
        + "/"
        + func.coalesce(found.c.own_version, "")
        + "/"
        + func.coalesce(found.c.supervisor_version, "")
        + "/"
        + cast(found.c.appraisal_id, String)
    )
    return select(
        found.c.person_id,
        found.c.practice_area_id,
        found.c.started_on,
        found.c.strand,
        found.c.own,
        found.c.supervisor,
        found.c.agreed,
        said.label("said"),
    )


def _newest(people: People) -> CTE:
    """Return the newest cycle of each person, area and framework that both have submitted."""
    ranked = (
        select(
            *(getattr(APPRAISAL, name) for name in _COLUMNS),
            func.row_number()
            .over(
                partition_by=(
                    APPRAISAL.person_id,
                    APPRAISAL.practice_area_id,
                    APPRAISAL.framework_id,
                ),
                order_by=(
                    APPRAISAL.started_on.desc(),
                    APPRAISAL.revision.desc(),
                    APPRAISAL.id.desc(),
                ),
            )
            .label("place"),
        )
        .where(
            APPRAISAL.person_id.in_(people),
            APPRAISAL.withdrawn_at.is_(None),
            APPRAISAL.self_submitted_at.is_not(None),
            APPRAISAL.supervisor_submitted_at.is_not(None),
        )
        .subquery("ranked")
    )
    return select(*(ranked.c[name] for name in _COLUMNS)).where(ranked.c.place == 1).cte("newest")


_COLUMNS = (
    "id",
    "person_id",
    "practice_area_id",
    "framework_id",
    "framework_version",
    "started_on",
    "supervisor_submitted_by_id",
)


def _ratings(newest: CTE, theirs: Select[int]) -> Any:
    """Return the latest ratings of the two whose ratings stand.

    `theirs` are the people's appraisals: said once more, so that SQLite looks these up and does
    not read the ratings of everybody.
    """
    later = _LATER_RATING
    is_theirs = or_(
        and_(Rating.hand == Hand.SELF.value, Rating.rater_id == newest.c.person_id),
        and_(
            Rating.hand == Hand.SUPERVISOR.value,
            Rating.rater_id == newest.c.supervisor_submitted_by_id,
        ),
    )
    superseded = (
        select(later.id)
        .where(
            later.appraisal_id == Rating.appraisal_id,
            later.hand == Rating.hand,
            later.rater_id == Rating.rater_id,
            later.strand == Rating.strand,
            later.seq > Rating.seq,
        )
        .exists()
    )
    return (
        select(
            Rating.appraisal_id,
            Rating.strand,
            Rating.hand,
            Rating.position,
            Rating.framework_version.label("version"),
        )
        .join(newest, newest.c.id == Rating.appraisal_id)
        .where(Rating.appraisal_id.in_(theirs), is_theirs, ~superseded)
    )


def _agreements(newest: CTE, theirs: Select[int]) -> Any:
    """Return the latest agreements; one that was not agreed in the end gives no position."""
    later, row = _LATER_AGREEMENT, StrandAgreement
    superseded = (
        select(later.id)
        .where(
            later.appraisal_id == row.appraisal_id,
            later.strand == row.strand,
            later.seq > row.seq,
        )
        .exists()
    )
    return (
        select(
            row.appraisal_id,
            row.strand,
            literal(AGREED),
            case((row.outcome == Outcome.AGREED.value, row.position)),
            newest.c.framework_version,
        )
        .join(newest, newest.c.id == row.appraisal_id)
        .where(row.appraisal_id.in_(theirs), ~superseded)
    )
