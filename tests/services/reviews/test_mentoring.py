"""The strengthening and mentoring form, and the corrections that follow from it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from competency.kernel.errors import Stale
from competency.reviews.models import ReviewCorrection
from competency.reviews.service import correcting, mentoring
from competency.reviews.service.correcting import ReReview
from competency.reviews.service.mentoring import Written
from tests.builders.cases import on_day
from tests.builders.review_sheets import a_form, a_pulled_case, done

TODAY = date(2026, 5, 8)


@pytest.fixture
def pulled(stage):
    return a_pulled_case(stage)


@pytest.fixture
def form(stage, pulled):
    return a_form(stage, pulled)


def corrections(stage, form):
    def read(work):
        found = select(ReviewCorrection).where(ReviewCorrection.form_id == form.id)
        return list(work.session.scalars(found.order_by(ReviewCorrection.id)))

    return stage.ask(None, read)


def talk(form, on=TODAY):
    return lambda w: mentoring.discussed(w, form.id, on, form.version)


def talked_over(stage, pulled, form):
    return stage.do(pulled.supervisor, talk(form))


def test_the_form_is_drafted_from_the_answers(stage, pulled, form):
    (correction,) = corrections(stage, form)

    assert form.needs == "I1 Facts, not opinions: Why I1."
    assert form.strengths.startswith("A1 Consent before referral: Why A1.\n")
    assert (correction.item, correction.words, correction.owner_id, correction.due_on) == (
        "I1",
        "I1 Facts, not opinions: Why I1.",
        pulled.worker.id,
        TODAY + timedelta(days=30),
    )


def test_it_is_drafted_once(stage, pulled, form):
    again = stage.do(pulled.supervisor, lambda w: mentoring.draft_form(w, pulled.first))

    assert again.id == form.id
    assert len(corrections(stage, form)) == 1


def test_there_is_no_form_before_submission_nor_after_a_second_level(stage, pulled):
    draft = lambda w: mentoring.draft_form(w, pulled.first)  # noqa: E731
    second = lambda w: mentoring.draft_form(w, pulled.second)  # noqa: E731

    assert stage.outcome(pulled.supervisor, draft) == "403"
    done(stage, pulled, level="second")
    assert stage.outcome(pulled.specialist, second) == "not_first_level"


def write(form, version=None, **parts):
    words = {"strengths": "Warm.", "needs": "Quotes."} | parts
    return lambda w: mentoring.write_form(
        w, form.id, Written(**words), form.version if version is None else version
    )


def test_the_reviewer_writes_it_and_two_windows_lose_nothing(stage, pulled, form):
    changed = stage.do(pulled.supervisor, write(form))

    assert (changed.strengths, changed.needs) == ("Warm.", "Quotes.")
    with pytest.raises(Stale) as stale:
        stage.do(pulled.supervisor, write(form, needs="Other."))
    assert stale.value.mine.facts[1] == ("Needs", "Other.")
    assert stale.value.theirs.facts[1] == ("Needs", "Quotes.")


def test_only_reviewer_writes_and_only_the_worker_acknowledges(stage, pulled, form):
    office = pulled.made.office
    talked = talked_over(stage, pulled, form)
    acknowledge = lambda w: mentoring.acknowledge(w, form.id, "", talked.version)  # noqa: E731

    assert stage.outcome(office.worker, write(form)) == "403"
    assert stage.outcome(office.colleague, write(form)) == "404"
    assert stage.outcome(pulled.specialist, write(form)) == "403"
    assert stage.outcome(pulled.supervisor, acknowledge) == "403"
    assert stage.outcome(office.worker, acknowledge) == "yes"


# on which day they talked, what comes of it
DAYS = [
    (date(2026, 5, 7), "before_review"),
    (date(2026, 5, 8), "yes"),
    (date(2026, 5, 9), "future"),
]


@pytest.mark.parametrize(("on", "outcome"), DAYS)
def test_it_is_talked_over_after_the_review_and_not_tomorrow(stage, pulled, form, on, outcome):
    assert stage.outcome(pulled.supervisor, talk(form, on)) == outcome


def test_an_empty_form_is_not_talked_over(stage, pulled, form):
    empty = stage.do(pulled.supervisor, write(form, strengths=" ", needs=""))

    assert stage.outcome(pulled.supervisor, talk(empty)) == "nothing_written"


def test_the_worker_acknowledges_with_a_comment_and_the_form_is_sealed(stage, pulled, form):
    early = lambda w: mentoring.acknowledge(w, form.id, "", form.version)  # noqa: E731
    assert stage.outcome(pulled.worker, early) == "not_discussed"
    talked = talked_over(stage, pulled, form)

    sealed = stage.do(
        pulled.worker,
        lambda w: mentoring.acknowledge(w, form.id, " I see it otherwise. ", talked.version),
    )

    assert (sealed.worker_comment, sealed.acknowledged_at) == (
        "I see it otherwise.",
        stage.clock(),
    )
    assert stage.outcome(pulled.supervisor, write(sealed)) == "acknowledged"
    add = lambda w: correcting.add_correction(w, form.id, "More.", TODAY)  # noqa: E731
    assert stage.outcome(pulled.supervisor, add) == "acknowledged"


ADDED = [
    ("Quote the client.", TODAY, "", "yes"),
    ("Quote the client.", date(2026, 6, 7), "I3", "yes"),
    ("Quote the client.", date(2026, 6, 8), "", "due_outside_limit"),
    ("Quote the client.", date(2026, 5, 7), "", "due_outside_limit"),
    (" ", TODAY, "", "words_needed"),
    ("Quote the client.", TODAY, "Z1", "unknown_item"),
]


@pytest.mark.parametrize(("words", "due", "item", "outcome"), ADDED)
def test_corrections_have_words_and_a_day_within_the_limit(
    stage, pulled, form, words, due, item, outcome
):
    add = lambda w: correcting.add_correction(w, form.id, words, due, item)  # noqa: E731

    assert stage.outcome(pulled.supervisor, add) == outcome


def test_a_drafted_correction_is_changed_or_taken_away_until_it_was_talked_over(
    stage, pulled, form
):
    (row,) = corrections(stage, form)
    changed = stage.do(
        pulled.supervisor,
        lambda w: correcting.change_correction(w, row.id, "Quote.", TODAY, row.version),
    )
    assert (changed.words, changed.due_on) == ("Quote.", TODAY)
    remove = lambda w: correcting.remove_correction(w, row.id, changed.version)  # noqa: E731

    assert stage.outcome(pulled.supervisor, remove) == "yes"
    talked_over(stage, pulled, form)
    assert stage.outcome(pulled.supervisor, remove) == "discussed"


def report(row, on=TODAY):
    return lambda w: correcting.correction_done(w, row.id, on, "All five rewritten.", row.version)


def test_a_correction_is_tracked_to_its_re_review(stage, pulled, form):
    (row,) = corrections(stage, form)
    assert stage.outcome(pulled.worker, report(row)) == "not_discussed"
    talked_over(stage, pulled, form)
    look = ReReview(on=TODAY, outcome="corrected", words="Seen in three notes.")
    early = lambda w: correcting.re_review(w, row.id, look, row.version)  # noqa: E731
    assert stage.outcome(pulled.supervisor, early) == "not_done"

    reported = stage.do(pulled.worker, report(row))
    again = lambda w: correcting.re_review(w, row.id, look, reported.version)  # noqa: E731
    assert stage.outcome(pulled.worker, again) == "403"
    seen = stage.do(pulled.supervisor, again)

    assert (reported.done_on, reported.done_words) == (TODAY, "All five rewritten.")
    assert (seen.outcome, seen.re_reviewed_on, seen.outcome_words) == (
        "corrected",
        TODAY,
        "Seen in three notes.",
    )
    assert stage.outcome(pulled.supervisor, lambda w: correcting.re_review(
        w, row.id, look, seen.version)) == "looked_at"  # fmt: skip


def test_what_is_still_open_gets_a_new_day(stage, pulled, form):
    (row,) = corrections(stage, form)
    talked_over(stage, pulled, form)
    later = on_day(stage, date(2026, 6, 7))
    look = ReReview(
        on=date(2026, 6, 7), outcome="still-open", words="Two left.", due_on=date(2026, 6, 20)
    )

    later.do(pulled.supervisor, lambda w: correcting.re_review(w, row.id, look, row.version))

    old, new = corrections(stage, form)
    assert (old.outcome, new.outcome) == ("still-open", "")
    assert (new.item, new.words, new.due_on) == (old.item, old.words, date(2026, 6, 20))


LOOKS = [
    (ReReview(on=TODAY, outcome="fine"), "unknown_outcome"),
    (ReReview(on=TODAY, outcome="dropped"), "words_needed"),
    (ReReview(on=TODAY, outcome="dropped", words="It was a slip of ours."), "yes"),
    (ReReview(on=TODAY, outcome="still-open"), "due_needed"),
    (ReReview(on=TODAY, outcome="still-open", due_on=date(2026, 7, 1)), "due_outside_limit"),
    (ReReview(on=date(2026, 5, 9), outcome="dropped", words="A slip."), "future"),
]


@pytest.mark.parametrize(("looked", "outcome"), LOOKS)
def test_what_a_second_look_may_find(stage, pulled, form, looked, outcome):
    (row,) = corrections(stage, form)
    talked_over(stage, pulled, form)
    look = lambda w: correcting.re_review(w, row.id, looked, row.version)  # noqa: E731

    assert stage.outcome(pulled.supervisor, look) == outcome


def test_a_changed_correction_is_shown_before_it_is_changed_again(stage, pulled, form):
    (row,) = corrections(stage, form)

    with pytest.raises(Stale) as stale:
        stage.do(
            pulled.supervisor,
            lambda w: correcting.change_correction(w, row.id, "Mine.", TODAY, row.version + 1),
        )

    assert stale.value.mine.facts == [("You wrote", "Mine.")]
    assert stale.value.theirs.facts[0] == ("It says", row.words)


@pytest.mark.parametrize("act", ["form", "correction"])
def test_what_is_not_there_is_not_found(stage, pulled, form, act):
    acts = {
        "form": lambda w: mentoring.write_form(w, 999, Written(strengths="", needs=""), 1),
        "correction": lambda w: correcting.correction_done(w, 999, TODAY, "", 1),
    }

    assert stage.outcome(pulled.supervisor, acts[act]) == "404"
