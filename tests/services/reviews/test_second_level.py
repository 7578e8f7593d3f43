"""The second level is blind until it is submitted; then both stand side by side."""

from datetime import date

import pytest

from competency.kernel.errors import Stale
from competency.reviews import permissions
from competency.reviews.service import loading, reading, second_level
from tests.builders.cases import on_day
from tests.builders.review_sheets import a_form, a_pulled_case, done


@pytest.fixture
def pulled(stage):
    return a_pulled_case(stage)


@pytest.fixture
def both(stage, pulled):
    a_form(stage, pulled, bad=("I1", "I2", "H1"))
    done(on_day(stage, date(2026, 6, 10)), pulled, level="second", bad=("I1", "I4"))
    return pulled


def beside(pulled):
    return lambda w: second_level.side_by_side(w, pulled.second)


def resolve(pulled, item="I2", agreed="strength", words="The quotes are there.", version=0):
    return lambda w: second_level.resolve(w, pulled.second, item, agreed, words, version)


def reads(review_id):
    return lambda w: loading.load(w, review_id, permissions.READ)


def test_the_first_level_is_closed_to_the_second_until_it_is_submitted(stage, pulled):
    a_form(stage, pulled)
    assert stage.outcome(pulled.specialist, reads(pulled.first)) == "403"
    assert stage.outcome(pulled.specialist, beside(pulled)) == "not_started"

    done(stage, pulled, level="second")

    assert stage.outcome(pulled.specialist, reads(pulled.first)) == "yes"
    assert stage.outcome(pulled.specialist, beside(pulled)) == "yes"


def test_both_levels_stand_side_by_side_with_their_differences(stage, both):
    found = stage.ask(both.specialist, beside(both))

    pairs = {
        pair.item.code: (pair.first, pair.second, pair.verdict.value)
        for pair in found.pairs
        if pair.to_resolve
    }
    assert pairs == {
        "H1": ("no", "yes", "different"),
        "H2": ("strength", "", "only-first"),
        "I2": ("needs-improvement", "strength", "different"),
        "I4": ("strength", "needs-improvement", "different"),
    }
    assert found.unresolved == ("H1", "H2", "I2", "I4")
    assert found.agreed == len(found.pairs) - 4
    assert found.first_rows["I2"].narrative == "Why I2."
    assert found.form is not None


def test_supervisor_and_worker_read_it_and_others_do_not(stage, both):
    office = both.made.office

    assert stage.outcome(both.supervisor, beside(both)) == "yes"
    assert stage.outcome(office.worker, beside(both)) == "yes"
    assert stage.outcome(office.colleague, beside(both)) == "404"


def test_a_case_without_its_first_level_has_nothing_to_compare(stage, pulled):
    done(stage, pulled, level="second")

    assert stage.outcome(pulled.specialist, beside(pulled)) == "no_first_level"


def test_a_first_level_review_has_no_second_side(stage, both):
    ask = lambda w: second_level.side_by_side(w, both.first)  # noqa: E731

    assert stage.outcome(both.supervisor, ask) == "404"


def test_what_came_of_a_difference_is_recorded_and_the_answers_stay(stage, both):
    row = stage.do(both.specialist, resolve(both))
    again = stage.do(
        both.specialist,
        resolve(both, agreed="", words="We still differ.", version=row.version),
    )

    found = stage.ask(both.specialist, beside(both))
    assert found.unresolved == ("H1", "H2", "I4")
    assert (again.agreed, again.words) == ("", "We still differ.")
    assert found.first_rows["I2"].answer == "needs-improvement"


RESOLVED = [
    ({}, "yes"),
    ({"item": "I3"}, "no_difference"),
    ({"item": "A5"}, "no_difference"),
    ({"agreed": "yes"}, "unknown_answer"),
    ({"words": "  "}, "words_needed"),
    ({"item": "H2", "agreed": ""}, "yes"),
]


@pytest.mark.parametrize(("given", "outcome"), RESOLVED)
def test_what_may_be_resolved(stage, both, given, outcome):
    assert stage.outcome(both.specialist, resolve(both, **given)) == outcome


def test_only_the_second_level_reviewer_resolves_and_coaches(stage, both):
    coach = lambda w: second_level.coach(w, both.second, "Look at H1 together.")  # noqa: E731

    for act in (resolve(both), coach):
        assert stage.outcome(both.specialist, act) == "yes"
        assert stage.outcome(both.supervisor, act) == "403"
        assert stage.outcome(both.worker, act) == "403"


def test_two_windows_lose_no_resolution(stage, both):
    stage.do(both.specialist, resolve(both))

    with pytest.raises(Stale) as stale:
        stage.do(both.specialist, resolve(both, words="Mine."))

    assert stale.value.theirs.facts == [("What came of it", "The quotes are there.")]


def test_coaching_notes_are_the_supervisors_and_not_the_workers(stage, both):
    for words in ("Look at H1 together.", "Ask for quotes."):
        stage.do(both.specialist, lambda w, said=words: second_level.coach(w, both.second, said))
    notes = lambda w: [one.words for one in reading.second_page(w, both.second).notes]  # noqa: E731

    assert stage.ask(both.supervisor, notes) == ["Look at H1 together.", "Ask for quotes."]
    assert stage.ask(both.worker, notes) == []


def test_coaching_notes_follow_a_second_level_review_and_say_something(stage, both):
    first = lambda w: second_level.coach(w, both.first, "Well done.")  # noqa: E731
    empty = lambda w: second_level.coach(w, both.second, " ")  # noqa: E731

    assert stage.outcome(both.supervisor, first) == "not_second_level"
    assert stage.outcome(both.specialist, empty) == "words_needed"
