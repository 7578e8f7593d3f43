"""Who may do what with an appraisal, as one readable table, in the state where it makes sense."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from competency.assessments.domain.objectives import Smarter
from competency.assessments.service import (
    agreeing,
    cycles,
    inviting,
    objectives,
    overview,
    rating,
    reading,
    signing,
)
from competency.assessments.service.agreeing import Decision
from competency.assessments.service.marking import Entry
from competency.kernel.actor import Role
from competency.kernel.errors import Forbidden
from competency.kernel.values import replace
from competency.people.models import SupervisionLine
from competency.people.service.sign_in import Proof
from tests.builders.appraisals import an_appraisal
from tests.builders.stage import a_person, people_around

OBJECTIVE = Smarter(
    specific="Lead a meeting",
    measurable="Minutes",
    achievable="Time is set aside",
    relevant="Many agencies",
    due_on=date(2026, 9, 30),
    evaluation="Feedback",
    review_on=date(2026, 9, 30),
)
ENTRY = Entry(strand="SUP-1a", answer="rated", position=2)
DECISION = Decision(strand="SUP-1a", position=3, reason="as talked about")

# What is tried, in which state, and what becomes of it for each person. "other" supervises
# somebody else, "former" supervised this person until last month, "second" supervises this
# person too but has no part in the appraisal.
PEOPLE = [
    "self",
    "supervisor",
    "second",
    "manager",
    "other",
    "former",
    "administrator",
    "auditor",
    "colleague",
]
TABLE = {
    # in the order of PEOPLE
    "see": ("revealed", "yes   yes   yes      yes      404   404     404   404   404"),
    "see the record": ("revealed", "yes   yes   yes      yes      404   404     404   404   404"),
    "rate": ("started", "yes   yes   no_part  403      404   404     404   404   404"),
    "submit": ("half_rated", "yes   yes   no_part  403      404   404     404   404   404"),
    "agree": ("revealed", "yes   yes   no_part  403      404   404     404   404   404"),
    "write objective": ("revealed", "yes   yes   no_part  403      404   404     404   404   404"),
    "sign": ("agreed", "yes   yes   no_part  403      404   404     404   404   404"),
    "withdraw": ("started", "yes   yes   yes      403      404   404     404   404   404"),
    "reopen": ("signed", "yes   yes   yes      403      404   404     404   404   404"),
    "take the part": ("started", "403   yes   yes      403      404   404     404   404   404"),
    "start": ("signed", "yes   yes   yes      403      404   404     404   404   404"),
    "invite": ("started", "has_s 403   403      403      404   404     404   404   404"),
}


def attempt(what, made, person):
    """Return the piece of work of this line of the table."""
    row, cast = made.row, made.cast
    return {
        "see": lambda w: reading.sheet(w, made.id),
        "see the record": lambda w: overview.record(w, cast.practitioner.id),
        "rate": lambda w: rating.rate(w, made.id, ENTRY),
        "submit": lambda w: rating.submit(w, made.id, row.version),
        "agree": lambda w: agreeing.agree(w, made.id, DECISION),
        "write objective": lambda w: objectives.write(w, made.id, OBJECTIVE),
        "sign": lambda w: signing.sign(
            w, made.id, Proof(person.id, w.now), signing.shown_hash(w.session, row)
        ),
        "withdraw": lambda w: cycles.withdraw(w, made.id, "no longer needed", row.version),
        "reopen": lambda w: cycles.reopen(w, made.id, "a date is wrong"),
        "take the part": lambda w: cycles.take_part(w, made.id),
        "start": lambda w: cycles.start(
            w,
            person_id=cast.practitioner.id,
            practice_area_id=cast.other_area.id,
            title="Another",
        ),
        "invite": lambda w: inviting.invite(
            w, made.id, name="Rae", email="rae@example.com", expires_on=w.today + timedelta(days=9)
        ),
    }[what]


def outcome(stage, what, made, person):
    """Return what becomes of the attempt, in the words of the table."""
    short = {"part_not_taken": "no_part", "has_supervisor": "has_s"}
    found = stage.outcome(person, attempt(what, made, person))
    return short.get(found, found)


@pytest.mark.parametrize("what", TABLE)
def test_everybody_may_exactly_what_the_table_says(stage, what):
    state, expected = TABLE[what]
    made = an_appraisal(stage, state)
    people = people_around(stage, made.cast)

    found = {name: outcome(stage, what, made, people[name]) for name in PEOPLE}

    assert found == dict(zip(PEOPLE, expected.split(), strict=True))


def test_a_supervisor_whose_line_has_ended_is_told_so(stage, clock):
    made = an_appraisal(stage, "half_rated")
    line = made.cast.line
    line.ends_on = clock().date() - timedelta(days=1)
    with stage.database.engine.begin() as connection:
        connection.execute(
            update(SupervisionLine)
            .where(SupervisionLine.id == line.id)
            .values(ends_on=line.ends_on)
        )

    for what in ("rate", "submit", "see"):
        with pytest.raises(Forbidden, match="Your supervision of this person has ended"):
            stage.do(made.cast.supervisor, attempt(what, made, made.cast.supervisor))


def test_a_line_that_begins_tomorrow_opens_nothing_today(stage, clock):
    made = an_appraisal(stage, "started")
    soon = a_person(stage, "Next Week", Role.SUPERVISOR)
    stage.save(
        SupervisionLine(
            supervisor_id=soon.id,
            supervisee_id=made.cast.practitioner.id,
            starts_on=clock().date() + timedelta(days=1),
        )
    )

    assert outcome(stage, "see", made, soon) == "404"
    clock.move(days=1)
    assert outcome(stage, "see", made, soon) == "yes"


def test_a_proof_of_somebody_else_or_of_yesterday_does_not_sign(stage, clock):
    made = an_appraisal(stage, "agreed")
    shown = stage.ask(None, lambda w: signing.shown_hash(w.session, made.row))
    me = made.cast.practitioner
    others = Proof(made.cast.supervisor.id, clock())
    for proof in (others, replace(others, person_id=me.id, at=clock() - timedelta(minutes=6))):
        with pytest.raises(Forbidden, match="password again"):
            stage.do(me, lambda w, proof=proof: signing.sign(w, made.id, proof, shown))
