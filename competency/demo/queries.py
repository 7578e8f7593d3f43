"""What the database holds of a demonstration."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, exists, func, or_, select, text
from sqlalchemy.orm import Session

from competency.assessments.models import Invitation
from competency.audit.models import AuditEntry
from competency.demo.events import DemoLoaded
from competency.infra.db import Base
from competency.people.models import Organisation, Person, RoleGrant

NUMBERED = (
    "region",
    "team",
    "post",
    "practice_area",
    "target",
    "person",
    "role_grant",
    "supervision_line",
    "appraisal",
    "objective",
    "evidence_entry",
    "training_course",
    "training_requirement",
    "training_batch",
    "case_file",
    "case_event",
    "case_need",
    "case_risk",
    "case_goal",
    "case_step",
    "case_handover",
    "reviews_draw",
    "reviews_targeting",
    "reviews_review",
    "reviews_substitution",
    "reviews_form",
    "coaching_agreement",
    "coaching_member",
    "coaching_session",
    "coaching_attendee",
    "coaching_action",
    "coaching_agenda_item",
    "coaching_note",
    "coaching_signature",
)


def holds_an_organisation(session: Session) -> bool:
    """Return whether anybody, or an organisation's settings, are there already."""
    found = select(or_(exists().where(Person.id > 0), exists().where(Organisation.id > 0)))
    return bool(session.scalar(found))


def holds_a_demonstration(session: Session) -> bool:
    """Return whether what is there was loaded as a demonstration."""
    found = select(exists().where(AuditEntry.event == DemoLoaded.__name__))
    return bool(session.scalar(found))


def first_of_each_role(session: Session) -> Sequence[Row[Any]]:
    """Return role, name and address of the person with the lowest number in each role."""
    first = select(func.min(RoleGrant.person_id).label("id"), RoleGrant.role).group_by(
        RoleGrant.role
    )
    faces = first.subquery()
    return session.execute(
        select(faces.c.role, Person.name, Person.email)
        .join(Person, Person.id == faces.c.id)
        .order_by(Person.id)
    ).all()


def first_outside_rater(session: Session) -> Row[str, str] | None:
    """Return name and address of the first person from outside who was invited."""
    return session.execute(
        select(Person.name, Person.email)
        .join(Invitation, Invitation.rater_id == Person.id)
        .order_by(Person.id)
        .limit(1)
    ).one_or_none()


def next_number(session: Session, model: type[Base]) -> int:
    """Return the number after the highest that a table holds."""
    highest = func.max(Base.metadata.tables[model.__tablename__].c.id)
    return int(session.scalar(select(highest)) or 0) + 1


def widen_cache(session: Session) -> None:
    """Let SQLite keep more of its indexes in memory while this connection writes much."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA cache_size=-65536"))


def go_on_numbering(session: Session) -> None:
    """Let the database number on after the rows that came with numbers of their own."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in NUMBERED:
        highest = f"(SELECT max(id) FROM {table})"
        session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {highest})"))
