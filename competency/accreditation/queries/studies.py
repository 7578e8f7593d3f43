"""What is known of self-studies: their lists, and all that one page of one needs."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, bindparam, case, func, select
from sqlalchemy.orm import Session, aliased

from competency.accreditation.models import (
    ChecklistItem,
    PanelComment,
    PanelMember,
    PracticePart,
    PracticeRating,
    SelfStudy,
    StudyFile,
)
from competency.infra.db import plain_rows


class FileRow(NamedTuple):
    """A file of an item or of a part."""

    id: int
    item_id: int | None
    part_id: int | None
    name: str
    media_type: str
    size: int
    sha256: str


class OwnedRow(NamedTuple):
    """An item of the checklist with the self-study that it belongs to."""

    id: int
    code: str
    state: str
    due_on: date | None
    study_id: int
    title: str
    standard_id: str
    standard_version: str


def listed(session: Session, within: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """Return the self-studies, newest period first, with how many items are ready and needed."""
    needed = case((ChecklistItem.state != "not-needed", 1), else_=0)
    ready = case((ChecklistItem.state == "ready", 1), else_=0)
    return session.execute(
        select(
            SelfStudy.id,
            SelfStudy.title,
            SelfStudy.standard_id,
            SelfStudy.standard_version,
            SelfStudy.period_from,
            SelfStudy.period_to,
            SelfStudy.state,
            SelfStudy.submitted_at,
            SelfStudy.closed_at,
            func.coalesce(func.sum(needed), 0).label("needed"),
            func.coalesce(func.sum(ready), 0).label("ready"),
        )
        .outerjoin(ChecklistItem, ChecklistItem.study_id == SelfStudy.id)
        .where(within)
        .group_by(SelfStudy.id)
        .order_by(SelfStudy.period_to.desc(), SelfStudy.id.desc())
    ).all()


def standing_ratings(session: Session, study_id: int) -> dict[str, Row[Any]]:
    """Return what stands of each practice, by its code: of several the one said last."""
    rows = plain_rows(session, _STANDING, {"study_id": study_id})
    return {row.practice: row for row in rows}


def history(session: Session, study_id: int, practice: str) -> Sequence[PracticeRating]:
    """Return all that was said of one practice, newest first."""
    return session.scalars(
        select(PracticeRating)
        .where(PracticeRating.study_id == study_id, PracticeRating.practice == practice)
        .order_by(PracticeRating.seq.desc())
    ).all()


def items(session: Session, study_id: int) -> Sequence[Row[Any]]:
    """Return the items of the checklist with how many files each has, in the order of making."""
    return plain_rows(session, _ITEMS, {"study_id": study_id}).all()


def parts(session: Session, study_id: int) -> dict[str, dict[str, Row[Any]]]:
    """Return the answered points of all practices, by practice and point."""
    found: dict[str, dict[str, Row[Any]]] = {}
    for row in plain_rows(session, _PARTS, {"study_id": study_id}):
        found.setdefault(row.practice, {})[row.code] = row
    return found


def find_part(session: Session, study_id: int, practice: str, code: str) -> PracticePart | None:
    """Return an answered point to be changed, None where it has no answer yet."""
    return session.scalar(
        select(PracticePart).where(
            PracticePart.study_id == study_id,
            PracticePart.practice == practice,
            PracticePart.code == code,
        )
    )


def files(session: Session, study_id: int) -> list[FileRow]:
    """Return all files of a self-study in the order in which they came."""
    return [FileRow(*row) for row in plain_rows(session, _FILES, {"study_id": study_id})]


def files_of_item(session: Session, item_id: int) -> list[FileRow]:
    """Return the files of one item in the order in which they came."""
    rows = session.execute(_files_in_order().where(StudyFile.item_id == item_id))
    return [FileRow(*row) for row in rows]


def bytes_of(session: Session, study_id: int) -> int:
    """Return how many bytes the files of a self-study have together."""
    size = select(func.coalesce(func.sum(StudyFile.size), 0))
    return session.scalar(size.where(StudyFile.study_id == study_id)) or 0


def comments(session: Session, study_id: int) -> Sequence[PanelComment]:
    """Return all comments and answers of a self-study, oldest first."""
    return session.scalars(
        select(PanelComment).where(PanelComment.study_id == study_id).order_by(PanelComment.id)
    ).all()


def ever_on_panel(session: Session, study_id: int) -> set[int]:
    """Return who is or was on the panel."""
    found = select(PanelMember.person_id).where(PanelMember.study_id == study_id)
    return set(session.scalars(found))


def members(session: Session, study_id: int) -> Sequence[PanelMember]:
    """Return who is on the panel now, in the order of naming."""
    return session.scalars(
        select(PanelMember)
        .where(PanelMember.study_id == study_id, PanelMember.ended_at.is_(None))
        .order_by(PanelMember.id)
    ).all()


def owned(session: Session, within: ColumnElement[bool]) -> list[OwnedRow]:
    """Return items with their self-study's title and standard, soonest due first."""
    rows = session.execute(
        select(
            ChecklistItem.id,
            ChecklistItem.code,
            ChecklistItem.state,
            ChecklistItem.due_on,
            SelfStudy.id,
            SelfStudy.title,
            SelfStudy.standard_id,
            SelfStudy.standard_version,
        )
        .join(SelfStudy, SelfStudy.id == ChecklistItem.study_id)
        .where(within)
        .order_by(ChecklistItem.due_on.is_(None), ChecklistItem.due_on, ChecklistItem.id)
    )
    return [OwnedRow(*row) for row in rows]


def _standing() -> Select[Any]:
    later = aliased(PracticeRating)
    newest = (
        select(func.max(later.seq))
        .where(later.study_id == PracticeRating.study_id, later.practice == PracticeRating.practice)
        .scalar_subquery()
    )
    return select(PracticeRating.__table__).where(
        PracticeRating.study_id == bindparam("study_id"), PracticeRating.seq == newest
    )


def _items() -> Select[Any]:
    files = (
        select(func.count())
        .select_from(StudyFile)
        .where(StudyFile.item_id == ChecklistItem.id)
        .scalar_subquery()
    )
    return (
        select(ChecklistItem.__table__, files.label("files"))
        .where(ChecklistItem.study_id == bindparam("study_id"))
        .order_by(ChecklistItem.id)
    )


def _files_in_order() -> Select[Any]:
    columns: list[Any] = [getattr(StudyFile, name) for name in FileRow._fields]
    return select(*columns).order_by(StudyFile.id)


# Every page of a self-study asks these, so they are built once.
_STANDING, _ITEMS = _standing(), _items()
_FILES = _files_in_order().where(StudyFile.study_id == bindparam("study_id"))
_PARTS = (
    select(PracticePart.__table__)
    .where(PracticePart.study_id == bindparam("study_id"))
    .order_by(PracticePart.id)
)
