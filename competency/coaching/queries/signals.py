"""What was said of signals, the oldest first."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from competency.coaching.domain.signals.responding import Response, Said
from competency.coaching.domain.signals.signal import NO_AREA, Key
from competency.coaching.models import CoachingResponse, CoachingSignalsTold
from competency.infra.db import plain_rows
from competency.infra.gathering import Fact, part
from competency.people.service.crowds import People

ROW: Any = CoachingResponse.__table__.c
SAID = "said"


def responses(session: Session, people: People) -> dict[int, list[Response]]:
    """Return what was said of each person's signals; who said it by number only."""
    rows = plain_rows(
        session,
        select(
            ROW.person_id,
            ROW.rule,
            ROW.practice_area_id,
            ROW.subject,
            ROW.state,
            ROW.words,
            ROW.until,
            ROW.newest_on,
            ROW.by_id,
            ROW.at,
        )
        .where(ROW.person_id.in_(people))
        .order_by(ROW.person_id, ROW.id),
    )
    found: dict[int, list[Response]] = {}
    for person, rule, area, subject, state, words, until, newest_on, by_id, at in rows:
        key = Key(rule, area or NO_AREA, subject)
        said = Response(key, state, words, until, newest_on, by_id, "", at)
        found.setdefault(person, []).append(said)
    return found


def said_part(people: People) -> Select[Any]:
    """Return the question for what was said of signals, without its words, as part of another."""
    query = select(
        ROW.id,
        ROW.person_id,
        ROW.rule,
        ROW.practice_area_id,
        ROW.subject,
        ROW.state,
        ROW.until,
        ROW.newest_on,
    ).where(ROW.person_id.in_(people))
    texts = {"code": "rule", "other": "subject", "more": "state"}
    return part(SAID, query, **texts, day="newest_on", until="until", a="practice_area_id", b="id")


def read_said(facts: Mapping[str, Sequence[Fact]]) -> dict[int, list[Said]]:
    """Return what was said of each person's signals from the answers to the part."""
    found: dict[int, list[Said]] = {}
    for one in sorted(facts.get(SAID, ()), key=lambda row: row.b):
        key = Key(one.code, one.a or NO_AREA, one.other)
        found.setdefault(one.person_id, []).append(Said(key, one.more, one.until, one.day))
    return found


def was_told(session: Session, month: date) -> bool:
    """Return whether people were told of new signals in this month."""
    told = select(CoachingSignalsTold.id).where(CoachingSignalsTold.month == month)
    return session.scalar(told) is not None
