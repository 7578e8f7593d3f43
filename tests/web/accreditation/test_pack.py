"""The self-study pack: what is in it, that it is whole, and that it names nobody."""

import hashlib
import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from competency.accreditation.service import panel
from competency.infra.files import Store
from tests.builders.self_study import House, answer_all, bring, freeze, rate, submit
from tests.builders.stage import Stage
from tests.support.pdf_text import tagged, text
from tests.web.accreditation.conftest import Window


@pytest.fixture
def whole(stage: Stage, house: House, app: Flask) -> House:
    """A self-study that was written, submitted and commented."""
    store = Store.of(app.extensions["settings"])
    answer_all(stage, house)
    for practice in ("5.01", "5.02", "5.03", "5.04", "5.05"):
        rate(stage, house, practice, 2)
    for code in ("contact-procedures", "interviews"):
        bring(stage, house, code, store)
    freeze(stage, house, "5.03", also=("colleague", "supervisor", "manager", "specialist"))
    submit(stage, house)
    said = stage.do(
        house["panel"],
        lambda w: panel.comment(w, house.study.id, "How do you count?", practice="5.04").id,
    )
    stage.do(
        house["central"],
        lambda w: panel.comment(w, house.study.id, "From each case.", answers_id=said),
    )
    stage.do(
        house["central"],
        lambda w: panel.comment(w, house.study.id, "A warm welcome.", said_by="Dr V. Isitor"),
    )
    return house


def taken(whole: House, window: Window, name: str = "central") -> dict[str, bytes]:
    answer = window(name).get(f"/accreditation/{whole.study.id}/pack.zip")
    assert answer.status_code == 200
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        return {one: archive.read(one) for one in archive.namelist()}


def test_the_archive_holds_all_and_its_manifest_proves_it(whole: House, window: Window) -> None:
    members = taken(whole, window)

    manifest = json.loads(members["manifest.json"])["files"]
    assert set(manifest) == set(members) - {"manifest.json"}
    for path, promise in manifest.items():
        assert promise["size"] == len(members[path])
        assert promise["sha256"] == hashlib.sha256(members[path]).hexdigest()
    files = [one for one in members if one.startswith("evidence/")]
    assert sorted(Path(one).parent.name for one in files) == ["contact-procedures", "interviews"]
    assert all(members[one].startswith(b"%PDF") for one in files)


def test_the_data_says_what_the_pages_say(whole: House, window: Window) -> None:
    members = taken(whole, window, "panel")

    plain = json.loads(members["self-study.json"])
    assert plain["standard"]["direction"] == "lower-is-better"
    assert [one["rating"] for one in plain["ratings"]] == [2] * 5
    assert plain["ratings"][0]["narrative"] == "What we do for 5.01."
    assert len(plain["points"]) == 9 + 3 + 4
    assert [one["who"] for one in plain["comments"]] == [
        "The panel",
        "Central office",
        "Dr V. Isitor",
    ]
    rows = members["checklist.csv"].decode().splitlines()
    assert len(rows) == 7
    assert "Interviews" in members["checklist.csv"].decode()
    assert "5.05" in members["ratings.csv"].decode()


def test_a_frozen_count_is_in_it_with_its_rows_and_without_whom(
    whole: House, window: Window
) -> None:
    members = taken(whole, window)

    (count,) = json.loads(members["self-study.json"])["counts"]
    assert (count["practice"], count["k"], count["n"]) == ("5.03", 5, 5)
    assert count["first_on"] == "2026-05-08"
    assert count["figures"]["percent-in-range"] == 100
    assert "Open cases by key worker on 8 May 2026" in members["counts.csv"].decode()
    head, row, *more = members["counted-5.03.csv"].decode().splitlines()
    assert len(more) == 4
    assert head == "Number,Met,Figures"
    assert row.startswith("1,yes,")
    assert '""cases"":12' in row.replace(" ", "")
    said = text(members["self-study.pdf"])
    assert "5 of 5 (100 %), frozen on 8 May 2026" in said
    assert count["sha256"] in said.replace("\n", "").replace(" ", "")


def test_rows_of_few_workers_are_not_in_it(stage: Stage, house: House, window: Window) -> None:
    freeze(stage, house, "5.03")

    members = taken(house, window)
    assert members["counted-5.03.csv"].decode().splitlines() == ["Number,Met,Figures"]
    (count,) = json.loads(members["self-study.json"])["counts"]
    assert (count["k"], count["n"]) == (1, 1)


def test_the_paper_has_every_practice_its_words_points_evidence_and_comments(
    whole: House, window: Window
) -> None:
    answer = window("leadership").get(f"/accreditation/{whole.study.id}/pack.pdf")

    headings = [words for kind, words in tagged(answer.data) if kind == "H2"]
    assert headings[0] == "Ratings"
    assert [one.split()[0] for one in headings[1:6]] == ["5.01", "5.02", "5.03", "5.04", "5.05"]
    assert headings[6:] == ["Evidence", "Files", "The panel"]
    said = text(answer.data)
    for words in (
        *("Larkfield Case Management", "With the panel", "What we do for 5.04."),
        *("Help in a crisis at any hour", "Provided directly", "1 is the best rating"),
        *("Procedures for contact with clients", "contact-procedures.pdf", "How do you count?"),
        *("From each case.", "Dr V. Isitor", "In the binder, part 2."),
    ):
        assert words in said, words


@pytest.mark.parametrize("reader", ["central", "leadership", "auditor", "panel"])
def test_the_pack_names_nobody_who_works_here(whole: House, window: Window, reader: str) -> None:
    members = taken(whole, window, reader)

    said = "\n".join(
        [text(members["self-study.pdf"])]
        + [members[one].decode() for one in members if one.endswith((".csv", ".json"))]
    )
    assert [one.name for one in whole.people.values() if one.name in said] == []


def test_that_it_was_taken_is_noted(whole: House, window: Window) -> None:
    taken(whole, window, "panel")

    log = window("auditor").get("/audit/reading").main

    assert "Pan Ellist" in log
    assert "self-study pack as zip" in log


def test_only_readers_take_it(whole: House, window: Window) -> None:
    address = f"/accreditation/{whole.study.id}/pack"
    for name in ("owner", "colleague", "administrator"):
        for ending in ("", ".pdf", ".zip"):
            assert window(name).get(f"{address}{ending}").status_code == 404
