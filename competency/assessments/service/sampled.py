"""Strands that were agreed many at once, for whoever looks at a sample of them.

Who had a part in an appraisal does not check it, whatever else they are to the person.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from competency.assessments import permissions
from competency.assessments.models import Appraisal, StrandAgreement
from competency.assessments.service.loading import load, scope
from competency.infra.work import Work
from competency.kernel.errors import Forbidden

_ROW = Appraisal.__table__.c
_TAKEN_PART = (_ROW.person_id, _ROW.supervisor_id, _ROW.supervisor_submitted_by_id)


class TalkedOver(NamedTuple):
    """An appraisal whose talk is finished, and the two who talked."""

    id: int
    person_id: int
    supervisor_id: int | None
    practice_area_id: int
    finished_at: datetime


def talked_over(work: Work, since: datetime) -> list[TalkedOver]:
    """Return the finished talks that the actor may look at a sample of, the latest first.

    Without revisions of a record, which was there before, and without those the actor had a
    part in.
    """
    rows = work.session.execute(
        select(_ROW.id, _ROW.person_id, _ROW.supervisor_id, _ROW.practice_area_id, _ROW.agreed_at)
        .where(*_to_look_at(work, since))
        .order_by(_ROW.agreed_at.desc(), _ROW.id.desc())
    )
    return [TalkedOver(*row) for row in rows]


def _to_look_at(work: Work, since: datetime) -> tuple[ColumnElement[bool], ...]:
    me = work.actor.person_id or 0
    return (
        scope(work.actor, work.today, permissions.CHECK_SAMPLE),
        *(or_(one.is_(None), one != me) for one in _TAKEN_PART),
        _ROW.agreed_at >= since,
        _ROW.withdrawn_at.is_(None),
        _ROW.revises_id.is_(None),
    )


def sizes(work: Work, since: datetime, most: int) -> Select[int, datetime, int]:
    """Return the question for the newest such talks: number, when, how many strands in one go."""
    newest = (
        select(_ROW.id, _ROW.agreed_at.label("at"))
        .where(*_to_look_at(work, since))
        .order_by(_ROW.agreed_at.desc(), _ROW.id.desc())
        .limit(most)
        .subquery()
    )
    row, later = StrandAgreement, aliased(StrandAgreement)
    is_later = exists().where(
        later.appraisal_id == row.appraisal_id, later.strand == row.strand, later.seq > row.seq
    )
    strands = select(func.count(row.id)).where(
        row.appraisal_id == newest.c.id, row.together.is_(True), ~is_later
    )
    return select(newest.c.id, newest.c.at, strands.scalar_subquery().label("codes"))


def agreed_together(work: Work, appraisal_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the strands of these appraisals that stand as they were agreed in one go."""
    row, ids = StrandAgreement, sorted(appraisal_ids)
    newest = (
        select(row.appraisal_id, row.strand, func.max(row.seq).label("seq"))
        .where(row.appraisal_id.in_(ids))
        .group_by(row.appraisal_id, row.strand)
        .subquery()
    )
    same = and_(
        row.appraisal_id == newest.c.appraisal_id,
        row.strand == newest.c.strand,
        row.seq == newest.c.seq,
    )
    found: dict[int, list[str]] = {}
    asked = select(row.appraisal_id, row.strand).join(newest, same).where(row.together.is_(True))
    for id_, strand in work.session.execute(asked.order_by(row.appraisal_id, row.strand)):
        found.setdefault(id_, []).append(strand)
    return found


def get_talked_over(work: Work, appraisal_id: int, *, to_check: bool) -> TalkedOver:
    """Return one appraisal for its checker, or for whoever may see it; refuses everybody else.

    Raises NotFound outside the actor's scope, Forbidden to a checker who had a part in it.
    """
    wanted = permissions.CHECK_SAMPLE if to_check else permissions.SEE
    one = load(work, appraisal_id, wanted)
    parts = (one.person_id, one.supervisor_id, one.supervisor_submitted_by_id)
    if to_check and work.actor.person_id in parts:
        raise Forbidden("You had a part in this appraisal, so somebody else looks at it.")
    at = one.agreed_at or work.now
    return TalkedOver(one.id, one.person_id, one.supervisor_id, one.practice_area_id, at)
