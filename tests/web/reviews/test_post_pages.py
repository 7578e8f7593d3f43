"""Who reviews: peers, vacant posts, and the reviewers of the second level."""

import pytest
from flask import Flask

from competency.reviews.domain.levels import Level, State
from competency.reviews.models import Review
from tests.builders.reviews import (
    Department,
    a_department,
    a_draw,
    a_review,
    add_cases,
    reviews_of,
    set_past_the_rules,
    the_four,
)
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.statements import statements

MOST_STATEMENTS = 12


@pytest.fixture
def made(stage: Stage) -> Department:
    """A department whose May cases were drawn."""
    made = a_department(stage)
    a_draw(stage)
    return made


def now(stage: Stage, review: Review) -> Review:
    return reviews_of(stage, id=review.id)[0]


def test_a_supervisor_hands_a_case_to_a_peer_and_takes_it_back(
    made: Department, stage: Stage, client: CheckedClient
) -> None:
    review = the_four(stage, made["supervisor"])[0]
    page = client.sign_in(made["supervisor"]).get(f"/reviews/{review.id}")
    page = page.follow("Choose who reviews this case")
    assert "It stays one of your four" in page.main

    page = page.form("Save").submit({"reviewer": made["peer"].id})
    assert "Pia Peer reviews this case now." in page.main
    assert now(stage, review).reviewer_id == made["peer"].id

    page = page.follow("Choose who reviews this case")
    page.form("Save").submit({"reviewer": made["supervisor"].id})
    assert now(stage, review).reviewer_id == made["supervisor"].id


def test_a_fifth_case_is_refused_and_the_page_says_who_cannot(
    made: Department, stage: Stage, client: CheckedClient
) -> None:
    for one in the_four(stage, made["other supervisor"]):
        set_past_the_rules(stage, one.id, reviewer_id=made["peer"].id)
    review = the_four(stage, made["supervisor"])[0]
    page = client.sign_in(made["supervisor"]).get(f"/reviews/{review.id}/reviewer")
    why = "Pia Peer has 4 first-level reviews in this month already, and nobody has more."
    assert why in page.main

    for person, said in (
        ("peer", why),
        ("worker", "is or was the key worker of this case"),
        ("far peer", "nor a peer reviewer of this programme and region"),
    ):
        if person == "worker" and review.worker_id != made["worker"].id:
            person = "second worker"
        refused = page.form("Save").submit(tampered={"reviewer": str(made[person].id)})
        assert refused.status_code == 422
        assert said in refused.errors[0]
    nobody = page.form("Save").submit(tampered={"reviewer": "9" * 30})
    assert nobody.errors == ["Choose somebody who works here."]
    assert page.form("Save").submit({"reviewer": ""}).errors == ["Choose who reviews it."]
    assert now(stage, review).reviewer_id == made["supervisor"].id


@pytest.mark.parametrize(
    ("who", "first", "second"),
    [
        ("supervisor", 200, 403),
        ("specialist", 200, 200),
        ("leadership", 403, 403),
        ("central", 403, 403),
        ("far specialist", 404, 404),
        ("worker", 403, 403),
        ("peer", 404, 404),
    ],
)
def test_who_may_choose_a_reviewer(
    made: Department, stage: Stage, client: CheckedClient, who: str, first: int, second: int
) -> None:
    flagged = next(
        one
        for one in reviews_of(stage, level="second", region_id=made.north.id)
        if one.supervisor_id == made["supervisor"].id
    )
    for one in (flagged.id, flagged.first_id):
        set_past_the_rules(stage, one or 0, worker_id=made["worker"].id)
    client.sign_in(made[who])

    assert client.get(f"/reviews/{flagged.first_id}/reviewer").status_code == first
    assert client.get(f"/reviews/{flagged.id}/reviewer").status_code == second


def test_the_specialist_un_assigns_a_vacant_post_and_assigns_again(
    made: Department, stage: Stage, client: CheckedClient
) -> None:
    a_review(stage, made, State.SUBMITTED)
    page = client.sign_in(made["specialist"]).get("/reviews/posts?month=2026-05")
    row = next(r for r in page.rows if r[0] == "Sue Visor")
    assert row[1:] == ["1 of 4", "3 openUn-assign the reviews of Sue Visor", "None"]
    assert "Fin Visor" not in page.main

    page = page.follow("Un-assign the reviews of Sue Visor")
    assert "3 open reviews will not be done at the first level." in page.main
    empty = page.form("Un-assign").submit({"words": "Back in July."})
    assert empty.errors == ["Choose why the post is vacant."]
    odd = empty.form("Un-assign").submit(tampered={"vacancy": "holiday"})
    assert odd.status_code == 422
    assert odd.form("Un-assign").values["words"] == "Back in July."
    page = odd.form("Un-assign").submit({"vacancy": "leave"})

    assert "3 reviews un-assigned. The second level goes ahead." in page.main
    row = next(r for r in page.rows if r[0] == "Sue Visor")
    assert row[2] == "None"
    assert row[3].count("On leave Assign") == 3
    open_ones = [r for r in the_four(stage, made["supervisor"]) if r.state == State.UNASSIGNED]
    page = client.get(f"/reviews/{open_ones[0].id}").follow("Choose who reviews this case")
    page.form("Save").submit({"reviewer": made["peer"].id})
    assert now(stage, open_ones[0]).state == State.DRAWN
    again = client.get(f"/reviews/posts/{made['supervisor'].id}/unassign?month=2026-05")
    assert "No review of this post is open in this month." in again.main


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("specialist", "/reviews/posts?month=2026-99", 200),
        ("specialist", "/reviews/posts/{far}/unassign?month=2026-05", 404),
        ("specialist", "/reviews/posts/{near}/unassign?month=2026-04", 404),
        ("specialist", "/reviews/posts/{near}/unassign?month=May", 404),
        ("specialist", "/reviews/posts/{near}/unassign", 404),
        ("supervisor", "/reviews/posts", 403),
        ("supervisor", "/reviews/posts/{near}/unassign?month=2026-05", 403),
        ("central", "/reviews/posts", 403),
        ("leadership", "/reviews/second-level", 403),
        ("worker", "/reviews/second-level", 403),
        ("specialist", "/reviews/second-level?month=nonsense&region=99", 200),
    ],
)
def test_pages_of_posts_are_the_specialists_of_the_region(
    made: Department, client: CheckedClient, who: str, path: str, status: int
) -> None:
    client.sign_in(made[who])
    path = path.format(far=made["far supervisor"].id, near=made["supervisor"].id)

    assert client.get(path).status_code == status


def test_the_second_level_is_assigned_by_hand_in_the_first_week(
    made: Department, stage: Stage, client: CheckedClient, clock
) -> None:
    early = client.sign_in(made["specialist"]).get("/reviews/second-level?month=2026-05")
    assert "is assigned from 1 June on" in early.main
    assert "Save the reviewers" not in early.main
    clock.move(days=25)

    links = client.sign_in(made["specialist"]).get("/reviews").document.all("a")
    href = next(a.get("href", "") for a in links if "second-level?" in a.get("href", ""))
    page = client.get(href)
    flagged = [r for r in reviews_of(stage, level="second") if r.region_id == made.north.id]
    form = page.form("Save the reviewers")
    assert "from Monday 1 June 2026 to Sunday 7 June 2026" in page.main
    chosen = {f"reviewer_{one.id}": made["specialist"].id for one in flagged[:2]}
    done = form.submit({**chosen, f"reviewer_{flagged[2].id}": made["leadership"].id})

    assert "3 second-level reviewers assigned." in done.main
    assert [now(stage, one).reviewer_id for one in flagged[:4]] == [
        made["specialist"].id,
        made["specialist"].id,
        made["leadership"].id,
        None,
    ]
    same = done.form("Save the reviewers").submit()
    assert "0 second-level reviewers assigned." in same.main


def test_one_reviewer_who_cannot_keeps_all_that_was_chosen_and_saves_nothing(
    made: Department, stage: Stage, client: CheckedClient, clock
) -> None:
    clock.move(days=25)
    flagged = [r for r in reviews_of(stage, level="second") if r.region_id == made.north.id]
    set_past_the_rules(stage, flagged[1].first_id or 0, reviewer_id=made["peer"].id)
    page = client.sign_in(made["specialist"]).get("/reviews/second-level?month=2026-05")
    assert "Pia Peer has the first-level review of this case." in page.main

    refused = page.form("Save the reviewers").submit(
        {f"reviewer_{flagged[0].id}": made["leadership"].id},
        tampered={f"reviewer_{flagged[1].id}": str(made["peer"].id)},
    )

    assert refused.status_code == 422
    assert "The second level needs somebody else." in refused.errors[0]
    kept = refused.form("Save the reviewers").values
    assert kept[f"reviewer_{flagged[0].id}"] == str(made["leadership"].id)
    assert now(stage, flagged[0]).reviewer_id is None


def test_after_the_first_week_it_is_said_to_be_late(
    made: Department, stage: Stage, client: CheckedClient, clock
) -> None:
    a_review(stage, made, State.SUBMITTED, level=Level.SECOND)
    clock.move(days=35)

    page = client.sign_in(made["specialist"]).get("/reviews/second-level?month=2026-05")

    assert "That week is over. You can still assign, and it is noted as late." in page.main
    assert "Complete" in page.main


def test_the_pages_ask_the_database_few_times_however_many_cases_there_are(
    stage: Stage, app: Flask, client: CheckedClient, clock
) -> None:
    made = a_department(stage)
    add_cases(stage, made, made["other worker"], made.hillside, [f"X-{n}" for n in range(9)])
    a_draw(stage)
    review = the_four(stage, made["supervisor"])[0]
    clock.move(days=25)
    for who, path in (
        ("supervisor", f"/reviews/{review.id}/reviewer"),
        ("specialist", f"/reviews/{review.id}/reviewer"),
        ("specialist", "/reviews/posts?month=2026-05"),
        ("specialist", f"/reviews/posts/{made['supervisor'].id}/unassign?month=2026-05"),
        ("specialist", "/reviews/second-level?month=2026-05"),
    ):
        client.sign_in(made[who])
        with statements(app) as asked:
            assert client.get(path).status_code == 200
        assert len(asked) <= MOST_STATEMENTS, (path, asked)
