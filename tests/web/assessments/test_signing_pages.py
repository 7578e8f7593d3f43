"""Both sign what they read; then it never changes, and only a new revision can."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competency.assessments.models import Appraisal, Signature, StrandAgreement
from competency.infra.work import Work
from competency.kernel.actor import SYSTEM
from competency.people.models import SupervisionLine
from tests.builders.appraisals import Made, an_appraisal
from tests.builders.stage import Stage
from tests.conftest import FixedClock
from tests.support.client import PASSWORD, CheckedClient
from tests.support.pages import Page
from tests.support.sending import send
from tests.support.statements import statements

MOST_STATEMENTS = 12
THE_SIGNATURE = {"password": PASSWORD}
SIGN = "Sign this appraisal"


@pytest.fixture
def made(stage: Stage) -> Made:
    return an_appraisal(stage, "agreed", gaps={"SUP-1a": 2})


def sign_page(client: CheckedClient, made: Made, who: str) -> Page:
    return client.sign_in(getattr(made.cast, who)).get(f"{made.path}/sign")


def signatures(look: Session, made: Made) -> int:
    look.rollback()
    return look.scalar(select(func.count()).where(Signature.appraisal_id == made.id)) or 0


def test_everything_that_is_signed_can_be_read(client: CheckedClient, made: Made) -> None:
    page = sign_page(client, made, "practitioner")

    for text in (
        "what the practitioner wrote about SUP-1a",
        "what the supervisor wrote about SUP-1a",
        "We looked at cases together for SUP-1a",
        "Works securely in leadership",
        "Lead two planning meetings",
        "Case Management Framework, version 1.0",
    ):
        assert text in page.main


def test_the_second_signature_seals_and_leads_to_the_record(
    client: CheckedClient, made: Made, look: Session
) -> None:
    first = sign_page(client, made, "practitioner").form(SIGN).submit(THE_SIGNATURE)
    assert first.heading == "Waiting for signatures"

    done = sign_page(client, made, "supervisor").form(SIGN).submit(THE_SIGNATURE)

    assert done.heading == "Both have signed"
    assert {f"{made.path}.pdf", f"{made.path}/picture"} <= set(done.links().values())
    record = done.follow("Read or print the record")
    assert "Asha Patel, as practitioner, Case manager, on 8 May 2026 at 10:30" in record.main
    assert "Priya Nair, as supervisor, on 8 May 2026 at 10:30" in record.main
    row = look.get(Appraisal, made.id)
    assert row is not None
    assert row.seal is not None
    assert row.seal in record.main
    assert "What stands on this page is what was signed" in record.main


def test_a_wrong_password_signs_nothing_and_says_so_beside_its_box(
    client: CheckedClient, made: Made, look: Session
) -> None:
    answer = sign_page(client, made, "practitioner").form(SIGN).submit({"password": "wrong"})

    assert answer.status_code == 422
    assert answer.errors == ["That is not your password. Enter it again; nothing is lost."]
    assert "Works securely in leadership" in answer.main
    assert signatures(look, made) == 0


def test_no_password_is_asked_for_again(client: CheckedClient, made: Made) -> None:
    answer = sign_page(client, made, "practitioner").form(SIGN).submit()

    assert answer.status_code == 422
    assert answer.errors == ["Enter your password to sign."]


def test_too_many_wrong_passwords_have_to_wait(
    client: CheckedClient, made: Made, look: Session
) -> None:
    form = sign_page(client, made, "practitioner").form(SIGN)

    statuses = [form.submit({"password": "wrong"}).status_code for _ in range(6)]

    assert statuses[:5] == [422] * 5
    assert statuses[5] == 429
    assert form.submit(THE_SIGNATURE).status_code == 429
    assert signatures(look, made) == 0


def test_a_hand_signs_once(client: CheckedClient, made: Made, look: Session) -> None:
    page = sign_page(client, made, "practitioner")
    form = page.form(SIGN)
    form.submit(THE_SIGNATURE)

    again = form.submit(THE_SIGNATURE, tampered={"form_key": "another"})

    assert again.status_code == 422
    assert again.errors == ["You have signed this. The other signature is missing."]
    assert signatures(look, made) == 1


def test_content_that_changed_since_it_was_shown_is_not_signed(
    app: Flask, client: CheckedClient, made: Made, look: Session
) -> None:
    form = sign_page(client, made, "practitioner").form(SIGN)
    other = app.test_client()
    assert isinstance(other, CheckedClient)
    page = other.sign_in(made.cast.supervisor).get(f"{made.path}/sign")
    page.form("Open the conversation again").submit()
    strand = other.get(f"{made.path}/talk/SUP-1a").form()
    strand.submit({"position": "6", "reason": "A second thought"})
    other.get(f"{made.path}/finish").form().submit()

    answer = form.submit(THE_SIGNATURE)

    assert answer.status_code == 422
    assert "no longer the one you were shown" in answer.errors[0]
    assert "A second thought" in answer.main
    assert signatures(look, made) == 0
    assert answer.form(SIGN).submit(THE_SIGNATURE).heading == "Waiting for signatures"


@pytest.mark.parametrize(
    ("who", "status"), [("manager", 403), ("colleague", 404), ("administrator", 404)]
)
def test_nobody_but_the_two_signs(
    client: CheckedClient, made: Made, look: Session, who: str, status: int
) -> None:
    shown = sign_page(client, made, "practitioner").form(SIGN).values["shown"]
    client.sign_in(getattr(made.cast, who))

    answer = send(client, f"{made.path}/sign", password=PASSWORD, shown=shown)

    assert answer.status_code == status
    assert signatures(look, made) == 0


def test_a_supervisor_whose_line_has_ended_does_not_sign(
    client: CheckedClient, made: Made, look: Session, stage: Stage, clock: FixedClock
) -> None:
    form = sign_page(client, made, "supervisor").form(SIGN)
    end_line(stage, made, clock().date())
    clock.move(days=1)
    client.sign_in(made.cast.supervisor)

    answer = send(client, f"{made.path}/sign", password=PASSWORD, shown=form.values["shown"])

    assert answer.status_code == 403
    assert "Your supervision of this person has ended" in answer.main
    assert signatures(look, made) == 0


def end_line(stage: Stage, made: Made, day: date) -> None:
    with stage.database.writing() as session:
        Work(actor=SYSTEM, now=stage.clock(), session=session).record("rows of a test")
        line = session.get(SupervisionLine, made.cast.line.id)
        assert line is not None
        line.ends_on = day
        session.commit()


def test_opening_the_conversation_again_voids_a_signature_and_says_so(
    client: CheckedClient, made: Made, look: Session
) -> None:
    sign_page(client, made, "practitioner").form(SIGN).submit(THE_SIGNATURE)

    page = sign_page(client, made, "supervisor")
    answer = page.form("Open the conversation again").submit()

    assert "The signature given before is void; both sign anew." in answer.text
    assert answer.heading == "What there is to talk about"
    voided = look.scalars(select(Signature.voided_at)).one()
    assert voided is not None


def test_after_sealing_every_change_is_refused_in_words(
    client: CheckedClient, stage: Stage, look: Session
) -> None:
    made = an_appraisal(stage, "signed")
    before = look.scalar(select(func.count(StrandAgreement.id)))
    client.sign_in(made.cast.supervisor)
    tries = [
        ("talk/SUP-1a", {"position": "6", "reason": "Later"}),
        ("talk/alike/SUP", {}),
        ("levels/SUP", {"words": "Later", "seq": "1"}),
        ("objectives/1/remove", {}),
        ("finish", {"version": str(made.row.version)}),
        ("talk-again", {}),
        ("sign", {"password": PASSWORD, "shown": "x"}),
    ]

    for address, fields in tries:
        answer = send(client, f"{made.path}/{address}", **fields)
        assert answer.status_code == 422, address
        assert "signed" in answer.text.lower(), address
    look.rollback()
    assert look.scalar(select(func.count(StrandAgreement.id))) == before


def test_reopening_makes_a_revision_with_its_reason_and_leaves_the_record(
    client: CheckedClient, stage: Stage
) -> None:
    made = an_appraisal(stage, "signed")
    record = client.sign_in(made.cast.practitioner).get(f"{made.path}/record")
    page = record.follow("Open it again as a new revision")
    assert page.form().submit({"reason": " "}).status_code == 422

    talk = page.form().submit({"reason": "A strand was mixed up"})

    assert talk.heading == "What there is to talk about"
    old = client.get(f"{made.path}/record")
    assert "A later revision is under way to replace this one" in old.main
    assert "A strand was mixed up" in old.main
    assert "Open it again as a new revision" not in old.links()
    refused = page.form().submit({"reason": "Twice"}, tampered={"form_key": "another"})
    assert refused.status_code == 422


def test_a_manager_reads_the_record_and_may_neither_reopen_it_nor_close_objectives(
    client: CheckedClient, stage: Stage
) -> None:
    made = an_appraisal(stage, "signed")

    page = client.sign_in(made.cast.manager).get(f"{made.path}/record")

    assert page.status_code == 200
    assert "Open it again as a new revision" not in page.links()
    assert send(client, f"{made.path}/reopen", reason="Mine").status_code == 403
    answer = send(client, f"{made.path}/objectives/1/close", ending="complete", reason="")
    assert answer.status_code == 403


@pytest.mark.parametrize(("state", "address"), [("agreed", "sign"), ("signed", "record")])
def test_reading_all_of_it_asks_the_database_at_most_twelve_times(
    app: Flask, client: CheckedClient, stage: Stage, state: str, address: str
) -> None:
    made = an_appraisal(stage, state)
    for person in (made.cast.practitioner, made.cast.supervisor, made.cast.manager):
        client.sign_in(person)
        with statements(app) as asked:
            assert client.get(f"{made.path}/{address}").status_code == 200
        assert len(asked) <= MOST_STATEMENTS, "\n".join(asked)
