"""Objectives and how they ended."""

from collections.abc import Sequence

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from competency.assessments.models import Appraisal, Objective, ObjectiveEnding


def objectives(session: Session, appraisal_id: int) -> Sequence[Objective]:
    """Return the objectives of an appraisal in the order they were written."""
    return session.scalars(
        select(Objective).where(Objective.appraisal_id == appraisal_id).order_by(Objective.id)
    ).all()


def objectives_with_endings(
    session: Session, appraisal_id: int
) -> list[tuple[Objective, ObjectiveEnding | None]]:
    """Return the objectives of an appraisal as they were written, each with how it ended."""
    rows = session.execute(
        select(Objective, ObjectiveEnding)
        .outerjoin(ObjectiveEnding, ObjectiveEnding.objective_id == Objective.id)
        .where(Objective.appraisal_id == appraisal_id)
        .order_by(Objective.id)
    )
    return [(objective, ending) for objective, ending in rows]


def endings(session: Session, appraisal_id: int) -> dict[int, ObjectiveEnding]:
    """Return how the objectives of an appraisal were closed out, by objective."""
    rows = session.scalars(
        select(ObjectiveEnding)
        .join(Objective, Objective.id == ObjectiveEnding.objective_id)
        .where(Objective.appraisal_id == appraisal_id)
    )
    return {row.objective_id: row for row in rows}


def open_objectives(
    session: Session, person_id: int, practice_area_id: int, *, and_of: int = 0
) -> Sequence[Objective]:
    """Return the objectives of earlier signed appraisals that are not closed out yet, by age.

    Objectives of an appraisal that a later revision replaced count no more. `and_of` adds all
    objectives of that appraisal.
    """
    later = aliased(Appraisal)
    still_open = and_(
        Appraisal.person_id == person_id,
        Appraisal.practice_area_id == practice_area_id,
        Appraisal.sealed_at.is_not(None),
        ObjectiveEnding.id.is_(None),
        ~exists().where(later.revises_id == Appraisal.id, later.withdrawn_at.is_(None)),
    )
    return session.scalars(
        select(Objective)
        .join(Appraisal, Appraisal.id == Objective.appraisal_id)
        .outerjoin(ObjectiveEnding, ObjectiveEnding.objective_id == Objective.id)
        .where(or_(still_open, Objective.appraisal_id == and_of))
        .order_by(Objective.id)
    ).all()
