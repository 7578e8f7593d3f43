"""Who is out of time with their training, for the talk about practice."""

from datetime import date, timedelta

from competency.people.service import crowds
from competency.training.domain.state import State
from competency.training.models import TrainingExemption
from competency.training.service import overview, practice
from tests.builders.training import change, done

TODAY = date(2026, 5, 8)


def pending(stage, people):
    return stage.ask(None, lambda w: [*practice.overdue(w.session, people, TODAY)])


def test_it_says_what_the_own_page_of_training_says(stage, school):
    person = school.cast.practitioner
    done(stage, person, school["gdpr"], date(2024, 5, 1))
    record = stage.ask(person, lambda w: overview.record(w, person.id))
    expected = {
        (line.course.code, line.standing.state, line.standing.since)
        for line in record.lines
        if line.standing.state in (State.NEVER, State.OVERDUE)
    }

    found = pending(stage, crowds.just(person.id))

    assert {(one.code, one.state, one.since) for one in found} == expected
    assert ("gdpr", State.OVERDUE, date(2025, 5, 2)) in expected


def test_who_is_in_time_or_exempt_or_gone_is_not_named(stage, school):
    person, other, far = school.cast.practitioner, school.cast.colleague, school.far
    for course in school.courses.values():
        done(stage, person, course.id, TODAY - timedelta(days=3))
        stage.save(
            TrainingExemption(
                person_id=other.id,
                course_id=course.id,
                from_on=TODAY - timedelta(days=30),
                until=TODAY,
                reason="On leave.",
                by_id=school.lead.id,
                at=stage.clock(),
            )
        )
    change(stage, far, left_on=TODAY - timedelta(days=1))

    everybody = pending(stage, crowds.between(0, 10**6, TODAY))

    assert not {person.id, other.id, far.id} & {one.person_id for one in everybody}
