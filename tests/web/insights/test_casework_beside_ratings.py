"""The own cases beside each strand that is rated or talked about: one line, for the line alone."""

from datetime import date

import pytest
from flask import Flask

from competency.assessments.models import Invitation
from competency.people.models import Person
from tests.builders.appraisals import Made, an_appraisal
from tests.builders.clocks import MET, MISSED, Kept, keep
from tests.builders.practice import an_office_of
from tests.builders.stage import Cast, Stage, a_cast, a_person
from tests.support.statements import statements
from tests.web.insights.conftest import Window

STRAND, STANDARD = "PLA-4a", "KPI_07"
LINE = f"From the cases: Action plan entered, 3 of 4 on time ({STANDARD})"
MOST_STATEMENTS = 12


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


@pytest.mark.parametrize("reader", ["practitioner", "supervisor"])
def test_the_rating_page_says_what_the_cases_show(
    stage: Stage, cast: Cast, window: Window, reader: str
) -> None:
    made = an_appraisal(stage, "half_rated", cast=cast)
    page = window(getattr(cast, reader)).get(f"{made.path}/rate/PLA")

    assert LINE in page.main
    assert f'href="/crosswalk/strands/{STRAND}"' in page.text
    assert f'href="{page_of(cast)}"' in page.text
    assert f"All that is known of {STRAND}" in page.main


def test_both_see_the_same_line_when_they_talk(stage: Stage, cast: Cast, window: Window) -> None:
    made = an_appraisal(stage, "revealed", gaps={STRAND: 2}, cast=cast)

    for reader in (cast.practitioner, cast.supervisor, cast.manager):
        looking = window(reader)
        assert LINE in looking.get(f"{made.path}/talk").main
        assert LINE in looking.get(f"{made.path}/talk/{STRAND}").main


def test_an_outside_rater_sees_no_figure_and_no_way_to_one(
    stage: Stage, cast: Cast, window: Window
) -> None:
    made = an_appraisal(stage, "half_rated", cast=cast)
    rater = an_invited(stage, made)

    page = window(rater).get(f"{made.path}/rate/PLA")

    assert page.status_code == 200
    assert "From the cases" not in page.main
    assert "/practice/" not in page.text


def an_invited(stage: Stage, made: Made) -> Person:
    rater: Person = a_person(stage, "Out Side")
    stage.save(
        Invitation(
            appraisal_id=made.id,
            rater_id=rater.id,
            invited_by_id=made.cast.practitioner.id,
            expires_on=date(2026, 12, 1),
        )
    )
    return rater


def test_the_line_takes_the_same_few_questions_for_one_strand_and_for_all(
    app: Flask, stage: Stage, cast: Cast, window: Window
) -> None:
    made = an_appraisal(stage, "half_rated", cast=cast)
    looking = window(cast.supervisor)
    looking.get(f"{made.path}/rate/PLA")
    counts = {}
    for section in ("CPD", "PLA", "MAN"):
        with statements(app) as asked:
            looking.get(f"{made.path}/rate/{section}")
        counts[section] = len(asked)

    assert len(set(counts.values())) == 1
    assert counts["PLA"] <= MOST_STATEMENTS


def test_a_team_leads_to_each_persons_practice(stage: Stage, cast: Cast, window: Window) -> None:
    an_appraisal(stage, "signed", cast=cast)
    page = window(cast.supervisor).get("/team")

    assert f'href="/practice/{cast.practitioner.id}"' in page.text
