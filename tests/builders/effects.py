"""Actions agreed some time ago, and the clocks and reviews that came before and after them."""

from datetime import date, timedelta

from competency.coaching.domain.measures import Measure, MeasureKind
from competency.coaching.models import CoachingAction
from competency.people.models import Person
from tests.builders.cases import Office
from tests.builders.clocks import MET, MISSED, Kept, keep
from tests.builders.stage import Stage

ON_TIME = Measure(MeasureKind.TIMELINESS, "KPI_04")
AGREED = date(2025, 9, 10)
BEFORE = [date(2025, month, 12) for month in range(3, 9)]
AFTER = [date(2025, month, 12) for month in range(10, 13)] + [
    date(2026, month, 12) for month in range(1, 4)
]


def an_agreed_action(
    stage: Stage,
    person: Person,
    *,
    measure: Measure | None = ON_TIME,
    agreed_on: date = AGREED,
    kind: str = "joint-visit",
    ending: str | None = "complete",
    ended_on: date | None = None,
    **more: object,
) -> CoachingAction:
    """An action of that day, past the rules; completed two weeks later unless said otherwise."""
    later = agreed_on + timedelta(days=14)
    row: CoachingAction = stage.save(
        CoachingAction(
            person_id=person.id,
            owner_id=person.id,
            by_id=person.id,
            text="Write the risk assessment at the first visit.",
            kind=kind,
            measure_kind=measure.kind.value if measure else None,
            measure_code=measure.code if measure else None,
            agreed_on=agreed_on,
            due_on=later,
            ending=ending,
            ended_on=(ended_on or later) if ending else None,
            reason="It was no longer needed." if ending == "dropped" else "",
            **more,
        )
    )
    return row


def clocks_around(
    stage: Stage,
    office: Office,
    before: tuple[int, int],
    after: tuple[int, int],
    *,
    holder: Person | None = None,
    standard: str = ON_TIME.code,
) -> None:
    """Clocks of the six months before and after `AGREED`, k of n on time, spread over them."""
    keep(
        stage,
        office,
        [
            Kept(months[number % 6], MET if number < k else MISSED, standard, holder)
            for months, (k, n) in ((BEFORE, before), (AFTER, after))
            for number in range(n)
        ],
    )
