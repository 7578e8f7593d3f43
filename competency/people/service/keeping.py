"""What everything that keeps the directory needs: its lock, and two versions side by side."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.infra.work import Work
from competency.kernel.errors import NotFound, Stale, Version
from competency.people.models import Organisation


class Versioned(Protocol):
    version: int


Facts = Sequence[tuple[str, str]]
Row = TypeVar("Row")


def hold_directory(work: Work) -> None:
    """Let one change of the directory happen at a time.

    Rules over several rows (unique names, circles of lines, the last administrator) are then
    decided on what stays true until the commit. On SQLite the write lock does the same.
    """
    work.session.execute(select(Organisation.id).with_for_update())


def get_row(session: Session, model: type[Row], row_id: int, what: str) -> Row:
    """Return the row as it is now, or raise NotFound."""
    row = session.get(model, row_id, populate_existing=True)
    if row is None:
        raise NotFound(f"There is no such {what}.")
    return row


def check_version(row: Versioned, version: int | None, *, mine: Facts, theirs: Facts) -> None:
    """Raise Stale with both versions unless the form was filled from the row as it is now."""
    if row.version == version:
        return
    raise Stale(
        "Somebody else changed this after you opened it. Nothing of yours was saved yet: compare "
        "the two, then open the page again and make the change that is still needed.",
        mine=Version(by="You", facts=mine),
        theirs=Version(by="Somebody else", facts=theirs),
    )
