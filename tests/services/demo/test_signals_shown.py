"""Somebody who looks round finds signals, some talked about, one parked, one answered."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.coaching.domain.signals.responding import ANSWERED, State
from competency.coaching.models import CoachingResponse
from competency.coaching.service import crosswalk, signals
from competency.infra.work import Work
from competency.people.service import crowds

Load = Callable[..., Any]


def test_the_first_team_has_said_something_of_what_is_shown(
    load: Load, look: Session, work: Work
) -> None:
    load(cases=80, review_months=6)
    said = look.scalars(select(CoachingResponse)).all()
    everybody = crowds.between(0, 10**6, work.today)
    found = {
        (one.person_id, *signal.key)
        for one in signals.evaluate(look, everybody, work.today, crosswalk.get(work))
        for signal in one.signals
    }

    assert {State.DISCUSSED, State.PARKED, ANSWERED} <= {one.state for one in said}
    for one in said:
        key = (one.person_id, one.rule, one.practice_area_id or 0, one.subject)
        assert key in found  # each is about something that is shown
    assert len(found) > len(said)
