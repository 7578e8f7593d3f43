"""What is known of second ratings: whose they are, and the marks in them."""

from sqlalchemy import ColumnElement, Select, Subquery, exists, select
from sqlalchemy.orm import Session, aliased

from competency.assessments.domain.marks import Answer, Mark
from competency.assessments.models import Appraisal, Moderation, ModerationRating, Rating
from competency.assessments.queries import GivenMark, mark_of
from competency.infra.db import plain_rows
from competency.kernel.actor import Actor

_TO_GIVE = aliased(Moderation)  # the outer query may have second ratings of its own


def is_second_rater(actor: Actor) -> ColumnElement[bool]:
    """Return SQL that is true for the second ratings that the actor was asked for."""
    return Moderation.rater_id == actor.person_id


def of_appraisal(
    session: Session, appraisal_id: int, may_ask: ColumnElement[bool]
) -> tuple[list[Moderation], bool]:
    """Return an appraisal's second ratings, newest first, and whether the rule holds for it."""
    rows = session.execute(
        select(may_ask.label("may_ask"), Moderation)
        .select_from(Appraisal)
        .outerjoin(Moderation, Moderation.appraisal_id == Appraisal.id)
        .where(Appraisal.id == appraisal_id)
        .order_by(Moderation.id.desc())
    ).all()
    return [row[1] for row in rows if row[1] is not None], any(row.may_ask for row in rows)


def standing(session: Session, appraisal_id: int) -> Moderation | None:
    """Return the second rating of an appraisal that was not ended, or None."""
    return session.scalar(
        select(Moderation).where(
            Moderation.appraisal_id == appraisal_id, Moderation.ended_at.is_(None)
        )
    )


def who_rated(appraisal_id: int) -> Select[int]:
    """Return as SQL who rated the appraisal, in whatever part and whether or not it counts."""
    return select(Rating.rater_id).where(Rating.appraisal_id == appraisal_id).distinct()


def to_give(actor: Actor) -> Subquery:
    """Return as SQL the second ratings the actor is still to give: id, appraisal_id, due_on."""
    return (
        select(Moderation.id, Moderation.appraisal_id, Moderation.due_on)
        .where(
            is_second_rater(actor),
            Moderation.submitted_at.is_(None),
            Moderation.ended_at.is_(None),
        )
        .subquery("to_give")
    )


def rates_blind(actor: Actor) -> ColumnElement[bool]:
    """Return SQL that is true for appraisals whose second rating the actor is still to give."""
    return exists().where(
        _TO_GIVE.appraisal_id == Appraisal.id,
        _TO_GIVE.rater_id == actor.person_id,
        _TO_GIVE.submitted_at.is_(None),
        _TO_GIVE.ended_at.is_(None),
    )


_MARK = (
    ModerationRating.answer,
    ModerationRating.position,
    ModerationRating.reason,
    ModerationRating.comment,
    ModerationRating.seq,
    ModerationRating.at,
    ModerationRating.framework_version,
)


def marks(session: Session, moderation_id: int) -> dict[str, GivenMark]:
    """Return the latest mark of each strand in a second rating."""
    rows = plain_rows(
        session,
        select(ModerationRating.strand, *_MARK)
        .where(ModerationRating.moderation_id == moderation_id)
        .order_by(ModerationRating.strand, ModerationRating.seq),
    ).all()
    return {row.strand: GivenMark(mark_of(row), row.at, row.framework_version) for row in rows}


def answers(session: Session, moderation_id: int) -> dict[str, tuple[Answer, str]]:
    """Return the latest answer of each strand with the version it was given under."""
    given = marks(session, moderation_id)
    return {strand: (one.mark.answer, one.framework_version) for strand, one in given.items()}


def saves(session: Session, moderation_id: int, strand: str) -> list[GivenMark]:
    """Return each save of one strand in a second rating, oldest first."""
    rows = session.execute(
        select(*_MARK)
        .where(
            ModerationRating.moderation_id == moderation_id,
            ModerationRating.strand == strand,
        )
        .order_by(ModerationRating.seq)
    )
    return [GivenMark(mark_of(row), row.at, row.framework_version) for row in rows]


def save(session: Session, moderation_id: int, strand: str, seq: int) -> Mark | None:
    """Return what the save of this number said, or None where there is none."""
    return next((g.mark for g in saves(session, moderation_id, strand) if g.mark.seq == seq), None)
