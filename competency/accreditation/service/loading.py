"""Load a self-study or an item of it and authorise in one query; who stands how to it, as SQL."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement, Integer, Row, Select, bindparam, exists, literal, select

from competency.accreditation import permissions
from competency.accreditation.domain.states import StudyState, check_open
from competency.accreditation.models import ChecklistItem, PanelMember, SelfStudy
from competency.infra.db import plain_rows
from competency.infra.work import Work
from competency.kernel.actor import Actor, Grant
from competency.kernel.authz import Action, Relation
from competency.kernel.errors import NotFound, Stale, Version
from competency.people.service import access

NO_STUDY = "There is no such self-study, or it is not yours to see."
STUDY, ITEM = SelfStudy.__table__.c, ChecklistItem.__table__.c
PANEL = PanelMember.__table__.c
_ON_IT_NOW = PANEL.ended_at.is_(None)
_ME, _STUDY_ID = bindparam("me", type_=Integer), bindparam("study_id", type_=Integer)


def scope(actor: Actor, today: date, action: Action) -> ColumnElement[bool]:
    """Return SQL that is true for the self-studies on which the actor may carry out the action.

    For actions on one item it is true for items, of a query that joins them to their self-study.
    """

    return _scope(actor, today, action, literal(actor.person_id or 0))


def load(work: Work, study_id: int, action: Action) -> SelfStudy:
    """Return the self-study to change, locked: others who would change it wait for this work.

    Raises NotFound where the actor may not even see it, Forbidden where they may.
    """
    rules = _rules(work.actor.grants, work.today, (action, permissions.SEE))
    query = (
        select(SelfStudy, *rules.columns)
        .where(STUDY.id == _STUDY_ID)
        .with_for_update(of=SelfStudy)
        .execution_options(populate_existing=True)
    )
    row = work.session.execute(query, _asked(work, study_id)).one_or_none()
    found: SelfStudy = _allowed(row, rules, action)[0]
    return found


def read(
    work: Work, study_id: int, action: Action, asked: Sequence[Action] = ()
) -> tuple[Row[Any], Mapping[Action, bool]]:
    """Return the self-study's row, and of each action asked whether the actor may carry it out.

    One statement; refuses as `load` does.
    """
    question, rules = _question(work.actor.grants, work.today, (action, permissions.SEE, *asked))
    row = plain_rows(work.session, question, _asked(work, study_id)).one_or_none()
    found: Row[Any] = _allowed(row, rules, action)
    return found, {one: bool(getattr(found, name)) for one, name in rules.names.items()}


class _Rules(NamedTuple):
    """Rules as columns of SQL, and the name of the column that answers for each action."""

    columns: tuple[ColumnElement[bool], ...]
    names: Mapping[Action, str]


@lru_cache(maxsize=16)
def _rules(grants: frozenset[Grant], today: date, wanted: tuple[Action, ...]) -> _Rules:
    """Return the rules for whoever has these roles; who it is, is left open in the SQL."""
    holder = Actor(person_id=None, name="", grants=grants)
    # Several actions rest on the same rule; it is put into SQL once.
    by_rule = {one.allow: one for one in wanted}
    names = {allow: f"may_{n}" for n, allow in enumerate(by_rule)}
    columns = [
        _scope(holder, today, one, _ME).label(names[allow]) for allow, one in by_rule.items()
    ]
    return _Rules(tuple(columns), {one: names[one.allow] for one in wanted})


@lru_cache(maxsize=16)
def _question(
    grants: frozenset[Grant], today: date, wanted: tuple[Action, ...]
) -> tuple[Select[Any], _Rules]:
    """Return the same as one question; building it costs more than asking it."""
    rules = _rules(grants, today, wanted)
    return select(SelfStudy.__table__, *rules.columns).where(STUDY.id == _STUDY_ID), rules


def _asked(work: Work, study_id: int) -> dict[str, int]:
    return {"me": work.actor.person_id or 0, "study_id": study_id}


def _allowed(row: Any, rules: _Rules, action: Action) -> Any:
    """Return the row, or refuse."""
    if row is None:
        raise NotFound(NO_STUDY)
    seen = bool(getattr(row, rules.names[permissions.SEE]))
    access.decide(bool(getattr(row, rules.names[action])), seen)
    return row


def load_open(work: Work, study_id: int) -> SelfStudy:
    """Return a self-study to change, locked; refuses who may not, and what was submitted."""
    study = load(work, study_id, permissions.RUN)
    check_open(StudyState(study.state))
    return study


def load_item(
    work: Work, item_id: int, action: Action, *, lock: bool = False
) -> tuple[ChecklistItem, SelfStudy, dict[Action, bool]]:
    """Return an item with its self-study, and whether the actor may read and run the latter.

    Raises NotFound where the actor may not see the item, Forbidden where they may not do this.
    """
    asked = (permissions.SEE, permissions.RUN, permissions.FILL_ITEM)
    query = (
        select(
            ChecklistItem,
            SelfStudy,
            scope(work.actor, work.today, action).label("may"),
            scope(work.actor, work.today, permissions.SEE_ITEM).label("sees"),
            *(scope(work.actor, work.today, one).label(f"may_{n}") for n, one in enumerate(asked)),
        )
        .join(SelfStudy, STUDY.id == ITEM.study_id)
        .where(ITEM.id == item_id)
    )
    if lock:
        # The self-study too: a submission waits for what is being written, or comes first.
        query = query.with_for_update(of=(SelfStudy, ChecklistItem)).execution_options(
            populate_existing=True
        )
    row = work.session.execute(query).one_or_none()
    if row is None:
        raise NotFound("There is no such item, or it is not yours to see.")
    access.decide(bool(row.may), bool(row.sees))
    return row[0], row[1], {one: bool(getattr(row, f"may_{n}")) for n, one in enumerate(asked)}


class Versioned(Protocol):
    """A row that counts its changes."""

    version: int


Facts = Sequence[tuple[str, str]]


def check_version(row: Versioned, version: int | None, mine: Facts, theirs: Facts) -> None:
    """Raise Stale with both versions unless the form was filled from the row as it is now."""
    if row.version != version:
        raise Stale(
            "Somebody else changed this after your page was shown. Nothing of yours was saved: "
            "compare the two, then open the page again and make the change that is still needed.",
            mine=Version("You", mine),
            theirs=Version("Now", theirs),
        )


def _scope(
    actor: Actor, today: date, action: Action, me: ColumnElement[int]
) -> ColumnElement[bool]:
    def resolve(relation: Relation) -> ColumnElement[bool] | None:
        return _relation(relation, me)

    return access.scope(actor, today, action, None, resolve)


def _relation(relation: Relation, me: ColumnElement[int]) -> ColumnElement[bool] | None:
    if relation is Relation.ON_PANEL:
        return exists().where(PANEL.study_id == STUDY.id, PANEL.person_id == me, _ON_IT_NOW)
    if relation is Relation.IS_SUBMITTED:
        return STUDY.submitted_at.is_not(None)
    if relation is Relation.OWNS_ITEM:
        return ITEM.owner_id == me
    return None
