"""Documents of a case: taken in with consent, handed out as downloads, taken away."""

import io

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.models import CaseAttachment
from tests.builders.cases import a_case, around
from tests.builders.files import EXECUTABLE, PDF
from tests.builders.stage import Stage
from tests.support.client import CheckedClient


def test_a_document_is_added_downloaded_and_removed(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = a_case(stage, "planning")
    client.sign_in(made.office.worker)
    address = f"/cases/{made.id}/documents"

    form = client.get(address).form("Add the document")
    page = form.submit({"file": (io.BytesIO(PDF), "Letter.pdf")})
    given = page.follow("Letter.pdf")

    assert given.data == PDF
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in given.headers["Content-Security-Policy"]
    page = client.get(address).form("Remove Letter.pdf").submit()
    assert "This case has no documents." in page.main
    assert look.scalars(select(CaseAttachment)).all() == []


def test_what_is_not_taken_is_said_beside_the_field(stage: Stage, client: CheckedClient) -> None:
    made = a_case(stage, "planning")
    client.sign_in(made.office.worker)
    form = client.get(f"/cases/{made.id}/documents").form("Add the document")

    page = form.submit({"file": (io.BytesIO(EXECUTABLE), "Letter.pdf")})

    assert page.status_code == 422
    assert len(page.errors) == 1


def test_without_the_clients_consent_to_store_no_document_is_taken(
    stage: Stage, client: CheckedClient
) -> None:
    made = a_case(stage, "in-discussion")
    client.sign_in(made.office.worker)
    page = client.get(f"/cases/{made.id}/documents")

    assert "The client has not agreed that documents are stored." in page.main
    assert [form for form in page.document.all("form") if form.get("enctype")] == []


def test_a_document_is_for_those_who_work_on_its_case(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = a_case(stage, "planning")
    client.sign_in(made.office.worker)
    form = client.get(f"/cases/{made.id}/documents").form("Add the document")
    form.submit({"file": (io.BytesIO(PDF), "Letter.pdf")})
    address = f"/cases/documents/{look.scalars(select(CaseAttachment.id)).one()}"
    people = around(stage, made.office)

    for name, status in (("colleague", 200), ("specialist", 403), ("elsewhere", 404)):
        assert client.sign_in(people[name]).get(address).status_code == status, name
