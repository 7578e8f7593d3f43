"""A portfolio comes in by its page: sent, looked at, taken in, taken out; or refused in words."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competency.config import Settings
from competency.evidence.domain.entry import Kind, Tag
from competency.evidence.models import EvidenceAttachment, EvidenceBatch, EvidenceEntry
from competency.evidence.service import attaching, exporting, sharing
from competency.evidence.views import taking_in as views
from competency.infra.files import Store
from competency.people.models import Person
from tests.builders.evidence import an_entry, link
from tests.builders.files import EXECUTABLE, PDF, SVG, a_zip
from tests.builders.portfolios import repacked, with_file
from tests.builders.stage import Cast, Stage, a_person
from tests.conftest import FixedClock
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.sending import send
from tests.support.statements import statements
from tests.web.evidence.conftest import Window

ADDRESS = "/evidence/portfolio/import"
ATTACHED = f"attachments/{hashlib.sha256(PDF).hexdigest()}"


@pytest.fixture
def cast(stage: Stage, settings: Settings) -> Cast:
    """The practitioner has a verified entry with a file, a shared one and a draft."""
    one = an_entry(stage, "draft", tags=(Tag("hcpc-cpd", "1.0", "other"),))
    me = one.cast.practitioner
    store = Store.of(settings)
    stage.do(me, lambda w: attaching.attach(w, one.id, "notes.pdf", io.BytesIO(PDF), store))
    stage.do(me, lambda w: sharing.share(w, one.id, one.row.version + 1))
    an_entry(stage, "verified", one.cast, title="Audit of plans", kind=Kind.AUDIT)
    an_entry(stage, "draft", one.cast, title="Half written", links=(link("COM-1a"),))
    return one.cast


@pytest.fixture
def newcomer(stage: Stage, cast: Cast) -> Person:
    """The same person with another account: their name is one word longer."""
    return a_person(stage, "Asha Patel Jones")


@pytest.fixture
def archive(stage: Stage, cast: Cast, settings: Settings) -> bytes:
    """The practitioner's portfolio."""
    me, store = cast.practitioner, Store.of(settings)
    with stage.ask(me, lambda w: exporting.export(w, me.id, store)) as made:
        return made.read()


def upload(client: CheckedClient, content: bytes, name: str = "portfolio.zip") -> Page:
    return client.get(ADDRESS).form(ADDRESS).submit({"file": (io.BytesIO(content), name)})


def kept(look: Session, person: Person) -> int:
    look.rollback()
    found = look.scalar(
        select(func.count()).select_from(EvidenceEntry).where(EvidenceEntry.person_id == person.id)
    )
    return found or 0


def named(page: Page, title: str) -> list[str]:
    return next(row for row in page.rows if row[0].startswith(title))


def test_a_portfolio_is_looked_at_taken_in_and_taken_out_again(
    archive: bytes, newcomer: Person, window: Window, look: Session
) -> None:
    client = window(newcomer)
    page = upload(client, archive, "../../my portfolio.zip")

    assert page.heading == "What this portfolio would bring"
    assert "3 entries: 3 new, 0 already here." in page.main
    assert "This is the portfolio of Asha Patel, asha.patel@example.org." in page.main
    assert "From Larkfield Case Management" in page.main
    assert "Made on 8 May 2026 at 10:30" in page.main
    assert "Nobody here has verified it" in page.main
    assert named(page, "Audit of plans")[5] == "Verified by Priya Nair"
    assert named(page, "Course on capacity")[2:] == ["3.5", "SUP-1a", "1", "Shared", "Nothing"]
    assert kept(look, newcomer) == 0

    refused = page.form("take").submit()
    assert refused.status_code == 422
    assert refused.errors == [
        "This portfolio is that of Asha Patel. Say that it is yours, if it is."
    ]
    assert kept(look, newcomer) == 0

    taken = refused.form("take").submit({"surely_mine": "y"})
    assert "3 entries are in your log now, as drafts that only you see." in taken.text
    assert taken.heading == "What came in together"
    entry = taken.follow("Audit of plans")
    assert "Draft, only you see it" in entry.main
    assert "where Priya Nair verified it on 2026-05-08" in entry.main
    course = client.get("/evidence").follow("Course on capacity")
    assert course.follow("notes.pdf").data == PDF
    assert "my portfolio.zip" in client.get(ADDRESS).main

    client.get(ADDRESS).follow("my portfolio.zip, 8 May 2026 at 10:30").form("undo").submit()
    assert kept(look, newcomer) == 0
    assert upload(client, archive).main.count("3 new") == 1


def test_a_second_time_all_of_it_is_here_already(
    archive: bytes, newcomer: Person, window: Window, look: Session
) -> None:
    client = window(newcomer)
    upload(client, archive).form("take").submit({"surely_mine": "y"})

    again = upload(client, archive)

    assert "3 entries: 0 new, 3 already here." in again.main
    assert "There is nothing new in it." in again.main
    assert "take" not in [form.get("id") for form in again.document.all("form")]
    forged = send(client, again.request.path, surely_mine="y")
    assert forged.status_code == 422
    assert kept(look, newcomer) == 3


def test_ones_own_portfolio_needs_no_word_for_it(
    archive: bytes, cast: Cast, window: Window, look: Session
) -> None:
    def fresh(plain: Any) -> None:
        plain["entries"][0]["uuid"] = "00000000-0000-4000-8000-000000000001"

    page = upload(window(cast.practitioner), repacked(archive, fresh))

    assert "3 entries: 1 new, 2 already here." in page.main
    assert "This is the portfolio of" not in page.main
    assert page.form("take").submit().heading == "What came in together"
    assert kept(look, cast.practitioner) == 4


def test_what_cannot_be_taken_in_is_said_and_left_out_on_request(
    archive: bytes, cast: Cast, newcomer: Person, window: Window, look: Session
) -> None:
    def change(plain: Any) -> None:
        plain["person"]["name"] = "Asha Patel Jones"
        plain["entries"][0]["starts_on"] = "2027-01-01"
        unknown = {"framework": "elsewhere", "version": "3", "strand": "XYZ-1", "level": "L1"}
        plain["entries"][1]["links"].append(unknown)
        plain["entries"][1]["practice_area"] = "Deep sea"

    page = upload(window(newcomer), repacked(archive, change))
    assert "3 entries: 2 new, 0 already here, 1 that cannot be taken in." in page.main
    assert ["Course on capacity", "This day has not come yet."] in page.rows
    assert "XYZ-1, practice area Deep sea" in named(page, "Audit of plans")

    refused = page.form("take").submit()
    assert refused.status_code == 422
    assert "Nothing was taken in" in refused.errors[0]
    assert kept(look, newcomer) == 0

    taken = refused.form("take").submit({"without_faulty": "y"})
    assert kept(look, newcomer) == 2
    assert "Not known here and left out: XYZ-1, practice area Deep sea." in (
        taken.follow("Audit of plans").main
    )


def nothing_good(plain: Any) -> None:
    for entry in plain["entries"]:
        entry["hours"] = "0"


def test_where_nothing_can_be_taken_in_there_is_no_button(
    archive: bytes, cast: Cast, newcomer: Person, window: Window
) -> None:
    page = upload(window(newcomer), repacked(archive, nothing_good))

    assert "No entry of it can be taken in." in page.main
    assert "take" not in [form.get("id") for form in page.document.all("form")]


HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "no zip file": (lambda c: b"hello", "It is not a zip file"),
    "nothing in it": (lambda c: b"", "It is not a zip file"),
    "cut short": (lambda c: c[:-30], "It is not a zip file"),
    "broken inside": (lambda c: c[:200] + b"xx" + c[202:], "broken or cut short"),
    "a zip of something else": (lambda c: a_zip({"a.txt": b"x"}), "It has no manifest."),
    "a file more than it promises": (
        lambda c: repacked(c, parts={"more.txt": b"x"}, honest=False),
        "Its manifest does not name exactly the files that are in it.",
    ),
    "other bytes than it promises": (
        lambda c: repacked(c, parts={ATTACHED: PDF.lower()}, honest=False),
        "A file in it is not what its manifest says.",
    ),
    "a path that leads out": (
        lambda c: repacked(c, parts={"../../etc/passwd": b"x"}),
        "a path that leads out of it",
    ),
    "a bomb": (
        lambda c: repacked(c, parts={"attachments/x": b"\0" * 300_000_000}),
        "would grow beyond measure",
    ),
    "a key more than published": (
        lambda c: repacked(c, lambda plain: plain.update(more=1)),
        "does not have exactly the published keys",
    ),
    "an entry that is none": (
        lambda c: repacked(c, lambda plain: plain["entries"].append("x")),
        "entry 4 does not have exactly the published keys",
    ),
    "a later format": (
        lambda c: repacked(c, lambda plain: plain.update(format_version=2)),
        "has another format than 1",
    ),
    "a program by another name": (
        lambda c: with_file(c, PDF, "certificate.pdf", EXECUTABLE),
        "The file “certificate.pdf” of “Course on capacity” is not taken",
    ),
    "a program": (lambda c: with_file(c, PDF, "program.exe", EXECUTABLE), "ending is not taken"),
    "a picture with a script": (lambda c: with_file(c, PDF, "picture.svg", SVG), "An SVG picture"),
    "an SVG by another name": (lambda c: with_file(c, PDF, "picture.png", SVG), "inside this is"),
    "a name without a file": (lambda c: with_file(c, PDF, "../..", PDF), "a name with an ending"),
}


@pytest.mark.one_database("the file is refused before the database is asked about it")
@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_portfolio_is_refused_beside_the_field(
    what: str,
    archive: bytes,
    newcomer: Person,
    window: Window,
    look: Session,
    settings: Settings,
) -> None:
    make, said = HOSTILE[what]
    files = set((settings.data_dir / "attachments").rglob("*"))

    page = upload(window(newcomer), make(archive))

    assert (page.status_code, page.heading) == (422, "Bring a portfolio in")
    assert len(page.errors) == 1
    assert said in page.errors[0]
    assert kept(look, newcomer) == 0
    assert look.scalar(select(func.count()).select_from(EvidenceBatch)) == 0
    assert not (settings.data_dir / "waiting").exists()
    assert set((settings.data_dir / "attachments").rglob("*")) == files


def test_a_path_in_the_name_of_an_attachment_names_no_place(
    archive: bytes, newcomer: Person, window: Window, look: Session
) -> None:
    content = with_file(archive, PDF, "../../etc/cron.d/job.pdf", PDF)

    upload(window(newcomer), content).form("take").submit({"surely_mine": "y"})

    assert sorted(look.scalars(select(EvidenceAttachment.name))) == ["job.pdf", "notes.pdf"]


def test_markup_in_a_portfolio_stays_text(archive: bytes, newcomer: Person, window: Window) -> None:
    def change(plain: Any) -> None:
        plain["person"] = {"name": "<script>x()</script>", "email": '"><b>'}
        plain["made_at"] = "<i>some day</i>"
        plain["organisation"] = "{{ 7 * 7 }}"
        plain["entries"][0] |= {"title": "<b>Course</b>", "learned": "=cmd|' /C calc'!A0"}

    page = upload(window(newcomer), repacked(archive, change))

    assert "<script>x()</script>" in page.main
    assert "{{ 7 * 7 }}" in page.main
    assert "<i>some day</i>" in page.main
    taken = page.form("take").submit({"surely_mine": "y"})
    assert "=cmd" in taken.follow("<b>Course</b>").main


@pytest.mark.parametrize("made_at", ["", "2026-05-08", "0001-01-01T00:00:00+14:00", "soon"])
def test_when_it_was_made_may_be_any_text(
    archive: bytes, newcomer: Person, window: Window, made_at: str
) -> None:
    page = upload(window(newcomer), repacked(archive, lambda plain: plain.update(made_at=made_at)))

    assert f"Made on {made_at}".strip() in page.main


def test_no_file_at_all_is_asked_for(newcomer: Person, window: Window) -> None:
    page = window(newcomer).get(ADDRESS).form(ADDRESS).submit()

    assert (page.status_code, page.errors) == (422, ["Choose the file."])


def test_two_gigabytes_are_refused_before_they_are_read(
    newcomer: Person, window: Window, settings: Settings
) -> None:
    client = window(newcomer)
    token = client.get(ADDRESS).form(ADDRESS).values["csrf_token"]
    start = f'--part\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'

    page = client.post(
        ADDRESS,
        data=start.encode(),
        content_type="multipart/form-data; boundary=part",
        headers={"Referer": "https://localhost/"},
        environ_overrides={"CONTENT_LENGTH": "2000000000"},
    )

    assert (page.status_code, page.heading) == (413, "This is too large to send")
    assert not (settings.data_dir / "waiting").exists()


def test_more_than_the_log_has_room_for_is_refused_at_once(
    archive: bytes, newcomer: Person, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attaching, "MOST_OF_A_PERSON", len(PDF) - 1)

    page = upload(window(newcomer), archive)

    assert page.status_code == 422
    assert "Your log has room for" in page.errors[0]


def test_a_portfolio_that_waits_is_its_senders_alone_and_goes_after_a_day(
    archive: bytes, cast: Cast, newcomer: Person, window: Window, clock: FixedClock
) -> None:
    path = upload(window(newcomer), archive).request.path

    assert window(cast.practitioner).get(path).status_code == 404
    assert send(window(cast.practitioner), path).status_code == 404
    for odd in ("x", "..", "0" * 32, "G" * 32):
        assert window(newcomer).get(f"{ADDRESS}/{odd}").status_code == 404
    clock.move(hours=25)
    assert window(newcomer).get(path).status_code == 404


def test_what_was_taken_waits_no_longer(
    archive: bytes, newcomer: Person, window: Window, settings: Settings
) -> None:
    page = upload(window(newcomer), archive)
    page.form("take").submit({"surely_mine": "y"})

    assert list(Path(settings.data_dir / "waiting").iterdir()) == []


def test_a_form_sent_twice_takes_it_in_once(
    archive: bytes, newcomer: Person, window: Window, look: Session
) -> None:
    form = upload(window(newcomer), archive).form("take")

    first = form.submit({"surely_mine": "y"}, follow=False)
    second = form.submit({"surely_mine": "y"}, follow=False)

    assert first.location == second.location
    assert kept(look, newcomer) == 3
    assert look.scalar(select(func.count()).select_from(EvidenceBatch)) == 1


def test_a_long_portfolio_is_listed_in_part(
    archive: bytes, newcomer: Person, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "LISTED", 2)

    page = upload(window(newcomer), archive)

    assert "These are the first 2 of 3." in page.main


def test_the_pages_take_few_statements(
    archive: bytes, newcomer: Person, app: Flask, window: Window
) -> None:
    client = window(newcomer)
    page = upload(client, archive)
    for address in (ADDRESS, page.request.path):
        with statements(app) as asked:
            client.get(address)
        assert len(asked) <= 12, address


def test_nobody_comes_in_without_signing_in(app: Flask, client: CheckedClient) -> None:
    for address in (ADDRESS, f"{ADDRESS}/{'0' * 32}", "/me/portfolio", "/people/1/portfolio.zip"):
        assert "/sign-in" in (client.get(address).location or "")
