"""An entry from the first words to its verification, and on to the next employer, with scripts."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from competency.audit.service import chain_key
from competency.factory import create_app
from competency.infra.db import Database
from competency.kernel.actor import Role
from competency.kernel.values import replace
from competency.people.models import Organisation, Person
from tests.builders.files import PDF
from tests.builders.people import PASSWORD, a_password
from tests.builders.stage import Cast, Stage, a_cast, a_person
from tests.conftest import FixedClock, settings_for
from tests.support.databases import SqliteFiles
from tests.support.looking import Looks

NewPage = Callable[..., Page]
TITLE = "Workshop on decisions and capacity"
WITH_A_NUMBER = "We rang the family on 07700 900123 and wrote down what was decided."
MENDED = "We rang the family and wrote down what was decided."
LEARNED = "To write down how a decision was supported."
LEARNED_MORE = "To write down how a decision was supported, and by whom."
COMMENT = "Good. Say by whom as well."


@dataclass(frozen=True)
class Elsewhere:
    """A second installation with a database of its own, and the same person in it."""

    address: str
    person: Person


@pytest.fixture
def cast(stage: Stage) -> Cast:
    """The people, with passwords."""
    cast = a_cast(stage)
    give_passwords(stage, cast.practitioner, cast.supervisor)
    return cast


@pytest.fixture
def elsewhere(
    sqlite_files: SqliteFiles,
    tmp_path: Path,
    clock: FixedClock,
    cast: Cast,
    compiled_templates: FileSystemBytecodeCache,
) -> Iterator[Elsewhere]:
    """Serve a fresh installation that knows nobody but a person of the same name and address."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    settings = replace(
        settings_for(sqlite_files.laid(folder), folder / "data"),
        plain_http=True,
        secret_key="another-installation-" * 3,
    )
    database = Database(settings.database_url)
    stage = Stage(database, clock, chain_key(settings))
    stage.save(Organisation(name="Harbour Case Management"))
    person = a_person(stage, cast.practitioner.name, Role.CASE_MANAGER)
    give_passwords(stage, person)
    app = create_app(settings, clock=clock)
    app.jinja_env.bytecode_cache = compiled_templates
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Elsewhere(f"http://127.0.0.1:{server.server_port}", person)
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["database"].engine.dispose()
    database.engine.dispose()


def give_passwords(stage: Stage, *people: Person) -> None:
    """Let these people sign in on the page."""
    with stage.database.writing() as session:
        for person in people:
            a_password(session, person)
        session.commit()


def sign_in(page: Page, person: Person, address: str = "") -> None:
    """Sign in on the sign-in page."""
    page.goto(f"{address}/")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")


def heading(page: Page, words: str) -> None:
    """Expect to stand on the page of this heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def open_the_log(page: Page) -> None:
    """Go to one's log by the navigation."""
    page.get_by_role("navigation").get_by_role("link", name="Evidence").first.click()
    heading(page, "My evidence")


def log_quickly(page: Page, looks: Looks) -> None:
    """Begin an entry with four things: the day stands there already."""
    open_the_log(page)
    looks.at(page, "empty")
    page.get_by_role("button", name="Add quickly").click()
    looks.at(page)
    page.get_by_label("What was it?").fill(TITLE)
    page.get_by_label("Hours").fill("3:30")
    page.get_by_label("Which strand is it evidence for?").select_option("SUP-1a")
    page.get_by_role("button", name="Add to my log").click()
    heading(page, TITLE)
    expect(page.get_by_text("Draft, only you see it")).to_be_visible()
    looks.at(page, "draft")


def finish(page: Page, looks: Looks, *, did: str, learned: str) -> None:
    """Write what is still missing."""
    page.get_by_role("button", name="Change", exact=True).click()
    looks.at(page)
    page.get_by_label("What I did").fill(did)
    page.get_by_label("What I learned").fill(learned)
    page.get_by_role("button", name="Save").click()
    heading(page, TITLE)


def add_a_file(page: Page, certificate: Path) -> None:
    """Add the certificate."""
    page.get_by_label("Add a file").set_input_files(certificate)
    page.get_by_role("button", name="Add the file").click()
    expect(page.get_by_role("link", name="certificate.pdf")).to_be_visible()


def share_stopped_once(page: Page, looks: Looks) -> None:
    """Be asked about a phone number, correct it, and share."""
    page.get_by_role("button", name="Look over and share").click()
    expect(page.get_by_role("heading", name="1 place to look at")).to_be_visible()
    expect(page.locator("mark")).to_have_text("07700 900123")
    expect(page.get_by_role("button", name="Share with my supervisor")).to_have_count(0)
    looks.at(page, "asked")
    page.get_by_role("button", name="Change the entry").click()
    page.get_by_label("What I did").fill(MENDED)
    page.get_by_role("button", name="Save").click()
    share(page, looks)


def share(page: Page, looks: Looks) -> None:
    """Share an entry about which nothing is asked."""
    page.get_by_role("button", name="Look over and share").click()
    expect(page.get_by_text("Nothing in it looks like an NHS number")).to_be_visible()
    looks.at(page, "clear")
    page.get_by_role("button", name="Share with my supervisor").click()
    expect(page.get_by_text("Shared, waiting for your supervisor")).to_be_visible()
    looks.at(page, "shared")


def open_what_waits(page: Page, looks: Looks) -> None:
    """Open the entry from what waits on the supervisor's home."""
    page.get_by_role("navigation").get_by_role("link", name="Home").click()
    page.get_by_role("link", name="Verify 1 entry of evidence").click()
    looks.at(page)
    page.get_by_role("link", name=TITLE).click()
    heading(page, TITLE)


def send_back(page: Page, looks: Looks) -> None:
    """Send the entry back; not without saying why."""
    open_what_waits(page, looks)
    looks.at(page, "to decide")
    expect(page.get_by_text("07700")).to_have_count(0)
    page.get_by_role("button", name="Send back with this comment").click()
    expect(page.get_by_role("link", name="Say what is to be changed")).to_be_visible()
    looks.at(page, "refused")
    page.get_by_label("Comment").fill(COMMENT)
    page.get_by_role("button", name="Send back with this comment").click()
    expect(page.get_by_text("No entry waits for you.")).to_be_visible()
    looks.at(page, "nothing waits")


def correct(page: Page, looks: Looks) -> None:
    """Find the entry returned, correct it, and share it again."""
    open_the_log(page)
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text(f"Comment: {COMMENT}")).to_be_visible()
    looks.at(page, "returned")
    finish(page, looks, did=MENDED, learned=LEARNED_MORE)
    share(page, looks)


def verify(page: Page, looks: Looks) -> None:
    """Verify the version that says more."""
    open_what_waits(page, looks)
    expect(page.get_by_text(LEARNED_MORE)).to_be_visible()
    page.get_by_role("button", name="Verify this version").click()
    expect(page.get_by_text("The entry is verified.")).to_be_visible()


def take_away(page: Page, looks: Looks, folder: Path) -> Path:
    """Take the portfolio away on paper and as an archive; return the archive."""
    open_the_log(page)
    looks.at(page, "with entries")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("A verified entry does not change.")).to_be_visible()
    looks.at(page, "verified")
    open_the_log(page)
    page.get_by_role("link", name="My portfolio").click()
    expect(page.get_by_text("1: 1 verified")).to_be_visible()
    looks.at(page)
    with page.expect_download() as printing:
        page.get_by_role("button", name="Take it away as PDF").click()
    assert printing.value.path().read_bytes().startswith(b"%PDF")
    with page.expect_download() as packing:
        page.get_by_role("button", name="Take it away as zip").click()
    assert packing.value.suggested_filename == "portfolio-2026-05-08.zip"
    packing.value.save_as(folder / packing.value.suggested_filename)
    return folder / packing.value.suggested_filename


def send(page: Page, archive: Path) -> None:
    """Send the archive and look at what it would bring."""
    open_the_log(page)
    page.get_by_role("link", name="My portfolio").click()
    page.get_by_role("link", name="Bring a portfolio in").click()
    page.get_by_label("Portfolio (zip)").set_input_files(archive)
    page.get_by_role("button", name="Look at it first").click()


def bring_in(page: Page, looks: Looks, archive: Path) -> None:
    """Bring the portfolio in elsewhere: once, as a draft that says where it was verified."""
    send(page, archive)
    heading(page, "What this portfolio would bring")
    expect(page.get_by_text("1 entry: 1 new, 0 already here.")).to_be_visible()
    expect(page.get_by_text("Verified by Priya Nair")).to_be_visible()
    looks.at(page, "new")
    page.get_by_role("button", name="Take in 1 entry").click()
    heading(page, "What came in together")
    looks.at(page)
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("Draft, only you see it")).to_be_visible()
    expect(page.get_by_text(LEARNED_MORE)).to_be_visible()
    expect(page.get_by_text("Brought from Larkfield Case Management, where Priya")).to_be_visible()
    with page.expect_download() as fetching:
        page.get_by_role("link", name="certificate.pdf").click()
    assert fetching.value.path().read_bytes() == PDF

    send(page, archive)
    expect(page.get_by_text("1 entry: 0 new, 1 already here.")).to_be_visible()
    expect(page.get_by_role("button", name="Take in")).to_have_count(0)
    looks.at(page, "here already")


def test_an_entry_is_verified_and_goes_along_to_the_next_employer(
    new_page: NewPage, cast: Cast, elsewhere: Elsewhere, looks: Looks, tmp_path: Path
) -> None:
    certificate = tmp_path / "certificate.pdf"
    certificate.write_bytes(PDF)
    cass, sue = new_page(), new_page()
    sign_in(cass, cast.practitioner)
    log_quickly(cass, looks)
    finish(cass, looks, did=WITH_A_NUMBER, learned=LEARNED)
    add_a_file(cass, certificate)
    share_stopped_once(cass, looks)

    sign_in(sue, cast.supervisor)
    send_back(sue, looks)
    correct(cass, looks)
    verify(sue, looks)
    archive = take_away(cass, looks, tmp_path)

    later = new_page()
    sign_in(later, elsewhere.person, elsewhere.address)
    later.goto(f"{elsewhere.address}/evidence/portfolio/import")
    looks.at(later)
    bring_in(later, looks, archive)


def test_a_file_that_is_no_portfolio_is_told_beside_its_field(
    new_page: NewPage, cast: Cast, looks: Looks, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(PDF)
    page = new_page()
    sign_in(page, cast.practitioner)

    send(page, letter)

    heading(page, "Bring a portfolio in")
    expect(page.get_by_role("alert")).to_contain_text("It is not a zip file as this page makes it")
    looks.at(page, "refused")
