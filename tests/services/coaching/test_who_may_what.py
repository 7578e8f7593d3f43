"""Who may do what in supervision, as one readable table: role x relation x action."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from competency.coaching import permissions
from competency.coaching.models import SupervisionAgreement, SupervisionSession
from competency.coaching.service import (
    agenda,
    agreements,
    kept,
    notes,
    sealing,
    sessions,
    supervision_reading,
)
from competency.coaching.service.session_loading import (
    agreement_scope,
    load,
    load_agreement,
    session_scope,
)
from competency.kernel.actor import Role
from competency.kernel.errors import Forbidden, NotFound
from competency.people.service import crowds
from tests.builders.stage import a_cast, a_line, a_person, people_around
from tests.builders.supervision import (
    a_session,
    an_agreement,
    held,
    items_of,
    proof_of,
    row_of,
    sealed,
)

# The session is of the practitioner ("self") and the supervisor. "second" supervises them too,
# "member" is of the same line. What a role alone would open stands at the end: nothing.
NOBODY = "404 404 404 404 404 404 404 404 404 404"
TABLE = {
    # self supervisor second manager | other former member administrator auditor training
    #                                  specialist leadership central safeguarding
    "see that it is planned": ("planned", f"yes yes yes yes {NOBODY}"),
    "read it while planned": ("planned", f"yes yes 403 403 {NOBODY}"),
    "put a point on it": ("planned", f"yes yes 403 403 {NOBODY}"),
    "take a point off it": ("planned", f"403 yes 403 403 {NOBODY}"),
    "move it": ("planned", f"403 yes 403 403 {NOBODY}"),
    "call it off": ("planned", f"403 yes 403 403 {NOBODY}"),
    "record it as held": ("planned", f"403 yes 403 403 {NOBODY}"),
    "note": ("planned", f"yes yes 403 403 {NOBODY}"),
    "settle its points": ("held", f"yes yes 403 403 {NOBODY}"),
    "sign": ("held", f"yes yes 403 403 {NOBODY}"),
    "read it while held": ("held", f"yes yes 403 403 {NOBODY}"),
    "read the record": ("sealed", f"yes yes yes yes {NOBODY}"),
    "read what was shared": ("sealed", f"yes yes 403 403 {NOBODY}"),
    "add to the record": ("sealed", f"yes yes 403 403 {NOBODY}"),
    "agree how often": ("planned", f"403 yes yes 403 {NOBODY}"),
    "see how often": ("planned", f"yes yes yes yes {NOBODY}"),
    "confirm how often": ("planned", f"yes 403 403 403 {NOBODY}"),
    "end the agreement": ("planned", f"403 yes 403 403 {NOBODY}"),
    "plan another": ("held", f"403 yes 403 403 {NOBODY}"),
    "see whether it is kept": ("planned", f"yes yes yes yes {NOBODY}"),
}


@pytest.fixture
def cast(stage):
    return a_cast(stage)


def everybody(stage, cast):
    """All the people of the table, in its order."""
    around = people_around(stage, cast)
    member = a_person(stage, "Mel Member", Role.CASE_MANAGER)
    a_line(stage, cast.supervisor, member)
    first = ("self", "supervisor", "second", "manager", "other", "former")
    roles = {
        "specialist": Role.QUALITY_SPECIALIST,
        "leadership": Role.REGIONAL_LEADERSHIP,
        "central": Role.CENTRAL_OFFICE,
        "safeguarding": Role.SAFEGUARDING_LEAD,
    }
    return {
        **{name: around[name] for name in first},
        "member": member,
        **{name: around[name] for name in ("administrator", "auditor", "training_lead")},
        **{name: a_person(stage, name.title(), role) for name, role in roles.items()},
    }


def attempt(stage, cast, what, id_, agreement_id):
    """What is tried, as a function of the piece of work."""
    today = stage.clock().date()
    version = row_of(stage, id_).version
    items = items_of(stage, id_)

    def sign(work):
        row = load(work, id_, permissions.SEE_SESSION)
        shown = sealing.shown_hash(work, row)
        return sealing.sign(work, id_, proof_of(stage, work.actor), shown)

    ask = agreements.Wanted(
        kind="practice", every=6, unit="weeks", starts_on=today, person_id=cast.practitioner.id
    )
    outcomes = {one.id: "covered" for one in items}
    see, read, part = permissions.SEE_SESSION, permissions.READ_RECORD, permissions.TAKE_PART
    return {
        "see that it is planned": lambda w: load(w, id_, see),
        "read it while planned": lambda w: load(w, id_, read),
        "read it while held": lambda w: load(w, id_, read),
        "read the record": lambda w: load(w, id_, read),
        "read what was shared": lambda w: load(w, id_, part),
        "put a point on it": lambda w: agenda.add_own(w, id_, "A point"),
        "take a point off it": lambda w: agenda.remove(w, id_, items[0].id),
        "move it": lambda w: sessions.move(w, id_, today, "", version),
        "call it off": lambda w: sessions.call_off(w, id_, "Ill", version),
        "record it as held": lambda w: sessions.hold(w, id_, today, version),
        "note": lambda w: notes.write(w, id_, "shared", "A note"),
        "settle its points": lambda w: agenda.settle(w, id_, outcomes, version),
        "sign": sign,
        "add to the record": lambda w: sealing.add_to(w, id_, "One thing more"),
        "agree how often": lambda w: agreements.agree(w, ask, replaces=None, version=0),
        "see how often": lambda w: load_agreement(w, agreement_id, permissions.SEE_AGREEMENT),
        "confirm how often": lambda w: agreements.confirm(w, agreement_id, 1),
        "end the agreement": lambda w: agreements.end(w, agreement_id, "Moved on", 1),
        "plan another": lambda w: sessions.plan(w, agreement_id, today),
        "see whether it is kept": lambda w: supervision_reading.of_person(w, cast.practitioner.id),
    }[what]


def at(moment, stage, cast):
    """A session at this moment, with a point of the supervisor's on its agenda."""
    id_ = a_session(stage, cast)
    stage.do(cast.supervisor, lambda w: agenda.add_own(w, id_, "A point"))
    if moment == "held":
        held(stage, cast, id_)
    if moment == "sealed":
        sealed(stage, cast, id_)
    return id_, row_of(stage, id_).agreement_id


@pytest.mark.parametrize("moment", ["planned", "held", "sealed"])
def test_everybody_may_exactly_what_the_table_says(stage, cast, moment):
    people = everybody(stage, cast)
    id_, agreement_id = at(moment, stage, cast)
    wanted = {what: said for what, (when, said) in TABLE.items() if when == moment}

    found = {
        what: " ".join(
            stage.outcome(one, attempt(stage, cast, what, id_, agreement_id))
            for one in people.values()
        )
        for what in wanted
    }

    assert found == wanted


SESSION_ACTIONS = (
    permissions.SEE_SESSION,
    permissions.TAKE_PART,
    permissions.LEAD,
    permissions.READ_RECORD,
    permissions.PLAN,
)
AGREEMENT_ACTIONS = (
    permissions.SEE_AGREEMENT,
    permissions.PLAN,
    permissions.CONFIRM,
    permissions.TAKE_OVER,
    permissions.END_AGREEMENT,
)


def test_a_list_holds_exactly_what_may_be_opened(stage, cast):
    """Of a planned, a sealed and a group's session, and of their agreements."""
    people = everybody(stage, cast)
    sealed(stage, cast)
    a_session(stage, cast, agreement_id=an_agreement(stage, cast, kind="practice"))
    a_group(stage, cast, people["member"])

    for name, person in people.items():
        listed, opened = stage.ask(person, listed_and_opened)
        assert listed == opened, name


def listed_and_opened(work):
    found = []
    for model, scope, loading, asked in (
        (SupervisionSession, session_scope, load, SESSION_ACTIONS),
        (SupervisionAgreement, agreement_scope, load_agreement, AGREEMENT_ACTIONS),
    ):
        every = list(work.session.scalars(select(model.id)))
        for one in asked:
            rule = scope(work.actor, work.today, one)
            listed = set(work.session.scalars(select(model.id).where(rule)))
            found.append((listed, {id_ for id_ in every if may(work, loading, id_, one)}))
    return [listed for listed, _ in found], [opened for _, opened in found]


def may(work, loading, id_, action):
    try:
        loading(work, id_, action)
    except (Forbidden, NotFound):
        return False
    return True


def a_group(stage, cast, member):
    ask = agreements.Wanted(
        kind="group",
        every=8,
        unit="weeks",
        starts_on=stage.clock().date(),
        title="Themes",
        members=frozenset({member.id}),
    )
    id_ = stage.do(cast.supervisor, lambda w: agreements.agree_group(w, ask))
    return stage.do(cast.supervisor, lambda w: sessions.plan(w, id_, stage.clock().date()))


GROUP_TABLE = {
    # lead member | a member's manager, who stays outside | practitioner
    "see": "yes yes 404 404",
    "take part": "yes yes 404 404",
    "lead": "yes 403 404 404",
    "read": "yes yes 404 404",
}


def test_a_groups_session_is_nobodys_but_its_own(stage, cast):
    member = a_person(stage, "Mel Member", Role.CASE_MANAGER)
    a_line(stage, cast.supervisor, member)
    id_ = a_group(stage, cast, member)
    people = (cast.supervisor, member, cast.manager, cast.practitioner)
    actions = dict(zip(GROUP_TABLE, (SESSION_ACTIONS[n] for n in (0, 1, 2, 3)), strict=True))

    found = {
        what: " ".join(stage.outcome(one, lambda w, a=action: load(w, id_, a)) for one in people)
        for what, action in actions.items()
    }

    assert found == GROUP_TABLE


# Who reads which note: by the author, of each visibility, in a sealed session.
READERS = {
    "self": ["own private", "shared", "record"],
    "supervisor": ["shared", "record"],
    "second": ["record"],
    "manager": ["record"],
}


def test_each_reads_only_the_notes_that_are_for_them(stage, cast):
    people = everybody(stage, cast)
    id_ = a_session(stage, cast)
    for visibility, words in (
        ("private", "own private"),
        ("shared", "shared"),
        ("record", "record"),
    ):
        stage.do(
            cast.practitioner,
            lambda w, v=visibility, said=words: notes.write(w, id_, v, said),
        )
    sealed(stage, cast, id_)

    def read(work):
        row = load(work, id_, permissions.READ_RECORD)
        part = may(work, load, id_, permissions.TAKE_PART)
        return [one.words for one in notes.list_of_session(work, row, takes_part=part)]

    assert {name: stage.ask(people[name], read) for name in READERS} == READERS


def test_a_tagged_note_reaches_the_strand_of_those_who_may_read_it(stage, cast):
    people = everybody(stage, cast)
    id_ = a_session(stage, cast)
    for visibility in ("private", "shared", "record"):
        stage.do(
            cast.supervisor,
            lambda w, v=visibility: notes.write(
                w,
                id_,
                v,
                f"A {v} note",
                strand="ASM-1a",
                practice_area_id=cast.practice_area.id,
            ),
        )
    sealed(stage, cast, id_)

    def tagged(work):
        found = notes.list_tagged(work, cast.practitioner.id, cast.practice_area.id, "ASM-1a")
        return [one.words for one in found]

    both, record = ["A record note", "A shared note"], ["A record note"]
    mine = ["A record note", "A shared note", "A private note"]
    assert {name: stage.ask(one, tagged) for name, one in people.items()} == {
        **dict.fromkeys(people, []),
        "self": both,
        "supervisor": mine,
        "second": record,
        "manager": record,
    }


def test_kept_is_counted_for_very_many_as_for_one(stage, cast):
    """Met once in the first of two periods; a group counts for who was there."""
    start = date(2026, 5, 8)
    id_ = a_session(stage, cast)
    sealed(stage, cast, id_)
    stage.clock.move(days=57)

    rows = stage.ask(
        cast.supervisor,
        lambda w: kept.of_people(w.session, crowds.within(w, permissions.SEE_KEPT), start, w.today),
    )
    one = stage.ask(
        cast.practitioner, lambda w: supervision_reading.of_person(w, cast.practitioner.id).kept
    )

    assert rows == [(cast.practitioner.id, "case-management", 1, 2)]
    assert {kind: (each.k, each.n) for kind, each in one.items()} == {"case-management": (1, 2)}
    assert kept.in_all(rows) == one["case-management"]


def test_when_people_meet_next_and_by_when_they_should(stage, cast):
    of = an_agreement(stage, cast)
    today = stage.clock().date()
    ask = lambda: stage.ask(  # noqa: E731
        cast.supervisor,
        lambda w: kept.meetings(w.session, crowds.just(cast.practitioner.id), w.today),
    )

    by = today + timedelta(days=27)
    assert ask() == {cast.practitioner.id: (None, None, by)}
    id_ = a_session(stage, cast, agreement_id=of)
    assert ask() == {cast.practitioner.id: (None, today + timedelta(days=7), by)}
    held(stage, cast, id_)
    assert ask() == {cast.practitioner.id: (today, None, today + timedelta(days=28))}
