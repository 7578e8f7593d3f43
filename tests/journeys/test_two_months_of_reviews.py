"""Two months of case reviews by their pages: from the draw to the scores of the quarter.

Sue supervises Kit and Wes, Ola supervises Oz; Pia is a peer reviewer and Quin the quality
specialist of their region. Each rule is first tried the wrong way.
"""

from collections import Counter
from datetime import date

import pytest
from flask import Flask

from competency.reviews.models import Review
from tests.builders.review_sheets import fill, start, submit
from tests.builders.reviewed import reviewed
from tests.builders.reviews import a_department, a_draw, reviews_of, set_past_the_rules
from tests.builders.stage import Stage
from tests.conftest import FixedClock
from tests.journeys.reviewing import (
    SAVE,
    Story,
    a_story,
    answer_all,
    answers,
    first_section,
    refused,
    waiting,
)
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.sending import send

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
QUOTA = 4
SEED = "2026"
ASK = "Ask for another case"
COMMENT = "I see the first point otherwise."


@pytest.fixture
def story(app: Flask, client: CheckedClient, stage: Stage, clock: FixedClock) -> Story:
    return a_story(app, client, stage, clock)


def test_two_months_from_the_draw_to_the_scores_of_the_quarter(story: Story) -> None:
    draw_may(story)
    substituted, substitute = replace_one(story)
    hand_over(story)
    after_the_twelfth(story, substitute)
    done = review_one(story)
    mentor(story, done)
    review_by_builder(story, substitute)
    who_is_missing(story)
    draw_june(story, [*story.four(MAY), story.review(substitute), story.review(substituted)])
    second = second_level(story, done)
    resolve(story, second)
    how_they_agree(story)
    the_quarter(story, done)
    assert "whole" in story.command("audit", "verify")


def draw_may(story: Story) -> None:
    """Draw by command on the 4th, twice the same; on the 6th everybody is told of their own."""
    story.until(5, 4)
    said = story.command("reviews", "draw", "--month", "2026-05", "--seed", SEED)
    assert "First level: 12 cases of 3 supervisors." in said
    again = story.command("reviews", "draw", "--month", "2026-05")
    assert again.replace("Drawn already", "Drawn") == said
    assert [len(story.four(MAY, who)) for who in ("supervisor", "other supervisor")] == [QUOTA] * 2

    story.until(5, 6)
    story.command("notifications", "send")
    page = story.sit("supervisor").get("/reviews")
    assert len(waiting(page)) == QUOTA
    for review, said in zip(
        sorted(story.four(MAY), key=story.reference), waiting(page), strict=True
    ):
        assert story.reference(review) in said
        assert "By Tuesday 12 May 2026" in said
    references = [story.reference(one) for one in story.four(MAY)]
    told = story.client.get("/notices").main
    assert [ref for ref in references if ref not in told] == []
    own = story.sit("worker").get("/reviews")
    assert {row[2] for row in own.rows[1:]} <= {"Kit Worker"}


def replace_one(story: Story) -> tuple[int, int]:
    """Ask for another case, for no reason and then for one; return both reviews' numbers."""
    story.until(5, 8)
    review = story.four(MAY)[-1]
    page = story.sit("supervisor").get(f"/reviews/{review.id}")
    form = page.follow("Ask for another case instead").form(ASK)
    for reason, words in (
        ("too-much-work", "A case is replaced only for one of these reasons"),
        ("past-due-investigation", "is no reason"),
    ):
        page = refused(form.submit({"words": "Kept."}, tampered={"reason": reason}), words)
        assert page.form(ASK).values["words"] == "Kept."
    assert reviews_of(story.stage, id=review.id)[0].state == "drawn"
    page = page.form(ASK).submit({"reason": "sealed"})
    assert "Until it is granted, this case stays yours to review." in page.main

    page = story.sit("specialist").get("/reviews/substitutions")
    page = page.follow(f"Decide on {story.reference(review)}")
    refused(page.form("Decide").submit({"outcome": "refused"}), "Say why this case is reviewed")
    page = page.form("Decide").submit({"outcome": "granted"})
    assert "The next case of the draw is reviewed instead." in page.main
    new = next(r for r in reviews_of(story.stage, replaces_id=review.id) if r.level == "first")
    assert new.position == QUOTA + 1
    assert story.reference(new) in page.main
    return review.id, new.id


def hand_over(story: Story) -> None:
    """Ola gives her four to Pia; Sue cannot give Pia a fifth, nor a worker their own case."""
    pia = story.made["peer"]
    for review in story.four(MAY, "other supervisor"):
        page = story.sit("other supervisor").get(f"/reviews/{review.id}/reviewer")
        assert (
            "Pia Peer reviews this case now." in page.form("Save").submit({"reviewer": pia.id}).main
        )
    review = story.four(MAY)[0]
    page = story.sit("supervisor").get(f"/reviews/{review.id}")
    form = page.follow("Choose who reviews this case").form("Save")
    for who, words in (
        (pia.id, "has 4 first-level reviews in this month already, and nobody has more."),
        (review.worker_id, "is or was the key worker of this case. Nobody reviews their own."),
    ):
        refused(form.submit(tampered={"reviewer": str(who)}), words)
    assert story.review(review.id).reviewer_id == story.made["supervisor"].id


def after_the_twelfth(story: Story, review_id: int) -> None:
    """Ask for another case a day too late: the page says so, and so does who sends all the same."""
    address = f"/reviews/{review_id}/substitute"
    kept = dict(story.sit("supervisor").get(address).form(ASK).values)
    story.until(5, 13)
    said = "could be asked for until 12 May."
    page = story.sit("supervisor").get(address)
    assert said in page.main
    kept.pop("csrf_token")
    late = send(story.client, address, **(kept | {"reason": "sealed"}))
    assert late.status_code == 422
    assert said in late.main
    assert story.review(review_id).state == "drawn"


def review_one(story: Story) -> int:
    """Do a review with two windows open; submit it once its words are there."""
    review = story.four(MAY)[0]
    page = story.sit("supervisor").get(f"/reviews/{review.id}").follow("Start this review")
    page = page.form().submit()
    assert "Started. Answers are saved as you go." in page.text

    page = first_section(page)
    address = page.request.path
    two_windows(page)
    page = confirm_what_the_dates_say(story, review)
    page = answer_all(story.client.get(address), bad=("I1", "I2"), silent=("I1",))
    assert "Words still to write" in page.main
    assert "I1 Facts, not opinions" in page.links()
    refused(send_early(story, review), "1 answer without a narrative: I1.")
    page = story.client.get(f"/reviews/{review.id}/section/I")
    page.form(SAVE).submit({"I1-narrative": "Why I1."}, press=SAVE)
    page = story.client.get(f"/reviews/{review.id}/submit").form("Submit this review").submit()
    assert "Submitted. This review is complete." in page.text
    return review.id


def two_windows(page: Page) -> None:
    """Save in one window; the other is told of it with both versions, and what it typed stays."""
    first, other = page.form(SAVE), page.form(SAVE)
    item = next(name for name in answers(first) if name.endswith("-answer")).removesuffix("-answer")
    well = answers(first)[f"{item}-answer"]
    worse = answers(other, bad=(item,))[f"{item}-answer"]
    narrative = f"{item}-narrative"
    first.submit({f"{item}-answer": well, narrative: "As one saw it."}, press="Save")
    page = other.submit({f"{item}-answer": worse, narrative: "As the other did."}, press="Save")
    assert page.status_code == 409
    assert "As one saw it." in page.main
    assert page.form(SAVE).values[narrative] == "As the other did."


def confirm_what_the_dates_say(story: Story, review: Review) -> Page:
    page = story.client.get(f"/reviews/{review.id}/section/B")
    assert "The dates propose" in page.main
    button = next(name for name in page.form(SAVE).buttons if name.startswith("Confirm"))
    page = page.form(SAVE).submit(press=button)
    assert "and you confirmed it." in page.main
    return page


def send_early(story: Story, review: Review) -> Page:
    """Submit although the page offers no button for it."""
    version = story.review(review.id).version
    return send(story.client, f"/reviews/{review.id}/submit", version=str(version))


def mentor(story: Story, review_id: int) -> None:
    """Draft the form, talk it over, let the worker acknowledge it and put something right."""
    story.until(5, 15)
    worker, address = story.worker_of(story.review(review_id)), f"/reviews/{review_id}/form"
    page = story.sit("supervisor").get(address).form("Draft the form").submit()
    page = page.form().submit({"strengths": "Warm and exact."})
    assert "I1 Facts, not opinions: Why I1." in page.main
    early = story.sit(worker).get(f"{address}/acknowledge").form().submit({"comment": COMMENT})
    assert refused(early, "Talk the form over first").form().values["comment"] == COMMENT
    page = story.sit("supervisor").get(address).follow("We talked it over").form().submit()
    assert "Talked over on Friday 15 May 2026." in page.main

    page = story.sit(worker).get(address).follow("Acknowledge").form().submit({"comment": COMMENT})
    assert COMMENT in page.main
    link = "Report it as put right: I1 Facts, not opinions: Why I1."
    page = page.follow(link).form().submit({"words": "Both notes are rewritten."})
    assert "Reported as put right on 15 May 2026" in page.main
    story.until(5, 20)
    page = story.sit("supervisor").get(address)
    assert COMMENT in page.main
    page = page.follow(link.replace("Report it as put right", "Look at it again"))
    page = page.form().submit({"outcome": "corrected", "words": "Seen in both notes."})
    assert "Put right Looked at again on 20 May 2026." in page.main


def review_by_builder(story: Story, review_id: int) -> None:
    """Do a second review of the month, without a look at its pages."""
    sue = story.made["supervisor"]
    start(story.stage, sue, review_id)
    fill(story.stage, sue, review_id)
    submit(story.stage, sue, review_id)


def who_is_missing(story: Story) -> None:
    """Learn on the 26th who has not completed theirs; they and their line are told once."""
    story.until(5, 26)
    story.command("notifications", "send")
    page = story.sit("specialist").get("/reviews").follow("What is missing")
    assert "First level, May 2026: 2 of 8 (25 %) complete" in page.main
    missing = [row for row in page.rows if row[0] in story.made.cases]
    assert Counter(row[1] for row in missing) == {"Sue Visor": 2, "Pia Peer": QUOTA}
    assert all("Lee North, 26 May 2026" in row[5] for row in missing)
    assert "Fay Worker" not in page.main
    notices = story.sit("supervisor").get("/notices").main
    assert "2 first level reviews are not complete for May 2026" in notices


def draw_june(story: Story, before: list[Review]) -> None:
    """Draw the next month: nothing that May drew comes again."""
    story.until(6, 4)
    page = story.sit("central").get("/reviews/draws").follow("Draw a month")
    again = page.form("draw").submit({"seed": SEED}, tampered={"month": "2026-05"})
    refused(again, "Only this month's and the next month's")
    page = page.form("draw").submit({"month": "2026-06", "seed": SEED})
    assert reviews_of(story.stage, level="first", due_on=date(2026, 6, 25)) == []
    page = page.form("draw").submit(press="Draw these now")
    assert page.heading == "The draw of June 2026"
    assert "The same list came out" in page.follow("Make it again").main
    twice = story.client.get("/reviews/draws/new").form("draw").submit({"month": "2026-06"})
    refused(twice, "The cases of June 2026 have been drawn already.")
    drawn = story.four(JUNE)
    assert len(drawn) == QUOTA
    assert not {one.case_id for one in drawn} & {one.case_id for one in before}


def second_level(story: Story, first_id: int) -> int:
    """Assign the second level, which sees nothing of the first until its own is in."""
    second = reviews_of(story.stage, first_id=first_id)[0]
    address = "/reviews/second-level?month=2026-05"
    form = story.sit("specialist").get(address).form("Save the reviewers")
    field = f"reviewer_{second.id}"
    for who, words in (
        (story.made["supervisor"].id, "has the first-level review of this case."),
        (second.worker_id, "Nobody reviews their own."),
    ):
        refused(form.submit(tampered={field: str(who)}), words)
    page = form.submit({field: story.made["specialist"].id})
    assert "1 second-level reviewer assigned." in page.main

    page = story.client.get(f"/reviews/{second.id}").follow("Start this review").form().submit()
    blind(story, first_id, second.id)
    page = answer_all(first_section(page), bad=("I1", "I4"))
    blind(story, first_id, second.id)
    page.form("Submit this review").submit()
    assert "Why I2." in story.client.get(f"/reviews/{first_id}/section/I").main
    return second.id


def blind(story: Story, first_id: int, second_id: int) -> None:
    """Look for the first level's answers in each place where they could stand."""
    for tail in ("/section/I", "/form", ".pdf"):
        assert story.client.get(f"/reviews/{first_id}{tail}").status_code == 403
    assert "How far it is" not in story.client.get(f"/reviews/{first_id}").main
    behind = story.client.get("/reviews/glance/I1/behind.csv").text
    assert story.reference(story.review(first_id)) not in behind
    assert story.client.get(f"/reviews/{second_id}/levels").status_code == 422
    assert "No case that you can see" in story.client.get("/reviews/calibration").main


def resolve(story: Story, second_id: int) -> None:
    """Look at both levels, say what came of each difference, write to the supervisor."""
    address = f"/reviews/{second_id}/levels"
    page = story.sit("specialist").get(address)
    assert "Of 33 items, both levels gave 31 the same answer." in page.main
    for item, agreed in (("I2", "strength"), ("I4", "none")):
        form = page.follow(f"Record what came of it ({item})").form()
        refused(form.submit({"agreed": agreed}), "Say what you made of the difference.")
        page = form.submit({"agreed": agreed, "words": f"What came of {item}."})
        assert f"What came of {item}." in page.main
    page = page.form("Save the note").submit({"words": "Look at I2 together."})
    assert "Look at I2 together." in story.sit("supervisor").get(address).main
    worker = story.worker_of(story.review(second_id))
    assert "Look at I2 together." not in story.sit(worker).get(address).main


def how_they_agree(story: Story) -> None:
    """See how far the two agree, by name in the region and without names in central office."""
    page = story.sit("specialist").get("/reviews/calibration")
    assert "items that both rated. Weighted kappa is" in page.main
    assert "No single item has 20 answers from both yet" in page.main
    assert "Sue Visor" in [row[0] for row in page.rows]
    assert "Sue Visor" not in story.sit("central").get("/reviews/calibration").main


def the_quarter(story: Story, first_id: int) -> None:
    """Read the quarter's scores: of the two first-level reviews, one is good on I1."""
    page = story.sit("central").get("/reviews/glance?section=I")
    scores = {row[0].split()[0]: row[-2] for row in page.rows}
    assert scores["I1"].startswith("1 of 2")
    assert scores["I3"].startswith("2 of 2")
    behind = story.client.get("/reviews/glance/I1/behind.csv").text
    assert f"{story.reference(story.review(first_id))},North" in behind
    second = story.client.get("/reviews/glance?section=I&level=second")
    scores = {row[0].split()[0]: row[-2] for row in second.rows}
    assert scores["I1"].startswith("0 of 1")


def test_calibration_says_nothing_below_its_minimum_and_names_it(
    stage: Stage, client: CheckedClient
) -> None:
    made = a_department(stage, cases=1)
    draw_id = a_draw(stage).draw_id
    client.sign_in(made["specialist"])

    for n in range(1, 21):
        first = reviewed(stage, made, {"I1": "strength" if n % 2 else "needs-improvement"})
        set_past_the_rules(stage, first.id, draw_id=draw_id)
        both = reviews_of(stage, id=first.id)[0]
        second = reviewed(stage, made, {"I1": "strength"}, second_of=both)
        set_past_the_rules(stage, second.id, draw_id=draw_id)
        if n == 19:
            page = client.get("/reviews/calibration")
            assert "There are 19 items with an answer from both. Below 20 nothing is" in page.main
            assert "Weighted kappa is" not in page.main.partition("What this says")[0]

    page = client.get("/reviews/calibration")
    assert "The same answer was given on 10 of 20 (50 %) items that both rated." in page.main
