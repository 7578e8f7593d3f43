"""A supervision session from its agreement to its seal, and all that is refused on the way."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from competency.coaching import permissions
from competency.coaching.domain.sessions import State
from competency.coaching.models import SupervisionSignature
from competency.coaching.service import (
    actions,
    agenda,
    notes,
    sealing,
    sessions,
    supervision_due,
)
from competency.coaching.service.session_loading import load
from competency.kernel.errors import Refused, Stale
from tests.builders.stage import a_cast, end_line
from tests.builders.supervision import (
    a_session,
    an_action,
    held,
    items_of,
    proof_of,
    row_of,
    said_to,
    sealed,
    sign,
)


@pytest.fixture
def cast(stage):
    return a_cast(stage)


def test_from_a_plan_to_the_seal(stage, cast):
    id_ = a_session(stage, cast)
    stage.do(cast.practitioner, lambda w: agenda.add_own(w, id_, "How my week is planned"))
    stage.do(cast.supervisor, lambda w: agenda.add_own(w, id_, "Leave in July"))
    held(stage, cast, id_)
    stage.do(cast.supervisor, lambda w: notes.write(w, id_, "record", "We looked at four plans."))
    an_action(stage, cast, session_id=id_)

    assert sign(stage, cast.supervisor, id_) is State.SIGNED_BY_ONE
    assert sign(stage, cast.practitioner, id_) is State.SEALED

    row = row_of(stage, id_)
    assert row.sealed_at == stage.clock()
    assert stage.ask(None, lambda w: list(sealing.broken_seals(w.session))) == []
    assert said_to(stage, cast.practitioner) == [
        "supervision-agreed",
        "supervision-planned",
        "supervision-signed",
    ]
    assert said_to(stage, cast.supervisor) == ["supervision-sealed"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE coaching_session SET planned_on = '2026-01-01'",
        "DELETE FROM coaching_session",
        "UPDATE coaching_note SET words = 'x'",
        "DELETE FROM coaching_note",
        "UPDATE coaching_agenda_item SET outcome = 'carried-over'",
        "DELETE FROM coaching_agenda_item",
        "UPDATE coaching_action SET text = 'x'",
        "UPDATE coaching_action SET due_on = '2027-01-01'",
        "DELETE FROM coaching_action",
        "UPDATE coaching_signature SET role_then = 'x'",
    ],
)
def test_a_sealed_session_refuses_every_change_below_the_rules(stage, cast, statement):
    id_ = held(stage, cast, None, "One point")
    stage.do(cast.supervisor, lambda w: notes.write(w, id_, "record", "Said."))
    an_action(stage, cast, session_id=id_)
    for person in (cast.supervisor, cast.practitioner):
        sign(stage, person, id_)

    with stage.database.writing() as session, pytest.raises(DatabaseError):
        session.execute(text(statement))


def test_an_action_of_a_sealed_session_can_still_be_closed_out(stage, cast):
    id_ = held(stage, cast)
    action = an_action(stage, cast, session_id=id_)
    for person in (cast.supervisor, cast.practitioner):
        sign(stage, person, id_)

    stage.do(
        cast.practitioner,
        lambda w: actions.close_out(w, action.id, "complete", version=action.version),
    )
    assert stage.ask(None, lambda w: list(sealing.broken_seals(w.session))) == []


def test_a_seal_that_no_longer_fits_is_found(stage, cast):
    id_ = sealed(stage, cast)
    with stage.database.writing() as session:
        for table in ("coaching_session",):
            if session.get_bind().dialect.name == "sqlite":
                session.execute(text(f"DROP TRIGGER keep_{table}_update"))
            else:
                session.execute(text(f"DROP TRIGGER keep_{table}_update ON {table}"))
        session.execute(text("UPDATE coaching_session SET held_on = '2026-01-02'"))
        found = list(sealing.broken_seals(session))
        session.rollback()

    assert found == [f"supervision session {id_} is not what was signed"]


def plan_again(stage, cast, id_):
    agreement_id = row_of(stage, id_).agreement_id or 0
    return lambda w: sessions.plan(w, agreement_id, stage.clock().date())


def test_what_is_refused_before_a_session_is_held(stage, cast):
    id_ = a_session(stage, cast)
    version = row_of(stage, id_).version
    today = stage.clock().date()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    supervisor = cast.supervisor
    attempts = {
        "a second one beside it": (plan_again(stage, cast, id_), "planned_already"),
        "a day gone by": (lambda w: sessions.move(w, id_, yesterday, "", version), "past"),
        "held tomorrow": (lambda w: sessions.hold(w, id_, tomorrow, version), "future"),
        "called off without a reason": (
            lambda w: sessions.call_off(w, id_, " ", version),
            "missing",
        ),
        "no words on the agenda": (lambda w: agenda.add_own(w, id_, "  "), "missing"),
        "too many words": (lambda w: agenda.add_own(w, id_, "x" * 301), "too_long"),
        "not offered": (lambda w: agenda.add_suggested(w, id_, ["case:1"]), "not_offered"),
        "nothing chosen": (lambda w: agenda.add_suggested(w, id_, []), "none_chosen"),
        "settled too soon": (lambda w: agenda.settle(w, id_, {}, version), "not_held"),
        "an empty note": (lambda w: notes.write(w, id_, "shared", " "), "missing"),
        "a note for nobody known": (lambda w: notes.write(w, id_, "secret", "x"), "unknown"),
        "a tag that is no strand": (
            lambda w: notes.write(w, id_, "shared", "x", strand="ZZZ-1a", practice_area_id=1),
            "unknown_strand",
        ),
        "a tag without an area": (
            lambda w: notes.write(w, id_, "shared", "x", strand="ASM-1a"),
            "area_missing",
        ),
        "signed too soon": (
            lambda w: sealing.sign(w, id_, proof_of(stage, supervisor), ""),
            "not_held",
        ),
        "added to too soon": (lambda w: sealing.add_to(w, id_, "x"), "not_sealed"),
        "opened again": (lambda w: sealing.open_again(w, id_), "not_signed"),
    }

    found = {what: stage.outcome(supervisor, act) for what, (act, _) in attempts.items()}

    assert found == {what: code for what, (_, code) in attempts.items()}


def test_a_moved_or_called_off_session_is_told(stage, cast):
    id_ = a_session(stage, cast)
    day = stage.clock().date() + timedelta(days=9)
    stage.do(cast.supervisor, lambda w: sessions.move(w, id_, day, "Room 5", 1))
    stage.do(cast.supervisor, lambda w: sessions.call_off(w, id_, "Both ill", 2))

    assert said_to(stage, cast.practitioner)[1:] == [
        "supervision-planned",
        "supervision-moved",
        "supervision-called-off",
    ]
    assert (
        stage.outcome(cast.practitioner, lambda w: agenda.add_own(w, id_, "Too late"))
        == "called_off"
    )


def test_changing_what_somebody_changed_meanwhile_keeps_both(stage, cast):
    id_ = a_session(stage, cast)
    day = stage.clock().date() + timedelta(days=9)
    stage.do(cast.supervisor, lambda w: sessions.move(w, id_, day, "", 1))

    for act in (
        lambda w: sessions.move(w, id_, day, "", 1),
        lambda w: sessions.hold(w, id_, stage.clock().date(), 1),
        lambda w: sessions.call_off(w, id_, "Ill", 1),
    ):
        with pytest.raises(Stale):
            stage.do(cast.supervisor, act)


def test_a_second_signature_by_the_same_person_is_refused(stage, cast):
    id_ = held(stage, cast)
    sign(stage, cast.supervisor, id_)

    with pytest.raises(Refused) as refusal:
        sign(stage, cast.supervisor, id_)

    assert refusal.value.code == "signed_already"


def test_signing_what_has_changed_since_it_was_shown_is_refused(stage, cast):
    id_ = held(stage, cast)
    row = row_of(stage, id_)
    shown = stage.ask(cast.supervisor, lambda w: sealing.shown_hash(w, row))
    stage.do(cast.practitioner, lambda w: notes.write(w, id_, "shared", "One thing more."))

    outcome = stage.outcome(
        cast.supervisor,
        lambda w: sealing.sign(w, id_, proof_of(stage, cast.supervisor), shown),
    )

    assert outcome == "changed_since_shown"


def test_a_private_note_is_not_part_of_what_is_signed(stage, cast):
    id_ = held(stage, cast)
    row = row_of(stage, id_)
    shown = stage.ask(cast.supervisor, lambda w: sealing.shown_hash(w, row))
    stage.do(cast.practitioner, lambda w: notes.write(w, id_, "private", "For me."))

    assert stage.ask(cast.supervisor, lambda w: sealing.shown_hash(w, row)) == shown


def test_once_one_has_signed_nothing_changes_until_it_is_opened_again(stage, cast):
    id_ = held(stage, cast, None, "A point")
    sign(stage, cast.supervisor, id_)
    write = lambda w: notes.write(w, id_, "shared", "More.")  # noqa: E731

    assert stage.outcome(cast.practitioner, write) == "signed"

    stage.do(cast.practitioner, lambda w: sealing.open_again(w, id_))
    stage.do(cast.practitioner, write)
    voided = stage.ask(
        None, lambda w: w.session.scalars(select(SupervisionSignature.voided_at)).all()
    )
    assert voided == [stage.clock()]


def test_a_point_left_open_keeps_the_session_from_being_signed(stage, cast):
    id_ = a_session(stage, cast)
    stage.do(cast.practitioner, lambda w: agenda.add_own(w, id_, "A point"))
    stage.do(cast.supervisor, lambda w: sessions.hold(w, id_, stage.clock().date(), 1))

    with pytest.raises(Refused) as refusal:
        sign(stage, cast.supervisor, id_)

    assert refusal.value.code == "unsettled"
    settle = lambda w: agenda.settle(w, id_, {}, row_of(stage, id_).version)  # noqa: E731
    assert stage.outcome(cast.supervisor, settle) == "unsettled"


def test_after_the_seal_words_can_only_be_added(stage, cast):
    id_ = sealed(stage, cast)

    assert (
        stage.outcome(cast.practitioner, lambda w: notes.write(w, id_, "shared", "x")) == "sealed"
    )
    stage.do(cast.practitioner, lambda w: sealing.add_to(w, id_, "The date was the 7th."))

    added = stage.ask(cast.supervisor, lambda w: sealing.addenda(w, id_))
    assert [(one.words, one.by_id) for one in added] == [
        ("The date was the 7th.", cast.practitioner.id)
    ]
    assert said_to(stage, cast.supervisor)[-1] == "supervision-added"
    assert stage.ask(None, lambda w: list(sealing.broken_seals(w.session))) == []


def test_what_is_carried_over_stands_on_the_next_agenda(stage, cast):
    id_ = a_session(stage, cast)
    for words in ("Covered today", "For next time"):
        stage.do(cast.practitioner, lambda w, said=words: agenda.add_own(w, id_, said))
    today = stage.clock().date()
    stage.do(cast.supervisor, lambda w: sessions.hold(w, id_, today, 1))
    first, second = items_of(stage, id_)
    outcomes = {first.id: "covered", second.id: "carried-over"}
    version = row_of(stage, id_).version
    stage.do(cast.supervisor, lambda w: agenda.settle(w, id_, outcomes, version))

    later = a_session(stage, cast, agreement_id=row_of(stage, id_).agreement_id)

    carried = items_of(stage, later)
    assert [(one.words, one.carried_from_id, one.by_id) for one in carried] == [
        ("For next time", second.id, cast.practitioner.id)
    ]


def test_open_actions_are_suggested_until_they_are_on_the_agenda(stage, cast):
    action = an_action(stage, cast)
    id_ = a_session(stage, cast)
    key = f"action:{action.id}"
    suggested = lambda w: [one.key for one in agenda.suggestions(w, row_of(stage, id_))]  # noqa: E731

    assert stage.ask(cast.practitioner, suggested) == [key]
    stage.do(cast.practitioner, lambda w: agenda.add_suggested(w, id_, [key]))

    assert stage.ask(cast.practitioner, suggested) == []
    assert [one.action_id for one in items_of(stage, id_)] == [action.id]


def test_who_put_a_point_there_or_leads_takes_it_off(stage, cast):
    id_ = a_session(stage, cast)
    stage.do(cast.supervisor, lambda w: agenda.add_own(w, id_, "Leave"))
    item = items_of(stage, id_)[0]
    take = lambda w: agenda.remove(w, id_, item.id)  # noqa: E731

    assert stage.outcome(cast.practitioner, take) == "403"
    stage.do(cast.supervisor, take)
    assert items_of(stage, id_) == []
    assert stage.outcome(cast.supervisor, take) == "404"


def test_what_is_due_for_each_of_the_two(stage, cast):
    id_ = a_session(stage, cast)
    an_action(stage, cast)
    due = lambda person: [  # noqa: E731
        (one.what, one.on) for one in stage.ask(person, supervision_due.due_for_me)
    ]
    today = stage.clock().date()
    ahead, action = ("session", today + timedelta(days=7)), ("action", today + timedelta(days=14))

    assert due(cast.practitioner) == [ahead, action]
    assert due(cast.supervisor) == [ahead]

    held(stage, cast, id_)
    sign(stage, cast.supervisor, id_)

    assert due(cast.practitioner) == [("sign", today), action]
    assert due(cast.supervisor) == []


def test_an_ended_line_ends_what_the_supervisor_sees(stage, cast):
    id_ = sealed(stage, cast)
    end_line(stage, cast.line)

    for action in (permissions.SEE_SESSION, permissions.READ_RECORD, permissions.TAKE_PART):
        assert stage.outcome(cast.supervisor, lambda w, a=action: load(w, id_, a)) == "404"
    assert (
        stage.outcome(cast.practitioner, lambda w: load(w, id_, permissions.READ_RECORD)) == "yes"
    )
