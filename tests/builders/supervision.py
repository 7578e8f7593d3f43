"""Supervision in tests: what is agreed, sessions at any moment, and actions."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from competency.coaching.domain.actions import Agreed
from competency.coaching.models import CoachingAction
from competency.coaching.service import actions
from tests.builders.stage import Cast, Stage


def wanted_action(stage: Stage, cast: Cast, **more: Any) -> Agreed:
    """An action the practitioner is to do within two weeks."""
    usual = Agreed(
        person_id=cast.practitioner.id,
        owner_id=cast.practitioner.id,
        text="Fill in the risk assessment at the first visit.",
        kind="template",
        due_on=stage.clock().date() + timedelta(days=14),
    )
    return replace(usual, **more)


def an_action(stage: Stage, cast: Cast, **more: Any) -> CoachingAction:
    """An open action that the supervisor wrote."""
    return stage.do(cast.supervisor, lambda w: actions.write(w, wanted_action(stage, cast, **more)))
