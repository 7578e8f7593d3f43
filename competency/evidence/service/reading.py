"""What people read of a log: the list, one entry whole, and what waits for a supervisor."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, and_, func, select

from competency.evidence import permissions
from competency.evidence.domain.entry import Content, Kind, Link, content_of
from competency.evidence.domain.state import State
from competency.evidence.models import EvidenceEntry
from competency.evidence.queries import history, lists, parts
from competency.evidence.service.loading import load, scope
from competency.infra.work import Work
from competency.kernel.values import Value
from competency.people.service import access, lookup

PAGE = 50
TO_VERIFY, CAME_BACK = "evidence to verify", "evidence that came back"


class Line(Value):
    """One entry in a list, as the reader may see it."""

    id: int
    person_id: int
    state: State
    title: str
    kind: Kind
    starts_on: date
    ends_on: date | None
    hours: Decimal
    seq: int
    shared_at: datetime | None
    corrects_id: int | None
    strands: tuple[str, ...]


class Log(Value):
    """One page of a log; `counts` has every state, for the whole log and not the page alone.

    `found` is how many entries fit what was asked for.
    """

    person_id: int
    person: str
    is_own: bool
    lines: list[Line]
    page: int
    pages: int
    found: int
    counts: dict[State, int]


class Whole(Value):
    """One entry whole, as the reader may see it; what is not theirs to do is False."""

    id: int
    person_id: int
    person: str
    state: State
    content: Content
    attachments: tuple[Row[Any], ...]
    versions: list[history.Shown]
    names: dict[int, str]
    comment: str
    origin: str
    corrects_id: int | None
    successor_id: int | None
    seal: str | None
    seq: int
    version: int
    is_own: bool
    may_decide: bool


def log(
    work: Work,
    person_id: int,
    *,
    page: int = 1,
    first: date | None = None,
    last: date | None = None,
    state: State | None = None,
    kind: Kind | None = None,
    strand: str = "",
    whole_list: bool = False,
) -> Log:
    """Return one page of a person's log, newest first, or the whole list; others see no drafts.

    Only one's own log is searched by kind and strand: others see a returned entry as it was, not
    as it is being mended. Raises NotFound for who may see nothing of it. Takes the same few
    statements however long the log is.
    """
    access.require(work, permissions.SEE, person_id, see=permissions.SEE)
    here = and_(
        EvidenceEntry.person_id == person_id, scope(work.actor, work.today, permissions.SEE)
    )
    is_own = work.actor.person_id == person_id
    statement = lists.log_rows(
        here,
        first=first,
        last=last,
        state=state,
        kind=kind if is_own else None,
        strand=strand if is_own else "",
    )
    counts = lists.counts_by_state(work.session, here)
    found = counts[state] if state else sum(counts.values())
    if first or last or kind or strand:
        listed = select(func.count()).select_from(statement.order_by(None).subquery())
        found = work.session.scalar(listed) or 0
    pages = 1 if whole_list else max(1, -(-found // PAGE))
    page = min(max(1, page), pages)
    shown = statement if whole_list else statement.limit(PAGE).offset((page - 1) * PAGE)
    return Log(
        person_id=person_id,
        person=lookup.names(work.session, [person_id]).get(person_id, ""),
        is_own=is_own,
        lines=_lines(work, shown, is_own=is_own),
        page=page,
        pages=pages,
        found=found,
        counts=counts,
    )


def waiting(work: Work) -> list[Line]:
    """Return the shared entries that wait for the actor's decision, longest waiting first."""
    statement = lists.log_rows(
        scope(work.actor, work.today, permissions.DECIDE), state=State.SHARED
    ).order_by(None)
    longest_first = statement.order_by(EvidenceEntry.shared_at, EvidenceEntry.id).limit(PAGE)
    return _lines(work, longest_first, is_own=False)


def count_waiting(work: Work) -> int:
    """Return how many shared entries wait for the actor's decision."""
    found = work.session.scalar(
        select(func.count(EvidenceEntry.id)).where(
            scope(work.actor, work.today, permissions.DECIDE),
            EvidenceEntry.state == State.SHARED.value,
        )
    )
    return found or 0


def needing_counts(work: Work) -> dict[str, Select[int]]:
    """Return what a home page has to count of evidence, by name.

    Entries that wait for the actor's decision, and the actor's own that came back with a comment.
    """
    waits = and_(
        scope(work.actor, work.today, permissions.DECIDE),
        EvidenceEntry.state == State.SHARED.value,
    )
    came_back = and_(
        EvidenceEntry.person_id == (work.actor.person_id or 0),
        EvidenceEntry.state == State.RETURNED.value,
    )
    return {
        TO_VERIFY: select(func.count(EvidenceEntry.id)).where(waits),
        CAME_BACK: select(func.count(EvidenceEntry.id)).where(came_back),
    }


def whole(work: Work, entry_id: int) -> Whole:
    """Return one entry with its versions, attachments and decisions.

    Somebody else is shown a returned entry as it was when it was shared, not as its writer has
    it on the desk. Raises NotFound for what is not the reader's to see.
    """
    entry = load(work, entry_id, permissions.SEE)
    is_own = entry.person_id == work.actor.person_id
    versions = history.versions(work.session, entry.id)
    files = parts.attachments(work.session, entry.id)
    content = parts.content(work.session, entry)
    if not is_own and entry.state == State.RETURNED.value:
        shown = json.loads(versions[-1].content)
        content = content_of(shown, shown["practice_area"])
        kept = {one["sha256"] for one in shown["attachments"]}
        files = tuple(file for file in files if file.sha256 in kept)
    ids = [entry.person_id, *(v.by_id for v in versions)]
    names = lookup.names(work.session, ids)
    return Whole(
        id=entry.id,
        person_id=entry.person_id,
        person=names.get(entry.person_id, ""),
        state=State(entry.state),
        content=content,
        attachments=files,
        versions=versions,
        names=names,
        comment=entry.comment,
        origin=entry.origin,
        corrects_id=entry.corrects_id,
        successor_id=_visible_successor(work, entry.id),
        seal=entry.seal,
        seq=entry.seq,
        version=entry.version,
        is_own=is_own,
        may_decide=entry.state == State.SHARED.value and _may_decide(work, entry.id),
    )


def _visible_successor(work: Work, entry_id: int) -> int | None:
    return work.session.scalar(
        select(EvidenceEntry.id).where(
            EvidenceEntry.corrects_id == entry_id,
            scope(work.actor, work.today, permissions.SEE),
        )
    )


def _may_decide(work: Work, entry_id: int) -> bool:
    return bool(
        work.session.scalar(
            select(EvidenceEntry.id).where(
                EvidenceEntry.id == entry_id, scope(work.actor, work.today, permissions.DECIDE)
            )
        )
    )


def _lines(work: Work, statement: Select[*tuple[Any, ...]], *, is_own: bool) -> list[Line]:
    rows = work.session.execute(statement).all()
    linked = parts.links_of(work.session, [row.id for row in rows])
    return [_line(row, linked.get(row.id, ()), is_own=is_own) for row in rows]


def _line(row: Row[Any], linked: tuple[Link, ...], *, is_own: bool) -> Line:
    title, kind, starts_on, ends_on = row.title, row.kind, row.starts_on, row.ends_on
    hours = row.hours
    if not is_own and row.shown is not None:  # returned: what was shown, not what is being mended
        shown = content_of(json.loads(row.shown))
        title, kind, hours, linked = shown.title, shown.kind, shown.hours, shown.links
        starts_on, ends_on = shown.starts_on, shown.ends_on
    return Line(
        row.id,
        row.person_id,
        State(row.state),
        title,
        Kind(kind),
        starts_on,
        ends_on,
        Decimal(hours),
        row.seq,
        row.shared_at,
        row.corrects_id,
        tuple(link.strand for link in linked),
    )
