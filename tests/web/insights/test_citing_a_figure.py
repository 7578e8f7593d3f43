"""A figure of the casework goes into one's own comment with one button, and sets no rating."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.assessments.models import Rating
from competency.coaching.domain.actions import Agreed
from competency.coaching.domain.measures import Measure, MeasureKind
from competency.coaching.service import actions
from competency.people.models import Person
from tests.builders.appraisals import an_appraisal, rate_strands
from tests.builders.cases import on_day
from tests.builders.clocks import MET, MISSED, Kept, keep
from tests.builders.practice import an_office_of
from tests.builders.stage import Cast, Stage, a_cast
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.web.insights.conftest import Window

STRAND, STANDARD = "PLA-4a", "KPI_07"
CITED = f"From the cases, 8 May 2026: Action plan entered, 3 of 4 on time ({STANDARD})."


@pytest.fixture
def cast(stage: Stage) -> Cast:
    """A practitioner whose plans were in time three times of four."""
    found = a_cast(stage)
    days = [date(2026, 4, 7 + n) for n in range(4)]
    keep(
        stage,
        an_office_of(stage, found),
        [Kept(day, MISSED if day.day == 7 else MET, standard=STANDARD) for day in days],
    )
    return found


def page_of(cast: Cast) -> str:
    return f"/practice/{cast.practitioner.id}/{cast.practice_area.id}/strands/{STRAND}"


def press(looking: CheckedClient, cast: Cast, figure: str = f"timeliness:{STANDARD}") -> Page:
    token = (looking.get("/csrf").json or {})["csrf_token"]
    return looking.post(
        f"{page_of(cast)}/cite",
        data={"figure": figure, "csrf_token": token},
        headers={"Referer": "https://localhost/"},
    )


def last(look: Session, who: Person) -> Rating:
    found = look.scalar(
        select(Rating)
        .where(Rating.rater_id == who.id, Rating.strand == STRAND)
        .order_by(Rating.seq.desc())
        .limit(1)
    )
    assert found is not None
    return found


@pytest.mark.parametrize("who", ["practitioner", "supervisor"])
def test_a_figure_is_appended_to_ones_own_comment_and_the_position_stays(
    stage: Stage, cast: Cast, window: Window, look: Session, who: str
) -> None:
    me: Person = getattr(cast, who)
    made = an_appraisal(stage, cast=cast)
    rate_strands(made, me, {STRAND: 4}, "My own words.")
    looking = window(me)
    assert "Cite this" in looking.get(page_of(cast)).main

    answer = press(looking, cast)

    assert answer.status_code == 302
    assert answer.location == f"{made.path}/rate/PLA#{STRAND}"
    kept = last(look, me)
    assert (kept.position, kept.comment) == (4, f"My own words.\n{CITED}")


def test_an_unrated_strand_stays_unrated(
    stage: Stage, cast: Cast, window: Window, look: Session
) -> None:
    an_appraisal(stage, cast=cast)
    press(window(cast.practitioner), cast)

    kept = last(look, cast.practitioner)
    assert (kept.answer, kept.position, kept.comment) == ("unrated", None, CITED)


def test_the_same_figure_is_cited_once_a_day(
    stage: Stage, cast: Cast, window: Window, look: Session
) -> None:
    an_appraisal(stage, cast=cast)
    looking = window(cast.practitioner)
    press(looking, cast)
    again = press(looking, cast)

    assert again.status_code == 302
    assert last(look, cast.practitioner).seq == 1


@pytest.mark.parametrize(
    ("state", "who", "status"),
    [
        ("self_submitted", "practitioner", 422),  # submitted: it no longer changes
        ("self_submitted", "supervisor", 302),
        ("revealed", "supervisor", 422),
        ("signed", "practitioner", 422),
        ("half_rated", "manager", 422),  # looks on and has no part
        ("half_rated", "colleague", 404),
    ],
)
def test_only_an_open_rating_of_ones_own_takes_a_figure(
    stage: Stage, cast: Cast, window: Window, state: str, who: str, status: int
) -> None:
    an_appraisal(stage, state, cast=cast)
    looking = window(getattr(cast, who))

    assert press(looking, cast).status_code == status
    if status == 422:
        page = looking.get(page_of(cast))
        assert "Cite this" not in page.main


def test_a_figure_that_is_not_on_the_page_is_refused_in_words(
    stage: Stage, cast: Cast, window: Window
) -> None:
    an_appraisal(stage, cast=cast)
    answer = press(window(cast.practitioner), cast, "timeliness:KPI_99")

    assert answer.status_code == 422
    assert "Choose a figure of the list." in answer.main


def test_what_came_after_an_action_can_be_cited(
    stage: Stage, cast: Cast, window: Window, look: Session
) -> None:
    then = date(2025, 10, 6)
    action = on_day(stage, then).do(
        cast.supervisor,
        lambda w: actions.write(
            w,
            Agreed(
                person_id=cast.practitioner.id,
                owner_id=cast.practitioner.id,
                text="Write the plan with the client in the room",
                kind="joint-visit",
                due_on=then + timedelta(days=14),
                practice_area_id=cast.practice_area.id,
                strand=STRAND,
                measure=Measure(MeasureKind.TIMELINESS, STANDARD),
            ),
        ),
    )
    an_appraisal(stage, cast=cast)
    looking = window(cast.practitioner)
    page = looking.get(page_of(cast))

    assert "Write the plan with the client in the room" in page.main
    assert f'href="/actions/{action.id}/effect"' in page.text
    assert "no proof that the action moved it" in page.main
    press(looking, cast, f"effect:{action.id}")
    comment = last(look, cast.practitioner).comment
    assert comment.startswith("From the cases, 8 May 2026: After “Write the plan")
    assert "before" in comment
    assert "after" in comment


def test_objectives_stand_with_the_strands_of_their_section(
    stage: Stage, cast: Cast, window: Window
) -> None:
    an_appraisal(stage, "signed", cast=cast)
    page = window(cast.supervisor).get(page_of(cast))

    assert "Lead two planning meetings Open due" in page.main
    assert "1 open of 1 action or objective" in page.main
