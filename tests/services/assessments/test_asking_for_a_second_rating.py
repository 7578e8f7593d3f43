"""Asking for a second rating: who may, who can be asked, and who may do what with it then."""

from datetime import timedelta

import pytest

from competency.assessments.domain.moderation import Standing
from competency.assessments.service import moderating, reading, second_rating
from competency.assessments.service.marking import Entry
from competency.kernel.errors import Refused
from tests.builders.appraisals import an_appraisal
from tests.builders.second_ratings import a_second_rater, ask, rate_second
from tests.builders.stage import a_line, end_line, people_around

# Who may do what with a second rating that "rater" was asked for and has not submitted, in the
# order of PEOPLE; see test_who_may_what.py for who they are.
PEOPLE = [
    "self",
    "supervisor",
    "second",
    "manager",
    "rater",
    "other",
    "former",
    "administrator",
    "auditor",
    "training_lead",
    "colleague",
]
TABLE = {
    "ask": "403   yes   yes   yes   404   404  404  404  404  404  404",
    "end": "403   yes   yes   yes   yes   404  404  404  404  404  404",
    "see the desk": "403   403   403   403   yes   404  404  404  404  404  404",
    "rate": "403   403   403   403   yes   404  404  404  404  404  404",
    "submit": "403   403   403   403   yes   404  404  404  404  404  404",
    "see its history": "403   403   403   403   yes   404  404  404  404  404  404",
    "compare": "yes   yes   yes   yes   yes   404  404  404  404  404  404",
    "see the appraisal": "yes   yes   yes   yes   404   404  404  404  404  404  404",
}
ENTRY = Entry(strand="SUP-1a", answer="rated", position=2)


def attempt(what, made, asked, rater):
    return {
        "ask": lambda w: moderating.ask(w, made.id, rater_id=rater.id, due_on=None),
        "end": lambda w: moderating.end(w, asked, "on leave"),
        "see the desk": lambda w: second_rating.desk(w, asked),
        "rate": lambda w: second_rating.rate(w, asked, ENTRY),
        "submit": lambda w: second_rating.submit(w, asked, 1),
        "see its history": lambda w: second_rating.history(w, asked, "SUP-1a"),
        "compare": lambda w: moderating.compare(w, asked),
        "see the appraisal": lambda w: reading.sheet(w, made.id),
    }[what]


@pytest.mark.parametrize("what", TABLE)
def test_everybody_may_exactly_what_the_table_says(stage, what):
    made = an_appraisal(stage, "half_rated")
    rater = a_second_rater(stage)
    people = {**people_around(stage, made.cast), "rater": rater}
    asked = 0
    if what != "ask":
        asked = ask(made, rater)
        rate_second(made, rater, asked, {"AUT-1a": 3})
    wanted = attempt(what, made, asked, rater)

    found = {name: stage.outcome(people[name], wanted) for name in PEOPLE}

    assert found == dict(zip(PEOPLE, TABLE[what].split(), strict=True))


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("self", "own_appraisal"),
        ("supervisor", "has_rated"),
        ("manager", "in_the_line"),
        ("second", "in_the_line"),
        ("lately", "in_the_line"),
        ("former", "yes"),
        ("other", "yes"),
        ("colleague", "no_supervisor"),
        ("left", "no_supervisor"),
        ("nobody", "no_supervisor"),
    ],
)
def test_who_can_be_asked_and_who_is_offered(stage, clock, who, code):
    made = an_appraisal(stage, "half_rated")
    people = people_around(stage, made.cast)
    lately, left = (a_second_rater(stage, name) for name in ("Lou Lately", "Lex Left"))
    line = a_line(stage, lately, made.cast.practitioner)
    clock.move(days=3)
    end_line(stage, line)  # stood above when the appraisal began
    left.left_on = clock().date() - timedelta(days=1)
    stage.save(left)
    ids = {name: person.id for name, person in people.items()}
    ids |= {"lately": lately.id, "left": left.id, "nobody": 999_999}

    offered = stage.ask(made.cast.manager, lambda w: offered_on_the_page(w, made.id))
    found = stage.outcome(
        made.cast.manager, lambda w: moderating.ask(w, made.id, rater_id=ids[who], due_on=None)
    )

    assert found == code
    assert (ids[who] in {named.id for named in offered}) is (code == "yes")


def offered_on_the_page(work, appraisal_id):
    found = reading.sheet(work, appraisal_id)
    return moderating.candidates(work, found, moderating.of_sheet(work, found))


def test_there_is_one_second_rater_at_a_time(stage):
    made = an_appraisal(stage)
    first, other = a_second_rater(stage), a_second_rater(stage, "Oda Other")
    asked = ask(made, first)

    with pytest.raises(Refused, match="has a second rater"):
        ask(made, other)
    stage.do(first, lambda w: moderating.end(w, asked, "I know the family"))
    ask(made, other)

    found = stage.ask(
        made.cast.practitioner, lambda w: moderating.of_sheet(w, reading.sheet(w, made.id))
    )
    assert [(one.rater, one.standing, one.asked_by) for one in found.asked] == [
        ("Oda Other", Standing.ASKED, "Morgan Hughes"),
        ("Rosa Second", Standing.ENDED, "Morgan Hughes"),
    ]
    assert found.asked[1].row.ended_reason == "I know the family"
    assert (found.may_ask, found.may_end, found.open_id) == (False, False, None)
