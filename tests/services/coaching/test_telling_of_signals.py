"""Once a month both are told that there is something to talk about, and it lands on a page."""

from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from competency.coaching.models import CoachingSignalsTold
from competency.coaching.service import signals
from competency.coaching.service.signals import telling
from competency.kernel.errors import Forbidden
from competency.notifications.models import Notice
from tests.builders.reviews import a_department
from tests.builders.training import change
from tests.support.statements import statements

KEY = "caseload-out-of-range/0/caseload"


@pytest.fixture
def made(stage):
    """Four workers in three teams, each with six open cases."""
    return a_department(stage)


def remind(stage, writing=None):
    return telling.remind(stage.reading, writing or stage.writing)


def notices(stage):
    with stage.database.reading() as session:
        rows = session.execute(
            select(Notice.person_id, Notice.path).where(Notice.kind == "signals")
        ).all()
    return {(row[0], row[1]) for row in rows}


def count(stage):
    with stage.database.reading() as session:
        asked = select(func.count()).select_from(Notice).where(Notice.kind == "signals")
        return session.scalar(asked)


def test_the_worker_and_who_supervises_them_are_told_once(stage, made, clock):
    assert remind(stage) == 7  # four workers, three supervisors
    assert remind(stage) == 0

    found = notices(stage)
    worker = made["worker"].id
    assert (worker, f"/signals/{worker}") in found
    assert (made["supervisor"].id, "/supervision/team") in found
    assert len(found) == 7

    clock.move(days=24)
    assert remind(stage) == 7


def test_who_talked_about_it_or_has_left_is_not_told(stage, made):
    worker, far = made["worker"], made["far worker"]
    stage.do(worker, lambda w: signals.respond(w, worker.id, KEY, "discussed"))
    change(stage, far, left_on=stage.clock().date().replace(day=1))

    remind(stage)

    told = {person for person, _ in notices(stage)}
    assert not {worker.id, far.id, made["far supervisor"].id} & told
    assert made["supervisor"].id in told  # of the second worker


def test_only_the_system_tells(stage, made):
    with pytest.raises(Forbidden):
        telling.remind(lambda: stage.reading(made["supervisor"]), stage.writing)
    assert notices(stage) == set()


def test_nothing_is_worked_out_while_others_wait_to_write(stage, made, monkeypatch):
    monkeypatch.setattr(telling, "AT_ONCE", 3)
    transactions = []

    @contextmanager
    def writing():
        with stage.writing() as work, statements(stage.database) as asked:
            yield work
            work.session.flush()
        transactions.append(asked)

    with statements(stage.database) as everything:
        assert remind(stage, writing) == 7

    assert len(transactions) == 4  # three, three and one; then that the month was told
    assert max(len(asked) for asked in transactions) <= 12
    held = [one for asked in transactions for one in asked]
    assert not any("case_tally" in one for one in held)
    assert any("case_tally" in one for one in everything)


class Interrupted(Exception):
    """The machine stopped."""


def test_what_was_interrupted_is_gone_on_with_and_nothing_said_twice(stage, made, monkeypatch):
    monkeypatch.setattr(telling, "AT_ONCE", 3)
    begun = []

    @contextmanager
    def writing():
        begun.append(1)
        if len(begun) == 2:
            raise Interrupted
        with stage.writing() as work:
            yield work

    with pytest.raises(Interrupted):
        remind(stage, writing)
    assert len(notices(stage)) == 3

    assert remind(stage) == 4
    assert count(stage) == len(notices(stage)) == 7
    with stage.database.reading() as session:
        (month,) = session.scalars(select(CoachingSignalsTold))
    assert (month.people, month.told) == (4, 7)


def test_two_that_tell_at_the_same_time_say_it_once(stage, made):
    others: list[int] = []

    @contextmanager
    def writing():
        if not others:
            others.append(0)
            others.append(remind(stage))
        with stage.writing() as work:
            yield work

    assert remind(stage, writing) == 0
    assert others == [0, 7]
    assert count(stage) == 7
