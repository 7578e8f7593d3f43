"""Load an entry and authorise in one query; drafts are their writer's alone."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from competency.evidence import permissions
from competency.evidence.domain.state import State
from competency.evidence.models import EvidenceEntry
from competency.infra.work import Work
from competency.kernel.actor import Actor
from competency.kernel.authz import Action
from competency.kernel.errors import NotFound, Stale, Version
from competency.people.service import access


def scope(actor: Actor, today: date, action: Action) -> ColumnElement[bool]:
    """Return SQL that is true for the entries on which the actor may carry out the action.

    Nobody but its writer reaches a draft, and nobody decides on an entry of their own.
    """
    own = EvidenceEntry.person_id == (actor.person_id or 0)
    allowed = access.scope(actor, today, action, EvidenceEntry.__table__.c.person_id)
    if action is permissions.DECIDE:
        allowed = and_(allowed, ~own)
    return and_(allowed, or_(own, EvidenceEntry.state != State.DRAFT.value))


def load(work: Work, entry_id: int, action: Action, *, lock: bool = False) -> EvidenceEntry:
    """Return the entry, or refuse who may not do this to it.

    `lock` makes others who would change the same entry wait until this work is done. Raises
    NotFound (also for somebody else's draft), Forbidden.
    """
    query = select(
        EvidenceEntry,
        scope(work.actor, work.today, action).label("may"),
        scope(work.actor, work.today, permissions.SEE).label("sees"),
    ).where(EvidenceEntry.id == entry_id)
    if lock:
        query = query.with_for_update(of=EvidenceEntry)
    row = work.session.execute(query).one_or_none()
    if row is None:
        raise NotFound("There is no such entry, or it is not yours to see.")
    access.decide(bool(row.may), bool(row.sees))
    entry: EvidenceEntry = row[0]
    return entry


def check_version(entry: EvidenceEntry, version: int, doing: str) -> None:
    """Refuse to act on an entry that changed since the page was shown."""
    if entry.version != version:
        raise Stale(
            "This entry changed after your page was shown. Look at it again, then decide.",
            mine=Version("You", [("You were about to", doing)]),
            theirs=Version("Now", [("The entry", State(entry.state).words)]),
        )


def own_person(work: Work) -> int:
    """Return whose log the actor writes: their own; the system has none."""
    if work.actor.person_id is None:
        raise NotFound("Only a person has a log.")
    return work.actor.person_id
