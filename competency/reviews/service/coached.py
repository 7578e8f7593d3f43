"""Which coaching notes of second-level reviews a supervisor has had: that they are there, no words.

Nothing is authorised here: the caller passes a supervisor about whom its actor may know this.
Reading the words is the business of `reading.second_page`.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.service import held
from competency.reviews.models import Review, ReviewCoachingNote


class Coached(NamedTuple):
    """A coaching note by number, the second-level review it follows, the case, and when."""

    note_id: int
    review_id: int
    reference: str
    at: datetime


def notes_to(session: Session, supervisor_id: int, since: datetime) -> list[Coached]:
    """Return the coaching notes to a supervisor since a moment, the newest first."""
    rows = session.execute(
        select(
            ReviewCoachingNote.id,
            Review.id.label("review"),
            held.reference_of(Review.__table__.c.case_id).label("reference"),
            ReviewCoachingNote.at,
        )
        .join(Review, Review.id == ReviewCoachingNote.review_id)
        .where(Review.supervisor_id == supervisor_id, ReviewCoachingNote.at >= since)
        .order_by(ReviewCoachingNote.at.desc(), ReviewCoachingNote.id.desc())
    )
    return [Coached(row.id, row.review, row.reference, row.at) for row in rows]
