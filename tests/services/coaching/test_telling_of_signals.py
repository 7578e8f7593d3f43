"""Once a month both are told that there is something to talk about, and it lands on a page."""

import pytest
from sqlalchemy import select

from competency.coaching.service import signals
from competency.coaching.service.signals import telling
from competency.kernel.errors import Forbidden
from competency.notifications.models import Notice
from tests.builders.reviews import a_department
from tests.builders.training import change

KEY = "caseload-out-of-range/0/caseload"


@pytest.fixture
def made(stage):
    """Four workers in three teams, each with six open cases."""
    return a_department(stage)


def notices(stage):
    with stage.database.reading() as session:
        rows = session.execute(
            select(Notice.person_id, Notice.path).where(Notice.kind == "signals")
        ).all()
    return {(row[0], row[1]) for row in rows}


def test_the_worker_and_who_supervises_them_are_told_once(stage, made, clock):
    assert stage.do(None, telling.remind) == 7  # four workers, three supervisors
    assert stage.do(None, telling.remind) == 0

    found = notices(stage)
    worker = made["worker"].id
    assert (worker, f"/signals/{worker}") in found
    assert (made["supervisor"].id, "/supervision/team") in found
    assert len(found) == 7

    clock.move(days=24)
    assert stage.do(None, telling.remind) == 7


def test_who_talked_about_it_or_has_left_is_not_told(stage, made):
    worker, far = made["worker"], made["far worker"]
    stage.do(worker, lambda w: signals.respond(w, worker.id, KEY, "discussed"))
    change(stage, far, left_on=stage.clock().date().replace(day=1))

    stage.do(None, telling.remind)

    told = {person for person, _ in notices(stage)}
    assert not {worker.id, far.id, made["far supervisor"].id} & told
    assert made["supervisor"].id in told  # of the second worker


def test_only_the_system_tells(stage, made):
    with pytest.raises(Forbidden):
        stage.do(made["supervisor"], telling.remind)
    assert notices(stage) == set()
