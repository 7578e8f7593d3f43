"""Files of an entry: taken in by what they are, handed out as downloads, refused in words."""

import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.evidence.models import EvidenceAttachment
from tests.builders.evidence import Made, an_entry
from tests.builders.files import EXECUTABLE, PDF, SVG, a_png, an_office_file
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.sending import send
from tests.web.evidence.conftest import Window


def add(client: CheckedClient, made: Made, name: str, data: bytes) -> Page:
    form = client.get(f"/evidence/{made.id}").form("Add the file")
    return form.submit({"file": (io.BytesIO(data), name)})


def names(look: Session) -> list[str]:
    look.rollback()
    return list(look.scalars(select(EvidenceAttachment.name)))


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("Certificate.pdf", PDF, "application/pdf"),
        ("Zertifikat für Asha.png", a_png(), "image/png"),
        ("Notes.docx", an_office_file("docx"), "application/vnd.openxmlformats-officedocument."),
        ("notes.txt", b"What I wrote down.", "text/plain"),
    ],
)
def test_a_file_is_added_and_comes_back_as_a_download_that_runs_nowhere(
    stage: Stage, client: CheckedClient, name: str, data: bytes, kind: str
) -> None:
    made = an_entry(stage)
    client.sign_in(made.cast.practitioner)

    page = add(client, made, name, data)
    assert name in page.links()
    answer = page.follow(name)

    assert answer.data == data
    assert answer.headers["Content-Type"].startswith(kind)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Certificate.pdf", EXECUTABLE),
        ("program.exe", EXECUTABLE),
        ("picture.svg", SVG),
        ("picture.png", SVG),
        ("Certificate.pdf", b""),
        ("bomb.docx", an_office_file("docx", {"word/big.xml": b"0" * 20_000_000})),
    ],
)
def test_what_is_not_what_its_name_says_is_refused_beside_the_field(
    stage: Stage, client: CheckedClient, look: Session, name: str, data: bytes
) -> None:
    made = an_entry(stage)
    client.sign_in(made.cast.practitioner)

    page = add(client, made, name, data)

    assert page.status_code == 422
    assert len(page.errors) == 1
    assert page.heading == "Course on capacity"
    assert names(look) == []


def test_no_file_at_all_is_asked_for(stage: Stage, client: CheckedClient) -> None:
    made = an_entry(stage)
    client.sign_in(made.cast.practitioner)

    page = client.get(f"/evidence/{made.id}").form("Add the file").submit()

    assert (page.status_code, page.errors) == (422, ["Choose a file."])


def test_a_path_in_a_name_names_no_place(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = an_entry(stage)
    client.sign_in(made.cast.practitioner)

    add(client, made, "../../etc/certificate.pdf", PDF)

    assert all("/" not in name and ".." not in name for name in names(look))


def test_a_file_of_two_megabytes_over_the_limit_is_refused_in_words(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = an_entry(stage)
    client.sign_in(made.cast.practitioner)
    token = client.get(f"/evidence/{made.id}").form("Add the file").values["csrf_token"]
    start = (
        f'--part\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
        '--part\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    )

    page = client.post(
        f"/evidence/{made.id}/files",
        data=start.encode() + PDF + b"x" * 12_000_000 + b"\r\n--part--\r\n",
        content_type="multipart/form-data; boundary=part",
        headers={"Referer": "https://localhost/"},
    )

    assert page.status_code == 413
    assert page.heading == "This is too large to send"
    assert names(look) == []


def test_only_who_may_see_the_entry_gets_its_files(stage: Stage, window: Window) -> None:
    made = an_entry(stage)
    own = window(made.cast.practitioner)
    address = add(own, made, "Certificate.pdf", PDF).links()["Certificate.pdf"]
    supervisor, stranger = window(made.cast.supervisor), window(made.cast.colleague)

    assert supervisor.get(address).status_code == 404
    own.get(f"/evidence/{made.id}/share").form("Share with my supervisor").submit()
    assert supervisor.get(address).data == PDF
    assert stranger.get(address).status_code == 404
    assert send(supervisor, f"{address}/remove").status_code == 403
    assert send(own, f"{address}/remove").status_code == 422


def test_a_file_is_removed_from_a_draft(stage: Stage, client: CheckedClient, look: Session) -> None:
    made = an_entry(stage)
    client.sign_in(made.cast.practitioner)

    page = add(client, made, "Certificate.pdf", PDF).form("Remove Certificate.pdf").submit()

    assert page.heading == "Course on capacity"
    assert names(look) == []


def test_the_name_of_a_file_is_asked_about_too(stage: Stage, client: CheckedClient) -> None:
    made = an_entry(stage)
    client.sign_in(made.cast.practitioner)
    add(client, made, "call 07700 900123.pdf", PDF)

    page = client.get(f"/evidence/{made.id}/share")

    assert "The name of an attachment: phone number" in page.main
