"""What is counted of many actions at once is what each action's own page counts, to the clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from competency.cases.service import practice as casework
from competency.coaching.domain.measures import Measure, MeasureKind
from competency.coaching.library import load_effect_rules
from competency.coaching.models import CoachingAction
from competency.coaching.queries import many_effects as queries
from competency.coaching.service import effect
from competency.infra.db import Moment
from competency.reviews.models import ReviewForm
from competency.reviews.service import practice as reviews
from tests.builders.cases import an_office
from tests.builders.clocks import MET, MISSED, RUNNING, Kept, keep
from tests.builders.effects import ON_TIME, an_agreed_action
from tests.builders.reviewed import reviewed
from tests.builders.reviews import a_department
from tests.support.statements import statements

SINCE = date(2024, 5, 1)
NOTHING = (0, 0), (0, 0)
# When an action was agreed, how it stands, when it was completed, and by when it is due.
ACTIONS = [
    (date(2024, 5, 1), "complete", date(2024, 5, 31), None),
    (date(2025, 9, 10), "complete", date(2025, 12, 31), None),
    (date(2025, 9, 30), "complete", date(2026, 1, 1), None),
    (date(2025, 10, 1), None, None, date(2025, 10, 31)),
    (date(2025, 11, 15), None, None, date(2026, 2, 1)),
    (date(2026, 3, 31), None, None, date(2026, 4, 1)),  # of the last whole month
    (date(2026, 4, 2), None, None, date(2026, 4, 20)),
    (date(2026, 5, 4), None, None, date(2026, 9, 1)),  # due in months to come
]


def agreed(stage, person, measure):
    """Return the actions of the table, by number."""
    made = []
    for agreed_on, ending, ended_on, due_on in ACTIONS:
        row = an_agreed_action(
            stage, person, measure=measure, agreed_on=agreed_on, ending=ending, ended_on=ended_on
        )
        if due_on is not None:
            with stage.database.aside() as session:
                session.get(CoachingAction, row.id).due_on = due_on
                session.flush()
                session.info.pop("changed", None)  # a row of a test
        made.append(row.id)
    return made


def one_by_one(stage, person):
    """Return before and after as the page of each action counts them."""
    found = stage.ask(person, lambda w: effect.effects_of(w, person.id))
    return {
        one.action.id: (
            (one.effect.before.k, one.effect.before.n),
            (one.effect.after.k, one.effect.after.n),
        )
        for one in found
    }


def together(stage, kind):
    """Return the same of all actions, and how many statements that took."""
    wanted = select(CoachingAction.id).where(CoachingAction.measure_code.is_not(None))
    rules = load_effect_rules().of_kind[kind]
    with stage.reading() as work, statements(stage.database) as asked:
        if kind is MeasureKind.TIMELINESS:
            spans = queries.spans(wanted, kind, rules, SINCE, work.today)
            found = casework.clocks_around(work.session, spans)
        else:
            spans = queries.spans(
                wanted, kind, rules, SINCE, work.today, edge=reviews.begin_of, as_type=Moment()
            )
            found = reviews.answers_around(work.session, spans)
    return found, len(asked)


def test_of_clocks(stage):
    office = an_office(stage)
    days = [date(2023, 10, 15) + timedelta(days=17 * n) for n in range(56)]
    states = [MET, MISSED, RUNNING, MET, MET]
    keep(
        stage,
        office,
        [
            *(Kept(day, states[n % 5], ON_TIME.code) for n, day in enumerate(days)),
            *(Kept(day, MET, "KPI_06") for day in days[::3]),
            *(Kept(day, MET, ON_TIME.code, office.colleague) for day in days[::4]),
        ],
    )
    ids = agreed(stage, office.worker, ON_TIME)

    found, asked = together(stage, MeasureKind.TIMELINESS)

    assert {id_: found.get(id_, NOTHING) for id_ in ids} == one_by_one(stage, office.worker)
    assert asked == 1
    assert sum(before[1] > 0 and after[1] > 0 for before, after in found.values()) >= 5


@pytest.mark.parametrize("item", ["I1", "H2"])
def test_of_answers_in_reviews(stage, item):
    """H2 counts only where H1 was answered with no, whatever was written there before."""
    made = a_department(stage, cases=0)
    edge = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)  # April in London already
    moments = [datetime(2023, 6, 20, 9, tzinfo=UTC) + timedelta(days=35 * n) for n in range(30)]
    for number, at in enumerate([*moments, edge, edge - timedelta(hours=2)]):
        answers = {
            item: ["strength", "needs-improvement", "not-applicable"][number % 3],
            "H1": ["no", "no", "yes"][number // 2 % 3],
        }
        given = reviewed(stage, made, answers, at=at)
        talked = number % 7 != 5
        stage.save(
            ReviewForm(
                review_id=given.id,
                written_by_id=made["supervisor"].id,
                written_at=at,
                discussed_on=at.date() if talked else None,
            )
        )
    ids = agreed(stage, made["worker"], Measure(MeasureKind.REVIEW_ITEM, item))

    found, asked = together(stage, MeasureKind.REVIEW_ITEM)

    assert {id_: found.get(id_, NOTHING) for id_ in ids} == one_by_one(stage, made["worker"])
    assert asked == 1
    assert sum(before[1] > 0 and after[1] > 0 for before, after in found.values()) >= 4
