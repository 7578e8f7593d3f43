"""What many actions were followed by: in whose reach, and nothing of fewer than five people."""

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from competency.coaching.domain.effect import Word
from competency.coaching.domain.measures import Measure, MeasureKind
from competency.coaching.service import many_effects
from competency.coaching.service.many_effects import Asked, By, Place
from competency.kernel.actor import Role, ScopeKind
from competency.people.models import Region, RoleGrant, Team
from tests.builders.cases import Office, a_member, an_office
from tests.builders.effects import AGREED, ON_TIME, an_agreed_action, clocks_around
from tests.builders.stage import LONG_AGO, Stage, a_line
from tests.support.statements import statements

_numbers = count(1)
REVIEWED = Measure(MeasureKind.REVIEW_ITEM, "I1")


@pytest.fixture
def office(stage: Stage) -> Office:
    return an_office(stage)


def staff(stage, office, number, team=None, *, supervised=False):
    """So many case managers of a team; the supervisor's, or nobody's."""
    found = [a_member(stage, f"Cam {next(_numbers)}", team or office.team) for _ in range(number)]
    if supervised:
        for person in found:
            a_line(stage, office.supervisor, person)
    return found


def leader(stage, office, role=Role.REGIONAL_LEADERSHIP, region=None):
    person = a_member(stage, f"Lea {role.value}", None)
    stage.save(
        RoleGrant(
            person_id=person.id,
            role=role.value,
            scope=ScopeKind.REGION.value,
            scope_id=(region or office.region).id,
            starts_on=LONG_AGO,
        )
    )
    return person


def lines(stage, person, asked=None):
    board = stage.ask(person, lambda w: many_effects.board(w, asked or Asked()))
    return {one.group: (one.actions, one.people) for one in board.table.lines}, board


def test_actions_are_counted_by_kind_with_what_came_after(stage, office):
    people = staff(stage, office, 6)
    for person in people[:5]:
        an_agreed_action(stage, person)
        clocks_around(stage, office, (2, 9), (9, 9), holder=person)
    an_agreed_action(stage, people[5], agreed_on=date(2026, 4, 20))
    central = a_member(stage, "Cen Tral", None, Role.CENTRAL_OFFICE)

    with statements(stage.database) as asked:
        _, board = lines(stage, central)

    (line,) = board.table.lines
    assert (line.group, line.actions, line.people) == ("joint-visit", 6, 6)
    assert (line.words[Word.IMPROVED], line.words[Word.TOO_FEW]) == (5, 1)
    assert board.titles == {"joint-visit": "Joint visit"}
    assert board.since == date(2024, 5, 1)
    assert any("by themselves" in one for one in board.cautions)
    assert 2 <= len(asked) <= 6


def test_the_number_of_statements_does_not_grow(stage, office):
    central = a_member(stage, "Cen Tral", None, Role.CENTRAL_OFFICE)

    def asked():
        with statements(stage.database) as seen:
            lines(stage, central)
        return len(seen)

    for person in staff(stage, office, 5):
        an_agreed_action(stage, person)
        an_agreed_action(stage, person, measure=REVIEWED)
    few = asked()
    for person in staff(stage, office, 9):
        an_agreed_action(stage, person, kind="training")
        an_agreed_action(stage, person, measure=REVIEWED)

    assert asked() == few == 4  # who asks, and three of the page


LEFT_OUT: dict[str, dict[str, Any]] = {
    "without a measure": {"measure": None},
    "dropped": {"ending": "dropped"},
    "carried forward": {"ending": "carried_forward"},
    "long ago": {"agreed_on": date(2024, 4, 30)},
}


@pytest.mark.parametrize("why", LEFT_OUT)
def test_what_says_nothing_is_left_out(stage, office, why):
    for person in staff(stage, office, 6):
        an_agreed_action(stage, person, **LEFT_OUT[why])
    central = a_member(stage, "Cen Tral", None, Role.CENTRAL_OFFICE)

    _, board = lines(stage, central)

    assert board.table.total is None
    assert board.table.kept_back == ()


def test_by_measure_the_same_actions_stand_under_their_measures(stage, office):
    for person in staff(stage, office, 5):
        an_agreed_action(stage, person)
        an_agreed_action(stage, person, measure=REVIEWED)
    central = a_member(stage, "Cen Tral", None, Role.CENTRAL_OFFICE)

    found, board = lines(stage, central, Asked(by=By.MEASURE))

    assert found == {"timeliness:KPI_04": (5, 5), "review-item:I1": (5, 5)}
    assert board.titles["review-item:I1"] == "Facts, not opinions, in case reviews (I1)"
    assert board.table.total.people == 5


def test_a_region_sees_its_own_and_nothing_of_another(stage, office):
    south = stage.save(Region(name="South"))
    far = stage.save(Team(name="Far side", region_id=south.id))
    for person in staff(stage, office, 5):
        an_agreed_action(stage, person)
    for person in staff(stage, office, 7, far):
        an_agreed_action(stage, person)

    assert lines(stage, leader(stage, office))[0] == {"joint-visit": (5, 5)}
    specialist = leader(stage, office, Role.QUALITY_SPECIALIST, south)
    assert lines(stage, specialist)[0] == {"joint-visit": (7, 7)}
    central = a_member(stage, "Cen Tral", None, Role.CENTRAL_OFFICE)
    assert lines(stage, central)[0] == {"joint-visit": (12, 12)}


def test_fewer_than_five_are_kept_back_with_the_next_smallest(stage, office):
    for person in staff(stage, office, 9):
        an_agreed_action(stage, person)
    for person in staff(stage, office, 6):
        an_agreed_action(stage, person, kind="reading")
    an_agreed_action(stage, office.worker, kind="training")
    central = a_member(stage, "Cen Tral", None, Role.CENTRAL_OFFICE)

    found, board = lines(stage, central)

    assert found == {"joint-visit": (9, 9)}
    assert board.table.kept_back == ("reading", "training")
    assert board.table.total.people == 16


def test_narrowed_to_one_person_nothing_is_told(stage, office):
    an_agreed_action(stage, office.worker)
    central = a_member(stage, "Cen Tral", None, Role.CENTRAL_OFFICE)

    for by in By:
        found, board = lines(stage, central, Asked(by=by))
        assert found == {}
        assert board.table.total is None


def test_a_supervisor_sees_the_own_line_whole_however_small(stage, office):
    an_agreed_action(stage, office.worker)
    an_agreed_action(stage, office.colleague)  # of the team, not of the line
    an_agreed_action(stage, office.supervisor)

    assert lines(stage, office.supervisor)[0] == {"joint-visit": (1, 1)}
    assert lines(stage, office.manager)[0] == {"joint-visit": (2, 2)}
    _, board = lines(stage, office.supervisor, Asked(place=Place.REACH))
    assert board.place is Place.LINE  # there is no other to choose


def test_who_knows_their_own_line_works_out_nobody_else(stage, office):
    own = staff(stage, office, 4, supervised=True)
    others = staff(stage, office, 3)
    for person in (*own, *others):
        an_agreed_action(stage, person)
    stage.save(
        RoleGrant(person_id=office.supervisor.id, role=Role.TRAINING_LEAD.value, starts_on=LONG_AGO)
    )

    found, board = lines(stage, office.supervisor)
    assert board.places == [Place.LINE, Place.REACH]
    assert found == {}  # seven people, of whom the four are known: three would be left
    assert lines(stage, office.supervisor, Asked(place=Place.LINE))[0] == {"joint-visit": (4, 4)}


def test_an_open_action_counts_from_the_day_it_is_due(stage, office):
    an_agreed_action(stage, office.worker, ending=None)
    an_agreed_action(stage, office.worker, agreed_on=AGREED + timedelta(days=1))
    clocks_around(stage, office, (2, 9), (9, 9))

    _, board = lines(stage, office.supervisor)

    assert board.table.total.words[Word.IMPROVED] == 2


ROLES = {
    Role.SUPERVISOR: "yes",
    Role.MANAGER: "yes",
    Role.REGIONAL_LEADERSHIP: "yes",
    Role.QUALITY_SPECIALIST: "yes",
    Role.CENTRAL_OFFICE: "yes",
    Role.TRAINING_LEAD: "yes",
    Role.CASE_MANAGER: "403",
    Role.PEER_REVIEWER: "403",
    Role.SAFEGUARDING_LEAD: "403",
    Role.ADMINISTRATOR: "403",
    Role.AUDITOR: "403",
}


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_what_coaching_was_followed_by(stage, office, role):
    person = a_member(stage, "Some Body", None, role)

    assert stage.outcome(person, lambda w: many_effects.board(w, Asked())) == ROLES[role]


def test_the_table_names_every_role():
    assert set(ROLES) == set(Role)
    assert ON_TIME.code == "KPI_04"
