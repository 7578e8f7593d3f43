"""The floor of a team's dashboard: the same rows of one team, read and printed, nothing else."""

from collections import defaultdict
from pathlib import Path
from statistics import median_low
from typing import Any

from flask import Flask, render_template
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, sessionmaker

from competency.assessments.models import Appraisal, Rating, StrandAgreement, Target
from competency.evidence.models import EvidenceEntry, EvidenceLink
from competency.frameworks import service as frameworks
from competency.infra.db import make_engine
from competency.people.models import Person, PersonPracticeArea, Post, SupervisionLine


def bare_team(url: str) -> Flask:
    """Return the floor on a database."""
    app = Flask("bench-team", template_folder=str(Path(__file__).parent / "templates"))
    read = sessionmaker(make_engine(url))
    framework = frameworks.get_framework()
    labels = {p.value: p.label for p in framework.scale.positions}

    @app.get("/board/<int:supervisor_id>/<int:team_id>/<int:area_id>")
    def board(supervisor_id: int, team_id: int, area_id: int) -> str:
        with read() as session:
            rows = _rows(session, framework.sections, supervisor_id, team_id, area_id)
        return render_template(
            "team_board.html", rows=rows, sections=framework.sections, labels=labels
        )

    return app


def _rows(
    session: Session, sections: Any, supervisor_id: int, team_id: int, area_id: int
) -> list[dict[str, Any]]:
    people = session.execute(
        select(Person.id, Person.name, Person.post_id, Post.name.label("post"))
        .join(SupervisionLine, SupervisionLine.supervisee_id == Person.id)
        .join(PersonPracticeArea, PersonPracticeArea.person_id == Person.id)
        .outerjoin(Post, Post.id == Person.post_id)
        .where(
            SupervisionLine.supervisor_id == supervisor_id,
            SupervisionLine.ends_on.is_(None),
            Person.team_id == team_id,
            PersonPracticeArea.practice_area_id == area_id,
        )
        .order_by(Person.name)
    ).all()
    ids = [person.id for person in people]
    cycles = _cycles(session, ids, area_id)
    agreed, given = _positions(session, cycles)
    evidence = _evidence(session, ids, area_id)
    targets = session.execute(
        select(Target.post_id, Target.section, Target.position).where(
            Target.post_id.in_({person.post_id for person in people})
        )
    ).all()
    strands = [[one.code for one in section.strands] for section in sections]
    rows = []
    for person in people:
        signed = [one for one in cycles[person.id] if one.sealed_at][:2]
        newest, former = [*signed, None, None][:2]
        rows.append(
            {
                "person": person,
                "signed": newest,
                "cells": [_cell(agreed[newest.id] if newest else {}, codes) for codes in strands],
                "moved": _moved(agreed[former.id], agreed[newest.id]) if former else (),
                "apart": _apart(given[cycles[person.id][0].id]) if cycles[person.id] else (),
                "targets": {t.section: t.position for t in targets if t.post_id == person.post_id},
                "evidence": evidence[person.id],
            }
        )
    return rows


def _cell(positions: dict[str, int | None], codes: list[str]) -> tuple[int | None, int, int]:
    given = [p for code in codes if (p := positions.get(code)) is not None]
    return (median_low(given) if given else None, len(given), len(codes))


def _moved(before: dict[str, Any], now: dict[str, Any]) -> list[int]:
    both = [(before[s], p) for s, p in now.items() if p is not None and before.get(s) is not None]
    return [sum(new > old for old, new in both), sum(new < old for old, new in both)]


def _apart(given: dict[tuple[str, str], Any]) -> list[int]:
    pairs = [
        (own, given.get(("supervisor", strand)))
        for (hand, strand), own in given.items()
        if hand == "self" and own is not None
    ]
    return [
        sum(theirs is not None and own > theirs for own, theirs in pairs),
        sum(theirs is not None and own < theirs for own, theirs in pairs),
    ]


def _cycles(session: Session, ids: list[int], area_id: int) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for one in session.execute(
        select(Appraisal.id, Appraisal.person_id, Appraisal.title, Appraisal.sealed_at)
        .where(
            Appraisal.person_id.in_(ids),
            Appraisal.practice_area_id == area_id,
            Appraisal.withdrawn_at.is_(None),
            Appraisal.self_submitted_at.is_not(None),
            Appraisal.supervisor_submitted_at.is_not(None),
        )
        .order_by(Appraisal.started_on.desc(), Appraisal.id.desc())
    ):
        found[one.person_id].append(one)
    return found


def _positions(session: Session, cycles: dict[int, list[Any]]) -> tuple[Any, Any]:
    signed = [o.id for each in cycles.values() for o in [c for c in each if c.sealed_at][:2]]
    agreed: dict[int, dict[str, int | None]] = defaultdict(dict)
    for row in session.execute(
        select(StrandAgreement.appraisal_id, StrandAgreement.strand, StrandAgreement.position)
        .where(StrandAgreement.appraisal_id.in_(signed))
        .order_by(StrandAgreement.seq)
    ):
        agreed[row.appraisal_id][row.strand] = row.position
    newest = [each[0].id for each in cycles.values() if each]
    theirs = Appraisal.supervisor_submitted_by_id
    given: dict[int, dict[tuple[str, str], int | None]] = defaultdict(dict)
    for one in session.execute(
        select(Rating.appraisal_id, Rating.hand, Rating.strand, Rating.position)
        .join(Appraisal, Appraisal.id == Rating.appraisal_id)
        .where(
            Rating.appraisal_id.in_(newest),
            or_(
                and_(Rating.hand == "self", Rating.rater_id == Appraisal.person_id),
                and_(Rating.hand == "supervisor", Rating.rater_id == theirs),
            ),
        )
        .order_by(Rating.seq)
    ):
        given[one.appraisal_id][one.hand, one.strand] = one.position
    return agreed, given


def _evidence(session: Session, ids: list[int], area_id: int) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    area = EvidenceEntry.practice_area_id
    for row in session.execute(
        select(
            EvidenceEntry.person_id,
            EvidenceLink.strand,
            func.max(EvidenceEntry.last_on).label("newest"),
        )
        .join(EvidenceLink, EvidenceLink.entry_id == EvidenceEntry.id)
        .where(
            EvidenceEntry.person_id.in_(ids),
            EvidenceEntry.state.in_(["shared", "verified"]),
            or_(area == area_id, area.is_(None)),
        )
        .group_by(EvidenceEntry.person_id, EvidenceLink.strand)
    ):
        found[row.person_id][row.strand] = row.newest
    return found
