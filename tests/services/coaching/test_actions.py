"""Agreed actions: what they may say, who closes them out, and that it happens once."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from competency.coaching.domain.measures import Measure, MeasureKind
from competency.coaching.models import CoachingAction
from competency.coaching.service import actions, crosswalk, tagging
from competency.kernel.actor import Role
from competency.kernel.errors import Stale
from competency.kernel.values import replace
from tests.builders.stage import a_cast, a_line, a_person, people_around
from tests.builders.supervision import an_action, held, sign, wanted_action

ON_TIME = Measure(MeasureKind.TIMELINESS, "KPI_04")


@pytest.fixture
def cast(stage):
    return a_cast(stage)


def reads(stage, action_id):
    return stage.ask(None, lambda w: w.session.get_one(CoachingAction, action_id))


def test_an_action_names_strand_and_measure(stage, cast):
    action = an_action(
        stage,
        cast,
        owner_id=cast.supervisor.id,
        practice_area_id=cast.practice_area.id,
        strand="ASM-1a",
        measure=ON_TIME,
        signal=("clocks-often-late", "timeliness:KPI_04"),
    )

    found = stage.ask(cast.practitioner, lambda w: actions.get(w, action.id))

    assert actions.measure_of(found) == ON_TIME
    assert (found.strand, found.signal_rule) == ("ASM-1a", "clocks-often-late")
    assert found.agreed_on == stage.clock().date()


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "unknown strand": ({"strand": "ZZZ-9z"}, "unknown_strand"),
    "unknown measure": ({"measure": Measure(MeasureKind.TIMELINESS, "KPI_99")}, "unknown_measure"),
    "a clock that is not the worker's": (
        {"measure": Measure(MeasureKind.TIMELINESS, "KPI_01")},
        "unknown_measure",
    ),
    "unknown review item": (
        {"measure": Measure(MeasureKind.REVIEW_ITEM, "Z9")},
        "unknown_measure",
    ),
    "unknown kind of coaching": ({"kind": "telling-off"}, "unknown_kind"),
    "a day gone by": ({"due_on": date(2026, 5, 7)}, "past"),
    "unknown signal": ({"signal": ("run-of-missed", "")}, "unknown_rule"),
    "a signal of much": ({"signal": ("clocks-often-late", "x" * 81)}, "unknown_subject"),
    "no words": ({"text": "  "}, "text_missing"),
    "owned by a stranger": ({"owner_id": 999_999}, "owner"),
    "an area they do not work in": ({"practice_area_id": 999_999}, "unknown_area"),
    "a person outside the line": ({"person_id": 999_999}, "404"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_agreed(stage, cast, what):
    changes, code = BAD[what]
    if "strand" in changes:
        changes = changes | {"practice_area_id": cast.practice_area.id}

    outcome = stage.outcome(
        cast.supervisor, lambda w: actions.write(w, wanted_action(stage, cast, **changes))
    )

    assert outcome == code


def test_an_action_of_a_session_is_written_by_those_who_meet_until_one_has_signed(stage, cast):
    id_ = held(stage, cast)
    wanted = wanted_action(stage, cast, session_id=id_)
    write = lambda who, **more: stage.outcome(  # noqa: E731
        who, lambda w: actions.write(w, replace(wanted, **more))
    )

    assert write(cast.supervisor) == "yes"
    assert write(cast.practitioner, session_id=999_999) == "404"
    another = a_person(stage, "Zadie Boateng", Role.CASE_MANAGER)
    a_line(stage, cast.supervisor, another)
    theirs = {"person_id": another.id, "owner_id": another.id}
    assert write(cast.supervisor, **theirs) == "other_person"
    assert write(another, **theirs) == "404"
    sign(stage, cast.practitioner, id_)
    assert write(cast.supervisor) == "signed"


def test_open_actions_of_an_area_come_with_those_of_none_first_due_first(stage, cast):
    today = stage.clock().date()
    late = an_action(stage, cast, due_on=today + timedelta(days=30))
    here = an_action(stage, cast, practice_area_id=cast.practice_area.id)
    there = an_action(stage, cast, practice_area_id=cast.other_area.id)

    def listed(area):
        found = stage.ask(
            cast.practitioner, lambda w: actions.list_open(w, cast.practitioner.id, area)
        )
        return [one.id for one in found]

    assert listed(None) == [here.id, there.id, late.id]
    assert listed(cast.practice_area.id) == [here.id, late.id]


@pytest.mark.parametrize(("ending", "reason"), [("complete", ""), ("dropped", "Another team")])
def test_an_action_is_closed_out_once(stage, cast, ending, reason):
    action = an_action(stage, cast)
    close = lambda w: actions.close_out(w, action.id, ending, reason, version=action.version)  # noqa: E731

    assert stage.do(cast.practitioner, close) is None

    found = reads(stage, action.id)
    assert (found.ending, found.reason) == (ending, reason)
    assert (found.ended_on, found.ended_by_id) == (stage.clock().date(), cast.practitioner.id)
    assert stage.outcome(cast.supervisor, close) == "closed"


def test_carrying_forward_writes_the_action_anew_by_another_day(stage, cast):
    action = an_action(stage, cast, practice_area_id=cast.practice_area.id, measure=ON_TIME)
    day = stage.clock().date() + timedelta(days=60)

    anew = stage.do(
        cast.supervisor,
        lambda w: actions.close_out(
            w, action.id, "carried_forward", version=action.version, due_on=day
        ),
    )

    assert (anew.carried_from_id, anew.due_on, anew.text) == (action.id, day, action.text)
    assert actions.measure_of(anew) == ON_TIME
    opened = stage.ask(cast.supervisor, lambda w: actions.list_open(w, cast.practitioner.id))
    assert [one.id for one in opened] == [anew.id]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"ending": "dropped"}, "reason_needed"),
        ({"ending": "carried_forward"}, "day_needed"),
        ({"ending": "carried_forward", "due_on": date(2026, 5, 7)}, "past"),
        ({"ending": "lost"}, "unknown_ending"),
    ],
)
def test_what_is_no_way_to_end_an_action(stage, cast, given, code):
    action = an_action(stage, cast)

    outcome = stage.outcome(
        cast.supervisor,
        lambda w: actions.close_out(w, action.id, version=action.version, **given),
    )

    assert outcome == code


def test_closing_what_somebody_changed_meanwhile_shows_both(stage, cast):
    action = an_action(stage, cast)

    with pytest.raises(Stale):
        stage.do(
            cast.supervisor,
            lambda w: actions.close_out(w, action.id, "complete", version=action.version + 1),
        )


def test_a_closed_action_never_changes_again(stage, cast):
    action = an_action(stage, cast)
    stage.do(
        cast.supervisor,
        lambda w: actions.close_out(w, action.id, "complete", version=action.version),
    )

    for statement in ("UPDATE coaching_action SET text = 'x'", "DELETE FROM coaching_action"):
        with stage.database.writing() as session, pytest.raises(DatabaseError):
            session.execute(text(statement))


TABLE = {
    #         self supervisor second manager other former administrator auditor training colleague
    "see": "yes yes yes yes 404 404 404 404 404 404",
    "list": "1 1 1 1 0 0 0 0 0 0",
    "write": "yes yes yes 403 404 404 404 404 404 404",
    "close": "yes yes yes 403 404 404 404 404 404 404",
}


def test_everybody_may_exactly_what_the_table_says(stage, cast):
    people = people_around(stage, cast)
    action = an_action(stage, cast)
    attempts = {
        "see": lambda w: actions.get(w, action.id),
        "write": lambda w: actions.write(w, wanted_action(stage, cast)),
        "close": lambda w: actions.close_out(w, action.id, "complete", version=action.version),
    }

    found = {
        what: " ".join(stage.outcome(one, act) for one in people.values())
        for what, act in attempts.items()
    }
    found["list"] = " ".join(
        str(len(stage.ask(one, lambda w: actions.list_open(w, cast.practitioner.id))))
        for one in people.values()
    )

    assert found == TABLE


def test_the_measures_that_speak_of_the_chosen_strand_come_first(stage, cast):
    everything = actions.measures()
    links = stage.ask(cast.supervisor, crosswalk.get)

    for strand in ("PLA-4a", "REC-1a"):
        offered = stage.ask(cast.supervisor, lambda w, one=strand: tagging.measures(w, one))

        linked = [one for one in links.measures_of(strand) if one in everything]
        assert linked
        assert list(offered)[: len(linked)] == linked
        assert all(offered[one].endswith(f"(speaks of {strand})") for one in linked)
        others = [one for one in everything if one not in linked]
        assert list(offered.items())[len(linked) :] == [(one, everything[one]) for one in others]
    assert stage.ask(cast.supervisor, tagging.measures) == everything
