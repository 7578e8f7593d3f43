"""The directory of persons and places."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.people.models import Organisation

UNNAMED = "Your organisation"


def organisation_name(session: Session) -> str:
    """Return what the organisation calls itself."""
    return session.scalar(select(Organisation.name)) or UNNAMED
