"""The floor of one strand's page: the same rows of one person, read and printed, nothing else."""

from collections import Counter
from pathlib import Path
from typing import Any

from flask import Flask, render_template
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, sessionmaker

from competency.assessments.models import Appraisal, Objective, Rating, StrandAgreement
from competency.cases.models import CaseClock, CaseFile
from competency.coaching.models import CoachingAction
from competency.evidence.models import EvidenceEntry, EvidenceLink
from competency.frameworks import service as frameworks
from competency.infra.db import make_engine
from competency.people.models import Person, PersonPracticeArea, PracticeArea
from competency.reviews.models import Review, ReviewAnswer, ReviewForm
from competency.training.models import Course, TrainingCompletion

LAST = 20


def bare_strand(url: str, standards: tuple[str, ...], items: tuple[str, ...]) -> Flask:
    """Return the floor on a database; the figures asked for are those that the product shows."""
    app = Flask("bench-strand", template_folder=str(Path(__file__).parent / "templates"))
    read = sessionmaker(make_engine(url))
    framework = frameworks.get_framework()
    labels = {p.value: p.label for p in framework.scale.positions}

    @app.get("/practice/<int:person_id>/<int:area_id>/<code>")
    def strand(person_id: int, area_id: int, code: str) -> str:
        with read() as session:
            found = _said(session, person_id, area_id, code)
            found |= _done(session, person_id, area_id, code)
            found |= _casework(session, person_id, standards, items)
        return render_template("strand.html", strand=framework.strand(code), labels=labels, **found)

    return app


def _said(session: Session, person_id: int, area_id: int, code: str) -> dict[str, Any]:
    people = session.execute(
        select(Person.name, PracticeArea.name.label("area"))
        .join(PersonPracticeArea, PersonPracticeArea.person_id == Person.id)
        .join(PracticeArea, PracticeArea.id == PersonPracticeArea.practice_area_id)
        .where(Person.id == person_id)
    ).all()
    cycles = session.execute(
        select(Appraisal.__table__)
        .where(Appraisal.person_id == person_id, Appraisal.practice_area_id == area_id)
        .order_by(Appraisal.id.desc())
    ).all()
    ids = [one.id for one in cycles]
    given = session.execute(
        select(Rating.__table__).where(Rating.appraisal_id.in_(ids), Rating.strand == code)
    ).all()
    agreed = session.execute(
        select(StrandAgreement.__table__).where(
            StrandAgreement.appraisal_id.in_(ids), StrandAgreement.strand == code
        )
    ).all()
    section = code.partition("-")[0]
    objectives = session.execute(
        select(Objective.__table__).where(
            Objective.appraisal_id.in_(ids), Objective.about.in_((code, section))
        )
    ).all()
    return {
        "people": people,
        "cycles": cycles,
        "ratings": {(row.appraisal_id, row.hand): row for row in given},
        "agreed": {row.appraisal_id: row for row in agreed},
        "objectives": objectives,
    }


def _done(session: Session, person_id: int, area_id: int, code: str) -> dict[str, Any]:
    entries = session.execute(
        select(
            EvidenceEntry.id,
            EvidenceEntry.title,
            EvidenceEntry.last_on,
            EvidenceEntry.state,
            EvidenceLink.level,
        )
        .join(EvidenceLink, EvidenceLink.entry_id == EvidenceEntry.id)
        .where(
            EvidenceEntry.person_id == person_id,
            EvidenceEntry.state.in_(("shared", "verified")),
            EvidenceLink.strand == code,
            or_(
                EvidenceEntry.practice_area_id == area_id,
                EvidenceEntry.practice_area_id.is_(None),
            ),
        )
        .order_by(EvidenceEntry.last_on.desc())
    ).all()
    actions = session.execute(
        select(CoachingAction.__table__).where(
            CoachingAction.person_id == person_id, CoachingAction.strand == code
        )
    ).all()
    courses = session.execute(
        select(Course.title, TrainingCompletion.completed_on, TrainingCompletion.expires_on)
        .join(TrainingCompletion, TrainingCompletion.course_id == Course.id)
        .where(TrainingCompletion.person_id == person_id, TrainingCompletion.status == "verified")
        .order_by(TrainingCompletion.completed_on.desc())
    ).all()
    return {"entries": entries, "actions": actions, "courses": courses}


def _casework(
    session: Session, person_id: int, standards: tuple[str, ...], items: tuple[str, ...]
) -> dict[str, Any]:
    last: dict[str, Counter[str]] = {code: Counter() for code in standards}
    months: Counter[tuple[str, str, int, str]] = Counter()
    for row in session.execute(
        select(
            CaseClock.standard,
            CaseClock.month,
            CaseClock.state,
            CaseClock.adjusted_state,
            CaseFile.practice_area_id,
        )
        .join(CaseFile, CaseFile.id == CaseClock.case_id)
        .where(
            CaseClock.holder_id == person_id,
            CaseClock.standard.in_(standards),
            CaseClock.state.in_(("met", "missed")),
        )
        .order_by(CaseClock.due_on.desc())
    ):
        if last[row.standard].total() < LAST:
            last[row.standard][row.state] += 1
        months[row.standard, str(row.month), row.practice_area_id, row.state] += 1
    answers = session.execute(
        select(Review.id, Review.submitted_at, ReviewAnswer.item, ReviewAnswer.answer)
        .join(ReviewAnswer, ReviewAnswer.review_id == Review.id)
        .join(ReviewForm, ReviewForm.review_id == Review.id)
        .where(
            Review.worker_id == person_id,
            Review.state == "submitted",
            ReviewForm.discussed_on.is_not(None),
            ReviewAnswer.item.in_(items),
        )
        .order_by(Review.submitted_at.desc())
    ).all()
    return {"last": last, "months": months, "answers": answers}
