"""The profile shows each reader what they may see of it, in a drawing, in words and as numbers."""

import csv
import io
import re
from xml.etree import ElementTree

import pytest
from flask import Flask
from sqlalchemy import select

from competency.assessments.models import Objective, ObjectiveEnding, Target
from competency.infra import charts, pdf
from tests.builders.appraisals import Made, an_appraisal
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.statements import statements
from tests.support.workbooks import rows_of

MOST_STATEMENTS = 12

SERIES = re.compile(r"Self-assessment|Supervisor\b|Agreed\b")


def words_of(drawing: Page) -> set[str]:
    return {"".join(e.itertext()).strip() for e in ElementTree.fromstring(drawing.data).iter()}


def series_of(page: Page) -> set[str]:
    """Return the series that the table of numbers has."""
    return {title.split(",")[0] for title in page.rows[0][1:]} - {"Target of the post"}


def test_after_the_reveal_both_series_are_shown_to_both(
    stage: Stage, client: CheckedClient
) -> None:
    made = an_appraisal(stage, "revealed", gaps={"SUP-1a": 3, "PLA-4a": -2})

    for person in (made.cast.practitioner, made.cast.supervisor, made.cast.manager):
        page = client.sign_in(person).get(f"{made.path}/picture")
        assert page.heading == "Profile"
        assert series_of(page) == {"Self-assessment", "Supervisor"}
        assert "the practitioner's further on 1, the supervisor's further on 1" in page.main


@pytest.mark.parametrize("address", ["picture", "picture.svg", "picture.csv"])
def test_before_the_reveal_nobody_meets_the_others_series(
    stage: Stage, client: CheckedClient, address: str
) -> None:
    made = an_appraisal(stage, "half_rated", gaps={"SUP-1a": 3})

    seen = {
        person.name: client.sign_in(person).get(f"{made.path}/{address}").text
        for person in (made.cast.practitioner, made.cast.supervisor, made.cast.manager)
    }

    named = {name: set(SERIES.findall(text)) for name, text in seen.items()}
    assert named == {
        made.cast.practitioner.name: {"Self-assessment"},
        made.cast.supervisor.name: {"Supervisor"},
        made.cast.manager.name: set(),
    }


def test_somebody_else_finds_no_picture(stage: Stage, client: CheckedClient) -> None:
    made = an_appraisal(stage, "revealed")
    client.sign_in(made.cast.colleague)

    for address in ("picture", "picture.svg", "picture.csv"):
        assert client.get(f"{made.path}/{address}").status_code == 404


def test_the_drawing_names_what_it_shows_and_nobody(stage: Stage, client: CheckedClient) -> None:
    made = an_appraisal(stage, "agreed")
    client.sign_in(made.cast.practitioner)

    for shape in ("wide", "narrow"):
        drawing = client.get(f"{made.path}/picture.svg?shape={shape}")
        assert drawing.mimetype == "image/svg+xml"
        assert {"Self-assessment", "Supervisor", "Agreed"} <= words_of(drawing)
        assert made.cast.practitioner.name not in drawing.text
    assert client.get(f"{made.path}/picture.svg?shape=other").status_code == 404


def test_the_numbers_can_be_taken_away(stage: Stage, client: CheckedClient) -> None:
    made = an_appraisal(stage, "agreed", unrated=["SUP-1a"])
    answer = client.sign_in(made.cast.supervisor).get(f"{made.path}/picture.csv")

    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["Section"] for row in rows] == [s.title for s in made.framework.sections]
    assert rows[0]["Agreed, strands"] == "2 of 3"
    assert rows[0]["Agreed, middle position"] == made.framework.scale.position(3).label
    assert "attachment" in answer.headers["Content-Disposition"]
    book = rows_of(client.get(f"{made.path}/picture.xlsx").data)
    assert dict(zip(*book[:2], strict=True))["Agreed, strands"] == "2 of 3"


def test_the_target_of_the_post_stands_beside_the_profile(
    stage: Stage, client: CheckedClient
) -> None:
    made = an_appraisal(stage, "agreed")
    stage.save(
        *(
            Target(
                post_id=made.cast.practitioner.post_id,
                framework_id=made.framework.id,
                section=section.code,
                position=position,
            )
            for section, position in zip(made.framework.sections[:2], (2, 5), strict=True)
        )
    )
    page = client.sign_in(made.cast.practitioner).get(f"{made.path}/picture")

    assert "1 of 2 sections are at or past the target of the post." in page.main
    assert page.rows[1][-1] == made.framework.scale.position(2).label


def test_what_moved_since_the_last_cycle_is_counted_by_section(
    stage: Stage, client: CheckedClient
) -> None:
    first = an_appraisal(stage, "signed", title="Appraisal 2025")
    _close_objectives(first)
    now = an_appraisal(stage, "agreed", cast=first.cast, gaps={"SUP-1a": -2}, unrated=["AUT-1a"])
    page = client.sign_in(now.cast.practitioner).get(f"{now.path}/picture")

    assert "What moved since Appraisal 2025" in page.main
    moved = {row[0]: row[1:] for row in page.rows if len(row) == 5}
    assert moved["Supervision"] == ["1", "2", "0", "3 of 3 (100 %)"]
    assert moved["Autonomous practice"] == ["0", "3", "0", "3 of 4 (75 %)"]


def test_a_first_appraisal_has_nothing_to_be_compared_with(
    stage: Stage, client: CheckedClient
) -> None:
    made = an_appraisal(stage, "agreed")
    page = client.sign_in(made.cast.practitioner).get(f"{made.path}/picture")

    assert "There is no earlier signed appraisal" in page.main


def test_the_page_gives_no_mean_and_no_total(stage: Stage, client: CheckedClient) -> None:
    made = an_appraisal(stage, "signed")
    text = client.sign_in(made.cast.practitioner).get(f"{made.path}/picture").main.lower()

    assert not {"average", "mean", "score", "overall"} & set(text.split())


@pytest.mark.parametrize("state", ["half_rated", "revealed", "signed"])
def test_a_picture_takes_few_statements(
    stage: Stage, client: CheckedClient, app: Flask, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    monkeypatch.setattr(charts, "draw", lambda *_asked: b"<svg/>")  # the database is asked before
    monkeypatch.setattr(pdf, "render", lambda _document: b"%PDF")
    made = an_appraisal(stage, state)

    for person in (made.cast.practitioner, made.cast.supervisor, made.cast.manager):
        client.sign_in(person)
        for address in ("/picture", "/picture.svg", "/picture.csv", ".pdf"):
            with statements(app) as asked:
                client.get(made.path + address)
            assert len(asked) <= MOST_STATEMENTS, (address, *asked)


def _close_objectives(made: Made) -> None:
    """Close out what was set last time, so that the next cycle can be agreed."""
    with made.stage.database.reading() as session:
        ids = session.scalars(select(Objective.id)).all()
    now = made.stage.clock()
    who = made.cast.practitioner.id
    made.stage.save(
        *(
            ObjectiveEnding(objective_id=one, ending="complete", recorded_by_id=who, at=now)
            for one in ids
        )
    )
