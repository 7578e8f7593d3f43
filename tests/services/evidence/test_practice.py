"""How much evidence a person's strands have: what others may see, and nothing that is private."""

from datetime import date

from competency.evidence.service import practice
from competency.people.service import crowds
from tests.builders.evidence import an_entry, link
from tests.builders.stage import a_cast


def newest(stage, person):
    return stage.ask(None, lambda w: [*practice.newest(w.session, crowds.just(person.id))])


def test_drafts_and_returned_entries_are_no_evidence(stage):
    cast = a_cast(stage)
    an_entry(stage, "draft", cast)
    an_entry(stage, "returned", cast)

    assert newest(stage, cast.practitioner) == []


def test_the_best_level_and_the_newest_day_may_be_of_different_entries(stage):
    cast = a_cast(stage)
    an_entry(stage, "verified", cast, starts_on=date(2025, 3, 1), links=(link("SUP-1a", "CMP3"),))
    an_entry(stage, "shared", cast, links=(link("SUP-1a", "CMP1"), link("COM-1a", "CMP2")))

    found = newest(stage, cast.practitioner)

    me, framework = cast.practitioner.id, "case-management-framework"
    assert found == [
        (me, None, framework, "COM-1a", 1, "CMP2", date(2026, 4, 20)),
        (me, None, framework, "SUP-1a", 2, "CMP3", date(2026, 4, 20)),
    ]


def test_areas_stand_apart_and_so_does_what_belongs_to_none(stage):
    cast = a_cast(stage)
    an_entry(stage, "shared", cast, practice_area_id=cast.practice_area.id)
    an_entry(stage, "shared", cast)

    found = newest(stage, cast.practitioner)

    assert {row.practice_area_id for row in found} == {None, cast.practice_area.id}
    assert newest(stage, cast.colleague) == []
