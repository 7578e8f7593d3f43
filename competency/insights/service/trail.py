"""The audit trail as the auditor reads it; that it was read is itself noted."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from competency.audit import permissions, queries
from competency.audit import service as audit
from competency.audit.models import AccessEntry, AuditEntry
from competency.audit.queries import Wanted
from competency.audit.service import Head
from competency.infra.work import Work
from competency.insights.domain import trail
from competency.insights.domain.trail import NOBODY, Asked
from competency.insights.queries.home import persons_named
from competency.kernel.values import Value
from competency.people.service import access, lookup

PAGE = 50
LONDON = ZoneInfo("Europe/London")
TRAIL, ACCESSES = "the audit trail", "the access log"

Aside = Callable[[], AbstractContextManager[Session]]


class Line(Value):
    """One entry of the trail in words."""

    id: int
    at: datetime
    who: str
    event: str
    facts: str


class TrailPage(Value, kw_only=True):
    """A page of the trail, newest first; `older` is where the next page begins, None at the end.

    `events` are the events to choose from, by name, in words.
    """

    lines: Sequence[Line]
    older: int | None
    head: Head
    events: Mapping[str, str]


class AccessPage(Value, kw_only=True):
    """A page of the access log, newest first, with the names of those who read."""

    lines: Sequence[AccessEntry]
    older: int | None
    names: Mapping[int, str]


def note_reading(work: Work, aside: Aside, what: str, subject: str) -> None:
    """Let only an auditor pass, and note that they read; raises Forbidden for everybody else.

    The note has a short transaction of its own, before what is read: a page only shows.
    """
    access.require_role(work, permissions.READ_TRAIL)
    work.session.rollback()  # gives the connection back while the note is written
    with aside() as session:
        audit.note_access(session, work.actor, work.now, what=what, subject=subject)


def read_trail(work: Work, asked: Asked, before: int | None) -> TrailPage:
    """Return a page of the entries that are asked for; raises Forbidden for all but auditors."""
    access.require_role(work, permissions.READ_TRAIL)
    session = work.session
    wanted = Wanted(
        event=asked.event or None,
        actors=persons_named(session, asked.person) if asked.person else None,
        begins=_begin(asked.first_day) if asked.first_day else None,
        ends=_begin(asked.last_day + timedelta(days=1)) if asked.last_day else None,
    )
    entries = queries.list_entries(session, wanted, before=before, limit=PAGE + 1)
    shown = entries[:PAGE]
    names = lookup.names(session, _persons(shown))
    return TrailPage(
        lines=[_line(entry, names) for entry in shown],
        older=shown[-1].id if len(entries) > PAGE else None,
        head=audit.head(session),
        events={name: trail.event_words(name) for name in queries.list_events(session)},
    )


def read_accesses(work: Work, before: int | None) -> AccessPage:
    """Return a page of who has read the trail; raises Forbidden for all but auditors."""
    access.require_role(work, permissions.READ_TRAIL)
    entries = queries.list_accesses(work.session, before=before, limit=PAGE + 1)
    shown = entries[:PAGE]
    return AccessPage(
        lines=shown,
        older=shown[-1].id if len(entries) > PAGE else None,
        names=lookup.names(work.session, {entry.actor_id for entry in shown}),
    )


def _persons(entries: Sequence[AuditEntry]) -> set[int | None]:
    acting = {entry.actor_id for entry in entries}
    return acting.union(*(trail.persons_in(entry.facts) for entry in entries))


def _line(entry: AuditEntry, names: Mapping[int, str]) -> Line:
    who = NOBODY if entry.actor_id is None else names.get(entry.actor_id, "")
    event, facts = trail.event_words(entry.event), trail.fact_words(entry.facts, names)
    return Line(entry.id, entry.at, who, event, facts)


def _begin(day: date) -> datetime:
    """Return when the day begins in London."""
    return datetime.combine(day, time(0), LONDON)
