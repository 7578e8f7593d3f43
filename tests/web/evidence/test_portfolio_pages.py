"""The portfolio of one's own log: what it holds, and taking it away on paper or as an archive."""

import hashlib
import io
import json
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.audit.models import AccessEntry
from competency.config import Settings
from competency.evidence.domain.entry import Kind, Tag
from competency.evidence.service import attaching, deciding, sharing, writing
from competency.evidence.service.exporting import IN_MEMORY
from competency.evidence.views import portfolio as views
from competency.infra.files import Store
from tests.builders.evidence import Made, an_entry, link
from tests.builders.files import PDF
from tests.builders.stage import Cast, Stage
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.pdf_text import tagged, text
from tests.support.source import ROOT
from tests.support.statements import statements
from tests.web.evidence.conftest import Window

SHA = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def store(settings: Settings) -> Store:
    """The application's own store of files."""
    return Store.of(settings)


@pytest.fixture
def made(stage: Stage, store: Store) -> Made:
    """A shared entry with a file and a tag, a verified one of last year, and a draft."""
    one = an_entry(stage, tags=(Tag("hcpc-cpd", "1.0", "other"),))
    me = one.cast.practitioner
    stage.do(me, lambda w: attaching.attach(w, one.id, "notes.pdf", io.BytesIO(PDF), store))
    stage.do(me, lambda w: sharing.share(w, one.id, one.row.version + 1))
    an_entry(
        stage,
        "verified",
        one.cast,
        title="Audit of plans",
        kind=Kind.AUDIT,
        hours=Decimal(2),
        starts_on=date(2025, 3, 1),
    )
    an_entry(stage, "draft", one.cast, title="Half written", links=(link("COM-1a", "CMP1"),))
    return one


def page_of(client: CheckedClient, cast: Cast) -> Page:
    return client.sign_in(cast.practitioner).get("/me/portfolio", follow_redirects=True)


def plain(answer: Page) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        found: dict[str, list[dict[str, str]]] = json.loads(archive.read("portfolio.json"))
        return found


def titles(answer: Page) -> list[str]:
    return [entry["title"] for entry in plain(answer)["entries"]]


def test_the_log_leads_to_what_the_portfolio_holds(made: Made, client: CheckedClient) -> None:
    client.sign_in(made.cast.practitioner)

    page = client.get("/evidence").follow("My portfolio: take it away, or bring one in")

    assert page.request.path == f"/people/{made.cast.practitioner.id}/portfolio"
    assert page.heading == "My portfolio"
    assert "3: 1 verified, 1 shared and 1 in draft" in page.main
    assert "1 March 2025 to 20 April 2026" in page.main
    assert "Hours 9" in page.main
    assert "1 file, 0.1 kB" in page.main


def test_an_empty_log_is_an_empty_portfolio(stage: Stage, made: Made, window: Window) -> None:
    page = window(made.cast.colleague).get("/me/portfolio", follow_redirects=True)

    assert "No days yet" in page.main
    assert titles(page.form("choice").submit(press="Take it away as zip")) == []
    assert "No days yet" in text(page.form("choice").submit(press="Take it away as PDF").data)


def test_the_archive_is_handed_out_whole(made: Made, client: CheckedClient) -> None:
    answer = page_of(client, made.cast).form("choice").submit(press="Take it away as zip")

    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="portfolio-2026-05-08.zip"'
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content_length == len(answer.data)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        manifest = json.loads(archive.read("manifest.json"))["files"]
        assert set(archive.namelist()) == {"manifest.json", *manifest}
        assert archive.read(f"attachments/{SHA}") == PDF
        for path, promised in manifest.items():
            assert hashlib.sha256(archive.read(path)).hexdigest() == promised["sha256"]
    assert titles(answer) == ["Audit of plans", "Course on capacity", "Half written"]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"first_year": "2026"}, ["Course on capacity", "Half written"]),
        ({"last_year": "2025"}, ["Audit of plans"]),
        ({"entries": "shown"}, ["Audit of plans", "Course on capacity"]),
        ({"first_year": "2026", "last_year": "2026", "entries": "shown"}, ["Course on capacity"]),
    ],
)
def test_years_and_drafts_are_chosen(
    made: Made, client: CheckedClient, choice: dict[str, str], expected: list[str]
) -> None:
    form = page_of(client, made.cast).form("choice")

    shown = form.submit(choice, press="Show what this holds")
    assert "What you chose holds" in shown.main
    assert f"Entries {len(expected)}: " in shown.main
    archive = shown.form("choice").submit(press="Take it away as zip")
    assert titles(archive) == expected
    printed = text(shown.form("choice").submit(press="Take it away as PDF").data)
    for title in ("Audit of plans", "Course on capacity", "Half written"):
        assert (title in printed) == (title in expected)


def test_years_in_the_wrong_order_are_told_beside_the_field(
    made: Made, client: CheckedClient
) -> None:
    form = page_of(client, made.cast).form("choice")
    turned = {"first_year": "2026", "last_year": "2025"}

    for button in ("Take it away as zip", "Take it away as PDF", "Show what this holds"):
        page = form.submit(turned, press=button)
        assert (page.status_code, page.heading) == (422, "My portfolio")
        assert page.errors == ["The last year comes before the first."]


@pytest.mark.parametrize("typed", ["x", "-1", "99999999999999999999", "2026%00", "1899"])
def test_a_year_that_is_none_is_as_if_none_was_asked_for(
    made: Made, client: CheckedClient, typed: str
) -> None:
    client.sign_in(made.cast.practitioner)

    page = client.get(f"/people/{made.cast.practitioner.id}/portfolio?first_year={typed}")

    assert page.status_code in {200, 400}
    assert page.status_code == 400 or "Entries 3: " in page.main


def test_an_entry_of_two_years_belongs_to_both(
    stage: Stage, made: Made, client: CheckedClient
) -> None:
    over = {"starts_on": date(2025, 12, 30), "ends_on": date(2026, 1, 3), "title": "Turn of year"}
    an_entry(stage, "draft", made.cast, **over)
    form = page_of(client, made.cast).form("choice")

    for years in ({"last_year": "2025"}, {"first_year": "2026"}):
        assert "Turn of year" in titles(form.submit(years, press="Take it away as zip"))


def printed(client: CheckedClient, cast: Cast) -> list[tuple[str, str]]:
    answer = page_of(client, cast).form("choice").submit(press="Take it away as PDF")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="portfolio-2026-05-08.pdf"'
    )
    return tagged(answer.data)


def test_the_printed_portfolio_is_read_in_order(made: Made, client: CheckedClient) -> None:
    found = printed(client, made.cast)

    assert found[0] == ("H1", "Portfolio of Asha Patel")
    headings = [words for kind, words in found if kind == "H2"]
    assert headings == ["Hours by kind", "2025", "2026", "Attachments"]
    entries = [words for kind, words in found if kind == "H3"]
    assert entries == ["Audit of plans", "Course on capacity", "Half written"]
    words = [one for _, one in found]
    for fact, said in (
        ("Person", "Asha Patel, asha.patel@example.org"),
        ("Organisation", "Larkfield Case Management"),
        ("Period", "1 March 2025 to 20 April 2026"),
        ("Entries", "3: 1 verified, 1 shared and 1 in draft"),
    ):
        assert words[words.index(fact) + 1] == said
    at = words.index("Course on capacity")
    assert words[at + 1 : at + 17] == [
        "When",
        "20 April 2026, 3.5 hours",
        "Kind",
        "Course",
        "State",
        "Shared",
        "What I did",
        "A day on the Mental Capacity Act.",
        "What I learned",
        "To write down how a decision was supported.",
        "How I apply it",
        "I use the form at each decision now.",
        "Evidence for",
        "SUP-1a Mentoring/coaching, at CMP2",
        "Counts as",
        words[at + 16],
    ]
    assert "HCPC" in words[at + 16]


def test_hours_files_and_who_verified_are_printed(made: Made, client: CheckedClient) -> None:
    words = [one for _, one in printed(client, made.cast)]

    at = words.index("Hours by kind")
    assert words[at + 1 : at + 13] == [
        *("Kind", "Entries", "Hours"),
        *("Course", "2", "7"),
        *("Audit", "1", "2"),
        *("All", "3", "9"),
    ]
    assert "Verified by Priya Nair on 8 May 2026 at 10:30. Comment: Good." in words
    at = words.index("Attachments", words.index("Half written"))
    assert words[at + 6 : at + 9] == ["notes.pdf", "Course on capacity", f"{len(PDF)}"]
    assert words[at + 9].replace(" ", "") == SHA


def test_what_a_correction_replaced_is_printed_and_its_hours_count_once(
    stage: Stage, client: CheckedClient
) -> None:
    made = an_entry(stage, "verified")
    me = made.cast.practitioner
    later = stage.do(me, lambda w: writing.start_correction(w, made.id))
    assert "Hours 7" in page_of(client, made.cast).main  # a correction in draft replaces nothing
    stage.do(me, lambda w: sharing.share(w, later.id, later.version))
    stage.do(made.cast.supervisor, lambda w: deciding.verify(w, later.id, 1))

    words = " ".join(one for _, one in printed(client, made.cast))

    assert "Hours 3.5" in page_of(client, made.cast).main
    assert words.count("A correction has taken its place") == 1
    assert words.count("It corrects an entry that was verified earlier") == 1


def test_too_many_entries_for_paper_are_said(
    made: Made, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_PRINTED", 2)
    form = page_of(client, made.cast).form("choice")

    page = form.submit(press="Take it away as PDF")

    assert (page.status_code, page.heading) == (422, "My portfolio")
    assert "A PDF holds at most 2 entries." in page.main
    assert form.submit({"last_year": "2025"}, press="Take it away as PDF").data.startswith(b"%PDF")


def test_a_portfolio_is_its_owners_alone(made: Made, window: Window) -> None:
    cast = made.cast
    for ending in ("", ".zip", ".pdf"):
        address = f"/people/{cast.practitioner.id}/portfolio{ending}"
        assert window(cast.practitioner).get(address).status_code == 200
        for person in (cast.supervisor, cast.manager):
            assert window(person).get(address).status_code == 403
        for person in (cast.colleague, cast.administrator):
            assert window(person).get(address).status_code == 404


def test_each_taking_away_is_noted_and_looking_is_not(
    made: Made, client: CheckedClient, look: Session
) -> None:
    form = page_of(client, made.cast).form("choice")
    assert list(look.scalars(select(AccessEntry.id))) == []
    look.rollback()

    form.submit({"first_year": "2026"}, press="Take it away as zip")
    form.submit({"entries": "shown"}, press="Take it away as PDF")
    client.sign_in(made.cast.supervisor)
    client.get(f"/people/{made.cast.practitioner.id}/portfolio.zip")

    rows = list(look.scalars(select(AccessEntry).order_by(AccessEntry.id)))
    assert [(row.actor_id, row.what, row.subject) for row in rows] == [
        (
            made.cast.practitioner.id,
            "a portfolio as zip",
            "2026 to now, with drafts and returned entries",
        ),
        (
            made.cast.practitioner.id,
            "a portfolio as PDF",
            "all years, without drafts and returned entries",
        ),
    ]


def test_a_large_portfolio_lies_on_the_disk_while_it_is_sent(
    stage: Stage, made: Made, store: Store, client: CheckedClient
) -> None:
    row = stage.do(
        made.cast.practitioner,
        lambda w: writing.quick_add(
            w, title="Scan", day=date(2026, 5, 1), hours=Decimal(1), strand="SUP-1a"
        ),
    )
    big = b"word " * (IN_MEMORY // 5 + 1_000)
    stage.do(
        made.cast.practitioner,
        lambda w: attaching.attach(w, row.id, "scan.txt", io.BytesIO(big), store),
    )

    answer = page_of(client, made.cast).form("choice").submit(press="Take it away as zip")

    assert answer.content_length == len(answer.data) > IN_MEMORY
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.read(f"attachments/{hashlib.sha256(big).hexdigest()}") == big


def test_the_page_takes_few_statements_however_long_the_log(
    stage: Stage, made: Made, app: Flask, client: CheckedClient
) -> None:
    client.sign_in(made.cast.practitioner)
    address = f"/people/{made.cast.practitioner.id}/portfolio"
    with statements(app) as first:
        client.get(address)
    for n in range(5):
        an_entry(stage, "shared", made.cast, title=f"More {n}")
    with statements(app) as later:
        client.get(address)

    assert len(first) == len(later) <= 12


def test_the_schema_is_published_to_everybody(client: CheckedClient) -> None:
    answer = client.get("/portfolio.schema.json")

    assert answer.mimetype == "application/schema+json"
    assert answer.data == (ROOT / "docs" / "portfolio.schema.json").read_bytes()
