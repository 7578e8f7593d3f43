"""Before an appraisal is signed off, what was agreed in supervision is closed out."""

from datetime import timedelta

import pytest

from competency.assessments import permissions
from competency.assessments.service import agreeing
from competency.assessments.service.loading import load
from competency.coaching.domain.actions import Agreed
from competency.coaching.service import actions
from competency.coaching.service.at_sign_off import open_at_sign_off
from competency.infra import slots
from tests.builders.appraisals import agree_all, an_appraisal, sign
from tests.builders.stage import a_cast
from tests.builders.supervision import an_action


@pytest.fixture
def cast(stage):
    slots.fill_open_actions(open_at_sign_off)
    return a_cast(stage)


def talk(stage, cast):
    """A talk in which all is agreed and nothing is left but to finish it."""
    made = an_appraisal(stage, "revealed", cast=cast)
    agree_all(made)
    return made


def finish(made):
    def act(work):
        appraisal = load(work, made.id, permissions.TALK)
        agreeing.finish(work, made.id, appraisal.version)

    return act


def closed(ending, **more):
    """Close the action out so."""

    def close(stage, made, action):
        day = stage.clock().date() + timedelta(days=60)
        given = {"due_on": day} if ending == "carried_forward" else more
        stage.do(
            made.cast.practitioner,
            lambda w: actions.close_out(w, action.id, ending, version=action.version, **given),
        )

    return close


def left_open(_stage, _made, _action):
    """Leave it as it is."""


# Days from the action to the beginning of the appraisal, the action's practice area, what is done
# with it in the talk, and what becomes of finishing.
TABLE = {
    "open, of this area": (30, "practice_area", left_open, "actions_left"),
    "open, of no area": (30, None, left_open, "actions_left"),
    "open, agreed the day before": (1, "practice_area", left_open, "actions_left"),
    "open, agreed on the day it began": (0, "practice_area", left_open, "yes"),
    "open, agreed in the talk itself": (-3, "practice_area", left_open, "yes"),
    "open, of another area": (30, "other_area", left_open, "yes"),
    "complete": (30, "practice_area", closed("complete"), "yes"),
    "dropped with a reason": (30, "practice_area", closed("dropped", reason="Moved"), "yes"),
    "carried forward in this cycle": (30, "practice_area", closed("carried_forward"), "yes"),
}


@pytest.mark.parametrize("what", TABLE)
def test_what_stands_between_a_talk_and_its_signatures(stage, cast, what):
    days, area, act, outcome = TABLE[what]
    area_id = getattr(cast, area).id if area else None
    if days < 0:
        made = talk(stage, cast)
        stage.clock.move(days=-days)
    action = an_action(stage, cast, practice_area_id=area_id)
    if days >= 0:
        stage.clock.move(days=days)
        made = talk(stage, cast)
    act(stage, made, action)

    assert stage.outcome(cast.supervisor, finish(made)) == outcome


def test_what_is_agreed_between_the_talk_and_the_signatures_waits_for_the_next_cycle(stage, cast):
    made = an_appraisal(stage, "agreed", cast=cast)
    action = an_action(stage, cast, practice_area_id=cast.practice_area.id)

    for one in (cast.practitioner, cast.supervisor):
        sign(made, one)

    stage.clock.move(days=360)
    who, area = cast.practitioner.id, cast.practice_area.id
    waiting = lambda w: [one.id for one in open_at_sign_off(w, who, area, w.today)]  # noqa: E731
    assert stage.ask(cast.supervisor, waiting) == [action.id]
    closed("complete")(stage, made, action)
    assert stage.ask(cast.supervisor, waiting) == []


def test_nobody_elses_actions_count(stage, cast):
    other = cast.supervisor
    wanted = Agreed(
        person_id=other.id,
        owner_id=other.id,
        text="Something else",
        kind="training",
        due_on=stage.clock().date(),
    )
    stage.do(cast.manager, lambda w: actions.write(w, wanted))
    stage.clock.move(days=30)

    assert stage.outcome(other, finish(talk(stage, cast))) == "yes"


def test_what_was_carried_forward_before_this_cycle_counts_again(stage, cast):
    action = an_action(stage, cast, practice_area_id=cast.practice_area.id)
    stage.clock.move(days=10)
    made = talk(stage, cast)
    closed("carried_forward")(stage, made, action)
    assert stage.outcome(cast.supervisor, finish(made)) == "yes"

    who, area = cast.practitioner.id, cast.practice_area.id
    later = stage.clock().date() + timedelta(days=1)
    found = stage.ask(cast.supervisor, lambda w: open_at_sign_off(w, who, area, later))
    assert len(found) == 1


def test_an_outside_rater_learns_that_there_is_one_but_not_what(stage, cast):
    an_action(stage, cast)
    who, area = cast.practitioner.id, cast.practice_area.id
    later = stage.clock().date() + timedelta(days=1)
    found = stage.ask(cast.colleague, lambda w: open_at_sign_off(w, who, area, later))

    assert [(one.words, one.path) for one in found] == [("", "")]
