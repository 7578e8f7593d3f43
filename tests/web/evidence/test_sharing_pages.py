"""Sharing asks about every place first; the supervisor verifies or sends back; nobody their own."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.evidence.models import EvidenceEntry, EvidenceReason
from competency.evidence.service import sharing, writing
from tests.builders.evidence import an_entry, content
from tests.builders.stage import Stage, a_cast, end_line
from tests.support.client import CheckedClient
from tests.support.sending import send
from tests.web.evidence.conftest import Window

PHONE = "She rang me from 07700 900123 that evening."


def state(look: Session) -> str:
    look.rollback()
    return look.scalars(select(EvidenceEntry.state)).one()


def test_an_entry_without_places_is_shared_and_waits_for_the_supervisor(
    stage: Stage, window: Window, look: Session
) -> None:
    made = an_entry(stage)
    me, supervisor = window(made.cast.practitioner), window(made.cast.supervisor)

    page = me.get(f"/evidence/{made.id}").follow("Look over and share").form().submit()

    assert "Shared, waiting for your supervisor" in page.main
    assert state(look) == "shared"
    waiting = supervisor.get("/evidence/waiting")
    assert waiting.rows[1][:2] == ["Course on capacity Course", "Asha Patel"]
    assert "Course on capacity" in supervisor.get("/").follow("Verify 1 entry of evidence").main
    assert window(made.cast.manager).get("/evidence/waiting").main.count("Asha") == 0


def test_each_place_is_shown_with_its_words_and_must_be_answered_before_sharing(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = an_entry(stage, did=PHONE)
    client.sign_in(made.cast.practitioner)

    page = client.get(f"/evidence/{made.id}/share")
    assert "What I did: phone number" in page.main
    assert "07700 900123" in page.main
    assert "This looks like a phone number." in page.main
    assert "Share with my supervisor" not in page.text

    refused = send(client, f"/evidence/{made.id}/share", version=str(made.row.version))
    assert refused.status_code == 422
    assert "1 place may say who a client is." in refused.errors[0]
    assert state(look) == "draft"

    page = page.form("answer-1").submit({"reason": "A number of our own switchboard."})
    assert "Fine, because: A number of our own switchboard." in page.main
    page.form("Share with my supervisor").submit()
    assert state(look) == "shared"


def test_a_place_is_not_answered_by_an_empty_reason(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = an_entry(stage, did=PHONE)
    client.sign_in(made.cast.practitioner)

    page = client.get(f"/evidence/{made.id}/share").form("answer-1").submit({"reason": "  "})

    assert page.status_code == 422
    assert page.errors == ["Say why this does not identify anybody, or correct it."]
    assert look.scalars(select(EvidenceReason)).all() == []


def test_a_corrected_place_is_not_asked_about_again(stage: Stage, client: CheckedClient) -> None:
    made = an_entry(stage, did=PHONE)
    client.sign_in(made.cast.practitioner)

    form = client.get(f"/evidence/{made.id}/share").follow("Change the entry").form()
    form.submit({"did": "She rang me that evening."})

    assert "Share with my supervisor" in client.get(f"/evidence/{made.id}/share").text


def test_a_quick_entry_is_told_what_it_lacks_before_sharing(
    stage: Stage, client: CheckedClient
) -> None:
    made = an_entry(stage, did="", learned="", links=())
    client.sign_in(made.cast.practitioner)

    page = client.get(f"/evidence/{made.id}/share")

    for said in ("Say what you did", "Say what you learned", "Choose at least one strand"):
        assert said in page.main
    answer = send(client, f"/evidence/{made.id}/share", version=str(made.row.version))
    assert len(answer.errors) == 3


def test_who_has_no_supervisor_is_told_so(stage: Stage, client: CheckedClient) -> None:
    made = an_entry(stage)
    end_line(stage, made.cast.line)
    client.sign_in(made.cast.practitioner)

    page = client.get(f"/evidence/{made.id}/share").form("Share with my supervisor").submit()

    assert page.status_code == 422
    assert page.errors[0].startswith("Nobody supervises you today")


def test_an_entry_that_changed_since_the_page_is_not_shared(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = an_entry(stage)
    client.sign_in(made.cast.practitioner)
    form = client.get(f"/evidence/{made.id}/share").form("Share with my supervisor")
    changed = content(did="Another day.")
    stage.do(made.cast.practitioner, lambda w: writing.save(w, made.id, changed, made.row.version))

    assert form.submit().status_code == 409
    assert state(look) == "draft"


def test_a_supervisor_verifies_with_a_word(stage: Stage, window: Window) -> None:
    made = an_entry(stage, "shared")
    page = window(made.cast.supervisor).get(f"/evidence/{made.id}")

    page.form("Verify this version").submit({"comment": "Well told."}, press="Verify this version")

    own = window(made.cast.practitioner).get(f"/evidence/{made.id}")
    assert "Verified by Priya Nair" in own.main
    assert "Comment: Well told." in own.main
    assert "Change" not in own.links()


def test_an_entry_is_sent_back_only_with_a_word_and_then_waits_for_its_writer(
    stage: Stage, window: Window, look: Session
) -> None:
    made = an_entry(stage, "shared")
    page = window(made.cast.supervisor).get(f"/evidence/{made.id}")
    form = page.form("Verify this version")

    refused = form.submit({"comment": " "}, press="Send back with this comment")
    assert (refused.status_code, state(look)) == (422, "shared")
    assert refused.errors == ["Say what is to be changed, so that it can be."]
    form.submit({"comment": "What changed?"}, press="Send back with this comment")

    own = window(made.cast.practitioner)
    page = own.get("/").follow("Change 1 entry of evidence that came back")
    assert "Course on capacity" in page.main
    page = page.follow("Course on capacity").follow("Change")
    assert "Your supervisor's comment: What changed?" in page.main
    assert sharing.where("did") == "What I did"


def test_nobody_verifies_their_own_entry_nor_that_of_somebody_elses_line(
    stage: Stage, window: Window, look: Session
) -> None:
    made = an_entry(stage, "shared")
    own, manager = window(made.cast.practitioner), window(made.cast.manager)
    sent = {"seq": "1", "outcome": "verify", "comment": ""}

    assert "Verify this version" not in own.get(f"/evidence/{made.id}").text
    assert send(own, f"/evidence/{made.id}/decision", **sent).status_code == 403
    assert send(manager, f"/evidence/{made.id}/decision", **sent).status_code == 403
    stranger = window(made.cast.colleague)
    assert send(stranger, f"/evidence/{made.id}/decision", **sent).status_code == 404
    assert state(look) == "shared"


def test_a_decision_on_a_version_that_was_replaced_is_not_taken(
    stage: Stage, window: Window, look: Session
) -> None:
    made = an_entry(stage, "shared")
    form = window(made.cast.supervisor).get(f"/evidence/{made.id}").form("Verify this version")
    own = window(made.cast.practitioner)
    own.get(f"/evidence/{made.id}").form("Take it back").submit()
    own.get(f"/evidence/{made.id}/share").form("Share with my supervisor").submit()

    assert form.submit(press="Verify this version").status_code == 409
    assert state(look) == "shared"


def test_a_decision_that_the_page_does_not_offer_is_refused(stage: Stage, window: Window) -> None:
    made = an_entry(stage, "shared")

    answer = send(
        window(made.cast.supervisor), f"/evidence/{made.id}/decision", seq="x", outcome="sell"
    )

    assert answer.status_code == 422
    assert answer.errors == ["Choose whether to verify the entry or to send it back."]


def test_what_a_writer_does_to_a_returned_entry_is_not_seen_by_others(
    stage: Stage, window: Window
) -> None:
    made = an_entry(stage, "returned")
    own = window(made.cast.practitioner)
    own.get(f"/evidence/{made.id}/edit").form().submit({"title": "Only on my desk"})
    supervisor = window(made.cast.supervisor)

    assert supervisor.get(f"/evidence/{made.id}").heading == "Course on capacity"
    log = supervisor.get(f"/people/{made.cast.practitioner.id}/evidence")
    assert "Only on my desk" not in log.main
    assert "Course on capacity" in log.main


def test_a_new_cast_has_nothing_to_verify(stage: Stage, client: CheckedClient) -> None:
    client.sign_in(a_cast(stage).supervisor)

    assert "No entry waits for you." in client.get("/evidence/waiting").main
