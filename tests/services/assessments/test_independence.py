"""Neither sees the other's rating before both have submitted; what is revealed is frozen."""

import pytest
from sqlalchemy import update

from competency.assessments.domain.marks import Hand
from competency.assessments.domain.state import State
from competency.assessments.service import cycles, rating, reading
from competency.assessments.service.marking import Entry
from competency.kernel.actor import Role
from competency.kernel.errors import Refused
from competency.people.models import Organisation
from tests.builders.appraisals import an_appraisal, rate_strands, submit
from tests.builders.stage import a_cast, a_line, a_person


def seen_by(stage, made, person):
    return set(stage.ask(person, lambda w: reading.sheet(w, made.id)).marks)


@pytest.mark.parametrize(
    ("state", "own", "supervisor", "manager"),
    [
        ("half_rated", {Hand.SELF}, {Hand.SUPERVISOR}, set()),
        ("self_submitted", {Hand.SELF}, {Hand.SUPERVISOR}, set()),
        ("supervisor_submitted", {Hand.SELF}, {Hand.SUPERVISOR}, set()),
        ("revealed", set(Hand), set(Hand), set(Hand)),
        ("signed", set(Hand), set(Hand), set(Hand)),
    ],
)
def test_who_sees_which_rating_when(stage, state, own, supervisor, manager):
    made = an_appraisal(stage, state)

    assert seen_by(stage, made, made.cast.practitioner) == own
    assert seen_by(stage, made, made.cast.supervisor) == supervisor
    assert seen_by(stage, made, made.cast.manager) == manager


def test_open_ratings_show_both_from_the_start(stage):
    cast = a_cast(stage)
    with stage.database.engine.begin() as connection:
        connection.execute(update(Organisation).values(open_ratings=True))
    made = an_appraisal(stage, "half_rated", cast=cast)

    assert seen_by(stage, made, cast.practitioner) == set(Hand)
    assert seen_by(stage, made, cast.supervisor) == set(Hand)


def test_the_history_of_a_strand_keeps_the_secret_too(stage):
    made = an_appraisal(stage, "half_rated")

    def hands(person):
        sheet_of = lambda w: reading.history(w, reading.sheet(w, made.id), "SUP-1a")  # noqa: E731
        return {save.hand for save in stage.ask(person, sheet_of)[1]}

    assert hands(made.cast.practitioner) == {Hand.SELF}
    assert hands(made.cast.supervisor) == {Hand.SUPERVISOR}
    assert hands(made.cast.manager) == set()


def test_only_its_author_takes_a_submission_back_and_only_before_the_reveal(stage):
    made = an_appraisal(stage, "self_submitted")
    with pytest.raises(Refused, match="nothing to take back"):
        stage.do(made.cast.supervisor, lambda w: rating.take_back(w, made.id))

    stage.do(made.cast.practitioner, lambda w: rating.take_back(w, made.id))
    assert made.row.self_submitted_at is None

    submit(made, made.cast.practitioner)
    submit(made, made.cast.supervisor)
    for person in (made.cast.practitioner, made.cast.supervisor):
        with pytest.raises(Refused, match="only be taken back before"):
            stage.do(person, lambda w: rating.take_back(w, made.id))


def test_a_new_supervisor_begins_with_a_blank_rating(stage):
    made = an_appraisal(stage, "supervisor_submitted")
    new = a_person(stage, "Nia New", Role.SUPERVISOR)
    a_line(stage, new, made.cast.practitioner)

    stage.do(new, lambda w: cycles.take_part(w, made.id))

    sheet = stage.ask(new, lambda w: reading.sheet(w, made.id))
    assert sheet.marks == {Hand.SUPERVISOR: {}}
    assert sheet.state is State.OPEN
    rate_strands(made, new, {"SUP-1a": 5})
    submit(made, made.cast.practitioner)
    submit(made, new)
    sheet = stage.ask(made.cast.practitioner, lambda w: reading.sheet(w, made.id))
    assert sheet.mark(Hand.SUPERVISOR, "SUP-1a").position == 5
    assert (
        sheet.mark(Hand.SUPERVISOR, "SUP-2a").position is None
    )  # the former one's is not mixed in


def test_after_the_reveal_the_former_supervisors_rating_stands(stage):
    made = an_appraisal(stage, "revealed", gaps={"SUP-1a": 2})
    before = stage.ask(made.cast.practitioner, lambda w: reading.sheet(w, made.id)).marks
    new = a_person(stage, "Nia New", Role.SUPERVISOR)
    a_line(stage, new, made.cast.practitioner)

    stage.do(new, lambda w: cycles.take_part(w, made.id))

    sheet = stage.ask(new, lambda w: reading.sheet(w, made.id))
    assert sheet.marks == before
    assert (sheet.hand, sheet.state) == (Hand.SUPERVISOR, State.REVEALED)
    assert sheet.name(sheet.appraisal.supervisor_submitted_by_id) == made.cast.supervisor.name


def test_unrated_strands_stay_unrated_after_submission(stage):
    made = an_appraisal(stage, "half_rated")
    before = stage.ask(made.cast.practitioner, lambda w: reading.sheet(w, made.id))
    codes = [strand.code for strand in before.framework.strands]
    missing = [code for code in codes if not before.mark(Hand.SELF, code).is_closed]
    submit(made, made.cast.practitioner)

    sheet = stage.ask(made.cast.practitioner, lambda w: reading.sheet(w, made.id))
    assert len(missing) == 65 - sheet.rated_in_all > 0
    assert not any(sheet.mark(Hand.SELF, code).is_closed for code in missing)


def test_nothing_rated_is_nothing_to_submit(stage):
    made = an_appraisal(stage, "started")

    with pytest.raises(Refused, match="not rated any strand"):
        submit(made, made.cast.practitioner)


def test_a_saved_rating_is_never_overwritten(stage, look):
    made = an_appraisal(stage, "started")
    me = made.cast.practitioner
    for seq, position in enumerate((1, 2, 4)):
        entry = Entry(strand="SUP-1a", answer="rated", position=position, seq=seq)
        stage.do(me, lambda w, entry=entry: rating.rate(w, made.id, entry))

    _past, saves = stage.ask(me, lambda w: reading.history(w, reading.sheet(w, made.id), "SUP-1a"))
    assert [save.mark.position for save in saves] == [1, 2, 4]
