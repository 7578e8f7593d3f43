"""Load a case and authorise in one query."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, exists, literal, select
from sqlalchemy.orm import Session

from competency.cases import permissions
from competency.cases.domain import way
from competency.cases.domain.timeline import Event
from competency.cases.models import CaseAlone, CaseEscalation, CaseFile
from competency.cases.queries import lines
from competency.frameworks import service as frameworks
from competency.frameworks.domain.kinds.case_management_protocol import (
    CaseManagementProtocol,
    Stage,
)
from competency.infra import slots
from competency.infra.work import Work
from competency.kernel.actor import Actor, Grant, Role
from competency.kernel.authz import Action, Relation
from competency.kernel.errors import NotFound, Refused, Stale, Version
from competency.people.service import access, teams

PROTOCOL = "case-management-protocol"
NO_CASE = "There is no such case, or it is not yours to see."
FILE = CaseFile.__table__.c
KEPT = 16  # questions said once: each holds up to 190 KiB, and roles differ from team to team


def scope(actor: Actor, today: date, action: Action) -> ColumnElement[bool]:
    """Return SQL that is true for the cases on which the actor may carry out the action."""

    def resolve(relation: Relation) -> ColumnElement[bool] | None:
        own = _RELATIONS.get(relation)
        return own(actor, today) if own else None

    return access.scope(actor, today, action, FILE.key_worker_id, resolve)


def team_scope(actor: Actor, today: date, action: Action, team_id: int) -> ColumnElement[bool]:
    """Return SQL that says whether the actor may do this in a team, before there is a case."""
    team: ColumnElement[int] = literal(team_id)

    def resolve(relation: Relation) -> ColumnElement[bool] | None:
        if relation is Relation.IN_TEAM:
            return teams.belongs(actor, team)
        return teams.leads(actor, today, team) if relation is Relation.LEADS_TEAM else None

    return access.scope(actor, today, action, None, resolve)


def load(work: Work, case_id: int, action: Action, *, lock: bool = False) -> CaseFile:
    """Return the case, or refuse who may not do this to it.

    `lock` makes others who would change the same case wait until this work is done. Raises
    NotFound (also for what was disposed of), Forbidden.
    """
    return load_and_ask(work, case_id, action, (), lock=lock)[0]


def load_and_ask(
    work: Work, case_id: int, action: Action, asked: Sequence[Action], *, lock: bool = False
) -> tuple[CaseFile, dict[Action, bool]]:
    """Return the case as `load` does, and what else of these the actor may do to it, at once."""
    statement = _statement((action, permissions.SEE, *asked), lock, _kind(work))
    row = work.session.execute(statement, _asked(work, case_id)).one_or_none()
    if row is None:
        raise NotFound(NO_CASE)
    case: CaseFile = row[0]
    may, sees, *others = (bool(verdict) for verdict in row[1:])
    access.decide(may, sees)
    return case, dict(zip(asked, others, strict=True))


def holds(work: Work, case_id: int, action: Action) -> bool:
    """Return whether the actor may do this to the case."""
    return bool(work.session.scalar(_rule(action, _kind(work)), _asked(work, case_id)))


class _Kind(NamedTuple):
    """What decides how the rules are said: beside this, who asks, when and of what are values."""

    grants: frozenset[Grant]
    is_somebody: bool
    reviews_are_known: bool


def _kind(work: Work) -> _Kind:
    is_somebody = work.actor.person_id is not None
    return _Kind(work.actor.grants, is_somebody, slots.reviewed_cases_are_known())


def _asked(work: Work, case_id: int) -> dict[str, Any]:
    return {"case_id": case_id, "actor_id": work.actor.person_id, "today": work.today}


@lru_cache(maxsize=KEPT)
def _statement(actions: tuple[Action, ...], lock: bool, kind: _Kind) -> Any:
    """Return the query of `load`, built once: most of its cost is to say its rules.

    After the case stand the verdicts, in the order of the actions.
    """
    rules = {one: _said(one, kind) for one in dict.fromkeys(actions)}
    query = select(CaseFile, *(rules[one].label(f"may_{n}") for n, one in enumerate(actions)))
    query = query.where(CaseFile.id == bindparam("case_id"), CaseFile.disposed_at.is_(None))
    if lock:
        query = query.with_for_update(of=CaseFile).execution_options(populate_existing=True)
    return query


@lru_cache(maxsize=KEPT)
def _rule(action: Action, kind: _Kind) -> Any:
    """Return the query of `holds`, built once as well."""
    return select(_said(action, kind)).where(CaseFile.id == bindparam("case_id"))


def _said(action: Action, kind: _Kind) -> ColumnElement[bool]:
    somebody: Any = bindparam("actor_id", type_=Integer) if kind.is_somebody else None
    today: Any = bindparam("today", type_=Date)
    return scope(Actor(person_id=somebody, name="", grants=kind.grants), today, action)


@dataclass
class Open:
    """A case that was loaded to be worked on, with what the rules need of it."""

    work: Work
    case: CaseFile

    @property
    def id(self) -> int:
        """Return the case's number."""
        return self.case.id

    @cached_property
    def protocol(self) -> CaseManagementProtocol:
        """Return the version of the protocol that the case runs under."""
        return protocol_of(self.case)

    @property
    def line(self) -> tuple[Event, ...]:
        """Return the case's line as it counts now."""
        return lines.line(self.work.session, self.case.id)

    @property
    def applies(self) -> frozenset[str]:
        """Return which of the protocol's rules hold for this case."""
        return applies_to(self.case, self.protocol)

    @property
    def stage(self) -> Stage:
        """Return the stage that the line says."""
        return way.stage_of(self.line, self.protocol)


def open_case(work: Work, case_id: int, action: Action) -> Open:
    """Return the case, locked, to work on; refuses as `load` does."""
    return Open(work, load(work, case_id, action, lock=True))


def applies_to(case: CaseFile, protocol: CaseManagementProtocol) -> frozenset[str]:
    """Return which of the protocol's rules hold for a case (row or object)."""
    return way.applies_to(
        protocol, case.route, alcohol=case.drinks_alcohol, therapy=case.substitution_therapy
    )


def protocol_of(case: CaseFile) -> CaseManagementProtocol:
    """Return the version of the protocol that a case (row or object) runs under."""
    return get_protocol(case.protocol_id, case.protocol_version)


def get_protocol(id_: str = PROTOCOL, version: str | None = None) -> CaseManagementProtocol:
    """Return one version of a protocol, by default the newest released one; refuse others."""
    found = frameworks.get_standard(id_, version)
    if not isinstance(found, CaseManagementProtocol):
        raise Refused("no_protocol", f"{id_} is not a case management protocol.")
    return found


def check_version(case: CaseFile, version: int, doing: str) -> None:
    """Refuse to act on a case that changed since the page was shown."""
    if case.version != version:
        raise Stale(
            "This case changed after your page was shown. Look at it again, then decide.",
            mine=Version("You", [("You were about to", doing)]),
            theirs=Version("Now", [("The case", "has moved on since your page was shown")]),
        )


def _concerned(actor: Actor, _today: date) -> ColumnElement[bool]:
    concerned = exists().where(CaseEscalation.case_id == FILE.id, CaseEscalation.is_safeguarding)
    return and_(teams.role_reaches(Role.SAFEGUARDING_LEAD, actor, FILE.team_id), concerned)


def _alone(actor: Actor, today: date) -> ColumnElement[bool]:
    return exists().where(
        CaseAlone.person_id == (0 if actor.person_id is None else actor.person_id),
        CaseAlone.from_on <= today,
        CaseAlone.until >= today,
        CaseAlone.ended_at.is_(None),
    )


def may_alone(session: Session, actor: Actor, today: date) -> bool:
    """Return whether somebody may sign off their own work today."""
    return bool(session.scalar(select(_alone(actor, today))))


# How an actor can stand to a case, as SQL; what is not here the room of the people answers.
_RELATIONS: dict[Relation, Callable[[Actor, date], ColumnElement[bool]]] = {
    Relation.SUPERVISES: lambda actor, today: teams.supervises(actor, today, FILE.key_worker_id),
    Relation.IN_TEAM: lambda actor, _today: teams.belongs(actor, FILE.team_id),
    Relation.LEADS_TEAM: lambda actor, today: teams.leads(actor, today, FILE.team_id),
    Relation.IS_REGIONS_SPECIALIST: lambda actor, _today: teams.role_reaches(
        Role.QUALITY_SPECIALIST, actor, FILE.team_id
    ),
    Relation.IS_REVIEWER: lambda actor, _today: slots.is_to_review(actor, FILE.id),
    Relation.IS_SAFEGUARDING_LEAD: _concerned,
    Relation.SIGNS_OFF_ALONE: _alone,
}
