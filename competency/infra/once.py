"""A creating form does its work once: a repeat of the same form answers with the first result."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from competency.infra.db import Base


class FormSubmission(Base):
    """A form that was carried out, and where its sender was sent then."""

    __tablename__ = "form_submission"
    __table_args__ = (UniqueConstraint("person_id", "form_key"), {"info": {"audited": False}})

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    form_key: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]


def first_answer(session: Session, person_id: int, form_key: str) -> str | None:
    """Return where the first sending of this form led, or None when this is the first."""
    return session.scalar(
        select(FormSubmission.location).where(
            FormSubmission.person_id == person_id, FormSubmission.form_key == form_key
        )
    )


def remember(session: Session, person_id: int, form_key: str, location: str, now: datetime) -> None:
    """Keep the answer in the work's own transaction, so that it stands exactly if the work does."""
    session.add(FormSubmission(person_id=person_id, form_key=form_key, location=location, at=now))
