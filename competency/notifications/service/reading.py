"""A person's own notices: listed, and marked as read."""

from collections.abc import Sequence

from competency.infra.work import Work
from competency.kernel.authz import Action
from competency.kernel.errors import NotFound
from competency.kernel.values import Value
from competency.notifications import permissions, queries
from competency.notifications.models import NoticeRead
from competency.notifications.queries import NoticeRow
from competency.people.service import access

ON_A_PAGE = 20
NOT_YOURS = "There is no such notice, or it is not yours."


class NoticePage(Value):
    """One page of a person's notices."""

    rows: Sequence[NoticeRow]
    page: int
    pages: int
    total: int
    unread: int


def own(work: Work, action: Action) -> int:
    """Return the actor's number; the system has no notices and chooses nothing."""
    person_id = work.actor.person_id
    if person_id is None:
        raise NotFound("There is no such page, or it is not yours to see.")
    access.require(work, action, person_id, see=action)
    return person_id


def list_own(work: Work, page: int = 1) -> NoticePage:
    """Return the actor's notices, unread first; a page past the end is the last one."""
    person_id = own(work, permissions.READ)
    total, unread = queries.count(work.session, person_id)
    pages = max(1, -(-total // ON_A_PAGE))
    page = min(max(page, 1), pages)
    rows = queries.list_notices(work.session, person_id, ON_A_PAGE, ON_A_PAGE * (page - 1))
    return NoticePage(rows, page, pages, total, unread)


def mark_read(work: Work, notice_id: int) -> None:
    """Mark one of the actor's notices as read; anybody else's is not found."""
    person_id = own(work, permissions.READ)
    if not queries.own_ids(work.session, person_id, [notice_id]):
        raise NotFound(NOT_YOURS)
    _mark(work, [notice_id])


def mark_all_read(work: Work) -> int:
    """Mark all of the actor's notices as read, and return how many were unread."""
    unread = queries.unread_ids(work.session, own(work, permissions.READ))
    _mark(work, unread)
    return len(unread)


def _mark(work: Work, notice_ids: Sequence[int]) -> None:
    rows = [{"notice_id": notice_id, "at": work.now} for notice_id in notice_ids]
    queries.append_once(work.session, NoticeRead, rows)
