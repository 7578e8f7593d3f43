"""Counts of clocks by month, standard, team and worker, kept as clocks change."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, delete, func, insert, select
from sqlalchemy.orm import Session

from competency.cases.models import CaseClock, CaseTally
from competency.infra.db import insert_into, plain_rows

KEY = ("month", "standard", "team_id", "holder_id", "state", "adjusted_state")
Key = tuple[Any, ...]
_TALLY = CaseTally.metadata.tables[CaseTally.__tablename__]
# The columns of a clock that make its key, in the order of KEY.
_COUNTED: tuple[Any, ...] = (
    CaseClock.month,
    CaseClock.standard,
    CaseClock.team_id,
    func.coalesce(CaseClock.holder_id, 0),
    CaseClock.state,
    CaseClock.adjusted_state,
)


def key_of(clock: Mapping[str, Any]) -> Key:
    """Return under which key a clock is counted."""
    found = {**clock, "holder_id": clock["holder_id"] or 0}
    return tuple(found[name] for name in KEY)


def counted(session: Session, case_id: int) -> Counter[Key]:
    """Return how the clocks of a case are counted now."""
    rows = plain_rows(
        session,
        select(*_COUNTED).where(CaseClock.case_id == case_id),
    )
    return Counter(tuple(row) for row in rows)


def change(session: Session, before: Counter[Key], after: Counter[Key]) -> None:
    """Add what changed to the counts, in a fixed order: two at once never lock crosswise."""
    rows = [
        dict(zip(KEY, key, strict=True), clocks=after[key] - before[key])
        for key in sorted(before.keys() | after.keys())
        if after[key] != before[key]
    ]
    if not rows:
        return
    adding = insert_into(session, _TALLY)
    total = _TALLY.c.clocks + adding.excluded.clocks
    plain = adding.on_conflict_do_update(index_elements=list(KEY), set_={"clocks": total})
    for row in rows:
        plain_rows(session, plain, row)


def recount(session: Session) -> None:
    """Count all clocks anew, after cases came in or went in bulk."""
    plain_rows(session, delete(_TALLY))
    plain_rows(session, insert(_TALLY).from_select([*KEY, "clocks"], _from_clocks()))


def differences(session: Session) -> list[Key]:
    """Return the keys whose kept count is not that of the clocks; none when all is well."""
    kept = {tuple(row)[:6]: row.clocks for row in plain_rows(session, select(_TALLY))}
    real = {tuple(row)[:6]: row[6] for row in plain_rows(session, _from_clocks())}
    return sorted(k for k in kept.keys() | real.keys() if kept.get(k, 0) != real.get(k, 0))


def _from_clocks() -> Select[Any]:
    return select(*_COUNTED, func.count()).group_by(*_COUNTED)
