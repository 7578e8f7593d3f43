"""Carrying over to the next cycle, new framework versions, and revisions of signed appraisals."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from competency.assessments import queries
from competency.assessments.domain.marks import Hand
from competency.assessments.domain.objectives import Ending
from competency.assessments.domain.state import State
from competency.assessments.models import Appraisal, Objective, ObjectiveEnding, Rating
from competency.assessments.service import agreeing, cycles, objectives, rating, reading, signing
from competency.assessments.service.marking import Entry
from competency.kernel.errors import Refused, RefusedEach, Stale
from competency.people.service.sign_in import Proof
from tests.builders.appraisals import agree_all, an_appraisal, rate_strands, sign, submit
from tests.builders.releases import release_next_version


def test_last_cycles_answers_are_carried_but_do_not_count(stage, clock):
    first = an_appraisal(stage, "signed", gaps={"SUP-1a": 2}, unrated=["REC-3a"])
    clock.move(days=365)
    second = an_appraisal(stage, "started", cast=first.cast, title="Appraisal 2027")

    sheet = stage.ask(first.cast.practitioner, lambda w: reading.sheet(w, second.id))

    assert sheet.appraisal.carried_from_id == first.id
    assert sheet.carried["SUP-1a"].position == 2
    assert "REC-3a" not in sheet.carried
    assert sheet.rated_in_all == 0
    assert not any(p.rated for p in reading.profiles(sheet)["self"])


def test_a_second_running_cycle_in_the_same_practice_area_is_refused(stage):
    made = an_appraisal(stage, "started")

    with pytest.raises(Refused) as refusal:
        an_appraisal(stage, "started", cast=made.cast)
    assert (refusal.value.code, refusal.value.field) == ("one_running", "practice_area")

    another = an_appraisal(stage, "started", cast=made.cast, area_id=made.cast.other_area.id)
    assert another.id != made.id


@pytest.fixture
def next_version(tmp_path, monkeypatch):
    """Release a version 1.1 that rewords one descriptor, of SUP-1a."""

    return lambda: release_next_version(tmp_path, monkeypatch)


def test_a_new_version_asks_again_for_changed_strands_only(stage, next_version):
    made = an_appraisal(stage, "started")
    me = made.cast.practitioner
    rate_strands(made, me, {"SUP-1a": 2, "SUP-2a": 3})
    next_version()
    assert stage.ask(me, lambda w: cycles.newer_version(w, made.row)) == "1.1"
    assert stage.ask(me, lambda w: reading.sheet(w, made.id)).framework.version == "1.0"

    version = made.row.version
    to_confirm = stage.do(me, lambda w: cycles.move_to_newest(w, made.id, version))

    sheet = stage.ask(me, lambda w: reading.sheet(w, made.id))
    assert (to_confirm, set(sheet.again), sheet.framework.version) == (1, {"SUP-1a"}, "1.1")
    assert sheet.rated_in_all == 1  # what is to be confirmed does not count yet
    entry = Entry(strand="SUP-1a", answer="rated", position=2, seq=1)
    stage.do(me, lambda w: rating.rate(w, made.id, entry))
    sheet = stage.ask(me, lambda w: reading.sheet(w, made.id))
    assert (set(sheet.again), sheet.rated_in_all) == (set(), 2)


def test_a_submitted_rating_stays_on_the_version_it_began_with(stage, next_version):
    made = an_appraisal(stage, "self_submitted")
    next_version()
    version = made.row.version

    with pytest.raises(Refused, match="finish it on that"):
        stage.do(made.cast.practitioner, lambda w: cycles.move_to_newest(w, made.id, version))


def test_a_signed_appraisal_is_reopened_as_a_new_revision(stage, look):
    made = an_appraisal(stage, "signed", gaps={"SUP-1a": 2})
    me = made.cast.practitioner
    signed = stage.ask(me, lambda w: reading.sheet(w, made.id))

    again = stage.do(me, lambda w: cycles.reopen(w, made.id, "A reason was left out"))

    revision = stage.ask(me, lambda w: reading.sheet(w, again.id))
    assert (revision.state, revision.appraisal.revision) == (State.REVEALED, 2)
    assert [m.position for m in revision.marks[Hand.SELF].values()] == [
        m.position for m in signed.marks[Hand.SELF].values()
    ]
    assert {s: a.mark for s, a in revision.agreed.items()} == {
        s: a.mark for s, a in signed.agreed.items()
    }
    assert len(look.scalars(select(Objective).where(Objective.appraisal_id == again.id)).all()) == 1
    with pytest.raises(Refused, match="later revision"):
        stage.do(me, lambda w: cycles.reopen(w, made.id, "Once more"))
    assert list(signing.broken_seals(look)) == []


def test_a_revision_that_is_withdrawn_does_not_shut_the_record_for_good(stage):
    made = an_appraisal(stage, "signed")
    me = made.cast.practitioner
    first = stage.do(me, lambda w: cycles.reopen(w, made.id, "A reason was left out"))
    stage.do(me, lambda w: cycles.withdraw(w, first.id, "It was there after all", first.version))

    second = stage.do(me, lambda w: cycles.reopen(w, made.id, "A date is wrong"))

    assert (second.revision, second.revises_id) == (2, made.id)


def test_an_objective_that_is_closed_out_stays_so_in_a_revision(stage, look):
    made = an_appraisal(stage, "signed")
    me = made.cast.practitioner
    objective = stage.ask(me, lambda w: w.session.scalars(select(Objective.id)).one())
    stage.do(me, lambda w: objectives.close_out(w, made.id, objective, "complete", ""))

    again = stage.do(me, lambda w: cycles.reopen(w, made.id, "A reason was left out"))

    copy = look.scalars(select(Objective.id).where(Objective.appraisal_id == again.id)).one()
    ended = look.scalars(select(ObjectiveEnding.ending)).all()
    assert (copy != objective, ended) == (True, ["complete", "complete"])


def test_a_late_revision_of_an_early_cycle_does_not_become_the_newest(stage, clock, look):
    first = an_appraisal(stage, "signed")
    me, supervisor = first.cast.practitioner, first.cast.supervisor
    clock.move(days=365)
    objective = stage.ask(me, lambda w: w.session.scalars(select(Objective.id)).one())
    stage.do(me, lambda w: objectives.close_out(w, first.id, objective, "complete", ""))
    second = an_appraisal(stage, "signed", cast=first.cast, title="Appraisal 2027")
    clock.move(days=1)
    again = stage.do(me, lambda w: cycles.reopen(w, first.id, "A reason was left out"))
    revision = replace(first, id=again.id)
    version = revision.row.version
    stage.do(me, lambda w: agreeing.finish(w, again.id, version))
    sign(revision, me)
    sign(revision, supervisor)

    newest = queries.last_sealed(look, me.id, first.cast.practice_area.id, first.framework.id)
    assert newest is not None
    assert newest.id == second.id


CHANGES = {
    "the appraisal": update(Appraisal).values(title="Another"),
    "a rating": update(Rating).values(comment="Another"),
    "an objective": update(Objective).values(specific="Another"),
    "its ratings": text("DELETE FROM rating"),
    "its agreements": text("DELETE FROM strand_agreement"),
    "its words": text("UPDATE section_level SET words = 'Another'"),
    "its signatures": text("DELETE FROM signature"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_database_refuses_to_change_what_is_signed(stage, database, look, what):
    an_appraisal(stage, "signed")

    with database.engine.connect() as connection, pytest.raises(DBAPIError, match="seal"):
        connection.execute(CHANGES[what])

    assert list(signing.broken_seals(look)) == []


def test_what_was_signed_is_what_is_sealed(stage, look):
    made = an_appraisal(stage, "agreed")
    me = made.cast.practitioner
    stale = stage.ask(me, lambda w: signing.shown_hash(w.session, made.row))
    stage.do(me, lambda w: agreeing.talk_again(w, made.id))
    stage.do(me, lambda w: agreeing.put_in_words(w, made.id, "SUP", "Other words", 1))
    version = made.row.version
    stage.do(me, lambda w: agreeing.finish(w, made.id, version))

    proof = Proof(me.id, stage.clock())
    with pytest.raises(Refused, match="no longer the one you were shown"):
        stage.do(me, lambda w: signing.sign(w, made.id, proof, stale))

    sign(made, me)
    sign(made, made.cast.supervisor)
    row = made.row
    assert row.seal == signing.shown_hash(look, row)


def test_opening_the_talk_again_voids_a_signature(stage):
    made = an_appraisal(stage, "signed_by_one")

    stage.do(made.cast.supervisor, lambda w: agreeing.talk_again(w, made.id))

    sheet = stage.ask(made.cast.practitioner, lambda w: reading.sheet(w, made.id))
    assert (sheet.state, dict(sheet.signatures)) == (State.REVEALED, {})


def test_earlier_objectives_are_closed_out_before_the_next_sign_off(stage, clock, look):
    first = an_appraisal(stage, "signed")
    me = first.cast.practitioner
    clock.move(days=365)
    second = an_appraisal(stage, "revealed", cast=first.cast, title="Appraisal 2027")
    agree_all(second)
    version = second.row.version
    with pytest.raises(Refused, match="Close out 1"):
        stage.do(me, lambda w: agreeing.finish(w, second.id, version))

    objective = look.scalars(select(Objective.id)).one()
    with pytest.raises(Refused, match="Say why you drop"):
        stage.do(me, lambda w: objectives.close_out(w, first.id, objective, "dropped", ""))
    ended = stage.do(me, lambda w: objectives.close_out(w, first.id, objective, "complete", ""))
    stage.do(me, lambda w: agreeing.finish(w, second.id, version))

    assert ended is Ending.COMPLETE
    assert second.row.agreed_at is not None


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (Entry(strand="KPI_01", answer="rated", position=2), "unknown_strand"),
        (Entry(strand="SUP-1z", answer="rated", position=2), "unknown_strand"),
        (Entry(strand="SUP-1a", answer="rated", position=9), "off_the_scale"),
        (Entry(strand="SUP-1a", answer="rated"), "off_the_scale"),
        (Entry(strand="SUP-1a", answer="brilliant"), "unknown_answer"),
        (Entry(strand="SUP-1a", answer="not_applicable"), "reason_needed"),
    ],
    ids=["timeliness", "no such", "too far", "nowhere", "no answer", "no reason"],
)
def test_a_rating_that_cannot_be_is_refused_and_nothing_is_kept(stage, look, entry, code):
    made = an_appraisal(stage, "started")
    good = Entry(strand="SUP-2a", answer="rated", position=2)

    with pytest.raises(Refused) as refusal:
        stage.do(made.cast.practitioner, lambda w: rating.rate(w, made.id, entry))
    assert refusal.value.code == code
    with pytest.raises(RefusedEach) as refusals:
        stage.do(made.cast.practitioner, lambda w: rating.rate_section(w, made.id, [good, entry]))
    assert [r.code for r in refusals.value.refusals.values()] == [code]
    assert look.scalars(select(Rating)).all() == []


def test_a_stale_form_loses_nothing(stage):
    made = an_appraisal(stage, "started")
    me = made.cast.practitioner
    first = Entry(strand="SUP-1a", answer="rated", position=2, comment="first")
    other = Entry(strand="SUP-1a", answer="rated", position=5, comment="other window")
    stage.do(me, lambda w: rating.rate(w, made.id, first))

    with pytest.raises(Stale) as stale:
        stage.do(me, lambda w: rating.rate(w, made.id, other))

    assert ("What this is based on", "other window") in stale.value.mine.facts
    assert ("What this is based on", "first") in stale.value.theirs.facts
    again = stage.do(me, lambda w: rating.rate(w, made.id, first))  # a repeat is no conflict
    assert again.seq == 1


def test_a_withdrawn_appraisal_takes_nothing_more(stage, clock):
    made = an_appraisal(stage, "withdrawn")
    entry = Entry(strand="SUP-1a", answer="rated", position=2)

    with pytest.raises(Refused, match="withdrawn"):
        stage.do(made.cast.practitioner, lambda w: rating.rate(w, made.id, entry))
    with pytest.raises(Refused, match="withdrawn"):
        submit(made, made.cast.practitioner)
    clock.move(days=1)
    assert an_appraisal(stage, "started", cast=made.cast).id != made.id


def test_a_due_day_in_the_past_is_refused(stage, clock):
    yesterday = clock().date() - timedelta(days=1)

    with pytest.raises(Refused) as refusal:
        an_appraisal(stage, "started", due_on=yesterday)
    assert refusal.value.field == "due_on"
