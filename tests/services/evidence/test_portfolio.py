"""A portfolio leaves one installation and comes into another, once, and only as it was made."""

import contextlib
import hashlib
import io
import json
import random
import re
import zipfile
from decimal import Decimal

import pytest

from competency.evidence.domain.entry import Kind, Tag
from competency.evidence.service import (
    archives,
    attaching,
    batches,
    exporting,
    reading,
    sharing,
    taking_in,
    writing,
)
from competency.infra.files import DamagedFile, Store
from competency.kernel.errors import NotFound, Refused
from tests.builders.evidence import an_entry, content, link
from tests.builders.files import PDF
from tests.builders.portfolios import entry_with, repacked, with_file
from tests.builders.stage import a_person
from tests.support.source import ROOT

SCHEMA = json.loads((ROOT / "docs" / "portfolio.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "here")


@pytest.fixture
def there(tmp_path):
    return Store(tmp_path / "there")


@pytest.fixture
def made(stage, store):
    """A verified entry with a file, a draft, and a correction that waits."""
    one = an_entry(stage, "draft", tags=(Tag("hcpc-cpd", "1.0", "other"),))
    cast, me = one.cast, one.cast.practitioner
    stage.do(me, lambda w: attaching.attach(w, one.id, "notes.pdf", io.BytesIO(PDF), store))
    row = stage.ask(me, lambda w: reading.whole(w, one.id))
    stage.do(me, lambda w: sharing.share(w, one.id, row.version))
    an_entry(stage, "verified", cast, title="Audit", kind=Kind.AUDIT, hours=Decimal("2"))
    an_entry(stage, "draft", cast, title="Draft", links=(link("COM-1a"),))
    return one


def archive(stage, person, store):
    with stage.ask(person, lambda w: exporting.export(w, person.id, store)) as made:
        return made.read()


def newcomer(stage, name="Asha Patel Jones", email="asha.patel@example.com"):
    """The same person at the next employer (here: another account)."""
    person = a_person(stage, name)
    return person


def take_in(stage, person, content, store, **more):
    return stage.do(
        person,
        lambda w: taking_in.take_in(w, io.BytesIO(content), store, name="p.zip", **more),
    )


def log(stage, person):
    return stage.ask(person, lambda w: reading.log(w, person.id)).lines


def test_a_portfolio_holds_entries_files_and_a_manifest_with_their_hashes(stage, store, made):
    with zipfile.ZipFile(io.BytesIO(archive(stage, made.cast.practitioner, store))) as opened:
        manifest = json.loads(opened.read("manifest.json"))
        assert set(opened.namelist()) == {"manifest.json", *manifest["files"]}
        for path, promised in manifest["files"].items():
            found = opened.read(path)
            assert promised == {
                "size": len(found),
                "sha256": hashlib.sha256(found).hexdigest(),
            }
        assert f"attachments/{hashlib.sha256(PDF).hexdigest()}" in manifest["files"]


def test_the_same_log_gives_the_same_bytes(stage, store, made):
    me = made.cast.practitioner

    assert archive(stage, me, store) == archive(stage, me, store)


KINDS = {"string": str, "object": dict, "array": list, "integer": int, "null": type(None)}


def faults(value, schema, place="portfolio"):
    """Yield where a value is not as the schema says; knows what our schema uses."""
    if "anyOf" in schema:
        if all(list(faults(value, one)) for one in schema["anyOf"]):
            yield f"{place}: none of the choices"
        return
    if isinstance(value, str | list):
        bound = schema.get("maxLength", schema.get("maxItems", len(value)))
        if len(value) > bound:
            yield f"{place}: longer than {bound}"
    if value not in schema.get("enum", [schema.get("const", value)]):
        yield f"{place}: {value!r} is not one of those published"
    wanted = schema.get("type", list(KINDS))
    if not isinstance(
        value, tuple(KINDS[k] for k in ([wanted] if isinstance(wanted, str) else wanted))
    ):
        yield f"{place}: not {wanted}"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{place}: does not match"
    yield from faults_inside(value, schema, place)


def faults_inside(value, schema, place):
    if isinstance(value, dict) and "properties" in schema:
        if set(value) != set(schema["required"]):
            yield f"{place}: keys {set(value) ^ set(schema['required'])}"
        for key in value.keys() & schema["properties"].keys():
            yield from faults(value[key], schema["properties"][key], f"{place}.{key}")
    if isinstance(value, list) and "items" in schema:
        for number, one in enumerate(value):
            yield from faults(one, schema["items"], f"{place}[{number}]")


def test_what_leaves_is_as_the_published_schema_says(stage, store, made):
    with zipfile.ZipFile(io.BytesIO(archive(stage, made.cast.practitioner, store))) as opened:
        plain = json.loads(opened.read("portfolio.json"))

    assert len(plain["entries"]) == 3
    assert list(faults(plain, SCHEMA)) == []
    assert list(faults(plain | {"more": 1}, SCHEMA)) != []
    assert list(faults(plain | {"organisation": "x" * 301}, SCHEMA)) != []
    assert list(faults({**plain, "entries": [plain["entries"][0] | {"hours": 2}]}, SCHEMA)) != []


def test_another_installation_takes_it_in_as_drafts_with_their_files(stage, store, there, made):
    content = archive(stage, made.cast.practitioner, store)
    me = newcomer(stage)
    looked = stage.ask(me, lambda w: taking_in.look(w, io.BytesIO(content)))
    assert (len(looked.coming), looked.known, looked.faults, looked.is_mine) == (3, 0, (), False)

    take_in(stage, me, content, there, surely_mine=True)

    lines = {line.title: line for line in log(stage, me)}
    assert {line.state for line in lines.values()} == {"draft"}
    audit_ = stage.ask(me, lambda w: reading.whole(w, lines["Audit"].id))
    assert audit_.origin == (
        "Brought from the portfolio of Asha Patel at Larkfield Case Management, where Priya Nair "
        "verified it on 2026-05-08."
    )
    course = stage.ask(me, lambda w: reading.whole(w, lines["Course on capacity"].id))
    assert [tag.code for tag in course.content.tags] == ["other"]
    [file] = course.attachments
    found = stage.ask(me, lambda w: attaching.download(w, file.id, there))
    assert (found.name, found.content) == ("notes.pdf", PDF)


def test_it_comes_in_once(stage, store, there, made):
    me = made.cast.practitioner
    content_ = archive(stage, me, store)
    other = newcomer(stage)
    take_in(stage, other, content_, there, surely_mine=True)
    with pytest.raises(Refused) as refused:
        take_in(stage, other, content_, there, surely_mine=True)
    assert refused.value.code == "nothing_new"

    stage.do(me, lambda w: writing.add(w, content(title="New")))
    take_in(stage, other, archive(stage, me, store), there, surely_mine=True)
    assert len(log(stage, other)) == 4


def test_it_can_be_taken_out_again(stage, store, there, made):
    me = newcomer(stage)
    batch = take_in(
        stage, me, archive(stage, made.cast.practitioner, store), there, surely_mine=True
    )

    undone = stage.do(me, lambda w: batches.undo(w, batch.id))

    assert (undone.removed, undone.kept, log(stage, me)) == (3, 0, [])


def test_only_the_newest_of_a_corrected_entry_comes_in(stage, store, there, made):
    me = made.cast.practitioner
    audit_ = next(line for line in log(stage, me) if line.title == "Audit")
    row = stage.do(me, lambda w: writing.start_correction(w, audit_.id))
    stage.do(me, lambda w: sharing.share(w, row.id, row.version))
    other = newcomer(stage)
    content_ = archive(stage, me, store)

    looked = stage.ask(other, lambda w: taking_in.look(w, io.BytesIO(content_)))

    assert (len(looked.coming), looked.replaced) == (3, 1)


def test_somebody_elses_portfolio_is_asked_about(stage, store, there, made):
    with pytest.raises(Refused, match="that of Asha Patel"):
        take_in(stage, newcomer(stage), archive(stage, made.cast.practitioner, store), there)


def test_what_is_unknown_here_is_left_out_and_said(stage, store, there, made):
    content_ = repacked(
        archive(stage, made.cast.practitioner, store),
        lambda p: p["entries"][0]["links"].append(
            {"framework": "elsewhere", "version": "3", "strand": "XYZ-1", "level": "L1"}
        ),
    )
    me = newcomer(stage)
    looked = stage.ask(me, lambda w: taking_in.look(w, io.BytesIO(content_)))

    assert [c.left for c in looked.coming if c.left] == [("XYZ-1",)]
    take_in(stage, me, content_, there, surely_mine=True)
    origins = [stage.ask(me, lambda w, i=x.id: reading.whole(w, i)).origin for x in log(stage, me)]
    assert sum("Not known here and left out: XYZ-1." in origin for origin in origins) == 1


LINK = {"framework": "x", "version": "1", "strand": "y", "level": "z"}
FILE = f"attachments/{hashlib.sha256(PDF).hexdigest()}"
TAMPERED = {
    "other hours, old manifest": lambda c: repacked(c, entry_with(hours="99"), honest=False),
    "another file, old manifest": lambda c: repacked(c, parts={FILE: b"x"}, honest=False),
    "another file, new manifest": lambda c: repacked(c, parts={FILE: b"x"}),
    "a file more": lambda c: repacked(c, parts={"more.txt": b"x"}),
    "a file more, old manifest": lambda c: repacked(c, parts={"more.txt": b"x"}, honest=False),
    "a file less": lambda c: repacked(c, parts={FILE: None}),
    "no manifest": lambda c: repacked(c, parts={"manifest.json": None}, honest=False),
    "no portfolio": lambda c: repacked(c, parts={"portfolio.json": None}),
    "a path that leads out": lambda c: repacked(c, parts={"../evil.txt": b"x"}),
    "a path from the root": lambda c: repacked(c, parts={"/evil.txt": b"x"}),
    "a bomb": lambda c: repacked(c, parts={"attachments/bomb": b"\0" * 40_000_000}),
    "an unknown key": lambda c: repacked(c, entry_with(more="x")),
    "another type": lambda c: repacked(c, entry_with(title=["x"])),
    "an unknown kind": lambda c: repacked(c, entry_with(kind="gardening")),
    "an unknown state": lambda c: repacked(c, entry_with(state="sealed")),
    "no identifier": lambda c: repacked(c, entry_with(uuid="1")),
    "a false day": lambda c: repacked(c, entry_with(starts_on="2026-02-30")),
    "a week for a day": lambda c: repacked(c, entry_with(starts_on="2026-W01-1")),
    "false hours": lambda c: repacked(c, entry_with(hours="1e5")),
    "an entry twice": lambda c: repacked(c, lambda p: p["entries"].append(p["entries"][0])),
    "another format": lambda c: repacked(c, lambda p: p.update(format="x")),
    "a later version": lambda c: repacked(c, lambda p: p.update(format_version=2)),
    "deep nesting": lambda c: repacked(c, parts={"portfolio.json": b"[" * 100_000}),
    "a number of 5,000 digits": lambda c: repacked(c, parts={"portfolio.json": b"9" * 5_000}),
    "half a letter": lambda c: repacked(c, entry_with(title="\ud800")),
    "a NUL": lambda c: repacked(c, entry_with(learned="\0")),
    "a name written backwards": lambda c: repacked(
        c, lambda p: p["person"].update(name="\u202eAsha")
    ),
    "an organisation without end": lambda c: repacked(
        c, lambda p: p.update(organisation="x" * 1_000)
    ),
    "strands without end": lambda c: repacked(c, entry_with(links=[LINK] * 1_000)),
    "an empty last day": lambda c: repacked(c, entry_with(ends_on="")),
    "packed by another method": lambda c: repacked(c, method=zipfile.ZIP_BZIP2),
    "something behind it": lambda c: c + b"more",
    "no JSON": lambda c: repacked(c, parts={"portfolio.json": b"\xff"}),
    "no archive": lambda _c: b"hello",
    "half an archive": lambda c: c[: len(c) // 2],
    "nothing": lambda _c: b"",
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_tampered_with_stays_out(stage, store, there, made, what):
    content_ = TAMPERED[what](archive(stage, made.cast.practitioner, store))
    me = newcomer(stage)

    with pytest.raises(Refused) as refused:
        take_in(stage, me, content_, there, surely_mine=True)

    assert refused.value.code in {"bad_portfolio", "bad_archive", "bomb", "other_version"}
    assert log(stage, me) == []


def test_an_archive_with_bytes_changed_is_refused_or_says_the_same(stage, store, made):
    content_ = archive(stage, made.cast.practitioner, store)
    same = archives.read(io.BytesIO(content_))[0]
    dice = random.Random(7)

    for _ in range(400):
        changed = bytearray(content_)
        for _ in range(dice.choice([1, 1, 3])):
            changed[dice.randrange(len(changed))] = dice.randrange(256)
        with contextlib.suppress(Refused):
            assert archives.read(io.BytesIO(changed))[0] == same


@pytest.mark.parametrize(
    "changes", [{"starts_on": "2027-01-01"}, {"title": " "}, {"hours": "0"}], ids=str
)
def test_what_could_not_be_written_here_does_not_come_in(stage, store, there, made, changes):
    content_ = repacked(archive(stage, made.cast.practitioner, store), entry_with(**changes))
    me = newcomer(stage)

    assert stage.ask(me, lambda w: taking_in.look(w, io.BytesIO(content_))).faults
    with pytest.raises(Refused):
        take_in(stage, me, content_, there, surely_mine=True)
    assert log(stage, me) == []


def test_a_program_does_not_come_in_as_an_attachment(stage, store, there, made):
    program = b"MZ" + b"\0" * 100
    former = archive(stage, made.cast.practitioner, store)
    content_ = with_file(former, PDF, "notes.pdf", program)
    me = newcomer(stage)

    with pytest.raises(Refused, match="a program"):
        take_in(stage, me, content_, there, surely_mine=True)
    assert log(stage, me) == []


def test_files_are_handed_out_to_who_sees_the_entry_and_only_whole(stage, store, made, tmp_path):
    cast = made.cast
    row = stage.ask(cast.practitioner, lambda w: reading.whole(w, made.id))
    [file] = row.attachments

    for person in (cast.practitioner, cast.supervisor, cast.manager):
        found = stage.ask(person, lambda w: attaching.download(w, file.id, store))
        assert (found.media_type, found.content) == ("application/pdf", PDF)
    for person in (cast.colleague, cast.administrator):
        with pytest.raises(NotFound):
            stage.ask(person, lambda w: attaching.download(w, file.id, store))
    (tmp_path / "here" / file.sha256[:2] / file.sha256).write_bytes(b"other")
    with pytest.raises(DamagedFile):
        stage.ask(cast.practitioner, lambda w: attaching.download(w, file.id, store))


def test_files_come_and_go_only_while_an_entry_is_open(stage, store, made):
    me = made.cast.practitioner
    [file] = stage.ask(me, lambda w: reading.whole(w, made.id)).attachments

    with pytest.raises(Refused, match="shared"):
        stage.do(me, lambda w: attaching.detach(w, file.id))
    row = stage.ask(me, lambda w: reading.whole(w, made.id))
    stage.do(me, lambda w: sharing.take_back(w, made.id, row.version))
    with pytest.raises(Refused, match="this very file"):
        stage.do(me, lambda w: attaching.attach(w, made.id, "b.pdf", io.BytesIO(PDF), store))
    stage.do(me, lambda w: attaching.detach(w, file.id))

    assert stage.ask(me, lambda w: reading.whole(w, made.id)).attachments == ()
    assert stage.ask(None, lambda w: attaching.sweep(w, store)).missing == ()


def test_a_log_has_room_for_so_many_files_and_bytes(stage, store, made, monkeypatch):
    me = made.cast.practitioner
    row = stage.do(me, lambda w: writing.add(w, content(title="Another")))

    def attach(text):
        return stage.do(me, lambda w: attaching.attach(w, row.id, "a.txt", io.BytesIO(text), store))

    monkeypatch.setattr(attaching, "MOST_FILES", 1)
    attach(b"one")
    with pytest.raises(Refused) as refused:
        attach(b"two")
    assert refused.value.code == "many_files"

    monkeypatch.setattr(attaching, "MOST_FILES", 20)
    monkeypatch.setattr(attaching, "MOST_OF_A_PERSON", len(PDF) + 3 + 2)
    with pytest.raises(Refused) as refused:
        attach(b"three")
    assert refused.value.code == "log_full"


def test_a_portfolio_finds_no_room_in_a_full_log(stage, store, there, made, monkeypatch):
    content_ = archive(stage, made.cast.practitioner, store)
    me = newcomer(stage)
    monkeypatch.setattr(attaching, "MOST_OF_A_PERSON", len(PDF) - 1)

    with pytest.raises(Refused) as refused:
        take_in(stage, me, content_, there, surely_mine=True)
    assert refused.value.code == "log_full"


def test_entries_that_cannot_come_in_are_left_out_on_request(stage, store, there, made):
    content_ = repacked(archive(stage, made.cast.practitioner, store), entry_with(hours="0"))
    me = newcomer(stage)

    take_in(stage, me, content_, there, surely_mine=True, without_faulty=True)

    assert len(log(stage, me)) == 2
