"""The page of a log of 2,000 entries, against that of one of 200."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import exists, func, insert, select
from sqlalchemy.orm import Session

from bench.browsing import getter, sign_in
from bench.data import FEW
from bench.measuring import Found, compare
from bench.stage import Stage, stage
from competency.evidence.models import EvidenceEntry
from competency.people.models import Person, PersonPracticeArea

LIMIT = 1.2
SHORT, LONG = 200, 2_000
FIRST = date(2019, 1, 1)
TABLE = EvidenceEntry.metadata.tables[EvidenceEntry.__tablename__]


def page() -> Iterator[Found]:
    """Measure one's own log, the newest fifty entries of it, at both lengths."""
    here = stage(FEW)
    calls = []
    for person_id, entries in zip(_people(here), (SHORT, LONG), strict=True):
        _fill(here, person_id, entries)
        cookie, _token = sign_in(here.product, person_id)
        calls.append(getter(here.product, "/evidence", cookie))
    times = compare(calls[0], calls[1])
    what = f"a log of {LONG:,} entries to one of {SHORT}: {times.words}"
    yield Found("evidence_page", times.ratio, LIMIT, what)


def _people(here: Stage) -> list[int]:
    """Return the last two practitioners, who stand for nothing in the other figures."""
    last = (
        select(Person.id)
        .where(Person.left_on.is_(None), exists().where(PersonPracticeArea.person_id == Person.id))
        .order_by(Person.id.desc())
        .limit(2)
    )
    with Session(here.engine) as session:
        return list(session.scalars(last))


def _fill(here: Stage, person_id: int, entries: int) -> None:
    """Give the person drafts until the log has so many entries, one every day."""
    at = datetime(2019, 1, 1, tzinfo=UTC)
    connection = here.engine.connect()
    with connection, connection.begin():
        there = connection.scalar(
            select(func.count()).select_from(TABLE).where(TABLE.c.person_id == person_id)
        )
        rows = [
            {
                "person_id": person_id,
                "uuid": str(uuid.UUID(int=person_id << 64 | number)),
                "state": "draft",
                "title": f"Reading, part {number}",
                "kind": "reading",
                "starts_on": FIRST + timedelta(days=number),
                "last_on": FIRST + timedelta(days=number),
                "hours": Decimal("1.5"),
                "did": "Two articles and the guidance they refer to.",
                "created_at": at,
            }
            for number in range(entries - (there or 0))
        ]
        connection.execute(insert(TABLE), rows)
