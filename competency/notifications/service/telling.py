"""Writing notices: the one way in which any room tells somebody something."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from competency.infra.work import Work
from competency.kernel.values import Value
from competency.notifications import queries
from competency.notifications.models import Notice

TELLING_LOCK = 7_265_174  # any number, as long as all who remind or write digests take the same


class Said(Value, kw_only=True):
    """What somebody is told: `key` is what makes it the same thing, `path` leads to its page.

    The words go into a mail, so they name no client and quote nothing that anybody wrote.
    """

    to_id: int
    kind: str
    words: str
    path: str
    key: str
    due_on: date | None = None


def notify(work: Work, person_id: int, kind: str, words: str, *, path: str, key: str) -> None:
    """Tell one person something; the same key again is not said twice."""
    said = Said(to_id=person_id, kind=kind, words=words, path=path, key=key)
    notify_each(work, [said])


def hold_telling(work: Work) -> None:
    """Let one process at a time decide what is still to be told, so that none tells it twice.

    On SQLite the write lock does the same.
    """
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": TELLING_LOCK})


def notify_each(work: Work, things: Iterable[Said]) -> None:
    """Write the notices in the work's own transaction; what was said already stays unsaid.

    The room that asks has decided that each person may know it and may see its page.
    """
    rows = [
        {
            "person_id": said.to_id,
            "kind": said.kind,
            "words": said.words,
            "path": said.path,
            "key": said.key,
            "due_on": said.due_on,
            "at": work.now,
        }
        for said in things
    ]
    queries.append_once(work.session, Notice, rows)


def untold(session: Session, things: Iterable[Said]) -> list[Said]:
    """Return those of the things that their person was not told yet; one statement."""
    asked = list(things)
    known = queries.known_keys(session, {one.key for one in asked})
    return [one for one in asked if (one.to_id, one.key) not in known]
