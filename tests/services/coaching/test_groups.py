"""Groups: who is asked, who signs, and that nobody's figures are shown to the others."""

import pytest

from competency.coaching.domain.sessions import State
from competency.coaching.service import agenda, agreements, notes, sealing, sessions
from competency.kernel.errors import Refused
from competency.kernel.values import replace
from tests.builders.stage import a_cast, a_line, a_person
from tests.builders.supervision import an_action, row_of, sign


@pytest.fixture
def cast(stage):
    return a_cast(stage)


@pytest.fixture
def group(stage, cast):
    """The supervisor and three of their line; the third was not there."""
    people = [cast.practitioner]
    for name in ("Gwen Two", "Hal Three"):
        person = a_person(stage, name)
        a_line(stage, cast.supervisor, person)
        people.append(person)
    ask = agreements.Wanted(
        kind="group",
        every=8,
        unit="weeks",
        starts_on=stage.clock().date(),
        title="Risk in the home",
        members=frozenset(one.id for one in people),
    )
    id_ = stage.do(cast.supervisor, lambda w: agreements.agree_group(w, ask))
    day = stage.clock().date()
    session_id = stage.do(cast.supervisor, lambda w: sessions.plan(w, id_, day))
    there = [one.id for one in people[:2]]
    stage.do(cast.supervisor, lambda w: sessions.hold(w, session_id, day, 1, there))
    return session_id, people


def test_a_groups_record_is_signed_by_its_lead_and_one_who_was_there(stage, cast, group):
    id_, (first, second, absent) = group
    assert sign(stage, first, id_) is State.SIGNED_BY_ONE
    with pytest.raises(Refused) as refusal:
        sign(stage, absent, id_)
    assert refusal.value.code == "not_there"
    assert sign(stage, second, id_) is State.SIGNED_BY_ONE
    assert sign(stage, cast.supervisor, id_) is State.SEALED
    assert stage.ask(None, lambda w: list(sealing.broken_seals(w.session))) == []


def test_nobodys_signals_or_actions_are_suggested_in_a_group(stage, cast, group):
    an_action(stage, cast)
    id_, (_, member, _) = group

    assert stage.ask(cast.supervisor, lambda w: agenda.suggestions(w, row_of(stage, id_))) == []
    assert (
        stage.outcome(
            member,
            lambda w: notes.write(w, id_, "shared", "x", strand="ASM-1a", practice_area_id=1),
        )
        == "group_tag"
    )


def test_who_can_be_asked_into_a_group(stage, cast):
    gwen = a_person(stage, "Gwen Two")
    a_line(stage, cast.supervisor, gwen)
    peers = agreements.Wanted(
        kind="peer",
        every=6,
        unit="weeks",
        starts_on=stage.clock().date(),
        title="Peers",
        members=frozenset({gwen.id}),
    )
    cases = {
        "a colleague of the same supervisor": (cast.practitioner, peers, "yes"),
        "a stranger": (cast.colleague, peers, "members"),
        "nobody": (cast.practitioner, replace(peers, members=frozenset()), "members"),
        "no name": (cast.practitioner, replace(peers, title=" "), "missing"),
        "a pair's kind": (cast.practitioner, replace(peers, kind="practice"), "unknown_kind"),
        "a group of another's line": (
            cast.colleague,
            replace(peers, kind="group"),
            "members",
        ),
    }

    found = {
        what: stage.outcome(who, lambda w, ask=ask: agreements.agree_group(w, ask))
        for what, (who, ask, _) in cases.items()
    }

    assert found == {what: code for what, (_, _, code) in cases.items()}
