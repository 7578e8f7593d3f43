"""Pages of a self-study: starting, rating, points, checklist, panel, submitting."""

from io import BytesIO

import pytest

from competency.people.models import Person
from tests.builders.self_study import (
    PAPER,
    House,
    answer_all,
    bring,
    freeze,
    item_of,
    rate,
    study_of,
    submit,
)
from tests.builders.stage import LONG_AGO, Stage
from tests.support.client import CheckedClient
from tests.support.statements import statements
from tests.support.workbooks import rows_of
from tests.web.accreditation.conftest import Window


def day(name: str, on: str) -> dict[str, str]:
    parts = zip(("day", "month", "year"), on.split(), strict=True)
    return {f"{name}-{part}": value for part, value in parts}


def test_central_office_starts_a_self_study(house: House, window: Window) -> None:
    client = window("central")
    form = client.get("/accreditation/new").form()

    page = form.submit(
        {"title": "Next year", **day("period_from", "1 1 2027"), **day("period_to", "31 12 2027")}
    )

    assert "The self-study is started." in page.text
    assert "Showing 6 of 6 items" in page.main
    assert "Next year" in client.get("/accreditation").main


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"title": " "}, "Give the self-study a name."),
        ({"title": "x" * 201}, "Use at most 200 letters for the name."),
        (day("period_to", "1 1 2020"), "The period ends before it begins. Check both."),
        (day("period_to", "1 1 2099"), "The period is longer than five years. Check both."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    house: House, window: Window, typed: dict[str, str], error: str
) -> None:
    whole = {"title": "N", **day("period_from", "1 1 2027"), **day("period_to", "31 12 2027")}
    form = window("central").get("/accreditation/new").form()

    page = form.submit({**whole, **typed})

    assert page.status_code == 422
    assert page.errors == [error]


def test_the_page_of_a_self_study_says_first_how_far_it_is(
    stage: Stage, house: House, window: Window
) -> None:
    bring(stage, house, "interviews")
    rate(stage, house, "5.01", 1)

    main = window("leadership").get(f"/accreditation/{house.study.id}").main

    assert "1 of 6 items ready" in main
    assert "5.02, 5.03, 5.04 and 5.05 not rated yet" in main
    assert "5.01, 5.02 and 5.05 with points still open" in main
    assert "Fundamental practice" in main
    assert "1: Fully put into practice" in main
    assert "1 is the best rating." in main


def test_a_practice_shows_its_ratings_side_by_side_and_keeps_what_is_said(
    house: House, window: Window
) -> None:
    address = f"/accreditation/{house.study.id}/practices/5.01"
    page = window("central").get(address)
    assert "There are no written procedures" in page.main

    saved = page.form().submit({"answer": "2", "narrative": "Sound, with gaps in transport."})

    assert "What you said of 5.01 is saved." in saved.text
    again = window("auditor").get(address)
    assert "2: Sound, with room to improve" in again.main
    assert "Sound, with gaps in transport." in again.main
    assert "Sound, with gaps in transport." in window("central").get(f"{address}/history").main


def test_a_rating_off_the_scale_is_refused_and_nothing_is_lost(
    house: House, window: Window
) -> None:
    form = window("central").get(f"/accreditation/{house.study.id}/practices/5.01").form()

    page = form.submit({"narrative": "Our words."}, tampered={"answer": "5"})

    assert page.status_code == 422
    assert page.errors == ["Choose one of 1, 2, 3, 4."]
    assert page.form().values["narrative"] == "Our words."


def test_a_rating_that_somebody_overtook_shows_both_versions(
    stage: Stage, house: House, window: Window
) -> None:
    form = window("central").get(f"/accreditation/{house.study.id}/practices/5.01").form()
    rate(stage, house, "5.01", 3)

    page = form.submit({"answer": "1", "narrative": "All is well."})

    assert page.status_code == 409
    assert "All is well." in page.main
    assert "What we do for 5.01." in page.main


def test_a_service_has_its_agreement_with_party_days_and_file(house: House, window: Window) -> None:
    client = window("central")
    address = f"/accreditation/{house.study.id}/practices/5.01/points/housing"
    form = client.get(address).form("Save")

    lacking = form.submit({"means": "arranged", "words": "Flats."})
    assert lacking.errors == ["Say with whom the agreement is."]
    party = {"party": "Harbour Homes", **day("agreed_from", "1 2 2026")}
    backwards = lacking.form("Save").submit({**party, **day("agreed_until", "1 1 2026")})
    assert backwards.errors == ["The agreement ends before it begins. Check both days."]
    page = backwards.form("Save").submit(day("agreed_until", "1 2 2028"))
    sent = page.form("Add the file").submit({"file": (BytesIO(PAPER), "agreement.pdf")})

    assert "The file is added." in sent.text
    assert "agreement.pdf" in sent.main
    shown = window("leadership").get(f"/accreditation/{house.study.id}/practices/5.01").main
    assert "With Harbour Homes from 1 February 2026 until 1 February 2028." in shown


@pytest.mark.parametrize(
    ("means", "error"),
    [
        ("gap", "Say what you plan to do about this gap."),
        ("not-needed", "Say why; the panel will ask."),
        ("invented", "Choose one of the answers offered."),
    ],
)
def test_a_gap_has_a_plan_and_what_is_not_needed_a_reason(
    house: House, window: Window, means: str, error: str
) -> None:
    address = f"/accreditation/{house.study.id}/practices/5.01/points/transport"
    form = window("central").get(address).form()

    page = form.submit({"words": ""}, tampered={"means": means})

    assert page.status_code == 422
    assert page.errors == [error]


def test_an_owner_fills_in_their_item_and_sees_nothing_else(house: House, window: Window) -> None:
    client = window("owner")
    item = client.get("/accreditation/items").follow("Procedures for contact with clients")

    early = item.form("Save how far it is").submit({"state": "ready"})
    assert early.errors == [
        "Add a file, or say in the notes where the panel finds it; then it is ready."
    ]
    sent = item.form("Add the file").submit({"file": (BytesIO(PAPER), "procedures.pdf")})
    assert "procedures.pdf" in sent.main
    done = sent.form("Save how far it is").submit({"state": "ready"})

    assert "How far it is, is saved." in done.text
    assert client.get(f"/accreditation/{house.study.id}").status_code == 404
    assert "To do" not in client.get("/accreditation").main


def test_an_item_that_a_count_shows_is_ready_once_it_is_frozen(
    stage: Stage, house: House, window: Window
) -> None:
    item = f"/accreditation/items/{item_of(stage, house, 'caseload-sizes').id}"
    page = window("central").get(item)
    assert "Nothing is frozen yet." in page.main
    assert page.form("Save how far it is").submit({"state": "ready"}).status_code == 422

    freeze(stage, house, "5.03")
    page = window("central").get(item)

    assert "5.03: 1 of 1 (100 %), counted on 8 May 2026" in page.main
    assert "is saved" in page.form("Save how far it is").submit({"state": "ready"}).text


def test_what_an_auditor_reads_is_noted_and_others_reading_is_not(
    house: House, window: Window
) -> None:
    own = f"/accreditation/{house.study.id}"
    for name in ("central", "leadership", "auditor"):
        window(name).get(f"{own}/practices/5.01")

    log = window("auditor").get("/audit/reading").main

    assert "A practice" in log
    assert f"Self-study {house.study.id}" in log
    assert "Cen Tral" not in log
    assert "Lee North" not in log


def test_a_file_that_is_not_taken_says_why(house: House, window: Window) -> None:
    client = window("owner")
    item = client.get("/accreditation/items").follow("Procedures for contact with clients")

    page = item.form("Add the file").submit({"file": (BytesIO(b"MZ\0\0"), "tool.exe")})

    assert page.status_code == 422
    assert len(page.errors) == 1


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"owner": "Nobody Known"}, "Nobody who works here has this email address"),
        (day("due_on", "1 5 2026"), "This day is over. Choose today or a later day."),
    ],
)
def test_an_unknown_owner_and_a_day_that_is_over_are_refused(
    stage: Stage, house: House, window: Window, typed: dict[str, str], error: str
) -> None:
    item = item_of(stage, house, "interviews")
    form = window("central").get(f"/accreditation/items/{item.id}").form("Save who and when")

    page = form.submit(typed)

    assert page.status_code == 422
    assert page.errors[0].startswith(error)


def test_of_two_with_one_name_the_one_who_brings_it_stays(
    stage: Stage, house: House, window: Window
) -> None:
    a_person_named = house["owner"].name
    stage.save(Person(name=a_person_named, email="another@example.org", started_on=LONG_AGO))
    item = item_of(stage, house, "contact-procedures")
    form = window("central").get(f"/accreditation/items/{item.id}").form("Save who and when")

    kept = form.submit(day("due_on", "3 6 2026"))
    assert "Who brings it, and until when, is saved." in kept.text
    assert item_of(stage, house, "contact-procedures").owner_id == house["owner"].id
    other = item_of(stage, house, "interviews")
    form = window("central").get(f"/accreditation/items/{other.id}").form("Save who and when")

    assert form.submit({"owner": a_person_named}).errors == [
        "2 people have this name. Enter the email address or staff number."
    ]


def test_the_file_of_the_checklist_has_the_rows_of_the_screen(
    stage: Stage, house: House, window: Window
) -> None:
    bring(stage, house, "interviews")
    for name, owner in (("central", "Owen Brings"), ("auditor", "Somebody was asked")):
        client = window(name)
        page = client.get(f"/accreditation/{house.study.id}/checklist?state=to-do")
        assert "Showing 5 of 6 items" in page.main
        assert owner in page.main
        file = client.get(page.links()["Take this list away (XLSX)"])
        rows = rows_of(file.data)
        assert [row[3] for row in rows[1:]] == [owner, *["Nobody yet"] * 4]
        assert len(rows) == 6


def test_who_may_not_know_owners_cannot_ask_for_one_either(house: House, window: Window) -> None:
    owner = house["owner"].id
    address = f"/accreditation/{house.study.id}/checklist?owner={owner}"

    assert "Showing 1 of 6 items" in window("central").get(address).main
    assert "Showing 6 of 6 items" in window("auditor").get(address).main


def test_submitting_warns_of_what_is_open_and_freezes_all(
    stage: Stage, house: House, window: Window
) -> None:
    rate(stage, house, "5.01", 1)
    client = window("central")
    page = client.get(f"/accreditation/{house.study.id}/submit")
    assert "5.01 is rated 1" in page.main

    refused = page.form().submit()
    assert refused.status_code == 422
    assert refused.errors[0].startswith("Not everything is ready.")
    done = refused.form().submit({"knowing": "y"})

    assert "The self-study is with the panel." in done.text
    assert "With the panel" in done.main
    practice = client.get(f"/accreditation/{house.study.id}/practices/5.01")
    assert "In your own words" not in practice.main


def test_the_panel_comments_and_is_answered(stage: Stage, house: House, window: Window) -> None:
    submit(stage, house)
    address = f"/accreditation/{house.study.id}/panel"
    page = window("panel").get(address)

    said = page.form("Keep the comment").submit({"practice": "5.04", "words": "How do you count?"})
    assert "How do you count?" in said.main
    central = window("central")
    links = central.get(address).links()
    link = next(href for words, href in links.items() if words.startswith("Answer Pan Ellist"))
    answer = central.get(link)
    done = answer.form().submit({"words": "From the contacts of each case."})

    assert "From the contacts of each case." in done.main
    assert "on 5.04" in done.main
    told = window("panel").get("/notices").main
    assert "There is an answer on 5.04 of the self-study" in told


def test_a_closed_self_study_says_what_came_of_it(
    stage: Stage, house: House, window: Window
) -> None:
    submit(stage, house)
    client = window("central")

    form = client.get(f"/accreditation/{house.study.id}/close").form()
    done = form.submit({"words": "Accredited for four years."})

    assert "Accredited for four years." in done.main
    assert study_of(stage, house).closed_at is not None


def test_pages_take_the_same_few_statements_however_much_there_is(
    stage: Stage, house: House, window: Window
) -> None:
    client = window("central")
    pages = [
        f"/accreditation/{house.study.id}{rest}"
        for rest in ("", "/checklist", "/practices/5.01", "/panel", "/submit")
    ]
    before = [asked_for(client, address) for address in pages]

    answer_all(stage, house)
    for code in ("interviews", "case-records", "contact-procedures"):
        bring(stage, house, code)

    assert [asked_for(client, address) for address in pages] == before
    assert max(before) <= 12, before


def asked_for(client: CheckedClient, address: str) -> int:
    with statements(client.application) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
