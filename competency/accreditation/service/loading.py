"""Load a self-study or an item of it and authorise in one query; who stands how to it, as SQL."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from sqlalchemy import ColumnElement, exists, select

from competency.accreditation import permissions
from competency.accreditation.domain.states import StudyState, check_open
from competency.accreditation.models import ChecklistItem, PanelMember, SelfStudy
from competency.infra.work import Work
from competency.kernel.actor import Actor
from competency.kernel.authz import Action, Clause, Relation
from competency.kernel.errors import NotFound, Stale, Version
from competency.people.service import access

NO_STUDY = "There is no such self-study, or it is not yours to see."
STUDY, ITEM = SelfStudy.__table__.c, ChecklistItem.__table__.c
PANEL = PanelMember.__table__.c
_ON_IT_NOW = PANEL.ended_at.is_(None)


def scope(actor: Actor, today: date, action: Action) -> ColumnElement[bool]:
    """Return SQL that is true for the self-studies on which the actor may carry out the action.

    For actions on one item it is true for items, of a query that joins them to their self-study.
    """

    def resolve(relation: Relation) -> ColumnElement[bool] | None:
        return _relation(relation, actor)

    return access.scope(actor, today, action, None, resolve)


def load(work: Work, study_id: int, action: Action, *, lock: bool = False) -> SelfStudy:
    """Return the self-study, or refuse who may not do this to it.

    `lock` makes others who would change it wait until this work is done. Raises NotFound where
    the actor may not even see it, Forbidden where they may.
    """
    return load_and_ask(work, study_id, action, (), lock=lock)[0]


def load_and_ask(
    work: Work, study_id: int, action: Action, asked: Sequence[Action], *, lock: bool = False
) -> tuple[SelfStudy, dict[Action, bool]]:
    """Return the self-study as `load` does, and what else of these the actor may do, at once."""
    # Several actions rest on the same rule; it is put into SQL once.
    wanted = (action, permissions.SEE, *asked)
    rules = {allow: scope(work.actor, work.today, one) for allow, one in _by_rule(wanted).items()}
    names = {allow: f"may_{n}" for n, allow in enumerate(rules)}
    query = select(SelfStudy, *(rule.label(names[allow]) for allow, rule in rules.items())).where(
        STUDY.id == study_id
    )
    if lock:
        query = query.with_for_update(of=SelfStudy).execution_options(populate_existing=True)
    row = work.session.execute(query).one_or_none()
    if row is None:
        raise NotFound(NO_STUDY)
    may = {one: bool(getattr(row, names[one.allow])) for one in wanted}
    access.decide(may[action], may[permissions.SEE])
    found: SelfStudy = row[0]
    return found, may


def _by_rule(wanted: Iterable[Action]) -> dict[tuple[Clause, ...], Action]:
    return {one.allow: one for one in wanted}


def load_open(work: Work, study_id: int) -> SelfStudy:
    """Return a self-study to change, locked; refuses who may not, and what was submitted."""
    study = load(work, study_id, permissions.RUN, lock=True)
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


def _relation(relation: Relation, actor: Actor) -> ColumnElement[bool] | None:
    me = actor.person_id or 0
    if relation is Relation.ON_PANEL:
        return exists().where(PANEL.study_id == STUDY.id, PANEL.person_id == me, _ON_IT_NOW)
    if relation is Relation.IS_SUBMITTED:
        return STUDY.submitted_at.is_not(None)
    if relation is Relation.OWNS_ITEM:
        return ITEM.owner_id == me
    return None
