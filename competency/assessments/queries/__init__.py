"""What is known of appraisals, scoped by permission; wide reads are Core rows, not objects."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from competency.assessments.domain.agenda import Agreement, Outcome
from competency.assessments.domain.marks import Answer, Hand, Mark
from competency.assessments.domain.state import Facts, State, state_of
from competency.assessments.models import (
    Appraisal,
    Invitation,
    Rating,
    SectionLevel,
    Signature,
    StrandAgreement,
    Target,
)
from competency.assessments.queries.objectives import (
    endings,
    objectives,
    objectives_with_endings,
    open_objectives,
)
from competency.infra.db import plain_rows
from competency.kernel.actor import Actor
from competency.kernel.values import Value

__all__ = [
    "ANSWERS",
    "AgreedLevel",
    "GivenMark",
    "NEWEST_FIRST",
    "OUTCOMES",
    "agreed_marks",
    "agreed_marks_of",
    "agreement_of",
    "agreements",
    "agreements_of",
    "answers",
    "endings",
    "facts_of",
    "has_signed",
    "invited",
    "last_sealed",
    "latest_mark",
    "mark_of",
    "marks",
    "marks_by",
    "objectives",
    "objectives_with_endings",
    "open_objectives",
    "running",
    "section_levels",
    "signatures",
    "state",
    "targets",
]

ANSWERS = {answer.value: answer for answer in Answer}  # a look-up costs a tenth of a call
OUTCOMES = {outcome.value: outcome for outcome in Outcome}


def invited(actor: Actor, today: date) -> ColumnElement[bool]:
    """Return SQL that is true for appraisals to which the actor holds a live invitation."""
    return exists().where(
        Invitation.appraisal_id == Appraisal.id,
        Invitation.rater_id == actor.person_id,
        Invitation.revoked_at.is_(None),
        Invitation.expires_on >= today,
    )


def facts_of(appraisal: Any, signatures: int) -> Facts:
    """Return the moments that decide the state of an appraisal (row or object)."""
    return Facts(
        self_submitted_at=appraisal.self_submitted_at,
        supervisor_submitted_at=appraisal.supervisor_submitted_at,
        agreed_at=appraisal.agreed_at,
        signatures=signatures,
        sealed_at=appraisal.sealed_at,
        withdrawn_at=appraisal.withdrawn_at,
    )


def has_signed(hand: Hand) -> ColumnElement[bool]:
    """Return SQL that is true for appraisals under which this hand's signature stands."""
    return exists().where(
        Signature.appraisal_id == Appraisal.id,
        Signature.hand == hand.value,
        Signature.voided_at.is_(None),
    )


class GivenMark(NamedTuple):
    """A rater's latest mark on a strand, when it was given and under which version."""

    mark: Mark
    at: datetime
    framework_version: str


def marks(
    session: Session, appraisal_id: int, hand: Hand, rater_id: int | None
) -> dict[str, GivenMark]:
    """Return the latest mark of each strand by this rater in this hand; nothing for no rater."""
    return marks_by(session, appraisal_id, {hand: rater_id})[hand]


# Statements of every page of an appraisal are built once: building costs more than running them.
_MARKS = (
    select(
        Rating.hand,
        Rating.strand,
        Rating.answer,
        Rating.position,
        Rating.reason,
        Rating.comment,
        Rating.seq,
        Rating.at,
        Rating.framework_version,
    )
    .where(
        Rating.appraisal_id == bindparam("appraisal_id"),
        or_(
            *(
                and_(Rating.hand == hand.value, Rating.rater_id == bindparam(hand.value))
                for hand in Hand
            )
        ),
    )
    .order_by(Rating.hand, Rating.strand, Rating.seq)
)


def marks_by(
    session: Session, appraisal_id: int, raters: Mapping[Hand, int | None]
) -> dict[Hand, dict[str, GivenMark]]:
    """Return the latest mark of each strand by the rater of each hand, in one query.

    A hand without a rater, or not asked for, has no marks: nobody's number is NULL.
    """
    asked = {hand.value: raters.get(hand) for hand in Hand}
    rows = plain_rows(session, _MARKS, {"appraisal_id": appraisal_id, **asked}).all()
    found: dict[Hand, dict[str, GivenMark]] = {hand: {} for hand in raters}
    by_name = {hand.value: marks for hand, marks in found.items()}
    for hand, strand, answer, position, reason, comment, seq, at, version in rows:
        mark = Mark(ANSWERS[answer], position, reason, comment, seq)
        by_name[hand][strand] = GivenMark(mark, at, version)
    return found


_OF_THE_RATER = (
    Rating.appraisal_id == bindparam("appraisal_id"),
    Rating.hand == bindparam("hand"),
    Rating.rater_id == bindparam("rater_id"),
)
_ANSWERS = (
    select(Rating.strand, Rating.answer, Rating.framework_version)
    .where(*_OF_THE_RATER)
    .order_by(Rating.strand, Rating.seq)
)
_ONE_MARK = (
    select(
        Rating.answer,
        Rating.position,
        Rating.reason,
        Rating.comment,
        Rating.seq,
        Rating.at,
        Rating.framework_version,
    )
    .where(*_OF_THE_RATER, Rating.strand == bindparam("strand"))
    .order_by(Rating.seq.desc())
    .limit(1)
)


def latest_mark(
    session: Session, appraisal_id: int, hand: Hand, rater_id: int | None, strand: str
) -> GivenMark | None:
    """Return the latest mark of one strand by the rater, or None where there is none."""
    asked = {
        "appraisal_id": appraisal_id,
        "hand": hand.value,
        "rater_id": rater_id,
        "strand": strand,
    }
    row = plain_rows(session, _ONE_MARK, asked).one_or_none()
    return GivenMark(mark_of(row), row.at, row.framework_version) if row else None


def answers(
    session: Session, appraisal_id: int, hand: Hand, rater_id: int | None
) -> dict[str, tuple[Answer, str]]:
    """Return the latest answer of each strand by the rater, and the version it was given on.

    To count how far the rater is takes a word of each strand and not all its text.
    """
    asked = {"appraisal_id": appraisal_id, "hand": hand.value, "rater_id": rater_id}
    rows = plain_rows(session, _ANSWERS, asked).all()
    return {strand: (ANSWERS[answer], version) for strand, answer, version in rows}


def mark_of(row: Any) -> Mark:
    """Return the mark of one rating (row or object)."""
    return Mark(Answer(row.answer), row.position, row.reason, row.comment, row.seq)


def agreements(session: Session, appraisal_id: int) -> dict[str, Agreement]:
    """Return the latest agreement of each strand of one appraisal."""
    return agreements_of(session, [appraisal_id]).get(appraisal_id, {})


_AGREEMENTS = select(
    StrandAgreement.appraisal_id,
    StrandAgreement.strand,
    StrandAgreement.outcome,
    StrandAgreement.answer,
    StrandAgreement.position,
    StrandAgreement.not_applicable_reason,
    StrandAgreement.reason,
    StrandAgreement.self_reason,
    StrandAgreement.supervisor_reason,
    StrandAgreement.seq,
).order_by(StrandAgreement.appraisal_id, StrandAgreement.strand, StrandAgreement.seq)
_AGREEMENTS_OF = _AGREEMENTS.where(
    StrandAgreement.appraisal_id.in_(bindparam("ids", expanding=True))
)


def agreements_of(
    session: Session, appraisal_ids: Iterable[int] | Any
) -> dict[int, dict[str, Agreement]]:
    """Return the latest agreement of each strand by appraisal; takes ids or a subquery of ids."""
    if isinstance(appraisal_ids, list):
        rows = plain_rows(session, _AGREEMENTS_OF, {"ids": appraisal_ids}).all()
    else:
        wanted = _AGREEMENTS.where(StrandAgreement.appraisal_id.in_(appraisal_ids))
        rows = plain_rows(session, wanted).all()
    found: dict[int, dict[str, Agreement]] = {}
    known: dict[tuple[str, int | None, str], Mark] = {}  # equal marks are made once
    for appraisal_id, strand, outcome, answer, position, why, reason, own, theirs, seq in rows:
        mark = known.get((answer, position, why))
        if mark is None:
            mark = known[answer, position, why] = Mark(ANSWERS[answer], position, why)
        made = Agreement(OUTCOMES[outcome], mark, reason, own, theirs, seq)
        found.setdefault(appraisal_id, {})[strand] = made
    return found


def agreement_of(row: Any) -> Agreement:
    """Return the agreement of one row or object."""
    return Agreement(
        Outcome(row.outcome),
        Mark(Answer(row.answer), row.position, row.not_applicable_reason),
        row.reason,
        row.self_reason,
        row.supervisor_reason,
        row.seq,
    )


def agreed_marks(agreed: dict[str, Agreement]) -> dict[str, Mark]:
    """Return the agreed marks alone; a strand that was not agreed has none."""
    return {s: a.mark for s, a in agreed.items() if a.outcome is Outcome.AGREED}


def agreed_marks_of(session: Session, appraisal_ids: Any) -> dict[int, dict[str, Mark]]:
    """Return the agreed marks by appraisal, for wide tables; takes a subquery of ids.

    Without the reasons: a team of twelve has 780 rows, and equal marks are made once.
    """
    rows = plain_rows(
        session,
        select(
            StrandAgreement.appraisal_id,
            StrandAgreement.strand,
            StrandAgreement.outcome,
            StrandAgreement.answer,
            StrandAgreement.position,
        )
        .where(StrandAgreement.appraisal_id.in_(appraisal_ids))
        .order_by(StrandAgreement.appraisal_id, StrandAgreement.strand, StrandAgreement.seq),
    ).all()
    found: dict[int, dict[str, Mark]] = {}
    known: dict[tuple[str, int | None], Mark] = {}
    for appraisal_id, strand, outcome, answer, position in rows:
        marks = found.setdefault(appraisal_id, {})
        if outcome != Outcome.AGREED.value:
            marks.pop(strand, None)  # agreed once, then left open
            continue
        mark = known.get((answer, position))
        if mark is None:
            mark = known[answer, position] = Mark(ANSWERS[answer], position)
        marks[strand] = mark
    return found


class AgreedLevel(Value):
    """The agreed practice level of a section in words."""

    words: str
    seq: int
    at: datetime
    recorded_by_id: int


_LEVELS = (
    select(SectionLevel.__table__)
    .where(SectionLevel.appraisal_id == bindparam("appraisal_id"))
    .order_by(SectionLevel.section, SectionLevel.seq)
)


def section_levels(session: Session, appraisal_id: int) -> dict[str, AgreedLevel]:
    """Return the agreed words of each section that has some."""
    rows = session.execute(_LEVELS, {"appraisal_id": appraisal_id})
    return {r.section: AgreedLevel(r.words, r.seq, r.at, r.recorded_by_id) for r in rows}


_SIGNATURES = select(Signature).where(
    Signature.appraisal_id == bindparam("appraisal_id"), Signature.voided_at.is_(None)
)


# By cycle, not by signature: an earlier cycle's revision may be signed after a later cycle.
NEWEST_FIRST = (Appraisal.started_on.desc(), Appraisal.revision.desc(), Appraisal.id.desc())


def signatures(session: Session, appraisal_id: int) -> dict[Hand, Signature]:
    """Return the signatures that stand, by hand."""
    rows = session.scalars(_SIGNATURES, {"appraisal_id": appraisal_id})
    return {Hand(row.hand): row for row in rows}


def state(session: Session, appraisal: Appraisal) -> State:
    """Return where the appraisal stands."""
    return state_of(facts_of(appraisal, len(signatures(session, appraisal.id))))


def last_sealed(
    session: Session, person_id: int, practice_area_id: int, framework_id: str
) -> Appraisal | None:
    """Return the newest signed appraisal, its latest revision, of a person in a practice area."""
    return session.scalar(
        select(Appraisal)
        .where(
            Appraisal.person_id == person_id,
            Appraisal.practice_area_id == practice_area_id,
            Appraisal.framework_id == framework_id,
            Appraisal.sealed_at.is_not(None),
        )
        .order_by(*NEWEST_FIRST)
        .limit(1)
    )


def running(
    session: Session, person_id: int, practice_area_id: int, framework_id: str
) -> Appraisal | None:
    """Return the appraisal of a person in a practice area that is neither signed nor withdrawn."""
    return session.scalar(
        select(Appraisal).where(
            Appraisal.person_id == person_id,
            Appraisal.practice_area_id == practice_area_id,
            Appraisal.framework_id == framework_id,
            Appraisal.sealed_at.is_(None),
            Appraisal.withdrawn_at.is_(None),
        )
    )


def targets(session: Session, post_id: int | None, framework_id: str) -> dict[str, int]:
    """Return the positions a post aims at, by section; none for no post."""
    rows = session.execute(
        select(Target.section, Target.position).where(
            Target.post_id == post_id, Target.framework_id == framework_id
        )
    )
    return {row.section: row.position for row in rows}
