"""An existing log comes in from a file: looked at, kept whole or not at all, taken out again."""

import pytest
from sqlalchemy import text

from competency.audit import service as audit
from competency.evidence.service import batches, importing, reading, writing
from competency.kernel.errors import NotFound, Refused
from tests.builders.evidence import content
from tests.builders.stage import a_cast, people_around

GOOD = (
    b"Title,Date,Hours,Type,What I did,Learned,Strands\n"
    b"Course,25/4/2026,3.5,Course,Listened,A lot,SUP-1a:CMP2\n"
    b"Reading,26/4/2026,1:30,Reading,Read,Some,COM-1a\n"
)
FAULTY = GOOD + b"Later,1/1/2027,1,,,,\n"


@pytest.fixture
def cast(stage):
    return a_cast(stage)


def bring_in(stage, person, content=GOOD, **more):
    return stage.do(person, lambda w: importing.bring_in(w, content, name="log.csv", **more))


def log(stage, person):
    return stage.ask(person, lambda w: reading.log(w, person.id))


def test_a_file_is_looked_at_before_anything_is_kept(stage, cast):
    me = cast.practitioner
    found = stage.ask(me, lambda w: importing.look(w, FAULTY))

    assert (found.rows, len(found.preview.entries), found.known) == (3, 2, False)
    [fault] = found.preview.faults
    assert (fault.row, fault.column) == (4, "Date")
    assert log(stage, me).lines == []


def test_a_file_comes_in_as_drafts_in_one_event(stage, cast):
    me = cast.practitioner
    batch = bring_in(stage, me)

    assert [(x.title, x.state, str(x.hours)) for x in log(stage, me).lines] == [
        ("Reading", "draft", "1.50"),
        ("Course", "draft", "3.50"),
    ]
    course = stage.ask(me, lambda w: reading.whole(w, log(stage, me).lines[1].id))
    assert [(x.strand, x.level) for x in course.content.links] == [("SUP-1a", "CMP2")]
    with stage.database.reading() as session:
        rows = session.execute(text("SELECT event, facts FROM audit_entry")).all()
        assert audit.verify(session, stage.key) == []
    assert [row.event for row in rows] == ["LogImported"]
    assert batch.source_sha256 in rows[0].facts


def test_a_faulty_row_keeps_everything_out_unless_it_is_left_out(stage, cast):
    me = cast.practitioner
    with pytest.raises(Refused, match="Nothing was imported"):
        bring_in(stage, me, FAULTY)
    assert log(stage, me).lines == []

    bring_in(stage, me, FAULTY, without_faulty=True)
    assert len(log(stage, me).lines) == 2


def test_columns_can_be_chosen(stage, cast):
    me = cast.practitioner
    odd = b"Was,Wann,Wie lange\nCourse,25/4/2026,2\n"
    found = stage.ask(me, lambda w: importing.look(w, odd))
    assert (found.preview, found.match.missing) == (None, ("title", "date", "hours"))
    with pytest.raises(Refused, match="title, date, hours"):
        bring_in(stage, me, odd)

    bring_in(stage, me, odd, columns={"title": 0, "date": 1, "hours": 2})
    assert [line.title for line in log(stage, me).lines] == ["Course"]


def test_the_same_file_does_not_come_in_twice(stage, cast):
    me = cast.practitioner
    batch = bring_in(stage, me)
    with pytest.raises(Refused) as refused:
        bring_in(stage, me)
    assert refused.value.code == "known_file"

    stage.do(me, lambda w: batches.undo(w, batch.id))
    bring_in(stage, me)
    assert len(log(stage, me).lines) == 2


def test_an_import_is_undone_but_for_what_was_worked_on(stage, cast):
    me = cast.practitioner
    batch = bring_in(stage, me)
    line = log(stage, me).lines[0]
    stage.do(me, lambda w: writing.save(w, line.id, content(title="Worked on"), 1))

    undone = stage.do(me, lambda w: batches.undo(w, batch.id))

    assert (undone.removed, undone.kept) == (1, 1)
    assert [line.title for line in log(stage, me).lines] == ["Worked on"]
    with pytest.raises(Refused, match="undone already"):
        stage.do(me, lambda w: batches.undo(w, batch.id))
    assert [b.undone_at is None for b in stage.ask(me, batches.list_batches)] == [False]


def test_an_import_is_its_owners_to_undo(stage, cast):
    batch = bring_in(stage, cast.practitioner)

    for person in (cast.supervisor, cast.administrator, cast.colleague):
        with pytest.raises(NotFound):
            stage.do(person, lambda w: batches.undo(w, batch.id))


def test_a_whole_log_of_five_thousand_rows_comes_in(stage, cast):
    me = cast.practitioner
    rows = b"".join(b"Entry %d,25/4/2026,1,,,,SUP-1a\n" % n for n in range(5_000))

    bring_in(stage, me, GOOD.splitlines(keepends=True)[0] + rows)

    assert sum(log(stage, me).counts.values()) == 5_000


def test_what_was_mended_comes_in_as_typed(stage, cast):
    me = cast.practitioner
    mends = {4: {"date": "1/1/2026"}}

    found = stage.ask(me, lambda w: importing.look(w, FAULTY, mends=mends))
    assert (found.faulty, len(found.new)) == (0, 3)
    batch = bring_in(stage, me, FAULTY, mends=mends)

    assert batch.entries == 3
    assert [line.title for line in log(stage, me).lines] == ["Reading", "Course", "Later"]


def test_what_the_log_has_already_stays_as_it_is(stage, cast):
    me = cast.practitioner
    first = GOOD.splitlines(keepends=True)
    bring_in(stage, me, b"".join(first[:2]))

    found = stage.ask(me, lambda w: importing.look(w, GOOD))
    assert [entry.title for _row, entry in found.new] == ["Reading"]
    assert bring_in(stage, me).entries == 1
    with pytest.raises(Refused, match="every good row"):
        bring_in(stage, me, GOOD + b"\n")

    assert sorted(line.title for line in log(stage, me).lines) == ["Course", "Reading"]


def test_a_batch_says_what_an_undo_would_leave(stage, cast):
    me = cast.practitioner
    batch = bring_in(stage, me)
    line = log(stage, me).lines[0]
    stage.do(me, lambda w: writing.save(w, line.id, content(title="Worked on"), 1))

    _batch, rows = stage.ask(me, lambda w: batches.get_batch(w, batch.id))

    assert {row.title: row.untouched for row in rows} == {"Worked on": False, "Course": True}


def test_a_batch_is_its_owners_to_see_and_to_undo(stage, cast):
    batch = bring_in(stage, cast.practitioner)

    outcomes = {
        name: (
            stage.outcome(person, lambda w: batches.get_batch(w, batch.id)),
            stage.outcome(person, lambda w: batches.undo(w, batch.id)),
        )
        for name, person in people_around(stage, cast).items()
    }

    assert outcomes.pop("self") == ("yes", "yes")
    assert set(outcomes.values()) == {("404", "404")}
