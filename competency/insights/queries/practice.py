"""What is known of one person's practice, strand by strand: rows for the pages of the bridge.

Each question takes what its reader may see as SQL, so that one person's page costs the same few
statements however much the organisation holds.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Row,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from competency.assessments.models import (
    Appraisal,
    Objective,
    ObjectiveEnding,
    Rating,
    SectionLevel,
    StrandAgreement,
)
from competency.assessments.queries import NEWEST_FIRST
from competency.coaching.models import CoachingAction
from competency.evidence.models import EvidenceEntry, EvidenceLink
from competency.evidence.queries.scope import COUNTED, in_area, not_replaced
from competency.infra.db import plain_rows
from competency.kernel.values import Value
from competency.people.models import Person, PersonPracticeArea, PracticeArea
from competency.training.domain.completions import Status
from competency.training.models import Course, TrainingCompletion

Within = ColumnElement[bool]
AGREED, LEVEL, OBJECTIVE = "agreed", "level", "objective"
EVIDENCE, ACTION, COMPLETION = "evidence", "action", "completion"


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

    A row is one rating, one agreement, a section's level in words or an objective (`hand` says
    which), in the order of their saves; an appraisal in which nothing was said has one row
    without. Whoever asks keeps back what its reader may not see yet. `codes` are the strands and
    sections asked for, None is all. `newest_only` leaves one revealed appraisal of each area.
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
    """Return all that was said in these appraisals as one table, by `hand`.

    Ratings, agreements, levels in words, and objectives with how they ended (`given_on` is their
    due date, `seq` their number).
    """
    ids = select(those.c.id)

    def asked(column: Any) -> Within:
        return column.in_(codes) if codes is not None else true()

    empty, nobody = cast(literal(""), String), literal(0)
    nothing = cast(null(), Rating.__table__.c.position.type)
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
            nothing,
            empty,
            SectionLevel.words,
            empty,
            SectionLevel.at,
        ).where(SectionLevel.appraisal_id.in_(ids), asked(SectionLevel.section)),
        select(
            Objective.appraisal_id,
            literal(OBJECTIVE),
            Objective.about,
            Objective.id,
            nobody,
            func.coalesce(ObjectiveEnding.ending, ""),
            nothing,
            func.coalesce(ObjectiveEnding.reason, ""),
            Objective.specific,
            cast(Objective.due_on, String),
            ObjectiveEnding.at,
        )
        .outerjoin(ObjectiveEnding, ObjectiveEnding.objective_id == Objective.id)
        .where(Objective.appraisal_id.in_(ids), asked(Objective.about)),
    ).subquery("said")


class Asked(Value, kw_only=True):
    """What is asked of what somebody did: in which practice area, of which strands and figures.

    `entries` and `actions` say as SQL what the reader may see of either.
    """

    area_id: int
    strands: Collection[str]
    measures: Collection[tuple[str, str]]
    entries: Within
    actions: Within


def done(session: Session, person_id: int, framework_id: str, asked: Asked) -> Sequence[Row[Any]]:
    """Return what somebody did and agreed to do about some strands, the newest first.

    One statement over three tables; `kind` says which: an entry of evidence (shared or verified,
    `level` and `state` are its own), a coaching action (`on` is when it is due, `state` how it
    ended), or a course that was completed, which belongs to no strand.
    """
    no_text, no_day, no_number = (cast(null(), kind) for kind in (String, Date, Integer))
    measure = tuple_(CoachingAction.measure_kind, CoachingAction.measure_code)
    about: list[Within] = [CoachingAction.strand.in_(asked.strands)]
    if asked.measures:
        about.append(and_(CoachingAction.strand.is_(None), measure.in_(sorted(asked.measures))))
    everything = union_all(
        select(
            literal(EVIDENCE).label("kind"),
            EvidenceEntry.id.label("id"),
            EvidenceEntry.title.label("words"),
            EvidenceLink.strand.label("strand"),
            EvidenceLink.level.label("level"),
            EvidenceEntry.last_on.label("on"),
            EvidenceEntry.state.label("state"),
            EvidenceEntry.practice_area_id.label("area_id"),
            no_day.label("agreed_on"),
            no_day.label("ended_on"),
            no_text.label("measure_kind"),
            no_text.label("measure_code"),
            no_number.label("owner_id"),
        )
        .join(EvidenceLink, EvidenceLink.entry_id == EvidenceEntry.id)
        .where(*_counted(person_id, framework_id, asked.area_id, asked.strands, asked.entries)),
        select(
            literal(ACTION),
            CoachingAction.id,
            CoachingAction.text,
            CoachingAction.strand,
            CoachingAction.kind,
            CoachingAction.due_on,
            CoachingAction.ending,
            CoachingAction.practice_area_id,
            CoachingAction.agreed_on,
            CoachingAction.ended_on,
            CoachingAction.measure_kind,
            CoachingAction.measure_code,
            CoachingAction.owner_id,
        ).where(
            CoachingAction.person_id == person_id,
            or_(
                CoachingAction.practice_area_id == asked.area_id,
                CoachingAction.practice_area_id.is_(None),
            ),
            or_(*about),
            asked.actions,
        ),
        select(
            literal(COMPLETION),
            Course.id,
            Course.title,
            no_text,
            no_text,
            TrainingCompletion.completed_on,
            no_text,
            no_number,
            no_day,
            TrainingCompletion.expires_on,
            no_text,
            no_text,
            no_number,
        )
        .join(Course, Course.id == TrainingCompletion.course_id)
        .where(
            TrainingCompletion.person_id == person_id,
            TrainingCompletion.status == Status.VERIFIED.value,
        ),
    ).subquery("done")
    return plain_rows(
        session, select(everything).order_by(everything.c.on.desc(), everything.c.id.desc())
    ).all()


def evidence(
    session: Session,
    person_id: int,
    framework_id: str,
    *,
    within: Within,
    strands: Collection[str],
) -> Sequence[Row[Any]]:
    """Return how many shared and verified entries each strand, level and practice area has."""
    return plain_rows(
        session,
        select(
            EvidenceLink.strand,
            EvidenceLink.level,
            EvidenceEntry.state,
            EvidenceEntry.practice_area_id.label("area_id"),
            func.count().label("entries"),
            func.max(EvidenceEntry.last_on).label("on"),
        )
        .join(EvidenceLink, EvidenceLink.entry_id == EvidenceEntry.id)
        .where(*_counted(person_id, framework_id, None, strands, within))
        .group_by(
            EvidenceLink.strand,
            EvidenceLink.level,
            EvidenceEntry.state,
            EvidenceEntry.practice_area_id,
        ),
    ).all()


def _counted(
    person_id: int,
    framework_id: str,
    area_id: int | None,
    strands: Collection[str],
    within: Within,
) -> tuple[Within, ...]:
    """Return SQL for the entries that count as evidence for these strands and may be seen."""
    return (
        EvidenceEntry.person_id == person_id,
        EvidenceEntry.state.in_(COUNTED),
        EvidenceLink.framework_id == framework_id,
        EvidenceLink.strand.in_(strands),
        in_area(area_id),
        not_replaced(),
        within,
    )
