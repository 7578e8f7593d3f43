"""After a line of supervision has ended: who still may what, as a table, and what is handed over.

The session is of the practitioner ("self") and the supervisor ("former"), whose line ended
yesterday; "next" supervises now, and the manager stands above the former one only.
"""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from competency.cases.models import CaseFile
from competency.cases.service.loading import PROTOCOL
from competency.coaching import permissions
from competency.coaching.domain.sessions import Source, State
from competency.coaching.models import SupervisionAgreement, SupervisionSession
from competency.coaching.service import (
    agenda,
    agreements,
    handing_over,
    notes,
    sessions,
    supervision_due,
    supervision_reading,
)
from competency.coaching.service.session_loading import load, load_agreement, session_scope
from competency.kernel.actor import Role
from competency.notifications.models import Notice
from competency.people.models import SupervisionLine
from tests.builders.clocks import RUNNING, Kept, keep
from tests.builders.practice import an_office_of
from tests.builders.stage import a_cast, a_person
from tests.builders.supervision import (
    a_session,
    an_action,
    an_agreement,
    hand_over,
    held,
    items_of,
    row_of,
    sealed,
    sign,
)


@pytest.fixture
def cast(stage):
    return a_cast(stage)


def around(stage, cast):
    follower = hand_over(stage, cast)
    return (cast.practitioner, cast.supervisor, follower, cast.manager, cast.colleague)


# What was met for, or was to be met for, while the line was in force is the former supervisor's to
# finish; what was planned for later is not, and a sealed record goes to the next one.
SESSIONS = {
    # when: {action: self former next manager colleague}
    "planned for later": {
        permissions.SEE_SESSION: "yes 404 yes 404 404",
        permissions.TAKE_PART: "yes 404 403 404 404",
        permissions.LEAD: "403 404 403 404 404",
        permissions.CALL_OFF: "yes 404 403 404 404",
        permissions.PLAN: "403 404 403 404 404",
        permissions.READ_RECORD: "yes 404 403 404 404",
    },
    "planned for a day before": {
        permissions.SEE_SESSION: "yes yes yes 404 404",
        permissions.TAKE_PART: "yes yes 403 404 404",
        permissions.LEAD: "403 yes 403 404 404",
        permissions.CALL_OFF: "403 yes 403 404 404",
        permissions.PLAN: "403 403 403 404 404",
        permissions.READ_RECORD: "yes yes 403 404 404",
    },
    "called off": {
        permissions.SEE_SESSION: "yes 404 yes 404 404",
        permissions.TAKE_PART: "yes 404 403 404 404",
        permissions.READ_RECORD: "yes 404 403 404 404",
    },
    "held": {
        permissions.SEE_SESSION: "yes yes yes 404 404",
        permissions.TAKE_PART: "yes yes 403 404 404",
        permissions.LEAD: "403 yes 403 404 404",
        permissions.PLAN: "403 403 403 404 404",
        permissions.READ_RECORD: "yes yes 403 404 404",
    },
    "signed by one": {
        permissions.SEE_SESSION: "yes yes yes 404 404",
        permissions.TAKE_PART: "yes yes 403 404 404",
        permissions.READ_RECORD: "yes yes 403 404 404",
    },
    "sealed": {
        permissions.SEE_SESSION: "yes 404 yes 404 404",
        permissions.TAKE_PART: "yes 404 403 404 404",
        permissions.LEAD: "403 404 403 404 404",
        permissions.READ_RECORD: "yes 404 yes 404 404",
    },
}


def at(when, stage, cast):
    """A session that has come so far before the line ends; then three days pass."""
    if when == "planned for later":
        id_ = a_session(stage, cast, days=20)
    elif when == "planned for a day before":
        id_ = a_session(stage, cast, days=1)
    elif when == "called off":
        id_ = a_session(stage, cast, days=1)
        version = row_of(stage, id_).version
        stage.do(cast.supervisor, lambda w: sessions.call_off(w, id_, "Ill", version))
    elif when == "sealed":
        id_ = sealed(stage, cast)
    else:
        id_ = held(stage, cast)
    if when == "signed by one":
        sign(stage, cast.practitioner, id_)
    stage.clock.move(days=3)
    return id_


@pytest.mark.parametrize("when", SESSIONS)
def test_who_may_what_after_the_line_has_ended(stage, cast, when):
    id_ = at(when, stage, cast)
    people = around(stage, cast)

    found = {
        action: " ".join(stage.outcome(one, lambda w, a=action: load(w, id_, a)) for one in people)
        for action in SESSIONS[when]
    }

    assert found == SESSIONS[when]
    for action, said in SESSIONS[when].items():  # a list holds exactly what may be opened
        listed = [
            stage.ask(one, lambda w, a=action: bool(w.session.scalar(_listed(w, a))))
            for one in people
        ]
        assert listed == [one == "yes" for one in said.split()]


def _listed(work, action):
    rule = session_scope(work.actor, work.today, action)
    return select(SupervisionSession.id).where(rule)


AGREEMENT = {
    permissions.SEE_AGREEMENT: "yes 404 yes 404 404",
    permissions.PLAN: "403 404 403 404 404",
    permissions.CONFIRM: "yes 404 403 404 404",
    permissions.TAKE_OVER: "403 404 yes 404 404",
    permissions.END_AGREEMENT: "403 404 yes 404 404",
}


def test_who_may_what_with_what_the_former_one_agreed(stage, cast):
    id_ = an_agreement(stage, cast)
    people = around(stage, cast)

    assert {
        action: " ".join(
            stage.outcome(one, lambda w, a=action: load_agreement(w, id_, a)) for one in people
        )
        for action in AGREEMENT
    } == AGREEMENT


def test_nothing_is_taken_over_while_both_supervise(stage, cast):
    id_ = an_agreement(stage, cast)
    second = a_person(stage, "Sam Second", Role.SUPERVISOR)
    stage.save(
        SupervisionLine(
            supervisor_id=second.id,
            supervisee_id=cast.practitioner.id,
            starts_on=stage.clock().date(),
        )
    )

    assert stage.outcome(second, lambda w: handing_over.take_over(w, id_, 1)) == "403"
    assert stage.outcome(second, lambda w: handing_over.end(w, id_, "No", 1)) == "403"


def test_those_who_met_still_sign_and_then_the_next_one_reads(stage, cast):
    id_ = a_session(stage, cast, days=1)
    stage.do(cast.practitioner, lambda w: agenda.add_own(w, id_, "Leave"))
    stage.clock.move(days=3)
    follower = hand_over(stage, cast)
    met_on = stage.clock().date() - timedelta(days=2)
    version = row_of(stage, id_).version

    late = lambda w: sessions.hold(w, id_, w.today, version)  # noqa: E731
    assert stage.outcome(cast.supervisor, late) == "no_line"
    stage.do(cast.supervisor, lambda w: sessions.hold(w, id_, met_on, version))
    stage.do(cast.supervisor, lambda w: notes.write(w, id_, "record", "We spoke of leave."))
    outcomes = {one.id: "carried-over" for one in items_of(stage, id_)}
    version = row_of(stage, id_).version
    stage.do(cast.supervisor, lambda w: agenda.settle(w, id_, outcomes, version))

    due = stage.ask(cast.supervisor, supervision_due.due_for_me)
    assert [one.what for one in due] == ["sign"]
    own = stage.ask(cast.supervisor, lambda w: supervision_reading.of_person(w, cast.supervisor.id))
    assert [(one.id, one.state) for one in own.to_finish] == [(id_, State.HELD)]

    sign(stage, cast.supervisor, id_)
    assert sign(stage, cast.practitioner, id_) is State.SEALED
    read = lambda w: load(w, id_, permissions.READ_RECORD)  # noqa: E731
    assert stage.outcome(follower, read) == "yes"
    assert stage.outcome(cast.supervisor, read) == "404"
    assert ("supervision-sealed", "/supervision/notes") in told(stage, cast.supervisor)


def test_what_is_new_about_the_person_is_not_offered_to_the_former_supervisor(stage, cast):
    office = an_office_of(stage, cast)
    case = stage.save(
        CaseFile(
            reference="K-1",
            practice_area_id=cast.practice_area.id,
            team_id=office.team.id,
            key_worker_id=cast.practitioner.id,
            protocol_id=PROTOCOL,
            protocol_version="1.0",
        )
    )
    keep(stage, office, [Kept(stage.clock().date(), RUNNING, case=case)])
    an_action(stage, cast)
    id_ = held(stage, cast)
    offered = lambda w: {one.source for one in agenda.preparing(w, id_).suggestions}  # noqa: E731
    assert {Source.CASE, Source.ACTION} <= stage.ask(cast.supervisor, offered)
    stage.clock.move(days=3)
    hand_over(stage, cast)

    assert {Source.CASE, Source.ACTION} <= stage.ask(cast.practitioner, offered)
    assert stage.ask(cast.supervisor, offered) == set()
    put = lambda w: agenda.add_suggested(w, id_, [f"case:{case.id}"])  # noqa: E731
    assert stage.outcome(cast.supervisor, put) == "not_offered"
    assert stage.outcome(cast.practitioner, put) == "yes"


def told(stage, person):
    asked = select(Notice.kind, Notice.path).where(Notice.person_id == person.id)
    return stage.ask(None, lambda w: {tuple(row) for row in w.session.execute(asked)})


@pytest.mark.parametrize("moment", ["planned", "held", "sealed"])
def test_a_private_note_stays_its_authors(stage, cast, moment):
    id_ = a_session(stage, cast)
    for one in (cast.practitioner, cast.supervisor):
        words = f"Of {one.name}"
        stage.do(one, partial(_note, id_=id_, visibility="private", words=words))
    stage.do(cast.supervisor, partial(_note, id_=id_, visibility="shared", words="Of both"))
    if moment != "planned":
        {"held": held, "sealed": sealed}[moment](stage, cast, id_)
    stage.clock.move(days=3)
    people = around(stage, cast)

    own = [
        [(one.words, one.may_read) for one in stage.ask(person, notes.list_own).notes]
        for person in people
    ]

    assert own == [
        [("Of Asha Patel", True)],
        [("Of Priya Nair", moment == "held")],
        *([], [], []),
    ]


def _note(work, id_, visibility, words):
    notes.write(work, id_, visibility, words)


def test_notes_come_in_pages(stage, cast, monkeypatch):
    monkeypatch.setattr(notes, "ON_A_PAGE", 2)
    id_ = a_session(stage, cast)
    for number in range(3):
        stage.do(cast.supervisor, partial(_note, id_=id_, visibility="private", words=str(number)))

    seen = [stage.ask(cast.supervisor, partial(notes.list_own, page=n)) for n in (1, 2, 9)]

    assert [[one.words for one in page.notes] for page in seen] == [["2", "1"], ["0"], ["0"]]
    assert {page.pages for page in seen} == {2}


def test_the_next_supervisor_takes_over_what_is_agreed_and_planned(stage, cast):
    old_id = an_agreement(stage, cast)
    planned = a_session(stage, cast, days=20, agreement_id=old_id)
    stage.do(cast.practitioner, lambda w: agenda.add_own(w, planned, "Leave"))
    stage.do(cast.practitioner, partial(_note, id_=planned, visibility="shared", words="For two"))
    follower = hand_over(stage, cast)
    stage.clock.move(days=3)

    new_id = stage.do(follower, lambda w: handing_over.take_over(w, old_id, 1))

    agreed = {one.id: one for one in rows(stage, SupervisionAgreement)}
    old, new = agreed[old_id], agreed[new_id]
    assert (new.supervisor_id, new.every, new.kind) == (follower.id, old.every, old.kind)
    assert new.replaces_id == old_id
    assert new.confirmed_at is None
    assert old.ended_on == stage.clock().date() - timedelta(days=1)

    before, after = rows(stage, SupervisionSession)
    assert before.called_off_reason == "Handed over to Nia Next."
    assert (after.supervisor_id, after.planned_on) == (follower.id, before.planned_on)
    assert [(one.words, one.by_id) for one in items_of(stage, after.id)] == [
        ("Leave", cast.practitioner.id)
    ]
    read = stage.ask(
        follower, lambda w: notes.list_of_session(w, load(w, after.id, PART), takes_part=True)
    )
    assert read == []
    assert stage.outcome(follower, lambda w: load(w, before.id, PART)) == "403"
    assert ("supervision-handed-over", "/supervision/notes") in told(stage, cast.supervisor)
    assert ("supervision-planned", f"/supervision/sessions/{after.id}") in told(
        stage, cast.practitioner
    )
    again = lambda w: handing_over.take_over(w, old_id, 2)  # noqa: E731
    assert stage.outcome(follower, again) == "ended"


PART = permissions.TAKE_PART


def rows(stage, model):
    return stage.ask(None, lambda w: list(w.session.scalars(select(model).order_by(model.id))))


def test_where_both_agreed_already_the_former_agreement_only_ends(stage, cast):
    old_id = an_agreement(stage, cast)
    planned = a_session(stage, cast, days=20, agreement_id=old_id)
    follower = hand_over(stage, cast)
    ask = agreements.Wanted(
        kind="case-management",
        every=2,
        unit="weeks",
        starts_on=stage.clock().date(),
        person_id=cast.practitioner.id,
    )
    own_id = stage.do(follower, lambda w: agreements.agree(w, ask, replaces=None, version=0))

    taken = stage.do(follower, lambda w: handing_over.take_over(w, old_id, 1))

    assert taken == own_id
    _before, after = rows(stage, SupervisionSession)
    assert (after.agreement_id, after.supervisor_id) == (own_id, follower.id)
    assert row_of(stage, planned).called_off_at is not None


def test_the_next_supervisor_ends_it_and_what_was_planned_is_called_off(stage, cast):
    old_id = an_agreement(stage, cast)
    planned = a_session(stage, cast, days=20, agreement_id=old_id)
    follower = hand_over(stage, cast)

    stage.do(follower, lambda w: handing_over.end(w, old_id, "We begin anew.", 1))

    assert row_of(stage, planned).called_off_reason == "We begin anew."
    kind = "supervision-called-off"
    assert (kind, f"/supervision/sessions/{planned}") in told(stage, cast.practitioner)
    assert (kind, "/supervision/notes") in told(stage, cast.supervisor)


def test_who_waits_for_somebody_to_take_over_sees_it(stage, cast):
    old_id = an_agreement(stage, cast)
    see = lambda w: supervision_reading.of_person(w, cast.practitioner.id).left_behind  # noqa: E731
    assert stage.ask(cast.practitioner, see) == set()

    follower = hand_over(stage, cast)

    assert stage.ask(cast.practitioner, see) == stage.ask(follower, see) == {old_id}
