"""A second look at a sample: whose it is, what may be said, who reads it, who is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from competency.assessments.models import Appraisal, StrandAgreement
from competency.assessments.service import cycles
from competency.coaching.domain.spot_checks import CheckKind, Verdict
from competency.coaching.library import load_spot_check_rules
from competency.coaching.models import SpotCheck
from competency.coaching.service import spot_checks
from competency.kernel.values import replace
from competency.notifications.models import Notice
from competency.reviews.models import ReviewAnswer
from tests.builders.appraisals import an_appraisal
from tests.builders.reviewed import reviewed
from tests.builders.reviews import a_department, set_past_the_rules
from tests.builders.stage import a_cast, people_around
from tests.support.statements import statements

TOGETHER, CONFIRMED = CheckKind.AGREED_TOGETHER, CheckKind.CONFIRMED
PROPOSED = {"B1": "yes", "D1": "no", "F1": "yes", "I1": "strength"}


@pytest.fixture(autouse=True)
def every_record_is_sampled(monkeypatch):
    """Sample two places of each record, so that a test need not know which record is drawn."""
    shipped = load_spot_check_rules()
    everything = {kind: replace(one, share_percent=100) for kind, one in shipped.of.items()}
    monkeypatch.setattr(
        spot_checks, "load_spot_check_rules", lambda: replace(shipped, of=everything)
    )


@pytest.fixture
def cast(stage):
    return a_cast(stage)


def sampled(stage, person, kind):
    found = stage.ask(person, lambda w: {r.kind: p for r, p in spot_checks.list_sample(w)})
    return found[kind]


def say(stage, person, place, verdict="stands", words=""):
    at = (place.kind, place.record.id, place.code)
    return stage.do(person, lambda w: spot_checks.say(w, *at, verdict, words))


def tried(stage, person, place, verdict="stands", words=""):
    at = (place.kind, place.record.id, place.code)
    return stage.outcome(person, lambda w: spot_checks.say(w, *at, verdict, words))


def past_the_rules(stage, model, where, **values):
    with stage.database.aside() as session:
        session.execute(
            update(model).where(where).values(**values).execution_options(synchronize_session=False)
        )
        session.info.pop("changed", None)


def confirm(stage, review):
    """Let the review's proposed answers stand as confirmed."""
    here = (ReviewAnswer.review_id == review.id) & (ReviewAnswer.answer.in_(("yes", "no")))
    past_the_rules(stage, ReviewAnswer, here, confirmed=True, suggested="yes")


def test_strands_agreed_in_one_go_are_told_from_those_agreed_one_by_one(stage, cast):
    made = an_appraisal(stage, "agreed", cast=cast, gaps={"SUP-1a": 2, "ETH-5a": -2})

    rows = stage.ask(
        None, lambda w: w.session.execute(select(StrandAgreement.strand, StrandAgreement.together))
        .all()
    )  # fmt: skip

    one_by_one = {strand for strand, together in rows if not together}
    assert one_by_one == {"SUP-1a", "ETH-5a"}
    places = sampled(stage, cast.manager, TOGETHER)
    assert [(p.record.id, p.who, p.about) for p in places] == [
        (made.id, cast.practitioner.name, cast.practice_area.name)
    ] * 2
    assert not one_by_one & {p.code for p in places}


def test_a_talk_is_sampled_once_it_is_finished_and_for_three_months(stage, cast):
    made = an_appraisal(stage, "revealed", cast=cast)
    assert sampled(stage, cast.manager, TOGETHER) == []

    here = Appraisal.id == made.id
    past_the_rules(stage, Appraisal, here, agreed_at=stage.clock())
    assert sampled(stage, cast.manager, TOGETHER) == []  # nothing of it was agreed in one go


def test_after_three_months_it_is_not_listed_any_more(stage, cast):
    made = an_appraisal(stage, "agreed", cast=cast)
    assert len(sampled(stage, cast.manager, TOGETHER)) == 2

    long_ago = stage.clock() - timedelta(days=100)
    past_the_rules(stage, Appraisal, Appraisal.id == made.id, agreed_at=long_ago)

    assert sampled(stage, cast.manager, TOGETHER) == []


def test_who_looks_at_what_was_agreed_in_one_go(stage, cast):
    an_appraisal(stage, "agreed", cast=cast)
    place, other = sampled(stage, cast.manager, TOGETHER)
    people = people_around(stage, cast)

    def look(work):
        spot_checks.get_place(work, place.kind, place.record.id, place.code)

    listed = {name: len(sampled(stage, person, TOGETHER)) for name, person in people.items()}
    may_say = {name: tried(stage, person, place) for name, person in people.items()}
    before = {name: stage.outcome(person, look) for name, person in people.items()}
    say(stage, cast.manager, place, "talk", "What did you both mean by it?")
    after = {name: stage.outcome(person, look) for name, person in people.items()}

    concerned = dict.fromkeys(people, "404")
    assert listed == dict.fromkeys(people, 0) | {"manager": 2}
    assert may_say == concerned | {
        "self": "403",
        "supervisor": "403",
        "second": "403",
        "manager": "yes",
    }
    assert before == concerned | {"manager": "yes"}
    assert after == concerned | {
        "self": "yes",
        "supervisor": "yes",
        "second": "yes",
        "manager": "yes",
    }
    assert stage.outcome(cast.practitioner, look) == "yes"
    assert other.found is None


def test_a_manager_who_had_a_part_in_it_does_not_look_at_it(stage, cast):
    made = an_appraisal(stage, "agreed", cast=cast)
    place, _ = sampled(stage, cast.manager, TOGETHER)
    here = Appraisal.id == made.id
    past_the_rules(stage, Appraisal, here, supervisor_submitted_by_id=cast.manager.id)

    assert sampled(stage, cast.manager, TOGETHER) == []
    assert tried(stage, cast.manager, place) == "403"


def test_the_two_are_told_where_it_is_worth_talking_and_not_where_it_stands(stage, cast):
    an_appraisal(stage, "agreed", cast=cast)
    first, second = sampled(stage, cast.manager, TOGETHER)

    def told():
        return stage.ask(
            None,
            lambda w: w.session.execute(
                select(Notice.person_id, Notice.path).where(Notice.kind == "spot-check")
            ).all(),
        )

    say(stage, cast.manager, first)
    assert told() == []
    say(stage, cast.manager, second, "talk", "What did you both mean by it?")

    path = f"/checks/agreed-together/{second.record.id}/{second.code}"
    assert sorted(told()) == sorted(
        (person.id, path) for person in (cast.practitioner, cast.supervisor)
    )
    verdicts = {p.code: p.verdict for p in sampled(stage, cast.manager, TOGETHER)}
    assert verdicts == {first.code: Verdict.STANDS, second.code: Verdict.TALK}
    assert {p.found_by for p in sampled(stage, cast.manager, TOGETHER)} == {cast.manager.name}


SAID = {
    "nothing": ("", "", "unknown_verdict"),
    "something else": ("fails", "", "unknown_verdict"),
    "talk without a word": ("talk", "  ", "words_missing"),
    "too many words": ("stands", "x" * 501, "too_long"),
    "a word where it stands": ("stands", "Well grounded.", "yes"),
    "no word where it stands": ("stands", "", "yes"),
}


@pytest.mark.parametrize("what", SAID)
def test_what_may_be_said(stage, cast, what):
    verdict, words, outcome = SAID[what]
    an_appraisal(stage, "agreed", cast=cast)
    place, _ = sampled(stage, cast.manager, TOGETHER)

    assert tried(stage, cast.manager, place, verdict, words) == outcome


def test_a_place_is_looked_at_once_and_what_was_said_never_changes(stage, cast):
    an_appraisal(stage, "agreed", cast=cast)
    place, _ = sampled(stage, cast.manager, TOGETHER)
    say(stage, cast.manager, place)

    assert tried(stage, cast.manager, place) == "checked_already"
    with pytest.raises(DatabaseError), stage.database.aside() as session:
        session.execute(text("UPDATE coaching_spot_check SET verdict = 'talk', words = 'x'"))
    assert stage.ask(None, lambda w: w.session.scalar(select(SpotCheck.verdict))) == "stands"


def test_a_strand_outside_the_sample_is_not_there(stage, cast):
    an_appraisal(stage, "agreed", cast=cast)
    place, other = sampled(stage, cast.manager, TOGETHER)
    codes = {place.code, other.code}
    outside = next(c for c in ("SUP-1a", "SUP-2a", "SUP-3a") if c not in codes)

    elsewhere = place._replace(code=outside)

    assert tried(stage, cast.manager, elsewhere) == "404"
    assert tried(stage, cast.manager, place._replace(code="ZZZ-1a")) == "404"


def test_who_looks_at_answers_that_the_dates_proposed(stage):
    made = a_department(stage)
    review = reviewed(stage, made, PROPOSED, at=stage.clock())
    confirm(stage, review)
    names = [
        *("worker", "supervisor", "manager", "other supervisor", "peer", "specialist"),
        *("second specialist", "leadership", "far specialist", "central", "administrator"),
    ]
    listed = {name: len(sampled(stage, made[name], CONFIRMED)) for name in names}
    place = sampled(stage, made["specialist"], CONFIRMED)[0]
    may_say = {name: tried(stage, made[name], place) for name in names}

    assert listed == dict.fromkeys(names, 0) | {"specialist": 2, "second specialist": 2}
    assert place.who == made["supervisor"].name
    assert place.code in {"B1", "D1", "F1"}
    assert may_say == {
        **dict.fromkeys(names, "404"),
        **dict.fromkeys(["worker", "supervisor", "manager", "leadership", "central"], "403"),
        **dict.fromkeys(["specialist", "second specialist"], "yes"),
    }

    say(stage, made["specialist"], place, "talk", "The dates look like those of another case.")

    def look(work):
        spot_checks.get_place(work, place.kind, place.record.id, place.code)

    reads = {name for name in names if stage.outcome(made[name], look) == "yes"}
    assert reads == {"supervisor", "specialist", "second specialist", "leadership", "central"}
    told = stage.ask(
        None, lambda w: list(w.session.scalars(select(Notice.person_id).where(
            Notice.kind == "spot-check")))
    )  # fmt: skip
    assert told == [made["supervisor"].id]


def test_nothing_is_shown_while_a_second_level_is_awaited(stage):
    made = a_department(stage)
    first = reviewed(stage, made, PROPOSED, at=stage.clock())
    second = reviewed(stage, made, PROPOSED, at=stage.clock(), second_of=first)
    confirm(stage, first)
    confirm(stage, second)
    place = sampled(stage, made["second specialist"], CONFIRMED)[0]

    # The specialist did the second level and does not look at their own work.
    assert {p.record.id for p in sampled(stage, made["specialist"], CONFIRMED)} == {first.id}
    own = place._replace(record=place.record._replace(id=second.id))
    assert tried(stage, made["specialist"], own) == "403"

    set_past_the_rules(stage, second.id, state="started", submitted_at=None)

    assert sampled(stage, made["second specialist"], CONFIRMED) == []
    blind = place._replace(record=place.record._replace(id=first.id))
    assert tried(stage, made["second specialist"], blind) == "403"


def test_a_revision_keeps_what_was_agreed_in_one_go_and_is_not_sampled_again(stage, cast):
    made = an_appraisal(stage, "signed", cast=cast)
    before = sampled(stage, cast.manager, TOGETHER)

    revision = stage.do(
        cast.supervisor, lambda w: cycles.reopen(w, made.id, "A strand was mixed up")
    )

    assert [p.record.id for p in sampled(stage, cast.manager, TOGETHER)] == [
        p.record.id for p in before
    ]
    kept = stage.ask(
        None,
        lambda w: w.session.scalars(
            select(StrandAgreement.together).where(StrandAgreement.appraisal_id == revision.id)
        ).all(),
    )
    assert all(kept)
    assert len(kept) == 65


def test_the_list_costs_the_same_however_long_it_is(stage):
    made = a_department(stage)

    def asked():
        with statements(stage.database) as seen:
            sampled(stage, made["specialist"], CONFIRMED)
        return len(seen)

    confirm(stage, reviewed(stage, made, PROPOSED, at=stage.clock()))
    once = asked()
    for _ in range(3):
        confirm(stage, reviewed(stage, made, PROPOSED, at=stage.clock()))

    assert asked() == once
    assert once <= 10
