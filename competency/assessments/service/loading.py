"""Load an appraisal and authorise in one query."""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, not_, select

from competency.assessments import permissions, queries
from competency.assessments.domain.marks import Hand
from competency.assessments.domain.state import Facts
from competency.assessments.models import Appraisal
from competency.assessments.queries import moderations
from competency.frameworks import service as frameworks
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.db import plain_rows
from competency.infra.work import Work
from competency.kernel.actor import Actor, Grant
from competency.kernel.authz import Action, Relation
from competency.kernel.errors import Forbidden, NotFound, Refused, Stale, Version
from competency.people.service import access

KEPT = 32  # questions built once: each holds some 45 KiB, and roles differ from team to team
LINE_ENDED = (
    "Your supervision of this person has ended, so this appraisal is no longer yours to rate "
    "or sign. What you submitted stays yours; the present supervisor can take it over."
)


def scope(actor: Actor, today: date, action: Action) -> ColumnElement[bool]:
    """Return SQL that is true for the appraisals on which the actor may carry out the action.

    Somebody who is still to give a second rating of an appraisal has no other way to it, whatever
    they come to be to the person meanwhile: they would not be blind any more.
    """

    def resolve(relation: Relation) -> ColumnElement[bool] | None:
        return queries.invited(actor, today) if relation is Relation.IS_INVITED else None

    may = access.scope(actor, today, action, Appraisal.__table__.c.person_id, resolve)
    return and_(may, not_(moderations.rates_blind(actor)))


def load(work: Work, appraisal_id: int, action: Action, *, lock: bool = False) -> Appraisal:
    """Return the appraisal, or refuse who may not do this to it.

    `lock` makes others who would change the same appraisal wait until this work is done.
    Raises NotFound, Forbidden (also for a supervisor whose line has ended).
    """
    return load_and_ask(work, appraisal_id, action, action, lock=lock)[0]


def load_and_ask(
    work: Work, appraisal_id: int, action: Action, other: Action, *, lock: bool = False
) -> tuple[Appraisal, bool]:
    """Return the appraisal as `load` does, and whether the actor may also do the other thing."""
    statement = _statement(action, other, lock, work.actor.grants)
    row: Any = work.session.execute(statement, _asked(work, appraisal_id)).one_or_none()
    appraisal: Appraisal = row and row[0]
    _decide(work, appraisal, row)
    return appraisal, bool(row.may_other)


def look_at(work: Work, appraisal_id: int, action: Action) -> Any:
    """Return what rating needs of the appraisal, locked: a plain row, for work that only appends.

    Refuses as `load` does; for what is done most, at a third of the cost.
    """
    statement = _plain_statement(action, work.actor.grants)
    row = plain_rows(work.session, statement, _asked(work, appraisal_id)).one_or_none()
    return load(work, appraisal_id, action, lock=True) if row is None else row  # says why not


def _asked(work: Work, appraisal_id: int) -> dict[str, Any]:
    return {"id": appraisal_id, "actor_id": work.actor.person_id, "today": work.today}


def _decide(work: Work, appraisal: Any, verdict: Any) -> None:
    """Refuse who may not; `verdict` is the row that says whether the actor may and sees."""
    if verdict is None:
        raise NotFound("There is no such appraisal, or it is not yours to see.")
    raters = (appraisal.supervisor_id, appraisal.supervisor_submitted_by_id)
    if not verdict.may and work.actor.person_id in raters:
        raise Forbidden(LINE_ENDED)
    access.decide(bool(verdict.may), bool(verdict.sees))


@lru_cache(maxsize=KEPT)
def _statement(action: Action, other: Action, lock: bool, grants: frozenset[Grant]) -> Any:
    """Return the query of `load`, built once: who asks, about what and when are parameters.

    Most of the cost of a small page is building its SQL, and this is the largest statement.
    """
    rules = {a: _rule(a, grants) for a in {action, other, permissions.SEE}}
    query = select(
        Appraisal,
        rules[action].label("may"),
        rules[permissions.SEE].label("sees"),
        rules[other].label("may_other"),
    ).where(Appraisal.id == bindparam("id"))
    if lock:
        # What this session read before it waited for the lock may have been changed since.
        query = query.with_for_update(of=Appraisal).execution_options(populate_existing=True)
    return query


_ROW = Appraisal.metadata.tables[Appraisal.__tablename__]
_TO_RATE = (
    "id",
    "person_id",
    "supervisor_id",
    "framework_id",
    "framework_version",
    "self_submitted_at",
    "supervisor_submitted_at",
    "agreed_at",
    "sealed_at",
    "withdrawn_at",
)


@lru_cache(maxsize=KEPT)
def _plain_statement(action: Action, grants: frozenset[Grant]) -> Any:
    """Return the query of `look_at`, built once; it finds nothing for who may not."""
    return (
        select(*(_ROW.c[name] for name in _TO_RATE))
        .where(_ROW.c.id == bindparam("id"), _rule(action, grants))
        .with_for_update(of=_ROW)
    )


def _rule(action: Action, grants: frozenset[Grant]) -> ColumnElement[bool]:
    """Return the scope of somebody with these roles, who and when left open as parameters."""
    somebody: Any = bindparam("actor_id", type_=Integer)
    today: Any = bindparam("today", type_=Date)
    return scope(Actor(person_id=somebody, name="", grants=grants), today, action)


def hand_of(work: Work, appraisal: Appraisal) -> Hand:
    """Return which part the actor has; refuse a supervisor who has not taken theirs yet."""
    if work.actor.person_id == appraisal.person_id:
        return Hand.SELF
    if work.actor.person_id == appraisal.supervisor_id:
        return Hand.SUPERVISOR
    raise Refused(
        "part_not_taken",
        "Somebody else has the supervisor's part in this appraisal. Take it over first.",
    )


def facts_of(work: Work, appraisal: Appraisal) -> Facts:
    """Return the moments that decide the appraisal's state."""
    signed = len(queries.signatures(work.session, appraisal.id)) if appraisal.agreed_at else 0
    return queries.facts_of(appraisal, signed)


def pinned(appraisal: Appraisal) -> CompetencyFramework:
    """Return the framework version the appraisal is pinned to, for rules, which read no wording."""
    return frameworks.get_framework(appraisal.framework_id, appraisal.framework_version)


def framework_of(work: Work, appraisal: Appraisal) -> CompetencyFramework:
    """Return the framework version the appraisal is pinned to, in the organisation's wording."""
    return frameworks.framework_with_wording(
        work.session, appraisal.framework_id, appraisal.framework_version
    )


def check_version(appraisal: Appraisal, version: int, doing: str) -> None:
    """Refuse to act on an appraisal that somebody changed since the page was shown."""
    if appraisal.version != version:
        raise Stale(
            "Somebody changed this appraisal after your page was shown. "
            "Look at it again, then decide.",
            mine=Version("You", [("You were about to", doing)]),
            theirs=Version("Now", [("The appraisal", "has moved on since your page was shown")]),
        )
