"""What came after an action: counted live, for the person and their line only."""

from datetime import date, timedelta

import pytest

from competency.coaching.domain.effect import Share, Span, Word
from competency.coaching.domain.measures import Measure, MeasureKind
from competency.coaching.service import effect, measuring
from competency.kernel.actor import Role
from competency.reviews.models import ReviewForm
from tests.builders.cases import Office, a_member, an_office
from tests.builders.clocks import MET, MISSED, RUNNING, Kept, keep
from tests.builders.effects import (
    AFTER,
    AGREED,
    BEFORE,
    ON_TIME,
    an_agreed_action,
    clocks_around,
)
from tests.builders.reviewed import reviewed
from tests.builders.reviews import a_department
from tests.builders.stage import Stage, a_line
from tests.support.statements import statements

REVIEWED = Measure(MeasureKind.REVIEW_ITEM, "I1")
SENTENCE = "Completion of Risk Assessment, on time (KPI_04)"


@pytest.fixture
def office(stage: Stage) -> Office:
    return an_office(stage)


def of(stage, person, action):
    return stage.ask(person, lambda w: effect.of_action(w, action.id))


def test_an_effect_says_before_and_after_with_n_and_word(stage, office):
    clocks_around(stage, office, (5, 12), (14, 16))
    action = an_agreed_action(stage, office.worker)

    with statements(stage.database) as seen:
        shown = of(stage, office.worker, action)

    assert shown.found.sentence == f"{SENTENCE}: 5 of 12 before, 14 of 16 after: improved"
    assert shown.found.windows.before == Span(date(2025, 3, 1), date(2025, 8, 1))
    assert shown.found.windows.after == Span(date(2025, 10, 1), date(2026, 3, 1))
    assert shown.found.months_after == 6
    assert shown.found.adjusted is None
    assert (shown.name, shown.owner) == ("Kit Worker", "Kit Worker")
    assert "no proof" in shown.cautions[0]
    assert 3 <= len(seen) <= 8


def test_neither_the_month_between_nor_other_clocks_nor_other_people_count(stage, office):
    clocks_around(stage, office, (5, 12), (14, 16))
    outside = [date(2025, 2, 28), date(2025, 9, 30), date(2026, 4, 1)]
    keep(stage, office, [Kept(day, MET, ON_TIME.code) for day in outside])
    clocks_around(stage, office, (0, 9), (9, 9), standard="KPI_06")
    clocks_around(stage, office, (0, 9), (9, 9), holder=office.colleague)

    found = of(stage, office.worker, an_agreed_action(stage, office.worker)).found

    assert (found.effect.before, found.effect.after) == (Share(5, 12), Share(14, 16))


def test_excused_clocks_count_raw_and_are_left_out_beside_it(stage, office):
    clocks_around(stage, office, (9, 10), (4, 10))
    excused = Kept(AFTER[0], MISSED, ON_TIME.code, adjusted="excused")
    keep(stage, office, [excused] * 2)

    found = of(stage, office.worker, an_agreed_action(stage, office.worker)).found

    assert found.effect.after == Share(4, 12)
    assert found.adjusted.after == Share(4, 10)
    assert found.effect.word is Word.WORSE


ENDINGS = [
    # ending, ended on; months after that are over, the end of the sentence
    ("complete", date(2026, 2, 3), 2, "too few to tell"),
    ("complete", None, 6, "improved"),
    (None, None, 6, "improved"),
    ("dropped", date(2025, 10, 1), 0, "nothing to compare, as it was dropped"),
    ("carried_forward", date(2025, 10, 1), 0, "nothing to compare, as it was carried forward"),
]


@pytest.mark.parametrize(("ending", "ended_on", "months", "words"), ENDINGS)
def test_after_begins_once_an_action_has_taken_hold(stage, office, ending, ended_on, months, words):
    clocks_around(stage, office, (5, 12), (14, 16))
    action = an_agreed_action(stage, office.worker, ending=ending, ended_on=ended_on)

    found = of(stage, office.worker, action).found

    assert found.sentence.endswith(words)
    assert found.months_after == months


def test_of_an_action_of_this_month_nothing_is_after_yet(stage, office):
    keep(stage, office, [Kept(date(2026, 4, 2), MET, ON_TIME.code)] * 9)
    action = an_agreed_action(stage, office.worker, agreed_on=date(2026, 5, 4), ending=None)

    found = of(stage, office.supervisor, action).found

    assert found.effect.before == Share(9, 9)
    assert found.effect.after == Share(0, 0)
    assert found.effect.word is Word.TOO_FEW
    assert found.effect.difference is None


def test_a_chart_needs_enough_and_knows_where_the_action_was_agreed(stage, office):
    clocks_around(stage, office, (5, 12), (14, 16))
    action = an_agreed_action(stage, office.worker)
    assert "clocks a month on average" in of(stage, office.worker, action).chart.reason

    clocks_around(stage, office, (20, 30), (30, 30))
    shown = of(stage, office.worker, action)
    assert shown.chart.reason is None
    assert shown.agreed_at == 6  # of twelve months that have any, the first one after


def test_an_action_without_a_measure_has_nothing_to_compare(stage, office):
    action = an_agreed_action(stage, office.worker, measure=None)

    assert stage.outcome(office.worker, lambda w: effect.of_action(w, action.id)) == "404"
    assert stage.ask(office.worker, lambda w: effect.effects_of(w, office.worker.id)) == []


def test_reviews_that_were_talked_over_are_a_measure_too(stage):
    made = a_department(stage, cases=0)
    answers = {1: "needs-improvement", 2: "strength"}
    for month in (1, 2):
        on = date(2026, month, 20)
        given = reviewed(stage, made, {"I1": answers[month]}, at=stage.clock().replace(month=month))
        stage.save(
            ReviewForm(
                review_id=given.id,
                written_by_id=made["supervisor"].id,
                written_at=stage.clock(),
                discussed_on=on,
            )
        )
    worker = made["worker"]
    action = an_agreed_action(
        stage, worker, measure=REVIEWED, agreed_on=date(2026, 2, 1), ending=None
    )

    found = of(stage, worker, action).found
    behind = stage.ask(worker, lambda w: effect.behind(w, action.id))

    assert found.sentence.startswith("Facts, not opinions, in case reviews (I1): 0 of 1 before")
    assert found.adjusted is None
    assert [(one.is_good, bool(reference)) for one, reference in behind.answers] == [(False, True)]


def test_what_was_counted_is_shown_one_by_one(stage, office):
    clocks_around(stage, office, (2, 3), (1, 2))
    action = an_agreed_action(stage, office.worker)

    found = stage.ask(office.supervisor, lambda w: effect.behind(w, action.id))

    assert [one.due_on for one in found.clocks] == [AFTER[1], AFTER[0], *reversed(BEFORE[:3])]
    assert all(one.reference for one in found.clocks)


def test_a_case_out_of_reach_is_counted_and_not_named(stage, office):
    elsewhere = a_member(stage, "Far Away", office.other_team, Role.CASE_MANAGER)
    a_line(stage, office.supervisor, elsewhere)
    keep(stage, office, [Kept(BEFORE[0], MET, ON_TIME.code, elsewhere)])
    action = an_agreed_action(stage, elsewhere)

    (clock,) = stage.ask(elsewhere, lambda w: effect.behind(w, action.id)).clocks

    assert clock.reference is None
    assert not clock.is_disposed


def test_a_clock_that_is_late_today_counts_where_it_was_due(stage, office):
    clocks_around(stage, office, (0, 8), (8, 8))
    keep(stage, office, [Kept(AFTER[5], RUNNING, ON_TIME.code)])
    action = an_agreed_action(stage, office.worker)

    found = of(stage, office.worker, action).found
    behind = stage.ask(office.worker, lambda w: effect.behind(w, action.id))

    assert found.effect.after == Share(8, 9)
    assert len(behind.clocks) == 17


def test_a_list_of_effects_costs_the_same_however_long_it_is(stage, office):
    clocks_around(stage, office, (5, 12), (14, 16))
    an_agreed_action(stage, office.worker)

    def ask():
        with statements(stage.database) as seen:
            found = stage.ask(office.worker, lambda w: effect.effects_of(w, office.worker.id))
        return found, len(seen)

    _, once = ask()
    for days in range(4):
        an_agreed_action(stage, office.worker, agreed_on=AGREED + timedelta(days=days))
    found, often = ask()

    assert 3 <= often == once <= 6
    assert [one.effect.word for one in found] == [Word.IMPROVED] * 5
    assert [one.action.agreed_on for one in found] == sorted(
        (one.action.agreed_on for one in found), reverse=True
    )


PEOPLE = ["worker", "supervisor", "manager", "colleague", "other supervisor", "former supervisor"]
ROLES = [
    *(Role.REGIONAL_LEADERSHIP, Role.QUALITY_SPECIALIST, Role.CENTRAL_OFFICE),
    *(Role.TRAINING_LEAD, Role.ADMINISTRATOR, Role.AUDITOR, Role.MANAGER),
]
TABLE = {
    # in the order of PEOPLE, then of ROLES
    "see the effect": "yes yes yes 404 404 404 404 404 404 404 404 404 404",
    "see what was counted": "yes yes yes 404 404 404 404 404 404 404 404 404 404",
    "list the effects": "1 1 1 0 0 0 0 0 0 0 0 0 0",
}


@pytest.mark.parametrize("what", TABLE)
def test_only_the_person_and_their_line_see_an_effect(stage, office, what):
    other = a_member(stage, "Olga Other", office.team, Role.SUPERVISOR)
    former = a_member(stage, "Fay Former", office.team, Role.SUPERVISOR)
    a_line(stage, other, office.colleague)
    cast = [office.worker, office.supervisor, office.manager, office.colleague, other, former]
    cast += [a_member(stage, f"Ro {role.value}", None, role) for role in ROLES]
    action = an_agreed_action(stage, office.worker)

    def outcome(person):
        if what == "list the effects":
            listed = stage.ask(person, lambda w: effect.effects_of(w, office.worker.id))
            return str(len(listed))
        doing = {
            "see the effect": lambda w: effect.of_action(w, action.id),
            "see what was counted": lambda w: effect.behind(w, action.id),
        }[what]
        return stage.outcome(person, doing)

    assert len(cast) == len(PEOPLE) + len(ROLES)
    assert " ".join(map(outcome, cast)) == TABLE[what]


def test_a_measure_that_no_version_has_is_called_by_its_code():
    gone = Measure(MeasureKind.REVIEW_ITEM, "Z9")

    assert measuring.words_of(gone) == "Z9, in case reviews (Z9)"
