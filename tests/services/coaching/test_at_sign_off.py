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
from tests.builders.appraisals import agree_all, an_appraisal
from tests.builders.supervision import an_action


@pytest.fixture
def talk(stage):
    """A talk in which all is agreed and nothing is left but to finish it."""
    slots.fill_open_actions(open_at_sign_off)
    made = an_appraisal(stage, "revealed")
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


# The action's practice area, what is done with it, and what becomes of finishing the talk.
TABLE = {
    "open, of this area": ("practice_area", left_open, "actions_left"),
    "open, of no area": (None, left_open, "actions_left"),
    "open, of another area": ("other_area", left_open, "yes"),
    "complete": ("practice_area", closed("complete"), "yes"),
    "dropped with a reason": ("practice_area", closed("dropped", reason="Moved"), "yes"),
    "carried forward in this cycle": ("practice_area", closed("carried_forward"), "yes"),
}


@pytest.mark.parametrize("what", TABLE)
def test_what_stands_between_a_talk_and_its_signatures(stage, talk, what):
    area, act, outcome = TABLE[what]
    area_id = getattr(talk.cast, area).id if area else None
    action = an_action(stage, talk.cast, practice_area_id=area_id)
    act(stage, talk, action)

    assert stage.outcome(talk.cast.supervisor, finish(talk)) == outcome


def test_nobody_elses_actions_count(stage, talk):
    manager = talk.cast.manager
    stage.do(
        manager,
        lambda w: actions.write(
            w,
            Agreed(
                person_id=talk.cast.supervisor.id,
                owner_id=talk.cast.supervisor.id,
                text="Something else",
                kind="training",
                due_on=w.today,
            ),
        ),
    )

    assert stage.outcome(talk.cast.supervisor, finish(talk)) == "yes"


def test_what_was_carried_forward_before_this_cycle_counts_again(stage):
    slots.fill_open_actions(open_at_sign_off)
    made = an_appraisal(stage, "revealed")
    agree_all(made)
    action = an_action(stage, made.cast, practice_area_id=made.cast.practice_area.id)
    closed("carried_forward")(stage, made, action)
    today = stage.clock().date()

    def count(since):
        who, area = made.cast.practitioner.id, made.cast.practice_area.id
        return len(stage.ask(made.cast.supervisor, lambda w: open_at_sign_off(w, who, area, since)))

    assert (count(today), count(today + timedelta(days=1))) == (0, 1)


def test_an_outside_rater_learns_that_there_is_one_but_not_what(stage, talk):
    an_action(stage, talk.cast)
    who, area = talk.cast.practitioner.id, talk.cast.practice_area.id
    found = stage.ask(
        talk.cast.colleague, lambda w: open_at_sign_off(w, who, area, stage.clock().date())
    )

    assert [(one.words, one.path) for one in found] == [("", "")]
