"""The positions of a person's strands: of the newest cycle that both have submitted."""

from competency.assessments.service import cycles, practice
from competency.people.service import crowds
from tests.builders.appraisals import an_appraisal


def positions(stage, made):
    person = made.cast.practitioner
    rows = stage.ask(None, lambda w: [*practice.positions(w.session, crowds.just(person.id))])
    assert len({(row.practice_area_id, row.strand) for row in rows}) == len(rows)
    return {row.strand: row for row in rows}


def test_nothing_counts_before_both_have_submitted(stage):
    assert positions(stage, an_appraisal(stage, "supervisor_submitted")) == {}


def test_the_reveal_gives_both_positions_and_no_agreed_one(stage):
    made = an_appraisal(stage, "revealed", gaps={"SUP-1a": 2}, unrated=["PLA-4a"])

    found = positions(stage, made)

    assert len(found) == 64
    one = found["SUP-1a"]
    assert (one.own, one.supervisor, one.agreed) == (4, 2, None)
    assert one.practice_area_id == made.cast.practice_area.id
    assert one.cycle_on == made.row.started_on
    assert "PLA-4a" not in found


def test_what_was_agreed_stands_beside_the_two(stage):
    found = positions(stage, an_appraisal(stage, "agreed", gaps={"SUP-1a": 2}))

    assert (found["SUP-1a"].own, found["SUP-1a"].supervisor, found["SUP-1a"].agreed) == (4, 2, 2)


def test_a_new_cycle_counts_from_its_own_reveal(stage):
    made = an_appraisal(stage, "signed", gaps={"SUP-1a": 2})
    an_appraisal(stage, "self_submitted", gaps={"SUP-1a": -3}, cast=made.cast, title="The next")

    assert positions(stage, made)["SUP-1a"].agreed == 2


def test_a_withdrawn_cycle_gives_way_to_the_one_before(stage):
    made = an_appraisal(stage, "signed")
    later = an_appraisal(stage, "revealed", gaps={"SUP-1a": 2}, cast=made.cast, title="The next")
    assert positions(stage, made)["SUP-1a"].appraisal_id == later.id

    version = later.row.version
    stage.do(
        made.cast.practitioner,
        lambda w: cycles.withdraw(w, later.id, "Changed practice area", version),
    )

    assert positions(stage, made)["SUP-1a"].appraisal_id == made.id


def test_each_practice_area_has_its_own_cycle(stage):
    made = an_appraisal(stage, "revealed")
    an_appraisal(
        stage, "revealed", cast=made.cast, area_id=made.cast.other_area.id, gaps={"SUP-1a": 2}
    )
    person = made.cast.practitioner

    rows = stage.ask(None, lambda w: [*practice.positions(w.session, crowds.just(person.id))])

    assert [row.own for row in rows if row.strand == "SUP-1a"] == [3, 4]
