"""Who may do what with an entry, as one readable table, in the state where it makes sense."""

import io
from datetime import date

import pytest

from competency.evidence.service import (
    attaching,
    deciding,
    exporting,
    reading,
    sharing,
    writing,
    years,
)
from competency.infra.files import Store
from competency.kernel.errors import NotFound
from tests.builders.evidence import an_entry, content
from tests.builders.stage import a_line, people_around

# "second" supervises this person too; "other" supervises somebody else; "former" supervised this
# person until last month.
PEOPLE = [
    "self",
    "supervisor",
    "second",
    "manager",
    "other",
    "former",
    "administrator",
    "auditor",
    "training_lead",
    "colleague",
]
TABLE = {
    # in the order of PEOPLE
    "see a draft": ("draft", "yes 404 404 404 404 404 404 404 404 404"),
    "see it shared": ("shared", "yes yes yes yes 404 404 404 404 404 404"),
    "see it returned": ("returned", "yes yes yes yes 404 404 404 404 404 404"),
    "see it verified": ("verified", "yes yes yes yes 404 404 404 404 404 404"),
    "see the log": ("shared", "yes yes yes yes 404 404 404 404 404 404"),
    "see the year": ("shared", "yes yes yes yes 404 404 404 404 404 404"),
    "save a draft": ("draft", "yes 404 404 404 404 404 404 404 404 404"),
    "save it returned": ("returned", "yes 403 403 403 404 404 404 404 404 404"),
    "remove": ("draft", "yes 404 404 404 404 404 404 404 404 404"),
    "share": ("draft", "yes 404 404 404 404 404 404 404 404 404"),
    "take back": ("shared", "yes 403 403 403 404 404 404 404 404 404"),
    "verify": ("shared", "403 yes yes 403 404 404 404 404 404 404"),
    "send back": ("shared", "403 yes yes 403 404 404 404 404 404 404"),
    "verify a draft": ("draft", "403 404 404 404 404 404 404 404 404 404"),
    "correct": ("verified", "yes 403 403 403 404 404 404 404 404 404"),
    "attach": ("returned", "yes 403 403 403 404 404 404 404 404 404"),
    "see what a portfolio holds": ("shared", "yes 403 403 403 404 404 404 404 404 404"),
    "take a portfolio away": ("shared", "yes 403 403 403 404 404 404 404 404 404"),
    "take the whole log away": ("draft", "yes 403 403 403 404 404 404 404 404 404"),
    "see places": ("shared", "yes 403 403 403 404 404 404 404 404 404"),
}


def attempt(what, made, folder):
    """Return the piece of work of this line of the table."""
    row, person_id = made.row, made.cast.practitioner.id
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    if what.startswith("see it") or what == "see a draft":
        return lambda w: reading.whole(w, made.id)
    return {
        "see the log": lambda w: reading.log(w, person_id),
        "see the year": lambda w: years.year(w, person_id, first, last),
        "save a draft": lambda w: writing.save(w, made.id, content(did="x"), row.version),
        "save it returned": lambda w: writing.save(w, made.id, content(did="x"), row.version),
        "remove": lambda w: writing.remove(w, made.id, row.version),
        "share": lambda w: sharing.share(w, made.id, row.version),
        "take back": lambda w: sharing.take_back(w, made.id, row.version),
        "verify": lambda w: deciding.verify(w, made.id, row.seq),
        "verify a draft": lambda w: deciding.verify(w, made.id, row.seq),
        "send back": lambda w: deciding.send_back(w, made.id, row.seq, "Say more."),
        "correct": lambda w: writing.start_correction(w, made.id),
        "attach": lambda w: attaching.attach(w, made.id, "a.txt", io.BytesIO(b"x"), Store(folder)),
        "see places": lambda w: sharing.asked(w, made.id),
        "see what a portfolio holds": lambda w: exporting.holding(w, person_id),
        "take a portfolio away": lambda w: list(exporting.kept(w, person_id)),
        "take the whole log away": lambda w: exporting.export(w, person_id, Store(folder)).close(),
    }[what]


@pytest.mark.parametrize("what", TABLE)
def test_everybody_may_exactly_what_the_table_says(stage, tmp_path, what):
    state, expected = TABLE[what]
    made = an_entry(stage, state)
    people = people_around(stage, made.cast)

    found = {name: stage.outcome(people[name], attempt(what, made, tmp_path)) for name in PEOPLE}

    assert found == dict(zip(PEOPLE, expected.split(), strict=True))


def test_nobody_verifies_their_own_entry_whatever_lines_there_are(stage):
    made = an_entry(stage, "shared")
    me = made.cast.practitioner
    a_line(stage, me, made.cast.supervisor)

    assert stage.outcome(me, lambda w: deciding.verify(w, made.id, 1)) == "403"
    assert stage.ask(me, reading.waiting) == []
    assert stage.ask(me, lambda w: reading.whole(w, made.id)).may_decide is False


def test_lists_show_exactly_what_may_be_opened(stage):
    first = an_entry(stage, "shared")
    cast = first.cast
    others = [an_entry(stage, state, cast).id for state in ("draft", "returned", "verified")]
    people = people_around(stage, cast)

    for name in PEOPLE:
        person = people[name]
        opened = {
            entry_id
            for entry_id in (first.id, *others)
            if stage.outcome(person, lambda w, i=entry_id: reading.whole(w, i)) == "yes"
        }
        try:
            lines = stage.ask(person, lambda w: reading.log(w, cast.practitioner.id)).lines
        except NotFound:
            lines = []
        assert {line.id for line in lines} == opened, name


def test_a_supervisor_is_told_what_waits_for_them_alone(stage):
    made = an_entry(stage, "shared")
    cast = made.cast
    an_entry(stage, "draft", cast)
    an_entry(stage, "verified", cast)

    waiting = {
        name: [line.id for line in stage.ask(person, reading.waiting)]
        for name, person in {"supervisor": cast.supervisor, "manager": cast.manager}.items()
    }

    assert waiting == {"supervisor": [made.id], "manager": []}
    assert stage.ask(cast.supervisor, reading.count_waiting) == 1


def test_the_system_has_no_log_to_export(stage):
    made = an_entry(stage)

    with pytest.raises(NotFound):
        stage.ask(None, lambda w: exporting.holding(w, made.row.person_id))
