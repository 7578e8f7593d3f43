"""A second rater rates the same appraisal blind: who is asked, who sees what, what comes of it."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from competency.assessments.domain.marks import Hand
from competency.assessments.models import Moderation, ModerationRating
from competency.assessments.service import (
    agreeing,
    cycles,
    moderating,
    overview,
    rating,
    reading,
    second_rating,
)
from competency.assessments.service.marking import Entry, Overtaken
from competency.audit.models import AuditEntry
from competency.kernel.actor import Role
from competency.kernel.agreement import TooFew
from competency.kernel.errors import NotFound
from competency.notifications.models import Notice
from competency.people.models import Organisation
from tests.builders.appraisals import an_appraisal, submit
from tests.builders.second_ratings import (
    a_second_rater,
    a_submitted_second,
    ask,
    rate_second,
    submit_second,
)
from tests.builders.stage import a_cast, a_line, a_person

ENTRY = Entry(strand="SUP-1a", answer="rated", position=2)


def attempt(what, asked):
    """Return what a second rater might try with a second rating."""
    return {
        "rate": lambda w: second_rating.rate(w, asked, ENTRY),
        "submit": lambda w: second_rating.submit(w, asked, 1),
        "end": lambda w: moderating.end(w, asked, "on leave"),
    }[what]


def test_the_desk_holds_nothing_but_the_raters_own_marks(stage):
    signed = an_appraisal(stage, "signed")
    made = an_appraisal(stage, "revealed", cast=signed.cast, gaps={"SUP-1a": 2})
    rater = a_second_rater(stage)
    asked = ask(made, rater)
    rate_second(made, rater, asked, {"SUP-1a": 5})

    desk = stage.ask(rater, lambda w: second_rating.desk(w, asked))

    assert {hand: set(marks) for hand, marks in desk.sheet.marks.items()} == {
        Hand.SUPERVISOR: {"SUP-1a"}
    }
    assert desk.sheet.mark(Hand.SUPERVISOR, "SUP-1a").position == 5
    assert (desk.sheet.carried, desk.sheet.agreed, desk.sheet.levels) == ({}, {}, {})
    assert (desk.sheet.facts.self_submitted_at, desk.sheet.is_revealed) == (None, False)


def test_who_is_to_rate_blind_has_no_other_way_in_whatever_they_become(stage):
    made = an_appraisal(stage, "revealed")
    rater = a_person(stage, "Rosa Second", Role.SUPERVISOR, Role.MANAGER)
    asked = ask(made, rater)
    a_line(stage, rater, made.cast.supervisor)  # now stands above the supervisor
    a_line(stage, rater, made.cast.practitioner)

    with pytest.raises(NotFound):
        stage.ask(rater, lambda w: reading.sheet(w, made.id))
    team = stage.ask(rater, lambda w: overview.team(w, made.cast.practice_area.id))
    assert [row.running for row in team.rows if row.person_id == made.cast.practitioner.id] == [
        None
    ]
    rate_second(made, rater, asked, {"SUP-1a": 4})
    submit_second(made, rater, asked)
    assert stage.ask(rater, lambda w: reading.sheet(w, made.id)).is_revealed


@pytest.mark.parametrize("order", ["second first", "second last"])
def test_nobody_sees_the_second_rating_before_all_three_have_submitted(stage, order):
    made = an_appraisal(stage, "half_rated" if order == "second first" else "revealed")
    rater = a_second_rater(stage)
    asked = ask(made, rater)
    rate_second(made, rater, asked, {"SUP-1a": 4})
    everybody = (made.cast.practitioner, made.cast.supervisor, made.cast.manager, rater)

    def open_to():
        seen = [stage.ask(p, lambda w: moderating.compare(w, asked)) for p in everybody]
        return [one.compared is not None for one in seen]

    if order == "second first":
        submit_second(made, rater, asked)
        assert open_to() == [False] * 4
        submit(made, made.cast.practitioner)
        assert open_to() == [False] * 4
        submit(made, made.cast.supervisor)
    else:
        assert open_to() == [False] * 4
        submit_second(made, rater, asked)
    assert open_to() == [True] * 4


def test_open_ratings_keep_the_second_rater_blind(stage):
    cast = a_cast(stage)
    with stage.database.engine.begin() as connection:
        connection.execute(update(Organisation).values(open_ratings=True))
    made = an_appraisal(stage, "half_rated", cast=cast)
    rater = a_second_rater(stage)
    asked = ask(made, rater)

    assert stage.ask(rater, lambda w: second_rating.desk(w, asked)).sheet.marks == {
        Hand.SUPERVISOR: {}
    }
    assert stage.ask(rater, lambda w: moderating.compare(w, asked)).compared is None


def test_the_comparison_says_how_far_the_two_raters_agree(stage):
    made = an_appraisal(stage, "revealed", unrated=["MAN-2a"])
    rater = a_second_rater(stage)
    asked = a_submitted_second(made, rater, {"SUP-1a": 6, "PLA-4a": 1, "COM-2a": 4})

    found = stage.ask(made.cast.supervisor, lambda w: moderating.compare(w, asked))

    result = found.compared.result
    assert (result.n, result.same, result.first_higher, result.second_higher) == (64, 61, 1, 2)
    assert [(one.strand, one.apart) for one in found.compared.disputed] == [
        ("SUP-1a", 3),
        ("PLA-4a", -2),
        ("COM-2a", 1),
    ]
    assert (found.compared.not_applicable, found.compared.unrated) == (0, 1)
    assert (found.supervisor, found.second) == ("Priya Nair", "Rosa Second")


def test_under_twenty_strands_nothing_is_told_but_how_many_there_are(stage):
    made = an_appraisal(stage, "revealed")
    rater = a_second_rater(stage)
    asked = ask(made, rater)
    strands = [strand.code for strand in made.framework.strands]
    rate_second(made, rater, asked, dict.fromkeys(strands[:19], 4))
    submit_second(made, rater, asked)

    found = stage.ask(made.cast.manager, lambda w: moderating.compare(w, asked))

    assert found.compared.result == TooFew(19, 20)
    assert found.compared.disputed == ()


def test_the_second_rating_changes_nothing_of_the_appraisal(stage):
    made = an_appraisal(stage, "signed", gaps={"SUP-1a": 2})
    before = stage.ask(made.cast.practitioner, lambda w: reading.sheet(w, made.id))

    a_submitted_second(made, a_second_rater(stage), {"SUP-1a": 0})

    after = stage.ask(made.cast.practitioner, lambda w: reading.sheet(w, made.id))
    assert (after.marks, after.agreed, after.appraisal.seal) == (
        before.marks,
        before.agreed,
        before.appraisal.seal,
    )
    assert (after.state, after.appraisal.version) == (before.state, before.appraisal.version)


def test_what_is_submitted_stays_as_it_is(stage, look):
    made = an_appraisal(stage, "revealed")
    rater = a_second_rater(stage)
    asked = a_submitted_second(made, rater)

    for what in ("rate", "submit", "end"):
        assert stage.outcome(rater, attempt(what, asked)) == "already_submitted"
    row = look.scalars(select(Moderation)).one()
    row.ended_reason = "slipped in"
    with pytest.raises(DatabaseError, match="sealed"):
        look.flush()


def test_every_save_is_kept(stage):
    made = an_appraisal(stage)
    rater = a_second_rater(stage)
    asked = ask(made, rater)
    for seq, position in enumerate((1, 2, 4)):
        entry = Entry(strand="SUP-1a", answer="rated", position=position, seq=seq)
        stage.do(rater, lambda w, entry=entry: second_rating.rate(w, asked, entry))

    saves = stage.ask(rater, lambda w: second_rating.history(w, asked, "SUP-1a"))

    assert [given.mark.position for given in saves] == [1, 2, 4]


def test_two_windows_of_one_rater_lose_nothing(stage):
    made = an_appraisal(stage)
    rater = a_second_rater(stage)
    asked = ask(made, rater)
    rate_second(made, rater, asked, {"SUP-1a": 2})
    old = [Entry(strand="SUP-1a", answer="rated", position=5)]

    with pytest.raises(Overtaken) as caught:
        stage.do(rater, lambda w: second_rating.rate_section(w, asked, old))

    assert caught.value.strands["SUP-1a"].mark.position == 2


def test_what_is_withdrawn_or_ended_takes_no_more_ratings(stage):
    made = an_appraisal(stage)
    rater = a_second_rater(stage)
    asked = ask(made, rater)
    stage.do(
        made.cast.practitioner, lambda w: cycles.withdraw(w, made.id, "moved", made.row.version)
    )

    assert stage.outcome(rater, attempt("rate", asked)) == "withdrawn"
    assert stage.ask(rater, overview.waiting) == []
    stage.do(rater, lambda w: moderating.end(w, asked, "withdrawn"))
    assert stage.outcome(rater, attempt("rate", asked)) == "ended"


def test_nothing_rated_is_nothing_to_submit(stage):
    made = an_appraisal(stage)
    rater = a_second_rater(stage)
    asked = ask(made, rater)

    assert stage.outcome(rater, attempt("submit", asked)) == "nothing_rated"


@pytest.mark.parametrize("state", ["revealed", "signed"])
def test_it_waits_for_its_rater_until_it_is_given(stage, state):
    made = an_appraisal(stage, state)
    rater = a_second_rater(stage)
    asked = ask(made, rater)

    (one,) = stage.ask(rater, overview.waiting)
    assert (one.step, one.second_id, one.person) == ("second", asked, "Asha Patel")
    theirs = stage.ask(made.cast.supervisor, overview.waiting)
    assert [one.step for one in theirs] == (["talk"] if state == "revealed" else [])
    rate_second(made, rater, asked, {"SUP-1a": 4})
    submit_second(made, rater, asked)
    assert stage.ask(rater, overview.waiting) == []


def test_those_it_concerns_are_told_and_the_trail_holds_no_content(stage, look):
    made = an_appraisal(stage, "self_submitted")
    rater = a_second_rater(stage)
    asked = ask(made, rater)
    rate_second(made, rater, asked, {"SUP-1a": 4})
    submit_second(made, rater, asked)
    submit(made, made.cast.supervisor)

    told = {
        (notice.kind, notice.person_id, notice.path)
        for notice in look.scalars(select(Notice))
        if "second" in notice.words.lower() or "yours" in notice.words
    }
    cast, page, desk = made.cast, made.path, f"/second-ratings/{asked}"
    assert told >= {
        ("SecondRatingAsked", rater.id, desk),
        ("SecondRatingAsked", cast.practitioner.id, page),
        ("SecondRatingAsked", cast.supervisor.id, page),
        ("SecondRatingSubmitted", cast.practitioner.id, page),
        ("SecondRatingSubmitted", cast.manager.id, page),
        ("RatingsRevealed", rater.id, f"{desk}/comparison"),
    }
    names = [e.event for e in look.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert [name for name in names if name.startswith("Second")] == [
        "SecondRatingAsked",
        "SecondRatingSaved",
        "SecondRatingSubmitted",
    ]
    assert not any("what the second" in e.facts for e in look.scalars(select(AuditEntry)))


def test_the_talk_goes_on_as_before(stage, look):
    made = an_appraisal(stage, "revealed", gaps={"SUP-1a": 2})
    a_submitted_second(made, a_second_rater(stage), {"SUP-1a": 0})
    decision = agreeing.Decision(strand="SUP-1a", position=4, reason="as talked about")
    stage.do(made.cast.supervisor, lambda w: agreeing.agree(w, made.id, decision))

    assert (
        stage.outcome(made.cast.practitioner, lambda w: rating.take_back(w, made.id)) == "revealed"
    )
    kept = look.scalars(select(ModerationRating).where(ModerationRating.strand == "SUP-1a")).one()
    assert kept.position == 0


def test_who_gave_the_second_rating_does_not_give_the_first_as_well(stage):
    made = an_appraisal(stage, "self_submitted")
    rater = a_second_rater(stage)
    a_submitted_second(made, rater)
    a_line(stage, rater, made.cast.practitioner)

    assert stage.outcome(rater, lambda w: cycles.take_part(w, made.id)) == "second_rater"
    submit(made, made.cast.supervisor)
    assert stage.outcome(rater, lambda w: cycles.take_part(w, made.id)) == "yes"


def test_a_withdrawn_appraisal_opens_no_comparison(stage):
    made = an_appraisal(stage, "revealed")
    rater = a_second_rater(stage)
    asked = a_submitted_second(made, rater)
    version = made.row.version
    stage.do(made.cast.practitioner, lambda w: cycles.withdraw(w, made.id, "moved", version))

    found = stage.ask(rater, lambda w: moderating.compare(w, asked))

    assert (found.compared, found.is_withdrawn) == (None, True)
