"""The floor of a worker's cases: what is due and all open cases, read and printed, nothing else."""

from datetime import date, timedelta
from pathlib import Path

from flask import Flask, render_template
from sqlalchemy import Executable, and_, func, select
from sqlalchemy.orm import sessionmaker

from competency.cases.models import CaseClock, CaseEvent, CaseFile
from competency.infra.db import make_engine
from competency.kernel.clock import london_date, system_clock
from competency.people.models import PracticeArea
from competency.timeliness.service.standards import get_standards

WEEK = timedelta(days=6)


def bare_cases(url: str) -> Flask:
    """Return the floor on a register."""
    app = Flask("bench-cases", template_folder=str(Path(__file__).parent / "templates"))
    read = sessionmaker(make_engine(url))
    titles = {one.code: one.title for one in get_standards().standards}

    @app.get("/cases/<int:worker_id>")
    def cases(worker_id: int) -> str:
        today = london_date(system_clock())
        with read() as session:
            due = session.execute(_due(worker_id, today)).all()
            rows = session.execute(_listed(worker_id, today)).all()
        return render_template("cases.html", due=due, cases=rows, titles=titles, today=today)

    return app


def _due(worker_id: int, today: date) -> Executable:
    return (
        select(
            CaseFile.id,
            CaseFile.reference,
            CaseClock.standard,
            CaseClock.due_on,
            CaseFile.safeguarding_since,
        )
        .join(CaseClock, CaseClock.case_id == CaseFile.id)
        .where(CaseFile.key_worker_id == worker_id, CaseClock.state == "running")
        .where(CaseClock.due_on <= today + WEEK)
        .order_by(CaseClock.due_on, CaseFile.reference)
    )


def _listed(worker_id: int, today: date) -> Executable:
    running = and_(CaseClock.case_id == CaseFile.id, CaseClock.state == "running")
    next_due = select(func.min(CaseClock.due_on)).where(running).scalar_subquery()
    late = select(func.count()).where(running, CaseClock.due_on < today).scalar_subquery()
    received = (
        select(func.min(CaseEvent.happened_on))
        .where(CaseEvent.case_id == CaseFile.id, CaseEvent.kind == "referral_received")
        .scalar_subquery()
    )
    return (
        select(
            CaseFile.id,
            CaseFile.reference,
            CaseFile.safeguarding_since,
            PracticeArea.name.label("area"),
            next_due.label("next_due"),
            late.label("late"),
            received.label("received_on"),
        )
        .join(PracticeArea, PracticeArea.id == CaseFile.practice_area_id)
        .where(CaseFile.key_worker_id == worker_id, CaseFile.ended_on.is_(None))
        .order_by(next_due, CaseFile.reference)
    )
