"""The floor of a self-study: its ratings, points, items and files read and printed, no more."""

from pathlib import Path
from typing import Any

from flask import Flask, render_template
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from competency.accreditation.models import (
    ChecklistItem,
    PracticePart,
    PracticeRating,
    SelfStudy,
    Snapshot,
    StudyFile,
)
from competency.accreditation.service.library import get_standard
from competency.infra.db import make_engine

BELOW: tuple[Any, ...] = (PracticeRating, PracticePart, ChecklistItem, StudyFile, Snapshot)


def bare_study(url: str) -> Flask:
    """Return the floor on a database with self-studies."""
    app = Flask("bench-study", template_folder=str(Path(__file__).parent / "templates"))
    read = sessionmaker(make_engine(url))

    @app.get("/accreditation/<int:study_id>")
    def study(study_id: int) -> str:
        with read() as session:
            own = SelfStudy.__table__
            head = session.execute(select(own).where(own.c.id == study_id)).one()
            rows: dict[str, Any] = {
                model.__tablename__: session.execute(
                    select(model.__table__).where(model.study_id == study_id)
                ).all()
                for model in BELOW
            }
        standard = get_standard(head.standard_id, head.standard_version)
        return render_template("study.html", head=head, rows=rows, standard=standard)

    return app
