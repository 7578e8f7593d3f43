"""Somebody's supervision at a glance, and that of everybody a supervisor or manager answers for."""

from collections.abc import Mapping, Sequence, Set
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from competency.coaching import permissions
from competency.coaching.domain.kept import Kept
from competency.coaching.domain.sessions import Facts, State, state_of
from competency.coaching.domain.supervision import Shape
from competency.coaching.library import load_supervision_rules
from competency.coaching.models import (
    CoachingAction,
    SupervisionAgreement,
    SupervisionAttendee,
    SupervisionSession,
    SupervisionSignature,
)
from competency.coaching.service import actions, agreements, handing_over, kept
from competency.coaching.service.kept import Meeting
from competency.coaching.service.session_loading import SESSION, session_scope
from competency.infra.work import Work
from competency.kernel.values import Value
from competency.people.service import access, crowds, lookup, rosters

MOST_SESSIONS = 40


class Listed(NamedTuple):
    """One session in a list; `may_read` says whether its page opens to the reader."""

    id: int
    agreement_id: int | None
    kind: str
    title: str
    supervisor_id: int
    person_id: int | None
    planned_on: date
    held_on: date | None
    state: State
    may_read: bool


class Standing(Value, kw_only=True):
    """Somebody's supervision: what is agreed, when they meet, what is open, whether it is kept."""

    person_id: int
    name: str
    is_self: bool
    may_convene: bool
    supervises: bool
    agreements: Sequence[SupervisionAgreement]
    members: Mapping[int, Sequence[int]]
    sessions: Sequence[Listed]
    actions: Sequence[CoachingAction]
    kept: Mapping[str, Kept]
    names: Mapping[int, str]
    today: date
    left_behind: Set[int]
    to_finish: Sequence[Listed]

    @property
    def ahead(self) -> list[Listed]:
        """Return the sessions that are planned, the next first."""
        found = [one for one in self.sessions if one.state is State.PLANNED]
        return sorted(found, key=lambda one: (one.planned_on, one.id))

    @property
    def earlier(self) -> list[Listed]:
        """Return the sessions that were held or called off, the newest first."""
        return [one for one in self.sessions if one.state is not State.PLANNED]

    @property
    def current(self) -> list[SupervisionAgreement]:
        """Return the agreements that have not ended."""
        return [one for one in self.agreements if agreements.counts_on(one, self.today)]

    @property
    def former(self) -> list[SupervisionAgreement]:
        """Return the agreements that have ended."""
        return [one for one in self.agreements if not agreements.counts_on(one, self.today)]

    def is_planned(self, agreement_id: int) -> bool:
        """Return whether a session of an agreement is planned."""
        return any(one.agreement_id == agreement_id for one in self.ahead)

    def member_names(self, agreement_id: int) -> list[str]:
        """Return who belongs to a group, by name, beside the one who leads it."""
        return [self.names.get(id_, "") for id_ in self.members.get(agreement_id, ())]


class TeamRow(NamedTuple):
    """One person on the page of a supervisor or manager."""

    person_id: int
    name: str
    meeting: Meeting
    kept: Kept


class TeamPage(Value):
    """Everybody the actor answers for, by name, and how supervision is kept over all of them."""

    rows: Sequence[TeamRow]
    kept: Kept
    groups: Sequence[SupervisionAgreement]


def of_person(work: Work, person_id: int) -> Standing:
    """Return somebody's supervision for themselves or for those above them; raises NotFound."""
    see = permissions.SEE_KEPT
    access.require(work, see, person_id, see=see)
    listed = _sessions(work, _of(person_id))
    is_self = person_id == work.actor.person_id
    unfinished = _sessions(work, _left_to_finish(work)) if is_self else []
    agreed = agreements.list_of_person(work, person_id)
    groups = [one.id for one in agreed if one.person_id is None]
    members = agreements.members_of(work, groups) if groups else {}
    opened = actions.list_open(work, person_id)
    people = [
        *(person_id, work.actor.person_id),
        *(session.supervisor_id for session in listed),
        *(session.person_id or 0 for session in unfinished),
        *(agreement.supervisor_id for agreement in agreed),
        *(one.owner_id for one in opened),
        *(id_ for ids in members.values() for id_ in ids),
    ]
    may_convene = False
    if is_self:
        names, may_convene = rosters.names_and_company(work, people, permissions.AGREE)
    else:
        names = lookup.names(work.session, people)
    rows = kept.of_people(
        work.session, crowds.just(person_id), work.today - kept.A_YEAR, work.today
    )
    return Standing(
        person_id=person_id,
        name=names.get(person_id, ""),
        is_self=is_self,
        may_convene=may_convene,
        supervises=not is_self and access.allows(work, permissions.AGREE, person_id),
        agreements=agreed,
        members=members,
        sessions=listed,
        actions=opened,
        kept={row.kind: Kept(row.k, row.n) for row in rows},
        names=names,
        today=work.today,
        left_behind=handing_over.left_behind(work, person_id) if agreed else set(),
        to_finish=unfinished,
    )


def team(work: Work) -> TeamPage:
    """Return those in the actor's line, by name: when they meet, and how it was kept for a year.

    Nobody is sorted by a figure. At most nine statements, however many people.
    """
    see = permissions.SEE_KEPT
    people = crowds.within(work, see)
    roster = [one for one in rosters.in_scope(work, see) if one.id != work.actor.person_id]
    meetings = kept.meetings(work.session, people, work.today)
    since = work.today - kept.A_YEAR
    counted = kept.of_people(work.session, people, since, work.today)
    mine = [row for row in counted if row.person_id != work.actor.person_id]
    by_person: dict[int, Kept] = {}
    for row in mine:
        by_person[row.person_id] = by_person.get(row.person_id, Kept()) + Kept(row.k, row.n)
    nothing = Meeting(None, None, None)
    rows = [
        TeamRow(one.id, one.name, meetings.get(one.id, nothing), by_person.get(one.id, Kept()))
        for one in roster
    ]
    return TeamPage(rows, kept.in_all(mine), _groups(work))


def may_convene(work: Work) -> list[Shape]:
    """Return what groups the actor could call together: peers, and people of their own line."""
    return [shape for shape in (Shape.PEERS, Shape.LINE) if agreements.may_be_asked(work, shape)]


def titles() -> dict[str, str]:
    """Return the kinds of supervision by code, in words."""
    return {code: kind.title for code, kind in load_supervision_rules().supervision.items()}


def _groups(work: Work) -> Sequence[SupervisionAgreement]:
    return work.session.scalars(
        select(SupervisionAgreement)
        .where(
            SupervisionAgreement.person_id.is_(None),
            SupervisionAgreement.supervisor_id == (work.actor.person_id or 0),
            or_(
                SupervisionAgreement.ended_on.is_(None),
                SupervisionAgreement.ended_on >= work.today,
            ),
        )
        .order_by(SupervisionAgreement.title, SupervisionAgreement.id)
    ).all()


def _left_to_finish(work: Work) -> ColumnElement[bool]:
    """Return SQL for what the actor led, is to finish, and for people they supervise no more."""
    return and_(
        session_scope(work.actor, work.today, permissions.LEAD),
        ~session_scope(work.actor, work.today, permissions.PLAN),
    )


def _sessions(work: Work, which: ColumnElement[bool]) -> list[Listed]:
    """Return the newest of these sessions that the actor may know of, the latest first."""
    actor, today = work.actor, work.today
    standing = (
        select(func.count(SupervisionSignature.id))
        .where(
            SupervisionSignature.session_id == SESSION.id,
            SupervisionSignature.voided_at.is_(None),
        )
        .scalar_subquery()
    )
    rows = work.session.execute(
        select(
            SupervisionSession.id,
            SupervisionSession.agreement_id,
            SupervisionSession.kind,
            SupervisionSession.title,
            SupervisionSession.supervisor_id,
            SupervisionSession.person_id,
            SupervisionSession.planned_on,
            SupervisionSession.held_on,
            SESSION.sealed_at.is_not(None).label("sealed"),
            SESSION.called_off_at.is_not(None).label("off"),
            standing.label("signed"),
            session_scope(actor, today, permissions.READ_RECORD).label("may_read"),
        )
        .where(which, session_scope(actor, today, permissions.SEE_SESSION))
        .order_by(func.coalesce(SESSION.held_on, SESSION.planned_on).desc(), SESSION.id.desc())
        .limit(MOST_SESSIONS)
    )
    return [_listed(row) for row in rows]


def _of(person_id: int) -> ColumnElement[bool]:
    attends = exists().where(
        SupervisionAttendee.session_id == SESSION.id,
        SupervisionAttendee.person_id == person_id,
    )
    leads = SESSION.person_id.is_(None) & (SESSION.supervisor_id == person_id)
    return or_(SESSION.person_id == person_id, attends, leads)


def _listed(row: Any) -> Listed:
    facts = Facts(row.held_on, row.signed, bool(row.sealed), bool(row.off))
    return Listed(
        *(row.id, row.agreement_id, row.kind, row.title, row.supervisor_id, row.person_id),
        *(row.planned_on, row.held_on, state_of(facts), bool(row.may_read)),
    )
