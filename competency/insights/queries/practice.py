"""What is known of one person's practice, strand by strand: rows for the pages of the bridge.

Each question takes what its reader may see as SQL, so that one person's page costs the same few
statements however much the organisation holds.
"""

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Row,
    String,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from competency.assessments.models import Appraisal, Rating, SectionLevel, StrandAgreement
from competency.assessments.queries import NEWEST_FIRST
from competency.cases.domain.running import RUNNING
from competency.cases.models import CaseClock, CaseFile
from competency.evidence.models import EvidenceEntry, EvidenceLink
from competency.evidence.queries.scope import COUNTED, in_area, not_replaced
from competency.infra.db import plain_rows
from competency.insights import permissions
from competency.kernel.actor import Actor, Grant
from competency.people.models import Person, PersonPracticeArea, PracticeArea
from competency.people.service import access
from competency.timeliness.domain.results import Result

CLOCK: Any = CaseClock.__table__.c
FILE: Any = CaseFile.__table__.c
Within = ColumnElement[bool]
AGREED, LEVEL = "agreed", "level"


def whose(session: Session, person_id: int, may: Within) -> Sequence[Row[Any]]:
    """Return a person with each practice area they work in or were appraised in, by its name.

    Each row also says whether the actor may see this person's practice; of somebody without a
    practice area there is one row without one, of nobody none.
    """
    works = exists().where(
        PersonPracticeArea.person_id == Person.id,
        PersonPracticeArea.practice_area_id == PracticeArea.id,
    )
    appraised = exists().where(
        Appraisal.person_id == Person.id, Appraisal.practice_area_id == PracticeArea.id
    )
    return plain_rows(
        session,
        select(
            Person.id,
            Person.name,
            Person.left_on,
            may.label("may"),
            PracticeArea.id.label("area_id"),
            PracticeArea.name.label("area"),
        )
        .outerjoin(PracticeArea, or_(works, appraised))
        .where(Person.id == person_id)
        .order_by(PracticeArea.name, PracticeArea.id),
    ).all()


def cycles(
    session: Session,
    person_id: int,
    framework_id: str,
    *,
    within: Within,
    area_id: int | None = None,
    codes: Collection[str] | None = None,
    newest_only: bool = False,
) -> Sequence[Row[Any]]:
    """Return a person's appraisals in scope, newest first, each with all that was said in it.

    A row is one rating, one agreement or a section's level in words (`hand` says which), in the
    order of their saves; an appraisal in which nothing was said has one row without. Whoever asks
    keeps back what its reader may not see yet. `codes` are the strands and sections asked for,
    None is all. `newest_only` leaves one revealed appraisal of each practice area.
    """
    wanted = [
        Appraisal.person_id == person_id,
        Appraisal.framework_id == framework_id,
        Appraisal.withdrawn_at.is_(None),
        within,
    ]
    if area_id is not None:
        wanted.append(Appraisal.practice_area_id == area_id)
    if newest_only:
        wanted += [
            Appraisal.self_submitted_at.is_not(None),
            Appraisal.supervisor_submitted_at.is_not(None),
        ]
    place = func.row_number().over(partition_by=Appraisal.practice_area_id, order_by=NEWEST_FIRST)
    those = select(Appraisal.__table__, place.label("place")).where(*wanted).subquery()
    chosen = those.c.place == 1 if newest_only else true()
    said = _said(those, codes)
    return plain_rows(
        session,
        select(those, *(c for c in said.c if c.name != "appraisal_id"))
        .outerjoin(said, said.c.appraisal_id == those.c.id)
        .where(chosen)
        .order_by(those.c.place, those.c.practice_area_id, said.c.hand, said.c.code, said.c.seq),
    ).all()


def _said(those: Any, codes: Collection[str] | None) -> Any:
    """Return all that was said in these appraisals as one table: ratings, agreements, levels."""
    ids = select(those.c.id)

    def asked(column: Any) -> Within:
        return column.in_(codes) if codes is not None else true()

    empty = cast(literal(""), String)
    return union_all(
        select(
            Rating.appraisal_id,
            Rating.hand,
            Rating.strand.label("code"),
            Rating.seq,
            Rating.rater_id,
            Rating.answer,
            Rating.position,
            Rating.reason,
            Rating.comment,
            Rating.framework_version.label("given_on"),
            Rating.at,
        ).where(Rating.appraisal_id.in_(ids), asked(Rating.strand)),
        select(
            StrandAgreement.appraisal_id,
            literal(AGREED),
            StrandAgreement.strand,
            StrandAgreement.seq,
            StrandAgreement.recorded_by_id,
            StrandAgreement.answer,
            StrandAgreement.position,
            StrandAgreement.not_applicable_reason,
            StrandAgreement.reason,
            StrandAgreement.outcome,
            StrandAgreement.at,
        ).where(StrandAgreement.appraisal_id.in_(ids), asked(StrandAgreement.strand)),
        select(
            SectionLevel.appraisal_id,
            literal(LEVEL),
            SectionLevel.section,
            SectionLevel.seq,
            SectionLevel.recorded_by_id,
            empty,
            cast(null(), Rating.position.type),
            empty,
            SectionLevel.words,
            empty,
            SectionLevel.at,
        ).where(SectionLevel.appraisal_id.in_(ids), asked(SectionLevel.section)),
    ).subquery("said")


def evidence(
    session: Session,
    person_id: int,
    framework_id: str,
    *,
    within: Within,
    area_id: int | None = None,
    strands: Collection[str],
) -> Sequence[Row[Any]]:
    """Return the shared and verified entries for these strands that may be seen, newest first."""
    return plain_rows(
        session,
        select(
            EvidenceEntry.id,
            EvidenceEntry.title,
            EvidenceEntry.kind,
            EvidenceEntry.last_on,
            EvidenceEntry.state,
            EvidenceEntry.practice_area_id.label("area_id"),
            EvidenceLink.strand,
            EvidenceLink.level,
        )
        .join(EvidenceLink, EvidenceLink.entry_id == EvidenceEntry.id)
        .where(
            EvidenceEntry.person_id == person_id,
            EvidenceEntry.state.in_(COUNTED),
            EvidenceLink.framework_id == framework_id,
            EvidenceLink.strand.in_(strands),
            in_area(area_id),
            not_replaced(),
            within,
        )
        .order_by(EvidenceEntry.last_on.desc(), EvidenceEntry.id.desc(), EvidenceLink.strand),
    ).all()


def counts(today: date) -> Within:
    """Return SQL that is true for clocks that enter a rate: met, missed or overdue today."""
    ended = CLOCK.state.in_([Result.MET.value, Result.MISSED.value])
    return or_(ended, and_(CLOCK.state == RUNNING, CLOCK.due_on < today))


def clocks(
    session: Session, person_id: int, standards: Collection[str], today: date, *, last: int
) -> Sequence[Row[Any]]:
    """Return k met of n of a person's clocks by standard, month, practice area and lateness.

    `is_last` is true for those among the last so many that were due of their standard. Each person
    has a few hundred clocks, found by whose they are, so that this does not grow with the others'.
    """
    place = func.row_number().over(
        partition_by=CLOCK.standard,
        order_by=(CLOCK.due_on.desc(), CLOCK.case_id, CLOCK.sequence),
    )
    each = (
        select(
            CLOCK.standard,
            CLOCK.month,
            CLOCK.state,
            CLOCK.case_id,
            place.label("place"),
        )
        .where(CLOCK.holder_id == person_id, CLOCK.standard.in_(standards), counts(today))
        .subquery()
    )
    is_last = each.c.place <= last
    groups = (each.c.standard, each.c.month, FILE.practice_area_id, is_last.label("is_last"))
    return plain_rows(
        session,
        select(
            *groups,
            func.count().filter(each.c.state == Result.MET.value).label("k"),
            func.count().label("n"),
        )
        .join(CaseFile, FILE.id == each.c.case_id)
        .group_by(each.c.standard, each.c.month, FILE.practice_area_id, is_last)
        .order_by(each.c.standard, each.c.month),
    ).all()


@lru_cache(maxsize=256)
def _last_due(grants: frozenset[Grant], standards: tuple[str, ...], last: int) -> Any:
    """Return the question of `last_due`, built once: who asks, whom and when are parameters."""
    whom: Any = bindparam("person_id", type_=Integer)
    today: Any = bindparam("today", type_=Date)
    asking = Actor(person_id=bindparam("actor_id", type_=Integer), name="", grants=grants)  # type: ignore[arg-type]
    may = access.scope(asking, today, permissions.SEE_PRACTICE, Person.__table__.c.id)
    place = func.row_number().over(
        partition_by=CLOCK.standard,
        order_by=(CLOCK.due_on.desc(), CLOCK.case_id, CLOCK.sequence),
    )
    each = (
        select(CLOCK.standard, CLOCK.state, place.label("place"))
        .where(CLOCK.holder_id == whom, CLOCK.standard.in_(standards), counts(today))
        .subquery()
    )
    figures = (
        select(
            each.c.standard,
            func.count().filter(each.c.state == Result.MET.value).label("k"),
            func.count().label("n"),
        )
        .where(each.c.place <= last)
        .group_by(each.c.standard)
        .subquery()
    )
    return (
        select(may.label("may"), figures.c.standard, figures.c.k, figures.c.n)
        .select_from(Person)
        .outerjoin(figures, true())
        .where(Person.id == whom)
    )


def last_due(
    session: Session,
    actor: Actor,
    person_id: int,
    standards: tuple[str, ...],
    today: date,
    *,
    last: int,
) -> dict[str, tuple[int, int]] | None:
    """Return k met of n of a person's last clocks by standard; None for who may not see them.

    Asked in one statement, as it stands beside every rating.
    """
    rows = plain_rows(
        session,
        _last_due(actor.grants, standards, last),
        {"person_id": person_id, "actor_id": actor.person_id, "today": today},
    ).all()
    if not rows or not rows[0].may:
        return None
    return {row.standard: (row.k, row.n) for row in rows if row.standard is not None}
