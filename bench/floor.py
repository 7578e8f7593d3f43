"""The floor: a bare Flask application with SQLAlchemy and Jinja that does one thing a page.

It reads the same rows of the same database, with the same engine settings, and prints them. It
has no sign-in, no permissions, no layout, no headers, no log, no trail. Descriptors, which the
product keeps in memory, it has in memory too.
"""

from pathlib import Path
from statistics import median_low
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session, sessionmaker

from competency.assessments.models import (
    Appraisal,
    Rating,
    SectionLevel,
    Signature,
    StrandAgreement,
)
from competency.frameworks import service as frameworks
from competency.infra.db import make_engine, writing_sessions
from competency.kernel.clock import system_clock
from competency.people.models import Person, PersonPracticeArea, Post, PracticeArea, SupervisionLine


def bare_app(url: str, saves: Table) -> Flask:
    """Return the floor on a database; `saves` is the table without triggers it inserts into."""
    app = Flask("bench", template_folder=str(Path(__file__).parent / "templates"))
    engine = make_engine(url)
    read = sessionmaker(engine)
    write = writing_sessions(engine)
    framework = frameworks.get_framework()
    labels = {p.value: p.label for p in framework.scale.positions}

    @app.get("/appraisals/<int:appraisal_id>")
    def appraisal(appraisal_id: int) -> str:
        with read() as session:
            found = _appraisal(session, appraisal_id)
            return render_template(
                "appraisal.html", sections=framework.sections, labels=labels, **found
            )

    @app.get("/team/<int:supervisor_id>/<int:practice_area_id>")
    def team(supervisor_id: int, practice_area_id: int) -> str:
        with read() as session:
            rows = _team(session, supervisor_id, practice_area_id)
        by_section = [(s, [strand.code for strand in s.strands]) for s in framework.sections]
        for row in rows:
            row["cells"] = [_cell(row["positions"], codes) for _section, codes in by_section]
        return render_template("team.html", rows=rows, sections=framework.sections, labels=labels)

    @app.post("/ratings")
    def save() -> Response:
        row: dict[str, Any] = dict(request.form)
        with write() as session:
            session.execute(
                insert(saves).values(
                    appraisal_id=int(row["appraisal_id"]),
                    hand="self",
                    rater_id=int(row["rater_id"]),
                    strand=row["strand"],
                    seq=int(row["seq"]) + 1,
                    answer="rated",
                    position=int(row["position"]),
                    reason="",
                    comment=row["comment"],
                    framework_version=framework.version,
                    at=system_clock(),
                )
            )
            session.commit()
        return jsonify(saved=True)

    return app


def _appraisal(session: Session, appraisal_id: int) -> dict[str, Any]:
    head = session.execute(
        select(Appraisal.__table__, Person.name, PracticeArea.name.label("area"))
        .join(Person, Person.id == Appraisal.person_id)
        .join(PracticeArea, PracticeArea.id == Appraisal.practice_area_id)
        .where(Appraisal.id == appraisal_id)
    ).one()
    ratings: dict[tuple[str, str], Any] = {}
    for row in session.execute(
        select(Rating.__table__)
        .where(Rating.appraisal_id == appraisal_id)
        .order_by(Rating.hand, Rating.strand, Rating.seq)
    ):
        ratings[row.hand, row.strand] = row
    agreed = {
        row.strand: row
        for row in session.execute(
            select(StrandAgreement.__table__).where(StrandAgreement.appraisal_id == appraisal_id)
        )
    }
    levels = {
        row.section: row.words
        for row in session.execute(
            select(SectionLevel.__table__).where(SectionLevel.appraisal_id == appraisal_id)
        )
    }
    signed = session.execute(
        select(Signature.__table__).where(Signature.appraisal_id == appraisal_id)
    ).all()
    return {"head": head, "ratings": ratings, "agreed": agreed, "levels": levels, "signed": signed}


def _team(session: Session, supervisor_id: int, practice_area_id: int) -> list[dict[str, Any]]:
    people = session.execute(
        select(Person.id, Person.name, Post.name.label("post"))
        .join(SupervisionLine, SupervisionLine.supervisee_id == Person.id)
        .join(PersonPracticeArea, PersonPracticeArea.person_id == Person.id)
        .join(Post, Post.id == Person.post_id)
        .where(
            SupervisionLine.supervisor_id == supervisor_id,
            SupervisionLine.ends_on.is_(None),
            PersonPracticeArea.practice_area_id == practice_area_id,
        )
        .order_by(Person.name)
    ).all()
    rows: dict[int, dict[str, Any]] = {
        p.id: {"person": p, "running": None, "signed": None, "positions": {}} for p in people
    }
    ours = (Appraisal.person_id.in_(rows), Appraisal.practice_area_id == practice_area_id)
    for one in session.execute(select(Appraisal.__table__).where(*ours).order_by(Appraisal.id)):
        kind = "signed" if one.sealed_at else "running"
        if kind == "signed" or one.withdrawn_at is None:
            rows[one.person_id][kind] = one
    newest = (
        select(func.max(Appraisal.id))
        .where(*ours, Appraisal.sealed_at.is_not(None))
        .group_by(Appraisal.person_id)
    )
    by_id = {row["signed"].id: row for row in rows.values() if row["signed"]}
    for made in session.execute(
        select(StrandAgreement.__table__).where(StrandAgreement.appraisal_id.in_(newest))
    ):
        if made.appraisal_id in by_id:
            by_id[made.appraisal_id]["positions"][made.strand] = made.position
    return list(rows.values())


def _cell(positions: dict[str, int | None], codes: list[str]) -> tuple[int | None, int, int]:
    given = [p for code in codes if (p := positions.get(code)) is not None]
    return (median_low(given) if given else None, len(given), len(codes))
