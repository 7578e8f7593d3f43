"""Somebody who looks round finds an action with its measure before and after."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.coaching.domain.effect import Word
from competency.coaching.models import CoachingAction, SupervisionSession
from competency.coaching.service import effect, sealing
from competency.infra.work import Work
from competency.people.models import Person, SupervisionLine

Load = Callable[..., Any]


def test_the_first_pair_agreed_on_risk_assessments_and_they_improved(
    load: Load, look: Session, work: Work
) -> None:
    load(cases=80)
    action = look.scalars(select(CoachingAction).where(CoachingAction.person_id == 1)).one()
    lines = select(SupervisionLine.supervisor_id).where(SupervisionLine.supervisee_id == 1)
    people = select(Person.id).where(Person.id == 1)

    (found,) = effect.effects(look, [action], people, work.today)

    assert action.by_id in look.scalars(lines).all()
    session = look.get_one(SupervisionSession, action.session_id)
    assert (session.supervisor_id, session.held_on) == (action.by_id, action.agreed_on)
    assert session.sealed_at is not None
    assert list(sealing.broken_seals(look)) == []
    assert found.title == "Completion of Risk Assessment, on time (KPI_04)"
    assert found.effect is not None
    assert found.effect.word is Word.IMPROVED
    assert found.months_after >= 5

    others = look.scalars(select(CoachingAction).where(CoachingAction.person_id != 1)).all()
    assert len(others) >= 5
    assert all(one.measure_code and one.agreed_on < one.due_on for one in others)
    assert all(one.ending or one.due_on >= work.today for one in others)
