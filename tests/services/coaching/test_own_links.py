"""The organisation's own links: added, set aside, taken back, by whom, and what is refused."""

import pytest
from sqlalchemy import select

from competency.audit.models import AuditEntry
from competency.coaching.service import crosswalk, own_links, walks
from competency.coaching.service.own_links import NewLink
from competency.kernel.actor import Role
from competency.kernel.values import replace
from tests.builders.stage import a_person
from tests.support.statements import statements

KPI = ("timeliness", "KPI_04")
LINK = NewLink(
    kind="timeliness",
    code="KPI_04",
    strand="LEA-1a",
    strength="supporting",
    reason="An early look at the risks is a decision that cannot be put off.",
)
ALL_STANDARD = ["MAN-3b", "IMP-1a"]


@pytest.fixture
def central(stage):
    return a_person(stage, "Dot", Role.CENTRAL_OFFICE)


def strands(stage, person, kind="timeliness", code="KPI_04"):
    return stage.ask(person, lambda w: [x.strand for x in crosswalk.get(w).strands_of(kind, code)])


def add(stage, person, **changes):
    return stage.do(person, lambda w: own_links.add(w, replace(LINK, **changes)))


def test_a_link_of_ones_own_stands_beside_the_released_ones(stage, central):
    change_id = add(stage, central)

    assert strands(stage, central) == ["MAN-3b", "IMP-1a", "LEA-1a"]
    link = stage.ask(central, lambda w: own_links.get_link(w, *KPI, "LEA-1a"))
    assert (link.own_id, link.reason, link.strength.code) == (
        change_id,
        LINK.reason,
        "supporting",
    )


def test_within_one_piece_of_work_the_change_is_seen_at_once(stage, central):
    def look_add_look(work):
        before = len(crosswalk.get(work).strands_of(*KPI))
        own_links.add(work, LINK)
        return before, len(crosswalk.get(work).strands_of(*KPI))

    assert stage.do(central, look_add_look) == (2, 3)


def test_a_released_link_is_set_aside_and_comes_back(stage, central):
    change_id = stage.do(
        central, lambda w: own_links.set_aside(w, *KPI, "IMP-1a", "Our teams share this duty.")
    )
    assert strands(stage, central) == ["MAN-3b"]
    page = stage.ask(central, lambda w: walks.of_source(w, *KPI))
    assert [(x.change.strand, x.by, x.change.reason) for x in page.set_aside] == [
        ("IMP-1a", "Dot", "Our teams share this duty.")
    ]

    stage.do(central, lambda w: own_links.take_back(w, change_id))

    assert strands(stage, central) == ALL_STANDARD
    [done] = stage.ask(central, walks.list_changes)
    assert (done.ended_by, done.is_added, done.change.reason) == (
        "Dot",
        False,
        "Our teams share this duty.",
    )


def test_the_strength_of_a_released_link_is_replaced_by_ones_own(stage, central):
    aside = stage.do(central, lambda w: own_links.set_aside(w, *KPI, "MAN-3b", "Too strong here."))
    own = add(stage, central, strand="MAN-3b", strength="indirect")

    assert stage.outcome(central, lambda w: own_links.take_back(w, aside)) == "replaced"
    link = stage.ask(central, lambda w: own_links.get_link(w, *KPI, "MAN-3b"))
    assert (link.strength.code, link.own_id) == ("indirect", own)

    stage.do(central, lambda w: own_links.take_back(w, own))
    stage.do(central, lambda w: own_links.take_back(w, aside))

    assert strands(stage, central) == ALL_STANDARD


# what is tried on a new link -> what becomes of it
REFUSED = {
    "an unknown standard": ({"code": "KPI_10"}, "404"),
    "an event is no standard": ({"code": "first_contact"}, "404"),
    "an unknown kind": ({"kind": "weather"}, "404"),
    "an unknown item": ({"kind": "review-item", "code": "Z1"}, "404"),
    "a list that is no practice": ({"kind": "practice", "code": "letter/refusal"}, "404"),
    "an unknown strand": ({"strand": "LEA-9z"}, "unknown_strand"),
    "a section is no strand": ({"strand": "LEA"}, "unknown_strand"),
    "a Cyrillic look-alike": ({"strand": "LEА-1a"}, "unknown_strand"),
    "an unknown strength": ({"strength": "strong"}, "unknown_strength"),
    "no reason": ({"reason": " \n "}, "reason_missing"),
    "a reason that is too long": ({"reason": "x" * 241}, "reason_missing"),
    "a pair that was released": ({"strand": "MAN-3b"}, "linked_already"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_linked(stage, central, what):
    changes, outcome = REFUSED[what]

    assert stage.outcome(central, lambda w: own_links.add(w, replace(LINK, **changes))) == outcome


def test_the_same_link_twice_is_refused_and_may_be_made_again_once_taken_back(stage, central):
    change_id = add(stage, central)
    assert stage.outcome(central, lambda w: own_links.add(w, LINK)) == "linked_already"

    stage.do(central, lambda w: own_links.take_back(w, change_id))

    assert stage.outcome(central, lambda w: own_links.take_back(w, change_id)) == "taken_back"
    assert stage.outcome(central, lambda w: own_links.add(w, LINK)) == "yes"


SET_ASIDE = {
    "a link that there is not": ("CPD-1a", "It does not hold.", "404"),
    "without a reason": ("IMP-1a", "  ", "reason_missing"),
    "one's own": ("LEA-1a", "It does not hold.", "own_link"),
}


@pytest.mark.parametrize("what", SET_ASIDE)
def test_what_cannot_be_set_aside(stage, central, what):
    strand, reason, outcome = SET_ASIDE[what]
    add(stage, central)

    assert stage.outcome(central, lambda w: own_links.set_aside(w, *KPI, strand, reason)) == outcome


def test_a_change_is_in_the_trail_without_its_words(stage, central):
    change_id = add(stage, central)
    stage.do(central, lambda w: own_links.take_back(w, change_id))

    entries = stage.ask(
        None, lambda w: list(w.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    )

    said = [entry for entry in entries if "Crosswalk" in entry.event]
    assert [entry.event for entry in said] == ["CrosswalkLinkAdded", "CrosswalkChangeTakenBack"]
    assert all("decision" not in str(entry.facts) for entry in said)


ROLES = {role: "403" for role in Role} | {Role.CENTRAL_OFFICE: "yes"}


def test_everybody_reads_it_and_central_office_keeps_it(stage, central):
    own = add(stage, central, strand="LEA-1b")
    actions = {
        "add": lambda w: own_links.add(w, LINK),
        "set aside": lambda w: own_links.set_aside(w, *KPI, "MAN-3b", "It does not hold."),
        "take back": lambda w: own_links.take_back(w, own),
    }
    people = {role: a_person(stage, f"A {role.value}", role) for role in Role}

    for what, act in actions.items():
        found = {role: stage.outcome(person, act) for role, person in people.items()}
        assert found == ROLES, what
    nobody = a_person(stage, "Without a role")
    for person in (*people.values(), nobody):
        assert stage.outcome(person, lambda w: walks.of_strand(w, "MAN-3b")) == "yes"
        assert stage.outcome(person, walks.list_changes) == "yes"


def test_however_often_it_is_asked_for_the_crosswalk_costs_one_statement(stage, central):
    add(stage, central)

    def asked(times):
        with statements(stage.database) as seen:
            stage.ask(central, lambda w: [crosswalk.get(w) for _ in range(times)])
        return len(seen)

    nothing = asked(0)
    assert (asked(1) - nothing, asked(3) - nothing) == (1, 1)
