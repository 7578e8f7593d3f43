"""What is no log, what no cell can say, and whose files and imports they are."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.config import Settings
from competency.evidence.models import EvidenceBatch
from tests.builders.stage import Cast, Stage, a_cast, people_around
from tests.conftest import FixedClock
from tests.support.client import CheckedClient
from tests.support.sending import as_body, send
from tests.web.evidence.a_log import GOOD, HEAD, LATER, boxes, preview, titles, upload
from tests.web.evidence.conftest import Window


@pytest.fixture
def cast(stage: Stage) -> Cast:
    return a_cast(stage)


@pytest.fixture
def client(cast: Cast, window: Window) -> CheckedClient:
    """The window of the person whose log it is."""
    return window(cast.practitioner)


def sent_raw(client: CheckedClient, size: int) -> int:
    """Send so many bytes and return the status of the answer."""
    values = client.get("/evidence/import").form("send").values
    parts = {name: values[name] for name in ("csrf_token", "form_key")} | {"file": "T" * size}
    sent = as_body(parts, file="file")
    answer = client.post("/evidence/import", **sent, headers={"Referer": "https://localhost/"})
    return int(answer.status_code)


@pytest.mark.parametrize("asked", ["title=99", "title=x", "title=-1", "title=%00", "date=1&end=1"])
def test_an_address_that_names_no_column_is_answered_on_the_page(
    client: CheckedClient, asked: str
) -> None:
    address = upload(client, HEAD + GOOD).request.path.removesuffix("/columns")

    answer = client.get(f"{address}?{asked}")

    assert answer.status_code in {400, 422}


@pytest.mark.parametrize(
    "typed", ["=1+1", "<script>alert(1)</script>", "2\u202e6/4/2026", "9" * 99]
)
def test_whatever_is_typed_in_a_box_stays_text_and_is_answered(
    client: CheckedClient, look: Session, typed: str
) -> None:
    page = preview(client, GOOD, LATER)

    again = page.form("take").submit({"mend-3-date": typed}, press="Check again")

    assert again.status_code == 422
    assert boxes(again) == {"mend-3-date": typed}
    assert titles(look) == []


@pytest.mark.parametrize("name", ["mend-999-date", "mend-2-end", "mend-2-colour"])
def test_a_box_that_was_never_there_is_refused(
    client: CheckedClient, look: Session, name: str
) -> None:
    page = preview(client, GOOD)

    answer = page.form("take").submit(tampered={name: "x"}, press="Import")

    assert answer.status_code == 422
    assert titles(look) == []


def test_very_long_texts_come_in_parts_too_and_can_still_be_sent_back(
    client: CheckedClient, look: Session
) -> None:
    page = preview(client, *(f"Entry {n},25/4/2026,1,,{'x' * 19_000},\n" for n in range(20)))

    assert len(boxes(page)) == 6
    page.form("take").submit(dict.fromkeys(boxes(page), "Short"), press="Check again")
    again = page.form("take").submit(
        dict.fromkeys(boxes(page), "Short") | {"leave_out": "y"}, press="Import"
    )
    assert again.status_code == 200
    assert len(titles(look)) == 6


@pytest.mark.one_database("the file is refused before the database is asked about it")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "has no rows"),
        (b"PK\x03\x04rest", "a workbook or a zip file"),
        (b"%PDF-1.7\nx,y\n", "a PDF file"),
        (b"MZ\x90 a program\n1,2\n", "a program"),
        (b"\x7fELF,a\n1,2\n", "a program"),
        (b"GIF89a\x01\x02,a\n1,2\n", "not text"),
        (b"Title\n" + b"T\n" * 100_000, "more than 5,000 rows"),
        (b'Title,Date,Hours\n"open,1,2\n', "quotation mark is not closed"),
        (b"Title,Date,Hours\n" + b"a," * 200 + b"\n", "too many columns"),
    ],
)
def test_what_is_no_log_is_refused_at_once(
    client: CheckedClient, settings: Settings, look: Session, content: bytes, said: str
) -> None:
    page = upload(client, content)

    assert page.status_code == 422
    assert any(said in error for error in page.errors), page.errors
    assert not (settings.data_dir / "waiting").exists()
    assert look.scalars(select(EvidenceBatch)).all() == []


def test_too_many_bytes_and_no_file_at_all_are_answered(client: CheckedClient) -> None:
    assert client.get("/evidence/import").form("send").submit().errors == ["Choose the file."]
    assert sent_raw(client, 5_000_001) == 422
    assert sent_raw(client, 6_000_000) == 413


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_other_encodings_are_read(client: CheckedClient, look: Session, encoding: str) -> None:
    page = upload(client, (HEAD + "Café – talk,25/4/2026,1,,,\n").encode(encoding))
    page = page.form("columns").submit()

    assert ("read as Windows-1252" in page.main) is (encoding == "cp1252")
    page.form("take").submit(press="Import")
    assert titles(look) == ["Café – talk"]


def test_a_swapped_date_is_called_one_and_the_person_can_say_the_order(
    client: CheckedClient,
) -> None:
    page = preview(client, GOOD, "Swapped,4/26/2026,1,,,\n")
    assert "swapped day and month?" in page.main
    assert boxes(page) == {"mend-3-date": "4/26/2026"}

    columns = page.follow("Change the columns").form("columns")
    page = columns.submit({"order": "month"})
    assert boxes(page) == {"mend-2-date": "25/4/2026"}


def test_formulas_and_markup_in_cells_stay_text(client: CheckedClient, look: Session) -> None:
    page = preview(client, '"=HYPERLINK(""x"")",25/4/2026,=1+1,,<b>x</b>,\n')
    assert "This is a formula" in page.main

    page.form("take").submit({"mend-2-hours": "1"}, press="Import")

    assert titles(look) == ['=HYPERLINK("x")']


def test_a_waiting_file_is_its_senders_alone_and_goes_after_a_day(
    stage: Stage,
    cast: Cast,
    client: CheckedClient,
    window: Window,
    settings: Settings,
    clock: FixedClock,
) -> None:
    address = preview(client, GOOD).request.path
    ways = (address, f"{address}/columns", f"{address}/faults.csv")

    for person in people_around(stage, cast).values():
        if person.id != cast.practitioner.id:
            assert {window(person).get(way).status_code for way in ways} == {404}
            assert send(window(person), address).status_code == 404
            assert send(window(person), f"{address}/check").status_code == 404
    for odd in ("x", "0" * 32, "G" * 32):
        assert client.get(f"/evidence/import/{odd}").status_code == 404
    clock.move(hours=25)
    assert window(cast.practitioner).get(address).status_code == 404
    upload(window(cast.practitioner), HEAD + GOOD)
    assert len(list(Path(settings.data_dir / "waiting").iterdir())) == 1


def test_an_import_is_its_owners_to_see_and_to_take_out(
    stage: Stage, cast: Cast, client: CheckedClient, window: Window, look: Session
) -> None:
    address = preview(client, GOOD).form("take").submit(press="Import").request.path

    for name, person in people_around(stage, cast).items():
        if person.id != cast.practitioner.id:
            assert window(person).get(address).status_code == 404, name
            assert send(window(person), f"{address}/undo").status_code == 404, name
    assert titles(look) == ["A course"]
