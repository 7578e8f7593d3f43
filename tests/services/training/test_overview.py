"""Who is in time, as each reader sees it, on the day."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from competency.kernel.actor import Role
from competency.kernel.errors import NotFound
from competency.people.models import Person
from competency.training import permissions
from competency.training.domain.state import State
from competency.training.models import (
    TrainingExemption,
    TrainingRefresher,
    TrainingRequirement,
    TrainingTold,
)
from competency.training.service import overview, standings
from competency.training.service.ahead import AHEAD, ahead
from tests.builders.stage import a_person
from tests.builders.training import a_rule, change, done, matrix

TODAY = date(2026, 5, 8)  # the clock of the tests
ACTIVE = 8  # everybody of the school


def states(stage, who, course, **chosen):
    lines = stage.ask(
        who, lambda w: overview.people_with(w, course, states=frozenset(State), **chosen)
    )
    return {line.name: line.standing.state for line in lines}


def test_nobody_has_done_anything_yet_and_gdpr_comes_first(stage, school):
    found = stage.ask(school.lead, matrix)

    assert [course.code for course in found.courses] == [
        "gdpr",
        "record-keeping",
        "information-governance",
        "case-management-process",
        "case-system",
    ]
    assert (found.totals[school["gdpr"]].k, found.totals[school["gdpr"]].n) == (0, ACTIVE)
    assert [name for _, name in found.teams] == ["Hill", "Quay", "No team"]
    assert found.cells[school["gdpr"], school.quay.id].n == 2


def test_the_state_is_right_the_moment_the_page_loads(stage, school, clock):
    asha = school.cast.practitioner
    done(stage, asha, school["gdpr"], date(2025, 6, 10))

    assert states(stage, school.lead, school["gdpr"])["Asha Patel"] is State.DUE_SOON
    clock.move(days=33)
    assert states(stage, school.lead, school["gdpr"])["Asha Patel"] is State.DUE_SOON
    clock.move(days=1)
    assert states(stage, school.lead, school["gdpr"])["Asha Patel"] is State.OVERDUE


def test_only_what_is_verified_counts(stage, school):
    for status in ("claimed", "returned", "undone"):
        done(stage, school.cast.practitioner, school["gdpr"], date(2026, 5, 1), status=status)

    assert states(stage, school.lead, school["gdpr"])["Asha Patel"] is State.NEVER


def test_the_drill_down_says_since_when_and_who_was_told(stage, school, clock):
    asha = school.cast.practitioner
    done(stage, asha, school["gdpr"], date(2025, 3, 1))
    stage.save(
        TrainingTold(
            person_id=asha.id,
            course_id=school["gdpr"],
            told_id=asha.id,
            due_on=date(2026, 3, 1),
            occasion="late-0",
            at=clock(),
        )
    )

    lines = stage.ask(
        school.lead,
        lambda w: overview.people_with(
            w, school["gdpr"], states=frozenset({State.OVERDUE}), team_id=school.quay.id
        ),
    )

    [line] = lines
    assert (line.name, line.team, line.standing.since) == ("Asha Patel", "Quay", date(2026, 3, 2))
    assert (line.standing.last_on, line.last_told) == (date(2025, 3, 1), clock())
    with pytest.raises(NotFound):
        stage.ask(school.lead, lambda w: overview.people_with(w, 999))


def test_a_team_lead_counts_and_sees_the_own_team_only(stage, school):
    found = stage.ask(school.team_lead, matrix)

    assert found.totals[school["gdpr"]].n == 2
    assert [name for _, name in found.teams] == ["Quay"]
    assert states(stage, school.team_lead, school["gdpr"]).keys() == {"Asha Patel", "Ben Okoro"}


def test_leavers_those_to_come_and_outside_raters_are_in_no_table(stage, school):
    gone, soon = a_person(stage, "Gil Gone"), a_person(stage, "Sue Soon")
    change(stage, gone, left_on=TODAY - timedelta(days=1))
    change(stage, soon, started_on=TODAY + timedelta(days=1))
    stage.save(Person(name="Ray Rater", email="ray@example.com", started_on=date(2020, 1, 1)))

    names = states(stage, school.lead, school["gdpr"])

    assert len(names) == ACTIVE
    assert stage.ask(school.lead, matrix).totals[school["gdpr"]].n == ACTIVE


def test_ones_own_record_and_the_teams(stage, school):
    asha, priya = school.cast.practitioner, school.cast.supervisor
    done(stage, asha, school["gdpr"], date(2026, 4, 1))

    own = stage.ask(asha, lambda w: overview.record(w, asha.id))
    team = stage.ask(priya, overview.team)

    assert {line.course.code: line.standing.state for line in own.lines}["gdpr"] is State.CURRENT
    assert [row.completed_on for row in own.completions] == [date(2026, 4, 1)]
    assert {line.name for line in team} == {"Asha Patel"}
    assert {line.name for line in stage.ask(school.cast.manager, overview.team)} == {
        "Asha Patel",
        "Priya Nair",
    }


def test_rules_for_a_role_and_a_team_ask_only_those(stage, school):
    process = school["case-management-process"]
    a_rule(stage, process, who="role", role="supervisor", repeat_months=6)
    a_rule(stage, process, who="team", team_id=school.hill.id, repeat_months=3)
    for person in (school.cast.supervisor, school.far, school.cast.practitioner):
        done(stage, person, process, date(2025, 12, 20))

    found = stage.ask(
        school.lead,
        lambda w: overview.people_with(w, process, states=frozenset(State)),
    )
    due = {line.name: (line.standing.state, line.standing.due_on) for line in found}

    assert due["Priya Nair"] == (State.DUE_SOON, date(2026, 6, 20))
    assert due["Finn Far"] == (State.OVERDUE, date(2026, 3, 20))
    assert due["Asha Patel"] == (State.CURRENT, None)


def test_the_next_ninety_days_name_each_in_the_nearest_only(stage, school):
    cast = school.cast
    for person, on in [
        (cast.practitioner, date(2025, 5, 20)),
        (cast.colleague, date(2025, 7, 1)),
        (cast.supervisor, date(2025, 8, 1)),
        (cast.manager, date(2025, 9, 1)),
    ]:
        done(stage, person, school["gdpr"], on)

    found = stage.ask(school.lead, ahead)[school["gdpr"]]

    assert {days: [line.name for line in lines] for days, lines in found.items()} == {
        30: ["Asha Patel"],
        60: ["Ben Okoro"],
        90: ["Priya Nair"],
    }


def test_twelve_months_are_told_from_what_was_done_by_each_day(stage, school):
    late = a_person(stage, "Nia New")
    change(stage, late, started_on=date(2026, 3, 10))
    done(stage, school.cast.practitioner, school["gdpr"], date(2026, 2, 28))

    months = stage.ask(school.lead, lambda w: overview.over_months(w, school["gdpr"]))

    assert [month.on for month in months][0] == date(2025, 5, 31)
    told = {month.on: (month.tally.k, month.tally.n) for month in months}
    assert told[date(2026, 1, 31)] == (0, ACTIVE)
    assert told[date(2026, 2, 28)] == (1, ACTIVE)
    assert told[date(2026, 3, 31)] == (1, ACTIVE + 1)


def test_the_wide_table_equals_the_sum_of_the_names(stage, school):
    """Random histories, exemptions, refreshers, expiries and rules: both ways agree."""
    chance = random.Random(7)
    people = [a_person(stage, f"Pat {n:02}", Role.CASE_MANAGER) for n in range(24)]
    change(stage, people[0], started_on=TODAY)
    change(stage, people[1], started_on=TODAY - timedelta(days=10))
    rows = set()
    for person in people:
        for course in school.courses.values():
            for _ in range(chance.randrange(4)):
                on = TODAY - timedelta(days=chance.choice([5, 300, 340, 365, 366, 380, 420, 700]))
                if (person.id, course.id, on) not in rows:
                    expires = on + timedelta(days=200) if chance.random() < 0.2 else None
                    done(stage, person, course.id, on, expires_on=expires)
                rows.add((person.id, course.id, on))
    for person in people[5:9]:
        stage.save(
            TrainingExemption(
                person_id=person.id,
                course_id=school["gdpr"],
                from_on=TODAY - timedelta(days=5),
                until=TODAY + timedelta(days=5),
                reason="leave",
                by_id=person.id,
                at=stage.clock(),
            ),
            TrainingRefresher(
                person_id=person.id,
                course_id=school["case-system"],
                cause="incident",
                assigned_on=TODAY - timedelta(days=3),
                due_on=TODAY + timedelta(days=3),
                reason="an incident",
                by_id=person.id,
                at=stage.clock(),
            ),
        )
    a_rule(stage, school["record-keeping"], who="role", role="case_manager", repeat_months=12)
    change(
        stage,
        stage.ask(school.lead, lambda w: w.session.get(TrainingRequirement, 3)),
        repeat_months=12,
        applies_from=TODAY - timedelta(days=30),
    )
    change(
        stage,
        stage.ask(school.lead, lambda w: w.session.get(TrainingRequirement, 4)),
        grace_days=40,
    )

    wide = stage.ask(school.lead, matrix)
    board = stage.ask(school.lead, lambda w: standings.load(w, permissions.SEE_OVERVIEW))
    told = Counter(
        ((course.id, one.team_id), found.state) for one, course, found in board.each(TODAY)
    )

    counted = Counter(
        {(key, state): n for key, cell in wide.cells.items() for state, n in cell.counts.items()}
    )
    assert counted == told
    assert {state for _, state in told} == set(State) - {State.NOT_REQUIRED}

    due = stage.ask(school.lead, ahead)
    named = {
        (line.person_id, c) for c, by in due.items() for found in by.values() for line in found
    }
    assert named
    assert named == {
        (one.id, course.id)
        for one, course, found in board.each(TODAY)
        if found.is_compliant and found.due_on and (found.due_on - TODAY).days <= max(AHEAD)
    }


@pytest.mark.parametrize("page", [matrix, ahead, overview.team])
def test_no_page_asks_more_of_the_database_for_more_people(stage, school, page, request):
    said: list[str] = []
    engine = stage.database.engine

    def note(*facts):
        said.append(facts[2])

    event.listen(engine, "before_cursor_execute", note)
    request.addfinalizer(lambda: event.remove(engine, "before_cursor_execute", note))

    def statements() -> int:
        said.clear()
        stage.ask(school.lead, page)
        return len([one for one in said if one.lstrip().startswith(("SELECT", "WITH"))])

    before = statements()
    for n in range(5):
        done(stage, a_person(stage, f"Another {n}"), school["gdpr"], date(2025, 5, 5))

    assert statements() <= before + 2  # the exemptions and refreshers of who is undecided
    assert statements() <= 11
