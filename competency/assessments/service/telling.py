"""Telling the other of the two what happened to their appraisal, and when it is due."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from competency.assessments import permissions
from competency.assessments.events import (
    AppraisalSealed,
    AppraisalSigned,
    ConversationFinished,
    RatingsRevealed,
    RatingSubmitted,
)
from competency.assessments.models import Appraisal
from competency.assessments.service.loading import scope
from competency.infra.slots import DateDue
from competency.infra.work import Work
from competency.notifications.service.telling import Said, notify_each

Happened = (
    RatingSubmitted | RatingsRevealed | ConversationFinished | AppraisalSigned | AppraisalSealed
)


def tell_submitted(work: Work, happened: RatingSubmitted) -> None:
    """Tell the other that the first of the two ratings is there; the second is the reveal."""
    if not _followed(work, happened.appraisal_id, RatingsRevealed):
        words = "has submitted their rating. Yours is still to come"
        _tell(work, happened, f"{work.actor.name} {words}")


def tell_revealed(work: Work, happened: RatingsRevealed) -> None:
    """Tell the other that both ratings can be seen."""
    _tell(work, happened, "Both ratings are there. You can now read them and talk", "/talk")


def tell_agreed(work: Work, happened: ConversationFinished) -> None:
    """Tell the other that the talk is closed and the appraisal waits to be signed."""
    _tell(work, happened, f"{work.actor.name} has closed the talk. Read it and sign", "/sign")


def tell_signed(work: Work, happened: AppraisalSigned) -> None:
    """Tell the other of the first signature; the second seals the appraisal."""
    if not _followed(work, happened.appraisal_id, AppraisalSealed):
        words = "has signed. Your signature is still to come"
        _tell(work, happened, f"{work.actor.name} {words}", "/sign")


def tell_sealed(work: Work, happened: AppraisalSealed) -> None:
    """Tell the other that both have signed."""
    _tell(work, happened, "Both of you have signed. The record is complete", "/record")


def dates_due(work: Work) -> Iterator[DateDue]:
    """Return when the actor's running appraisals are due, their own and those they take part in.

    A calendar may be read by others, so nobody is named in it.
    """
    rows = work.session.execute(
        select(Appraisal.id, Appraisal.person_id, Appraisal.title, Appraisal.due_on).where(
            Appraisal.sealed_at.is_(None),
            Appraisal.withdrawn_at.is_(None),
            Appraisal.due_on.is_not(None),
            (Appraisal.person_id == work.actor.person_id)
            | (Appraisal.supervisor_id == work.actor.person_id),
            scope(work.actor, work.today, permissions.TALK),
        )
    )
    for row in rows:
        own = row.person_id == work.actor.person_id
        words = f"Your appraisal is due: {row.title}" if own else "An appraisal in your line is due"
        yield DateDue(row.due_on, words, f"/appraisals/{row.id}", f"appraisal-{row.id}")


def _tell(work: Work, happened: Happened, words: str, page: str = "") -> None:
    """Say it once to whoever of the two did not do it, with whose appraisal it is."""
    row = work.session.execute(
        select(
            Appraisal.person_id, Appraisal.supervisor_id, Appraisal.title, Appraisal.version
        ).where(Appraisal.id == happened.appraisal_id)
    ).one()
    kind = type(happened).__name__
    notify_each(
        work,
        (
            Said(
                to_id=person_id,
                kind=kind,
                words=f"{words}: {row.title}",
                path=f"/appraisals/{happened.appraisal_id}{page}",
                key=f"{kind}-{happened.appraisal_id}-{row.version}",
            )
            for person_id in _others(work, (row.person_id, row.supervisor_id))
        ),
    )


def _others(work: Work, both: Iterable[int | None]) -> Iterator[int]:
    for person_id in both:
        if person_id is not None and person_id != work.actor.person_id:
            yield person_id


def _followed(
    work: Work, appraisal_id: int, kind: type[RatingsRevealed] | type[AppraisalSealed]
) -> bool:
    """Return whether the same work brought the appraisal further, which is then what is told."""
    return any(isinstance(e, kind) and e.appraisal_id == appraisal_id for e in work.events)
