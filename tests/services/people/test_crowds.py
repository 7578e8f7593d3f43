"""Sets of people as SQL: who works here today, and whom the reader may see."""

from datetime import timedelta

from competency.kernel.authz import Relation, action
from competency.people.service import crowds
from tests.builders.stage import a_cast, a_line
from tests.builders.training import change

LINE = action("see somebody's practice", Relation.IS_SELF, Relation.SUPERVISES, Relation.MANAGES)


def those(stage, person, people):
    return stage.ask(person, lambda w: set(w.session.scalars(people(w))))


def test_a_set_keeps_to_the_readers_scope_and_to_who_is_here(stage):
    cast = a_cast(stage)
    a_line(stage, cast.supervisor, cast.colleague)
    mine = lambda w: crowds.within(w, LINE)  # noqa: E731

    assert those(stage, cast.supervisor, mine) == {
        person.id for person in (cast.supervisor, cast.practitioner, cast.colleague)
    }
    assert those(stage, cast.administrator, mine) == {cast.administrator.id}

    change(stage, cast.colleague, left_on=stage.clock().date() - timedelta(days=1))

    assert cast.colleague.id not in those(stage, cast.supervisor, mine)
    assert those(stage, None, lambda w: crowds.between(0, 10**6, w.today)) == {
        one.id for one in (cast.practitioner, cast.supervisor, cast.manager, cast.administrator)
    }


def test_the_last_day_is_still_a_day_here(stage):
    cast = a_cast(stage)
    person = cast.colleague
    is_here = lambda w: crowds.is_here(w.session, person.id, w.today)  # noqa: E731
    assert stage.ask(None, is_here)

    change(stage, person, left_on=stage.clock().date())
    assert stage.ask(None, is_here)

    change(stage, person, left_on=stage.clock().date() - timedelta(days=1))
    assert not stage.ask(None, is_here)
