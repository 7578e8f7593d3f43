"""Who may do what with a self-study, as one readable table."""

from datetime import date

import pytest
from sqlalchemy import select

from competency.accreditation import permissions
from competency.accreditation.domain.items import Plan, Progress
from competency.accreditation.domain.parts import MET, PartAnswer
from competency.accreditation.domain.rating import Answer, Said
from competency.accreditation.domain.states import ItemState
from competency.accreditation.models import ChecklistItem, SelfStudy
from competency.accreditation.service import checklist, due, panel, parts, rating, reading, studies
from competency.accreditation.service.loading import load_item, read, scope
from competency.kernel.errors import Forbidden, NotFound, Refused
from tests.builders.self_study import a_beginning, a_house, item_of, study_of, submit

PEOPLE = [
    *("central", "leadership", "auditor", "panel", "owner", "colleague"),
    *("supervisor", "manager", "specialist", "training lead", "administrator"),
]
OTHERS = "404 404 404 404 404 404"  # colleague and everybody after
BY_ROLE = "yes 403 403 403 403 403 403 403 403 403 403"
WRITES = f"yes 403 403 404 404 {OTHERS}"
TABLE = {
    # in the order of PEOPLE; in which state of the self-study
    "start": ("open", BY_ROLE),
    "read": ("open", f"yes yes yes 404 404 {OTHERS}"),
    "read, submitted": ("submitted", f"yes yes yes yes 404 {OTHERS}"),
    "read its history": ("open", f"yes yes yes 404 404 {OTHERS}"),
    "change": ("open", WRITES),
    "rate": ("open", WRITES),
    "answer a point": ("open", WRITES),
    "give an item out": ("open", "yes 403 403 404 403 404 404 404 404 404 404"),
    "see the item": ("open", f"yes yes yes 404 yes {OTHERS}"),
    "see the item, submitted": ("submitted", f"yes yes yes yes yes {OTHERS}"),
    "fill the item in": ("open", f"yes 403 403 404 yes {OTHERS}"),
    "fill in another's item": ("open", f"yes 403 403 404 404 {OTHERS}"),
    "name the panel": ("open", WRITES),
    "comment": ("submitted", f"yes 403 403 yes 404 {OTHERS}"),
    "comment an open one": ("open", f"403 403 403 404 404 {OTHERS}"),
    "submit": ("open", WRITES),
    "close": ("submitted", f"yes 403 403 403 404 {OTHERS}"),
    "take the pack": ("submitted", f"yes yes yes yes 404 {OTHERS}"),
    "see the owners": ("open", f"yes 403 403 404 404 {OTHERS}"),
}


@pytest.fixture
def house(stage):
    return a_house(stage)


def attempt(what, stage, house):
    """Return what is tried, as a function of the piece of work."""
    id_, version = house.study.id, study_of(stage, house).version
    item, other = item_of(stage, house, "contact-procedures"), item_of(stage, house, "interviews")
    plan, progress = Plan(house["colleague"].id, date(2026, 7, 1)), Progress(ItemState.IN_HAND, "x")
    said, met = Said(Answer.RATED, 2, "", "Sound."), PartAnswer(means=MET, words="It is done.")
    return {
        "start": lambda w: studies.start(w, a_beginning()),
        "read": lambda w: reading.page(w, id_),
        "read, submitted": lambda w: reading.page(w, id_),
        "read its history": lambda w: rating.history(w, id_, "5.01"),
        "change": lambda w: studies.change(w, id_, a_beginning(title="Another"), version),
        "rate": lambda w: rating.rate(w, id_, "5.01", said, 0),
        "answer a point": lambda w: parts.answer_part(w, id_, "5.02", "modelling", met, None),
        "give an item out": lambda w: checklist.plan_item(w, item.id, plan, item.version),
        "see the item": lambda w: reading.item_page(w, item.id),
        "see the item, submitted": lambda w: reading.item_page(w, item.id),
        "fill the item in": lambda w: checklist.fill_in(w, item.id, progress, item.version),
        "fill in another's item": lambda w: checklist.fill_in(w, other.id, progress, other.version),
        "name the panel": lambda w: panel.name_member(w, id_, house["colleague"].email),
        "comment": lambda w: panel.comment(w, id_, "Well done."),
        "comment an open one": lambda w: panel.comment(w, id_, "Well done."),
        "submit": lambda w: studies.submit(w, id_, version, knowing=True),
        "close": lambda w: studies.close(w, id_, "Accredited.", version),
        "take the pack": lambda w: read(w, id_, permissions.TAKE_PACK),
        "see the owners": lambda w: read(w, id_, permissions.SEE_OWNERS),
    }[what]


@pytest.mark.parametrize("what", TABLE)
def test_everybody_may_exactly_what_the_table_says(stage, house, what):
    state, expected = TABLE[what]
    if state == "submitted":
        submit(stage, house)

    found = {name: stage.outcome(house[name], attempt(what, stage, house)) for name in PEOPLE}

    assert found == dict(zip(PEOPLE, expected.split(), strict=True))


OF_A_STUDY = [
    one
    for one in permissions.ALL
    if one not in (permissions.START, permissions.SEE_ITEM, permissions.FILL_ITEM)
]
OF_AN_ITEM = (permissions.SEE_ITEM, permissions.FILL_ITEM)


@pytest.mark.parametrize("state", ["open", "submitted"])
def test_a_list_holds_exactly_what_may_be_opened(stage, house, state):
    if state == "submitted":
        submit(stage, house)
    item = item_of(stage, house, "contact-procedures")

    for name in PEOPLE:
        for action in OF_A_STUDY:
            query = select(SelfStudy.id).where(scope_of(stage, house, name, action))
            listed = house.study.id in stage.ask(house[name], in_list(query))
            opened = stage.ask(house[name], may(lambda w, a=action: read(w, house.study.id, a)))
            assert listed == opened, (name, action.name)
        for action in OF_AN_ITEM:
            query = (
                select(ChecklistItem.id)
                .join(SelfStudy, SelfStudy.id == ChecklistItem.study_id)
                .where(scope_of(stage, house, name, action))
            )
            listed = item.id in stage.ask(house[name], in_list(query))
            opened = stage.ask(house[name], may(lambda w, a=action: load_item(w, item.id, a)))
            assert listed == opened, (name, action.name)


def scope_of(stage, house, name, action):
    return stage.ask(house[name], lambda w: scope(w.actor, w.today, action))


def in_list(query):
    return lambda w: set(w.session.scalars(query))


def may(act):
    def tried(work):
        try:
            act(work)
        except (Forbidden, NotFound):
            return False
        return True

    return tried


def test_whoever_left_the_panel_reads_it_no_more(stage, house):
    submit(stage, house)
    page = stage.ask(house["panel"], lambda w: reading.page(w, house.study.id))
    assert page.study.id == house.study.id
    member = stage.ask(house["central"], lambda w: panel.members(w, house.study.id)[0].id)

    stage.do(house["central"], lambda w: panel.end_member(w, house.study.id, member))

    read = stage.outcome(house["panel"], lambda w: reading.page(w, house.study.id))
    assert read == "404"


def test_only_central_office_learns_who_brings_what(stage, house):
    submit(stage, house)

    named = {
        name: set(stage.ask(house[name], lambda w: owners_read(w, house.study.id)))
        for name in ("central", "leadership", "auditor", "panel")
    }

    assert named == {
        "central": {"Owen Brings"},
        "leadership": set(),
        "auditor": set(),
        "panel": set(),
    }


def owners_read(work, study_id):
    return reading.page(work, study_id, with_owners=True).owners.values()


def test_an_item_that_was_given_to_somebody_else_is_gone_for_the_first(stage, house):
    item = item_of(stage, house, "contact-procedures")
    wanted = Plan(house["colleague"].id, item.due_on)

    stage.do(house["central"], lambda w: checklist.plan_item(w, item.id, wanted, item.version))

    for name, expected in (("owner", []), ("colleague", ["Procedures for contact with clients"])):
        mine = stage.ask(house[name], due.my_items)
        assert [one.title for one in mine] == expected
    assert stage.outcome(house["owner"], lambda w: reading.item_page(w, item.id)) == "404"


@pytest.mark.parametrize("standard_id", ["poems", "cqi-case-review", ""])
def test_only_an_accreditation_standard_that_is_offered_can_be_studied(stage, house, standard_id):
    start = lambda w: studies.start(w, a_beginning(standard_id=standard_id))  # noqa: E731

    with pytest.raises(Refused, match="^Choose one of the accreditation standards.$"):
        stage.do(house["central"], start)
