"""Who may do what in and after a review, as one readable table."""

from datetime import date

import pytest

from competency.reviews import permissions
from competency.reviews.service import (
    answering,
    correcting,
    mentoring,
    reading,
    second_level,
)
from competency.reviews.service.answering import Entry, Start
from competency.reviews.service.correcting import ReReview
from competency.reviews.service.loading import load
from competency.reviews.service.mentoring import Written
from tests.builders.cases import around
from tests.builders.review_sheets import a_form, a_pulled_case, done, row, start

# The supervisor reviews at the first level, "reviewer" at the second. "second" supervises the
# worker too, "lead" a colleague of the team, "specialist" is the region's.
PEOPLE = [
    "worker",
    "colleague",
    "supervisor",
    "reviewer",
    "second",
    "lead",
    "manager",
    "specialist",
    "far specialist",
    "safeguarding",
    "central",
    "training_lead",
    "administrator",
    "auditor",
]
OTHERS = "404 404 403 404 404 404"  # far specialist, safeguarding, central, and those who see none
TABLE = {
    # in the order of PEOPLE
    "start": f"403 404 yes 403 403 404 403 403 {OTHERS}",
    "answer": f"403 404 yes 403 403 404 403 403 {OTHERS}",
    # who may submit hears that items are still open
    "submit": f"403 404 not_complete 403 403 404 403 403 {OTHERS}",
    "see it": "yes 404 yes yes yes 404 yes yes 404 404 yes 404 404 404",
    "read it while it is under way": f"403 404 yes 403 403 404 403 403 {OTHERS}",
    "read its form": "yes 404 yes 403 yes 404 yes 403 404 404 yes 404 404 404",
    "write its form": f"403 404 yes 403 403 404 403 403 {OTHERS}",
    "acknowledge its form": f"yes 404 403 403 403 404 403 403 {OTHERS}",
    "report a correction": f"yes 404 yes 403 403 404 403 403 {OTHERS}",
    "look at a correction again": f"403 404 yes 403 403 404 403 403 {OTHERS}",
    "see both levels": "yes 404 yes yes yes 404 yes yes 404 404 yes 404 404 404",
    "resolve a difference": f"403 404 403 yes 403 404 403 403 {OTHERS}",
    "write a coaching note": f"403 404 403 yes 403 404 403 403 {OTHERS}",
    "read the coaching notes": "403 404 yes yes 403 404 403 yes 404 404 yes 404 404 404",
}
TODAY = date(2026, 5, 8)
UNDER_WAY = ("start", "answer", "submit", "read it while it is under way")
AFTER_BOTH = ("see both levels", "resolve a difference", "write a coaching note",
              "read the coaching notes")  # fmt: skip


def attempt(what, stage, pulled):
    """Return the piece of work of this line of the table, with what it needs there already."""
    first, second = pulled.first, pulled.second
    if what in UNDER_WAY:
        if what != "start":
            start(stage, pulled.supervisor, first)
        version = row(stage, first).version
        return {
            "start": lambda w: answering.start(w, first, Start(elements=()), version),
            "answer": lambda w: answering.answer(w, first, Entry(item="I1", answer="strength")),
            "submit": lambda w: answering.submit(w, first, version),
            "read it while it is under way": lambda w: reading.form_page(w, first),
        }[what]
    if what in AFTER_BOTH:
        done(stage, pulled, bad=("I2",))
        done(stage, pulled, level="second")
        return {
            "see both levels": lambda w: reading.second_page(w, second),
            "resolve a difference": lambda w: second_level.resolve(
                w, second, "I2", "", "We still differ.", 0
            ),
            "write a coaching note": lambda w: second_level.coach(w, second, "Look at I2."),
            "read the coaching notes": lambda w: load(w, second, permissions.SEE_COACHING),
        }[what]
    form = a_form(stage, pulled)
    if what not in ("see it", "read its form", "write its form"):
        form = stage.do(
            pulled.supervisor, lambda w: mentoring.discussed(w, form.id, TODAY, form.version)
        )
    found = stage.ask(pulled.supervisor, lambda w: reading.form_page(w, first).corrections)
    correction = found[0]
    look = ReReview(on=TODAY, outcome="dropped", words="A slip of ours.")
    return {
        "see it": lambda w: reading.page(w, first),
        "read its form": lambda w: reading.form_page(w, first),
        "write its form": lambda w: mentoring.write_form(
            w, form.id, Written(strengths="Warm.", needs=""), form.version
        ),
        "acknowledge its form": lambda w: mentoring.acknowledge(w, form.id, "", form.version),
        "report a correction": lambda w: correcting.correction_done(
            w, correction.id, TODAY, "", correction.version
        ),
        "look at a correction again": lambda w: correcting.re_review(
            w, correction.id, look, correction.version
        ),
    }[what]


@pytest.mark.parametrize("what", TABLE)
def test_who_may(what, stage):
    pulled = a_pulled_case(stage)
    people = around(stage, pulled.made.office) | {"reviewer": pulled.specialist}
    work = attempt(what, stage, pulled)

    found = [stage.outcome(people[who], work) for who in PEOPLE]

    assert dict(zip(PEOPLE, found, strict=True)) == dict(
        zip(PEOPLE, TABLE[what].split(), strict=True)
    )
