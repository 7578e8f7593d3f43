"""Counts of live cases frozen as dated evidence: looked at, taken, read again, looked behind.

A frozen count never changes and a new one never touches an old one. Who reads a self-study reads
its counts; a worker's name or a case's reference stands there only for who may see that person's
caseload or that case anyway, so central office reads numbered rows.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from competency.accreditation import permissions
from competency.accreditation.domain import sealing
from competency.accreditation.domain.caseloads import are_too_few
from competency.accreditation.domain.figures import Figures
from competency.accreditation.domain.sealing import Head, Sealed
from competency.accreditation.events import CountFrozen
from competency.accreditation.models import SelfStudy, Snapshot, SnapshotCase, SnapshotRow
from competency.accreditation.queries import counts as queries
from competency.accreditation.queries.counts import FrozenRow
from competency.accreditation.service.counting import Count, count
from competency.accreditation.service.library import get_standard
from competency.accreditation.service.loading import load_open, read
from competency.cases import permissions as of_cases
from competency.cases.service import programme
from competency.frameworks.domain.kinds.accreditation_standard import (
    CASELOAD,
    COUNT,
    AccreditationStandard,
    EvidenceItem,
    Practice,
)
from competency.infra.work import Work
from competency.kernel.errors import NotFound
from competency.kernel.values import Value
from competency.people.service import crowds, lookup

PAGE = 50
AT_ONCE = 500


class Frozen(Value, kw_only=True):
    """A frozen count with its figures, and by month where it has months."""

    row: Row[Any]
    figures: Figures
    months: tuple[tuple[date, int, int], ...]


class FrozenPage(Value, kw_only=True):
    """A frozen count as its page shows it, with a part of its rows.

    `names` and `references` are those the reader may see; a row of a case without `case_id` is of
    a case that was disposed of. `kept_back` is how many rows of few workers the reader is not
    shown.
    """

    study: Row[Any]
    practice: Practice
    count: Frozen
    rows: Sequence[FrozenRow]
    rows_in_all: int
    page: int
    pages: int
    names: Mapping[int, str]
    references: Mapping[int, str]
    kept_back: int


class Overview(Value, kw_only=True):
    """The frozen counts of one practice, newest first, and whether the reader may freeze."""

    study: Row[Any]
    standard: AccreditationStandard
    practice: Practice
    counts: Sequence[Frozen]
    may_freeze: bool


def newest_of(session: Session, study_id: int) -> dict[str, Frozen]:
    """Return the newest frozen count by practice, in one statement; the caller has authorised."""
    return {row.practice: _frozen(row) for row in queries.newest(session, study_id)}


def counts_for(session: Session, study_id: int, item: EvidenceItem) -> list[Frozen]:
    """Return the newest frozen counts that an item of evidence is shown by, if it is by a count."""
    if item.shown_by != COUNT:
        return []
    newest = newest_of(session, study_id)
    return [newest[code] for code in item.practices if code in newest]


def list_of(work: Work, study_id: int, practice: str) -> Overview:
    """Return the frozen counts of a practice for readers of the self-study.

    Raises NotFound where the actor may not read it, or nothing is counted for the practice.
    """
    study, may = read(work, study_id, permissions.SEE, (permissions.RUN,))
    standard, one = _counted(study, practice)
    return Overview(
        study=study,
        standard=standard,
        practice=one,
        counts=[_frozen(row) for row in queries.listed(work.session, study_id, practice)],
        may_freeze=may[permissions.RUN] and study.submitted_at is None,
    )


def preview(work: Work, study_id: int, practice: str) -> tuple[Row[Any], Count]:
    """Return what live cases say of the practice now, keeping nothing, to who runs the study."""
    study, _ = read(work, study_id, permissions.RUN)
    standard, one = _counted(study, practice)
    return study, count(work.session, standard, one, work.today)


def freeze(work: Work, study_id: int, practice: str, *, afterwards: bool = False) -> Snapshot:
    """Count anew, keep it for good and return it; refuses a self-study that was submitted.

    `afterwards`, the work is of a day that is past, and so is what is counted.

    What was frozen before stays as it is.
    """
    study = load_open(work, study_id)
    standard, one = _counted(study, practice)
    found = count(work.session, standard, one, work.today, afterwards=afterwards)
    kept = _figures(found)
    head = Head(practice, found.first_on, found.last_on, found.query, found.k, found.n, kept)
    rows = [Sealed(r.number, r.is_met, sealing.as_text(r.figures)) for r in found.rows]
    snapshot = Snapshot(
        study_id=study_id,
        computation=one.computation,
        sha256=sealing.seal(head, rows),
        taken_by_id=work.actor.person_id or 0,
        taken_at=work.now,
        **head._asdict(),
    )
    work.session.add(snapshot)
    work.session.flush()
    _write_rows(work.session, snapshot.id, found, rows)
    work.record(
        CountFrozen(
            study_id=study_id,
            snapshot_id=snapshot.id,
            practice=practice,
            k=found.k,
            n=found.n,
            sha256=snapshot.sha256,
        )
    )
    return snapshot


def get(work: Work, snapshot_id: int) -> tuple[Row[Any], Frozen]:
    """Return a frozen count with its self-study; who may not read that gets NotFound."""
    study, row = _load(work, snapshot_id)
    return study, _frozen(row)


def drill_down(work: Work, snapshot_id: int, page: int = 1) -> FrozenPage:
    """Return a frozen count with a page of its rows, by number; refuses as `get` does.

    A page beyond the last is the last. Names and references are only of whom and what the reader
    may see in the rooms of people and cases.
    """
    in_all = queries.count_rows(work.session, snapshot_id)
    page = min(max(1, page), max(1, -(-in_all // PAGE)))
    rows = queries.rows(work.session, snapshot_id, limit=PAGE, offset=(page - 1) * PAGE)
    return _page(work, snapshot_id, rows, in_all, page)


def all_rows(work: Work, snapshot_id: int) -> FrozenPage:
    """Return a frozen count with all of its rows, by number; refuses and hides as the page does."""
    rows = queries.rows(work.session, snapshot_id)
    return _page(work, snapshot_id, rows, len(rows), 1)


def _page(
    work: Work, snapshot_id: int, rows: Sequence[FrozenRow], in_all: int, page: int
) -> FrozenPage:
    study, row = _load(work, snapshot_id)
    names = names_seen(work, [one.person_id for one in rows if one.person_id])
    shown = rows_shown(row.computation, rows, in_all, names)
    return FrozenPage(
        study=study,
        practice=_counted(study, row.practice)[1],
        count=_frozen(row),
        rows=shown,
        kept_back=len(rows) - len(shown),
        rows_in_all=in_all,
        page=page,
        pages=max(1, -(-in_all // PAGE)),
        names=names,
        references=programme.references_seen(work, [one.case_id for one in rows if one.case_id]),
    )


def rows_shown(
    computation: str, rows: Sequence[FrozenRow], in_all: int, names: Collection[int] = ()
) -> list[FrozenRow]:
    """Return the rows of a frozen count that are shown to who may see these people by name.

    Rows of fewer than five workers are kept back from everybody else; rows of cases are not.
    """
    if computation != CASELOAD or not are_too_few(in_all):
        return list(rows)
    return [one for one in rows if one.person_id in names]


def names_seen(work: Work, person_ids: Sequence[int]) -> dict[int, str]:
    """Return the names of those of the people whose caseload the actor may see anyway."""
    if not person_ids:
        return {}
    mine = crowds.within(work, of_cases.SEE_CASELOAD).subquery()
    wanted = select(mine.c[0]).where(mine.c[0].in_(sorted(set(person_ids))))
    return lookup.names(work.session, work.session.scalars(wanted))


def broken_seals(session: Session) -> Iterator[str]:
    """Yield a sentence for each frozen count that no longer equals its seal."""
    for row in session.execute(select(Snapshot.__table__).order_by(Snapshot.id)).all():
        head = Head(*(getattr(row, name) for name in Head._fields))
        if sealing.seal(head, queries.sealed_rows(session, row.id)) != row.sha256:
            yield f"Frozen count {row.id} is not what was frozen."


def _load(work: Work, snapshot_id: int) -> tuple[Row[Any], Row[Any]]:
    row = work.session.execute(
        select(Snapshot.__table__).where(Snapshot.id == snapshot_id)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such count, or it is not yours to see.")
    return read(work, row.study_id, permissions.SEE)[0], row


def _counted(study: SelfStudy | Row[Any], practice: str) -> tuple[AccreditationStandard, Practice]:
    standard = get_standard(study.standard_id, study.standard_version)
    one = next((p for p in standard.practices if p.code == practice), None)
    if one is None or not one.is_counted:
        raise NotFound("Nothing is counted for such a practice.")
    return standard, one


def _figures(found: Count) -> str:
    """Return the figures as they are kept, with k of n by month where there are months."""
    months = [[month.isoformat(), k, n] for month, k, n in found.months]
    return sealing.as_text({**found.figures, **({"months": months} if months else {})})


def _frozen(row: Row[Any]) -> Frozen:
    kept = json.loads(row.figures)
    months = tuple((date.fromisoformat(one), k, n) for one, k, n in kept.pop("months", ()))
    return Frozen(row=row, figures=kept, months=months)


def _write_rows(session: Session, snapshot_id: int, found: Count, sealed: Sequence[Sealed]) -> None:
    """Write the rows in bulk; which case each is of goes beside them, to be let go of alone."""
    for start in range(0, len(sealed), AT_ONCE):
        some = found.rows[start : start + AT_ONCE]
        session.execute(
            insert(SnapshotRow),
            [
                {**kept._asdict(), "snapshot_id": snapshot_id, "person_id": one.person_id}
                for kept, one in zip(sealed[start : start + AT_ONCE], some, strict=True)
            ],
        )
    cases = {one.number: one.case_id for one in found.rows if one.case_id is not None}
    if not cases:
        return
    ids = session.execute(
        select(SnapshotRow.id, SnapshotRow.number).where(SnapshotRow.snapshot_id == snapshot_id)
    ).all()
    for start in range(0, len(ids), AT_ONCE):
        session.execute(
            insert(SnapshotCase),
            [
                {"row_id": row.id, "case_id": cases[row.number]}
                for row in ids[start : start + AT_ONCE]
            ],
        )
