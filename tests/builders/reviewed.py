"""Submitted reviews with chosen answers, counted as a submission counts them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from sqlalchemy import func, select

from competency.cases.models import CaseFile
from competency.kernel.clock import london_date
from competency.people.models import Team
from competency.reviews.domain.calendar import quarter_of
from competency.reviews.domain.levels import Level, State
from competency.reviews.models import Review, ReviewAnswer, ReviewDraw
from competency.reviews.queries.sheets import tally
from competency.reviews.service.sheets import Chosen
from tests.builders.reviews import Department
from tests.builders.stage import LONG_AGO, Stage

MAY = datetime(2026, 5, 6, 9, 0, tzinfo=UTC)
MARCH = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
GOOD = {"I1": "strength", "I2": "strength", "I3": "strength"}
WHERE = {  # who supervises whom, in which team
    "worker": ("supervisor", "quayside"),
    "second worker": ("supervisor", "quayside"),
    "other worker": ("other supervisor", "hillside"),
    "far worker": ("far supervisor", "harbour"),
}


def reviewed(
    stage: Stage,
    made: Department,
    answers: Mapping[str, str] = GOOD,
    *,
    whose: str = "worker",
    at: datetime = MAY,
    elements: Iterable[str] = ("in-contact",),
    second_of: Review | None = None,
) -> Review:
    """One submitted review of a new case of this worker, or of the case of a first review."""
    level = Level.SECOND if second_of else Level.FIRST
    day = london_date(at)
    review: Review = stage.save(
        Review(
            **_place(stage, made, whose, second_of),
            level=level.value,
            state=State.SUBMITTED.value,
            practice_area_id=made.area.id,
            instrument_id="cqi-case-review",
            instrument_version="1.0",
            period_from=LONG_AGO,
            period_to=day,
            start_due_on=day,
            due_on=day,
            elements=Chosen(tuple(elements)).as_text(),
            started_at=at,
            submitted_at=at,
        )
    )
    rows = [
        ReviewAnswer(review_id=review.id, item=item, answer=answer, by_id=made["central"].id, at=at)
        for item, answer in answers.items()
    ]
    if rows:
        stage.save(*rows)
    with stage.database.aside() as session:
        tally(session, quarter_of(day), review.region_id, level.value, answers.items())
    return review


def several(stage: Stage, made: Department, item: str, answers: str, **more: object) -> None:
    """One review for each letter: s and y are good, w and n are not, - is not applicable."""
    words = {
        "s": "strength",
        "w": "needs-improvement",
        "y": "yes",
        "n": "no",
        "-": "not-applicable",
    }
    for one in answers:
        reviewed(stage, made, {item: words[one]}, **more)  # type: ignore[arg-type]


def _place(
    stage: Stage, made: Department, whose: str, second_of: Review | None
) -> dict[str, int | None]:
    chief, place = WHERE[whose]
    team: Team = getattr(made, place)
    if second_of is not None:
        case_id, reviewer, slot = second_of.case_id, "specialist", None
    else:
        case_id, reviewer = _a_case(stage, made, made[whose].id, team), chief
        slot = len(made.cases)  # the database wants each of a supervisor's to have its own
    return {
        "draw_id": _a_draw(stage),
        "case_id": case_id,
        "worker_id": made[whose].id,
        "supervisor_id": made[chief].id,
        "reviewer_id": made[reviewer].id,
        "region_id": team.region_id,
        "team_id": team.id,
        "slot": slot,
        "first_id": second_of.id if second_of else None,
    }


def _a_case(stage: Stage, made: Department, worker_id: int, team: Team) -> int:
    case: CaseFile = stage.save(
        CaseFile(
            reference=f"G-{len(made.cases):04}",
            practice_area_id=made.area.id,
            team_id=team.id,
            key_worker_id=worker_id,
            protocol_id="case-management-protocol",
            protocol_version="1.0",
        )
    )
    made.cases[case.reference] = case
    return case.id


def _a_draw(stage: Stage) -> int:
    """Return a draw of long ago, made where there is none yet."""
    month = date(2020, 2, 1)
    with stage.database.reading() as session:
        known = session.scalar(select(func.min(ReviewDraw.id)).where(ReviewDraw.month == month))
    if known is not None:
        return known
    draw: ReviewDraw = stage.save(
        ReviewDraw(
            month=month,
            seed=1,
            frame_hash="0" * 64,
            frame=b"",
            first_quota=4,
            second_quota=18,
            on=month,
            at=stage.clock(),
        )
    )
    return draw.id
