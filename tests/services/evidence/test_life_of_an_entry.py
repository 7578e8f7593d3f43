"""From a quick note to a sealed entry, and what the rules refuse on the way."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from competency.audit import service as audit
from competency.evidence.domain.state import State
from competency.evidence.service import (
    beside,
    deciding,
    reading,
    sealing,
    sharing,
    writing,
)
from competency.kernel.errors import NotFound, Refused, RefusedEach, Stale
from tests.builders.evidence import an_entry, content, link
from tests.builders.stage import a_cast, a_person


def seen_by(stage, person, made):
    return stage.ask(person, lambda w: reading.whole(w, made.id))


def test_a_quick_note_takes_a_title_a_day_hours_and_a_strand(stage):
    cast = a_cast(stage)
    row = stage.do(
        cast.practitioner,
        lambda w: writing.quick_add(
            w, title=" Peer  talk ", day=date(2026, 5, 7), hours=Decimal("0.5"), strand="SUP-1a"
        ),
    )

    found = stage.ask(cast.practitioner, lambda w: reading.whole(w, row.id))
    assert (found.state, found.content.title) == (State.DRAFT, "Peer talk")
    assert found.content.links == (link("SUP-1a", "CMP1"),)


def test_a_quick_note_is_finished_before_it_is_shared(stage):
    cast = a_cast(stage)
    made = an_entry(stage, cast=cast, did="", learned=" ", links=())

    with pytest.raises(RefusedEach) as refused:
        stage.do(cast.practitioner, lambda w: sharing.share(w, made.id, made.row.version))

    assert set(refused.value.refusals) == {"did", "learned", "links"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"links": (link("SUP-99z"),)}, "links"),
        ({"links": (link("SUP-1a", "CMP9"),)}, "links"),
        ({"practice_area_id": 999}, "practice_area_id"),
    ],
)
def test_a_strand_or_area_that_there_is_not_is_refused(stage, changes, field):
    cast = a_cast(stage)

    with pytest.raises(Refused) as refused:
        stage.do(cast.practitioner, lambda w: writing.add(w, content(**changes)))

    assert refused.value.field == field


def test_a_draft_is_saved_whole_with_its_strands(stage):
    made = an_entry(stage)
    wanted = content(title="Other", links=(link("SUP-1a", "CMP3"), link("COM-1a")))

    row = stage.do(
        made.cast.practitioner, lambda w: writing.save(w, made.id, wanted, made.row.version)
    )

    assert seen_by(stage, made.cast.practitioner, made).content == content(
        title="Other", links=tuple(sorted(wanted.links))
    )
    assert row.version > made.row.version


def test_only_changed_strands_count_as_a_change_too(stage):
    made = an_entry(stage)
    row = stage.do(
        made.cast.practitioner,
        lambda w: writing.save(w, made.id, content(links=(link("COM-1a"),)), made.row.version),
    )

    assert row.version == made.row.version + 1


def test_two_windows_do_not_overwrite_each_other(stage):
    made = an_entry(stage)
    me = made.cast.practitioner
    stage.do(me, lambda w: writing.save(w, made.id, content(did="first"), made.row.version))

    with pytest.raises(Stale) as stale:
        stage.do(me, lambda w: writing.save(w, made.id, content(did="second"), made.row.version))

    assert ("What I did", "second") in stale.value.mine.facts
    assert ("What I did", "first") in stale.value.theirs.facts


def test_a_draft_can_be_removed_with_all_that_hangs_on_it(stage):
    made = an_entry(stage)
    me = made.cast.practitioner
    stage.do(me, lambda w: writing.remove(w, made.id, made.row.version))

    with pytest.raises(NotFound):
        seen_by(stage, me, made)


@pytest.mark.parametrize("state", ["shared", "returned", "verified"])
def test_what_somebody_has_seen_is_not_removed(stage, state):
    made = an_entry(stage, state)

    with pytest.raises(Refused) as refused:
        stage.do(made.cast.practitioner, lambda w: writing.remove(w, made.id, made.row.version))

    assert refused.value.code == "was_shared"


@pytest.mark.parametrize(("state", "code"), [("shared", "shared"), ("verified", "verified")])
def test_what_somebody_reads_or_verified_is_not_changed(stage, state, code):
    made = an_entry(stage, state)

    with pytest.raises(Refused) as refused:
        stage.do(
            made.cast.practitioner,
            lambda w: writing.save(w, made.id, content(did="x"), made.row.version),
        )

    assert refused.value.code == code


def test_every_shared_version_is_kept_with_what_became_of_it(stage):
    made = an_entry(stage, "returned", did="first words")
    me, boss = made.cast.practitioner, made.cast.supervisor
    row = stage.do(
        me, lambda w: writing.save(w, made.id, content(did="better words"), made.row.version)
    )
    row = stage.do(me, lambda w: sharing.share(w, made.id, row.version))
    row = stage.do(me, lambda w: sharing.take_back(w, made.id, row.version))
    row = stage.do(me, lambda w: sharing.share(w, made.id, row.version))
    stage.do(boss, lambda w: deciding.verify(w, made.id, row.seq))

    versions = seen_by(stage, boss, made).versions
    assert [v.outcome for v in versions] == ["returned", "taken_back", "verified"]
    assert "first words" in versions[0].content
    assert "better words" in versions[2].content


def test_a_supervisor_sees_a_returned_entry_as_it_was_shared(stage):
    made = an_entry(stage, "returned", did="as shared", title="As shared")
    me, boss = made.cast.practitioner, made.cast.supervisor
    stage.do(
        me,
        lambda w: writing.save(
            w, made.id, content(did="on my desk", title="On my desk"), made.row.version
        ),
    )

    assert seen_by(stage, boss, made).content.did == "as shared"
    assert seen_by(stage, me, made).content.did == "on my desk"
    [line] = stage.ask(boss, lambda w: reading.log(w, me.id)).lines
    assert line.title == "As shared"


def test_a_decision_on_an_older_version_is_stale(stage):
    made = an_entry(stage, "shared")
    me, boss = made.cast.practitioner, made.cast.supervisor
    row = stage.do(me, lambda w: sharing.take_back(w, made.id, made.row.version))
    stage.do(me, lambda w: sharing.share(w, made.id, row.version))

    with pytest.raises(Stale):
        stage.do(boss, lambda w: deciding.verify(w, made.id, made.row.seq))


def test_an_entry_is_decided_on_once(stage):
    made = an_entry(stage, "verified")

    with pytest.raises(Stale):
        stage.do(made.cast.supervisor, lambda w: deciding.send_back(w, made.id, 1, "No."))


def test_returning_needs_a_word(stage):
    made = an_entry(stage, "shared")

    with pytest.raises(Refused, match="Say what is to be changed"):
        stage.do(made.cast.supervisor, lambda w: deciding.send_back(w, made.id, 1, "  "))


def test_nobody_shares_into_the_void(stage):
    cast = a_cast(stage)
    alone = a_person(stage, "Al One")
    row = stage.do(alone, lambda w: writing.add(w, content()))

    with pytest.raises(Refused) as refused:
        stage.do(alone, lambda w: sharing.share(w, row.id, row.version))

    assert (refused.value.code, cast.practitioner.id) == ("no_supervisor", cast.practitioner.id)


TOUCHES = [
    "UPDATE evidence_entry SET title = 'x'",
    "DELETE FROM evidence_entry",
    "UPDATE evidence_link SET level = 'CMP3'",
    "DELETE FROM evidence_link",
    "INSERT INTO evidence_link (id, entry_id, framework_id, framework_version, strand, level) "
    "VALUES (99, 1, 'f', '1', 'X', 'CMP1')",
    "UPDATE evidence_version SET content = 'x'",
    "DELETE FROM evidence_version",
    "UPDATE evidence_decision SET comment = 'x'",
]


@pytest.mark.parametrize("statement", TOUCHES)
def test_a_verified_entry_never_changes(stage, statement):
    made = an_entry(stage, "verified")
    assert made.id == 1

    with stage.database.writing() as session:
        with pytest.raises(DatabaseError, match="sealed|append only"):
            session.execute(text(statement))
        session.rollback()


def test_a_seal_that_was_broken_past_the_triggers_is_told(stage):
    made = an_entry(stage, "verified")
    assert stage.ask(None, lambda w: list(sealing.broken_seals(w.session))) == []

    drop = {
        "sqlite": ["DROP TRIGGER keep_evidence_entry_update"],
        "postgresql": ["ALTER TABLE evidence_entry DISABLE TRIGGER USER"],
    }
    again = {"sqlite": [], "postgresql": ["ALTER TABLE evidence_entry ENABLE TRIGGER USER"]}
    name = stage.database.engine.dialect.name
    with stage.database.engine.begin() as connection:
        for statement in (*drop[name], "UPDATE evidence_entry SET hours = 99", *again[name]):
            connection.execute(text(statement))

    assert stage.ask(None, lambda w: list(sealing.broken_seals(w.session))) == [
        f"evidence entry {made.id} no longer equals its seal"
    ]


def test_a_correction_takes_the_place_of_a_verified_entry_once_it_is_shared(stage):
    made = an_entry(stage, "verified")
    cast, me, boss = made.cast, made.cast.practitioner, made.cast.supervisor

    def best():
        beside_each = stage.ask(
            me,
            lambda w: beside.by_strand_for(
                w,
                me.id,
                framework_id="case-management-framework",
                practice_area_id=cast.practice_area.id,
            ),
        )
        found = beside_each["SUP-1a"]
        return found.count, found.best

    row = stage.do(me, lambda w: writing.start_correction(w, made.id))
    assert best() == (1, "CMP2")
    wanted = content(links=(link("SUP-1a", "CMP1"),))
    row = stage.do(me, lambda w: writing.save(w, row.id, wanted, row.version))
    row = stage.do(me, lambda w: sharing.share(w, row.id, row.version))
    assert best() == (1, "CMP1")
    stage.do(boss, lambda w: deciding.verify(w, row.id, row.seq))

    assert best() == (1, "CMP1")
    assert seen_by(stage, boss, made).successor_id == row.id
    with pytest.raises(Refused, match="a correction of this entry already"):
        stage.do(me, lambda w: writing.start_correction(w, made.id))


def test_a_place_that_may_name_a_client_stops_the_sharing_until_it_is_answered(stage):
    made = an_entry(stage, did="Rang her on 07700 900123 about LS1 4AP.")
    me = made.cast.practitioner

    def share():
        row = stage.ask(me, lambda w: reading.whole(w, made.id))
        return stage.do(me, lambda w: sharing.share(w, made.id, row.version))

    with pytest.raises(Refused, match="2 places may say who a client is"):
        share()
    first, second = stage.ask(me, lambda w: sharing.asked(w, made.id))
    assert (first.place.text, second.place.text) == ("07700 900123", "LS1 4AP")
    for one in (first, second):
        stage.do(me, lambda w, one=one: sharing.explain(w, made.id, one.place.mark, "The office."))

    assert share().state == "shared"
    assert {one.reason for one in stage.ask(me, lambda w: sharing.asked(w, made.id))} == {
        "The office."
    }


def test_an_answered_place_is_not_asked_again_while_it_is_unchanged(stage):
    made = an_entry(stage, did="The office is at LS1 4AP.")
    me = made.cast.practitioner
    [one] = stage.ask(me, lambda w: sharing.asked(w, made.id))
    stage.do(me, lambda w: sharing.explain(w, made.id, one.place.mark, "Our own office."))

    row = seen_by(stage, me, made)
    longer = content(did="The office is at LS1 4AP.", learned="More.")
    stage.do(me, lambda w: writing.save(w, made.id, longer, row.version))
    assert [a.reason for a in stage.ask(me, lambda w: sharing.asked(w, made.id))] == [
        "Our own office."
    ]

    row = seen_by(stage, me, made)
    other = content(did="She lives at LS1 4AP.")
    stage.do(me, lambda w: writing.save(w, made.id, other, row.version))
    assert [a.reason for a in stage.ask(me, lambda w: sharing.asked(w, made.id))] == [""]


def test_the_trail_says_what_happened_and_nothing_of_what_was_written(stage):
    made = an_entry(stage, "verified", did="only for my supervisor")

    with stage.database.reading() as session:
        rows = session.execute(text("SELECT event, facts FROM audit_entry ORDER BY id")).all()
        assert audit.verify(session, stage.key) == []
    assert [row.event for row in rows] == ["EntryWritten", "EntryShared", "EntryVerified"]
    assert "only for my supervisor" not in str(rows)
    assert made.row.seal in rows[-1].facts
