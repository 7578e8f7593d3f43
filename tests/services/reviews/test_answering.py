"""Doing a review: its elements, its answers as it goes, its submission."""

from datetime import date

import pytest
from sqlalchemy import select

from competency.cases.models import CaseAssignment
from competency.kernel.errors import Stale
from competency.reviews.domain.prefilling import read_shown
from competency.reviews.models import Review, ReviewTally
from competency.reviews.service import answering
from competency.reviews.service.answering import Entry, Start
from competency.timeliness.domain.results import Result
from tests.builders.cases import on_day
from tests.builders.review_sheets import (
    a_pulled_case,
    answers,
    done,
    fill,
    give,
    row,
    start,
    submit,
)


@pytest.fixture
def pulled(stage):
    return a_pulled_case(stage)


def beginning(pulled, *elements, version=1, **more):
    return lambda w: answering.start(w, pulled.first, Start(elements=elements, **more), version)


def tally(stage):
    def read(work):
        rows = work.session.scalars(select(ReviewTally).order_by(ReviewTally.item))
        return {(one.quarter, one.level, one.item, one.answer): one.reviews for one in rows}

    return stage.ask(None, read)


def test_the_record_proposes_the_elements(stage, pulled):
    found = stage.ask(pulled.supervisor, lambda w: answering.propose(w, pulled.first))

    assert found.elements == ("new-referral", "in-contact", "first-contact", "planned")
    assert found.investigation is None
    assert found.reference == "C-0001"


def test_starting_keeps_what_the_clocks_say_with_their_dates(stage, pulled):
    review = start(stage, pulled.supervisor, pulled.first)

    assert (review.state, review.target_client) == ("started", "The client of C-0001")
    kept = answers(stage, pulled.first)
    assert {item: one.suggested for item, one in kept.items()} == {
        "A2": "yes",
        "A3": "yes",
        "B1": "yes",
        "C1": "no",
        "D1": "yes",
        "D3": "yes",
    }
    assert {one.answer for one in kept.values()} == {""}
    (clock,) = read_shown(kept["B1"].shown)
    assert (clock.standard, clock.start_on, clock.end_on, clock.result) == (
        "KPI_03",
        date(2026, 3, 5),
        date(2026, 3, 6),
        Result.MET,
    )


def test_elements_can_be_chosen_again_and_answers_stay(stage, pulled):
    start(stage, pulled.supervisor, pulled.first)
    give(stage, pulled.supervisor, pulled.first, "B2", "strength", "He laughed.")
    began = row(stage, pulled.first)

    again = start(stage, pulled.supervisor, pulled.first, "in-contact")

    assert again.started_at == began.started_at
    assert answers(stage, pulled.first)["B2"].narrative == "He laughed."


# what is chosen, what is said
STARTS = [
    ({"elements": ("sunshine",)}, "unknown_element"),
    ({"elements": ("away-from-home",)}, "no_target_client"),
    ({"elements": ("investigation",)}, "no_investigation"),
    ({"elements": ("investigation",), "investigated_on": date(2025, 5, 4)}, "outside_period"),
    ({"elements": ("investigation",), "investigated_on": date(2026, 5, 5)}, "outside_period"),
    ({"elements": ("investigation",), "investigated_on": date(2026, 5, 4)}, "yes"),
    ({"elements": ("away-from-home",), "target_client": "the elder brother"}, "yes"),
    ({"elements": ()}, "yes"),
]


@pytest.mark.parametrize(("chosen", "outcome"), STARTS)
def test_what_may_be_chosen(stage, pulled, chosen, outcome):
    begin = lambda w: answering.start(w, pulled.first, Start(**chosen), 1)  # noqa: E731

    assert stage.outcome(pulled.supervisor, begin) == outcome


def test_only_the_reviewer_fills_in_a_review(stage, pulled):
    office = pulled.made.office

    assert stage.outcome(pulled.supervisor, beginning(pulled, "in-contact")) == "yes"
    assert stage.outcome(office.worker, beginning(pulled, "in-contact")) == "403"
    assert stage.outcome(pulled.specialist, beginning(pulled, "in-contact")) == "403"
    assert stage.outcome(office.colleague, beginning(pulled, "in-contact")) == "404"


def test_nobody_reviews_a_case_they_held_in_the_period(stage, pulled):
    stage.save(
        CaseAssignment(
            case_id=pulled.made.id,
            seq=99,
            person_id=pulled.supervisor.id,
            team_id=pulled.made.office.team.id,
            from_on=date(2026, 5, 7),
            at=stage.clock(),
        )
    )

    assert stage.outcome(pulled.supervisor, beginning(pulled, "in-contact")) == "own_case"


def entry(item, answer, words="", version=0):
    return Entry(item=item, answer=answer, narrative=words, version=version)


def test_answers_are_saved_one_by_one(stage, pulled):
    start(stage, pulled.supervisor, pulled.first, "in-contact")

    saved = give(stage, pulled.supervisor, pulled.first, "B2", "strength", " He chose the place. ")

    kept = answers(stage, pulled.first)["B2"]
    assert (kept.answer, kept.narrative, kept.confirmed) == (
        "strength", "He chose the place.", False,
    )  # fmt: skip
    assert (saved.version, saved.progress.answered) == (kept.version, 1)


def test_a_narrative_may_follow_and_an_answer_may_be_opened_again(stage, pulled):
    start(stage, pulled.supervisor, pulled.first, "in-contact")
    give(stage, pulled.supervisor, pulled.first, "B2", "needs-improvement")
    lacking = give(stage, pulled.supervisor, pulled.first, "I1", "strength").progress
    told = give(stage, pulled.supervisor, pulled.first, "B2", "needs-improvement", "Said why.")
    opened = give(stage, pulled.supervisor, pulled.first, "B2", "", "Said why.")

    assert lacking.narratives == ("B2",)
    assert told.progress.narratives == ()
    assert "B2" in opened.progress.unanswered


def test_the_same_again_changes_nothing(stage, pulled):
    start(stage, pulled.supervisor, pulled.first, "in-contact")
    first = give(stage, pulled.supervisor, pulled.first, "B2", "strength")

    again = stage.do(
        pulled.supervisor,
        lambda w: answering.answer(w, pulled.first, entry("B2", "strength", version=0)),
    )

    assert (again.version, again.at) == (first.version, first.at)


def test_confirming_what_the_dates_say_and_differing_from_it(stage, pulled):
    start(stage, pulled.supervisor, pulled.first)
    begun = give(stage, pulled.supervisor, pulled.first, "I1", "strength").progress
    confirmed = give(stage, pulled.supervisor, pulled.first, "B1", "yes")
    was = answers(stage, pulled.first)["B1"].confirmed
    differing = give(stage, pulled.supervisor, pulled.first, "B1", "not-applicable")

    assert "B1" in begun.unanswered
    assert "B1" not in confirmed.progress.unanswered
    assert was
    assert not answers(stage, pulled.first)["B1"].confirmed
    assert "B1" in differing.progress.narratives


ENTRIES = [
    (entry("B9", "strength"), "unknown_item"),
    (entry("B2", "yes"), "unknown_answer"),
    (entry("A1", "strength"), "does_not_apply"),
    (entry("H2", "strength"), "does_not_apply"),
    (entry("B2", "strength", "x" * 8_001), "too_long"),
    (entry("B2", "strength", "x" * 8_000), "yes"),
]


@pytest.mark.parametrize(("given", "outcome"), ENTRIES)
def test_what_may_be_answered(stage, pulled, given, outcome):
    start(stage, pulled.supervisor, pulled.first, "in-contact")

    save = lambda w: answering.answer(w, pulled.first, given)  # noqa: E731
    assert stage.outcome(pulled.supervisor, save) == outcome


def test_nothing_is_answered_before_the_start(stage, pulled):
    save = lambda w: answering.answer(w, pulled.first, entry("I1", "strength"))  # noqa: E731

    assert stage.outcome(pulled.supervisor, save) == "not_started"


def test_two_at_once_see_both_versions_and_nothing_is_lost(stage, pulled):
    start(stage, pulled.supervisor, pulled.first, "in-contact")
    give(stage, pulled.supervisor, pulled.first, "B2", "strength", "He chose the place.")

    with pytest.raises(answering.AnsweredMeanwhile) as overtaken:
        stage.do(
            pulled.supervisor,
            lambda w: answering.answer(
                w, pulled.first, entry("B2", "needs-improvement", "He did not.")
            ),
        )

    stale = overtaken.value
    assert stale.mine.facts == [
        ("Answer", "Area needing improvement"),
        ("Narrative", "He did not."),
    ]
    assert stale.theirs.by == "Sue Visor, 10:30"
    assert stale.theirs.facts == [("Answer", "Strength"), ("Narrative", "He chose the place.")]
    assert stale.row.answer == "strength"
    assert answers(stage, pulled.first)["B2"].narrative == "He chose the place."


def test_a_review_with_open_items_or_narratives_is_not_submitted(stage, pulled):
    start(stage, pulled.supervisor, pulled.first, "new-referral")
    send = lambda w: answering.submit(w, pulled.first, row(stage, pulled.first).version)  # noqa: E731

    assert stage.outcome(pulled.supervisor, send) == "not_complete"
    fill(stage, pulled.supervisor, pulled.first)
    give(stage, pulled.supervisor, pulled.first, "I1", "needs-improvement")
    assert stage.outcome(pulled.supervisor, send) == "not_complete"
    give(stage, pulled.supervisor, pulled.first, "I1", "needs-improvement", "Two notes guess.")
    assert stage.outcome(pulled.supervisor, send) == "yes"


def test_a_submitted_review_is_complete_and_sealed(stage, pulled):
    review = done(stage, pulled)

    assert (review.state, review.submitted_at) == ("submitted", stage.clock())
    save = lambda w: answering.answer(w, pulled.first, entry("I1", "strength"))  # noqa: E731
    again = lambda w: answering.submit(w, pulled.first, review.version)  # noqa: E731
    begin = beginning(pulled, "in-contact", version=review.version)
    assert [stage.outcome(pulled.supervisor, one) for one in (save, again, begin)] == [
        "submitted"
    ] * 3


def test_somebody_else_changed_the_review_meanwhile(stage, pulled):
    start(stage, pulled.supervisor, pulled.first)

    with pytest.raises(Stale):
        stage.do(pulled.supervisor, beginning(pulled, "in-contact", version=1))


def test_a_submission_counts_its_answers_for_the_quarter(stage, pulled):
    start(stage, pulled.supervisor, pulled.first)
    fill(stage, pulled.supervisor, pulled.first, bad=("H1", "I2"))
    # An answer to an item that no longer applies is not counted.
    start(stage, pulled.supervisor, pulled.first, "in-contact")
    fill(stage, pulled.supervisor, pulled.first)
    submit(stage, pulled.supervisor, pulled.first)

    counts = tally(stage)
    quarter = date(2026, 4, 1)
    assert counts[quarter, "first", "I1", "strength"] == 1
    assert counts[quarter, "first", "I2", "needs-improvement"] == 1
    assert counts[quarter, "first", "H2", "strength"] == 1
    assert not [key for key in counts if key[2].startswith("A")]


def test_levels_and_quarters_are_counted_apart(stage, pulled):
    done(stage, pulled)
    july = on_day(stage, date(2026, 7, 1))
    done(july, pulled, level="second", bad=("I1",))

    counts = {key: count for key, count in tally(stage).items() if key[2] == "I1"}

    assert counts == {
        (date(2026, 4, 1), "first", "I1", "strength"): 1,
        (date(2026, 7, 1), "second", "I1", "needs-improvement"): 1,
    }


def test_a_review_that_is_not_done_takes_no_answers(stage, pulled):
    with stage.database.aside() as session:
        session.get_one(Review, pulled.first).state = "unassigned"
        session.flush()
        session.info.pop("changed", None)  # a row of a test: the trail need not hear of it

    assert stage.outcome(pulled.supervisor, beginning(pulled, "in-contact", version=2)) == (
        "not_done"
    )
