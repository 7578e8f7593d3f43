"""The conversation: what there is to talk about, and what becomes of each strand."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competency.assessments import queries
from competency.assessments.models import StrandAgreement
from tests.builders.appraisals import Made, agree_all, an_appraisal
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.document import words
from tests.support.pages import Form, Page
from tests.support.sending import send
from tests.support.statements import statements
from tests.web.assessments.conftest import Window

GAPS = {"SUP-1a": 2, "PLA-4a": -3, "ETH-1a": 1}
MOST_STATEMENTS = 12


@pytest.fixture
def made(stage: Stage) -> Made:
    return an_appraisal(stage, "revealed", gaps=GAPS)


@pytest.fixture
def me(client: CheckedClient, made: Made) -> CheckedClient:
    return client.sign_in(made.cast.practitioner)


def talk_form(page: Page, strand: str) -> Form:
    return page.form(f"{page.request.path.split('/talk')[0]}/talk/{strand}")


def outcomes(look: Session, made: Made) -> int:
    return look.scalar(select(func.count()).where(StrandAgreement.appraisal_id == made.id)) or 0


def test_the_largest_gap_comes_first_whichever_way_it_points(me: CheckedClient, made: Made) -> None:
    page = me.get(f"{made.path}/talk")

    cards = [e.get("id") for e in page.document.all("section") if "cb-card" in e.get("class", "")]
    assert cards == ["PLA-4a", "SUP-1a", "ETH-1a"]
    assert "3 to talk about, 0 agreed" in page.main


def test_either_sees_both_positions_and_both_comments(me: CheckedClient, made: Made) -> None:
    first = words(me.get(f"{made.path}/talk").document.by_id["SUP-1a"])

    assert "You: CMP2. Priya Nair: CMP1. 2 steps apart." in first
    assert "what the practitioner wrote about SUP-1a" in first
    assert "what the supervisor wrote about SUP-1a" in first


def test_agreeing_a_strand_leads_to_the_next_open_one(me: CheckedClient, made: Made) -> None:
    form = talk_form(me.get(f"{made.path}/talk"), "PLA-4a")

    answer = form.submit({"position": "3", "reason": "We looked at two plans"}, follow=False)

    assert answer.status_code == 302
    assert answer.location.endswith("/talk#SUP-1a")
    page = me.get(f"{made.path}/talk")
    assert "3 to talk about, 1 agreed" in page.main
    folded = words(page.document.by_id["PLA-4a"])
    assert "Working towards CMP2" in folded
    assert "We looked at two plans" in folded
    assert "Change PLA-4a" in page.links()


def test_an_agreement_without_a_reason_is_refused_and_nothing_typed_is_lost(
    me: CheckedClient, made: Made, look: Session
) -> None:
    answer = talk_form(me.get(f"{made.path}/talk"), "SUP-1a").submit({"position": "3"})

    assert answer.status_code == 422
    assert answer.errors == ["Say in a sentence why you settled on this."]
    assert answer.form().values["position"] == "3"
    assert outcomes(look, made) == 0


def test_not_applicable_needs_its_own_reason_beside_it(me: CheckedClient, made: Made) -> None:
    form = talk_form(me.get(f"{made.path}/talk"), "SUP-1a")

    answer = form.submit({"position": "na", "reason": "We checked the post"})

    assert answer.status_code == 422
    assert answer.errors == ["Say why this does not apply to the role."]
    assert answer.form().values["reason"] == "We checked the post"
    box = answer.document.by_id["not_applicable_reason"]
    assert box.get("aria-describedby") == "na-error"


def test_two_who_do_not_agree_write_down_both_reasons(
    me: CheckedClient, made: Made, look: Session
) -> None:
    form = talk_form(me.get(f"{made.path}/talk"), "SUP-1a")

    refused = form.submit({"self_reason": "I lead two"}, press="Leave it as not agreed (SUP-1a)")
    assert refused.status_code == 422
    assert refused.errors == ["Write down the supervisor's reason as well."]
    kept = refused.form().submit(
        {"supervisor_reason": "Not yet seen"}, press="Leave it as not agreed (SUP-1a)"
    )

    assert "0 agreed, 1 left as not agreed" in kept.main
    assert queries.agreements(look, made.id)["SUP-1a"].self_reason == "I lead two"


def test_what_the_other_recorded_meanwhile_is_shown_and_not_overwritten(
    window: Window, me: CheckedClient, made: Made, look: Session
) -> None:
    mine = talk_form(me.get(f"{made.path}/talk"), "SUP-1a")
    theirs = window(made.cast.supervisor)
    talk_form(theirs.get(f"{made.path}/talk"), "SUP-1a").submit(
        {"position": "2", "reason": "What the cases show"}
    )

    answer = mine.submit({"position": "4", "reason": "What I was told"})

    assert answer.status_code == 409
    assert "What the cases show" in words(answer.document.by_id["meanwhile"])
    assert answer.form().values["reason"] == "What I was told"
    assert queries.agreements(look, made.id)["SUP-1a"].mark.position == 2
    look.rollback()
    answer.form().submit(press="Save the change (SUP-1a)")
    assert queries.agreements(look, made.id)["SUP-1a"].mark.position == 4


def test_a_form_sent_twice_is_recorded_once(me: CheckedClient, made: Made, look: Session) -> None:
    form = talk_form(me.get(f"{made.path}/talk"), "SUP-1a")
    typed = {"position": "3", "reason": "We looked at two plans"}

    answers = [form.submit(typed, follow=False).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert outcomes(look, made) == 1


@pytest.mark.parametrize("position", ["7", "-1", "3.5", "", "9" * 40, "३"])
def test_a_position_off_the_scale_is_refused(
    me: CheckedClient, made: Made, look: Session, position: str
) -> None:
    form = talk_form(me.get(f"{made.path}/talk"), "SUP-1a")

    answer = form.submit({"reason": "Why"}, tampered={"position": position})

    assert answer.status_code == 422
    assert answer.errors
    assert outcomes(look, made) == 0


def test_a_strand_of_another_framework_is_refused_in_words(me: CheckedClient, made: Made) -> None:
    answer = send(me, f"{made.path}/talk/XYZ-1a", position="3", reason="Why")

    assert answer.status_code == 422
    assert "has no strand" in answer.main


def test_strands_on_which_both_said_the_same_are_agreed_together(
    me: CheckedClient, made: Made, look: Session
) -> None:
    page = me.get(f"{made.path}/talk")

    answer = page.form(f"{made.path}/talk/alike/AUT").submit()

    strands = len(made.framework.section("AUT").strands)
    assert f"Autonomous practice: {strands} strands agreed" in answer.text
    assert outcomes(look, made) == strands


def test_a_strand_that_nobody_rated_is_named_and_stays_unrated(
    stage: Stage, client: CheckedClient
) -> None:
    made = an_appraisal(stage, "revealed", gaps=GAPS, unrated=["LEA-1a"])
    client.sign_in(made.cast.practitioner)

    page = client.get(f"{made.path}/talk")

    assert "Rated by neither of you" in page.main
    assert client.get(f"{made.path}/talk/LEA-1a").status_code == 422


def test_one_section_can_be_talked_about_alone(me: CheckedClient, made: Made) -> None:
    page = me.get(f"{made.path}/talk").form("Show").submit({"section": "ETH"})

    assert "PLA-4a" not in page.document.by_id
    answer = talk_form(page, "ETH-1a").submit({"position": "3", "reason": "Why"}, follow=False)
    assert "section=ETH" in answer.location


@pytest.mark.parametrize("state", ["started", "half_rated", "self_submitted"])
@pytest.mark.parametrize("address", ["talk", "talk/SUP-1a", "levels", "objectives", "finish"])
def test_before_both_have_submitted_there_is_nothing_to_see(
    stage: Stage, client: CheckedClient, state: str, address: str
) -> None:
    made = an_appraisal(stage, state, gaps=GAPS)

    for person in (made.cast.practitioner, made.cast.supervisor, made.cast.manager):
        answer = client.sign_in(person).get(f"{made.path}/{address}")
        assert answer.status_code == 422
        assert "Both ratings must be submitted" in answer.main


def test_a_manager_reads_the_conversation_and_takes_no_part(
    client: CheckedClient, made: Made, look: Session
) -> None:
    client.sign_in(made.cast.manager)
    page = client.get(f"{made.path}/talk")

    assert "Asha Patel: CMP2. Priya Nair: CMP1." in page.main
    assert [f for f in page.document.all("form") if "/talk/" in (f.get("action") or "")] == []
    answer = send(client, f"{made.path}/talk/SUP-1a", position="3", reason="Mine", seq="0")
    assert answer.status_code == 403
    assert outcomes(look, made) == 0


def test_nobody_else_finds_the_conversation(client: CheckedClient, made: Made) -> None:
    for person in (made.cast.colleague, made.cast.administrator):
        client.sign_in(person)
        assert client.get(f"{made.path}/talk").status_code == 404
        answer = send(client, f"{made.path}/talk/SUP-1a", position="3", reason="Mine")
        assert answer.status_code == 404


def test_after_it_is_finished_nothing_changes_and_what_was_typed_stays_on_the_page(
    me: CheckedClient, made: Made
) -> None:
    form = talk_form(me.get(f"{made.path}/talk"), "SUP-1a")
    agree_all(made)
    me.get(f"{made.path}/finish").form().submit()

    answer = form.submit({"position": "6", "reason": "A late thought"})

    assert answer.status_code == 422
    assert "You have closed the conversation" in answer.errors[0]
    assert "A late thought" in answer.main


@pytest.mark.parametrize("address", ["talk", "talk/SUP-1a", "levels", "objectives", "finish"])
def test_a_page_of_the_conversation_asks_the_database_at_most_twelve_times(
    app: Flask, client: CheckedClient, made: Made, address: str
) -> None:
    for person in (made.cast.practitioner, made.cast.supervisor, made.cast.manager):
        client.sign_in(person)
        with statements(app) as asked:
            assert client.get(f"{made.path}/{address}").status_code == 200
        assert len(asked) <= MOST_STATEMENTS, "\n".join(asked)
