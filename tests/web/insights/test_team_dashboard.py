"""A team's dashboard: practice, casework, training, for whoever stands above each of its people."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from flask import Flask

from competency.cases.models import CaseFile
from competency.kernel.actor import Role
from competency.people.models import PersonPracticeArea
from tests.builders.boards import Board, a_board
from tests.builders.cases import Office, a_member
from tests.builders.clocks import MISSED, Kept, keep
from tests.builders.stage import Stage, a_line
from tests.builders.supervision import a_session, an_agreement, sealed
from tests.builders.training import a_school, done
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.statements import statements
from tests.web.insights.conftest import Window

MOST_STATEMENTS = 12
PAGES = ("", "/casework", "/support")


def path_of(board: Board, page: str = "") -> str:
    return f"/dashboards/teams/{board.team.id}{page}"


def read(page: Page) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.get_data(as_text=True).removeprefix("\ufeff"))))


def row_of(page: Page, name: str) -> list[str]:
    return next(row for row in page.rows if row[0].startswith(name))


@pytest.fixture
def board(stage: Stage) -> Board:
    return a_board(stage)


def test_a_supervisor_sees_each_persons_squares_with_coverage(board: Board, window: Window) -> None:
    page = window(board["the supervisor"]).get(path_of(board))
    squares = row_of(page, "Asha Patel")

    assert page.heading == "Quayside: practice"
    assert len(squares) == 15
    assert squares[1].startswith("to CMP2 ")
    assert "5 of 5" in " ".join(squares)
    assert board["a colleague"].name not in page.main
    assert board["the supervisor"].name not in page.main


def test_the_file_has_every_square_in_words(board: Board, window: Window) -> None:
    page = window(board["the supervisor"]).get(path_of(board))
    found = read(page.follow("Take these squares away (CSV)"))

    assert found[0][:4] == ["Person", "Post", "Last signed", "SUP Supervision"]
    assert found[1][0] == "Asha Patel"
    assert found[1][3].startswith("Working towards CMP2 (")


def test_the_two_ratings_are_counted_in_both_directions_and_drawn(
    stage: Stage, window: Window
) -> None:
    board = a_board(stage, "revealed")
    client = window(board["the supervisor"])
    page = client.get(path_of(board))

    assert "strands that both rated" in page.main
    named = row_of(page, "Asha Patel")
    assert named  # the squares come first
    ratings = read(client.get(path_of(board, "/ratings.csv")))
    assert ratings[1][:3] == ["Asha Patel", "Appraisal 2026", "65 of 65 (100 %)"]
    drawing = client.get(path_of(board, "/ratings.svg"))
    assert drawing.mimetype == "image/svg+xml"
    assert b"style=" not in drawing.data


def test_before_the_reveal_nothing_of_either_rating_is_told(stage: Stage, window: Window) -> None:
    board = a_board(stage, "supervisor_submitted")
    client = window(board["the supervisor"])
    page = client.get(path_of(board))

    assert "No two ratings are open to both yet." in page.main
    assert "Nothing revealed yet" in page.main
    assert client.get(path_of(board, "/ratings.svg")).status_code == 404


def test_what_moved_needs_a_cycle_before(board: Board, window: Window) -> None:
    found = read(window(board["the supervisor"]).get(path_of(board, "/moved.csv")))

    assert found[1] == ["Asha Patel", "No cycle before", "", "", "", ""]


@pytest.mark.parametrize(
    "part", ["sections", "moved", "moved-by-section", "ratings", "ratings-by-section", "evidence"]
)
def test_every_table_can_be_taken_away(board: Board, window: Window, part: str) -> None:
    client = window(board["the manager"])

    assert len(read(client.get(path_of(board, f"/{part}.csv")))) > 1
    assert client.get(path_of(board, f"/{part}.xlsx")).status_code == 200


def test_an_area_that_is_none_of_the_teams_shows_the_commonest(
    board: Board, window: Window
) -> None:
    client = window(board["the supervisor"])

    assert "Quayside, Brain injury: 1 person" in client.get(path_of(board)).main
    for asked in ("99", "x", "", "9" * 40):
        assert "Brain injury: 1 person" in client.get(f"{path_of(board)}?area={asked}").main
    other = board.made.cast.other_area
    page = client.get(f"{path_of(board)}?area={other.id}")
    assert "Quayside, Children: 1 person" in page.main
    assert row_of(page, "Asha Patel")[1].startswith("not rated")


def test_a_team_without_practice_areas_says_so(
    stage: Stage, office: Office, window: Window
) -> None:
    page = window(office.supervisor).get(f"/dashboards/teams/{office.team.id}")

    assert "Nobody of this team works in a practice area yet." in page.main


def test_casework_is_the_lines_own_and_of_standards_that_are_a_workers(
    stage: Stage, office: Office, window: Window
) -> None:
    keep(
        stage,
        office,
        [
            *[Kept(date(2026, 4, 14))] * 7,
            Kept(date(2026, 4, 15), MISSED),
            Kept(date(2026, 4, 15), MISSED, holder=office.colleague),  # in no line of hers
            Kept(date(2026, 4, 15), MISSED, standard="KPI_01"),  # administration's
        ],
    )
    client = window(office.supervisor)
    page = client.get(f"/dashboards/teams/{office.team.id}/casework")

    assert "7 of 8 (88 %) in time" in page.main
    assert row_of(page, "KPI_03")[1] == "7 of 8 (88 %)"
    assert not [row for row in page.rows if row[0].startswith("KPI_01")]
    found = read(page.follow("Take these standards away (CSV)"))
    assert found[1][1:3] == ["7", "8"]
    early = client.get(f"/dashboards/teams/{office.team.id}/casework?first=2026-05&last=2026-05")
    assert "0 of 0 in time" in early.main


@pytest.mark.parametrize(
    "asked", ["first=2026-05&last=2026-01", "first=nonsense", "first=2000-01&last=2026-01"]
)
def test_months_that_cannot_be_shown_are_refused_with_what_was_typed(
    stage: Stage, office: Office, window: Window, asked: str
) -> None:
    page = window(office.supervisor).get(f"/dashboards/teams/{office.team.id}/casework?{asked}")

    assert page.status_code == 422
    assert asked.split("&")[0].split("=")[1] in page.text


def test_caseloads_stand_by_name_against_the_range_of_the_standard(
    stage: Stage, office: Office, window: Window
) -> None:
    second = a_member(stage, "Ann First", office.team, Role.CASE_MANAGER)
    a_line(stage, office.supervisor, second)
    stage.save(*(_open_case(office, office.worker.id, number) for number in range(12)))
    stage.save(_open_case(office, office.worker.id, 99, ended_on=date(2026, 1, 1)))
    client = window(office.supervisor)
    page = client.get(f"/dashboards/teams/{office.team.id}/casework")

    found = read(client.get(f"/dashboards/teams/{office.team.id}/casework/caseload.csv"))
    assert found[1:] == [
        ["Ann First", "0", "Below the range"],
        ["Kit Worker", "12", "Within the range"],
    ]
    assert "Of 2 workers: 1 within the range of 10 to 15, 1 below it, 0 above it." in page.main
    drawing = client.get(f"/dashboards/teams/{office.team.id}/casework/caseload.svg")
    assert b"range 10 to 15" in drawing.data
    assert b"Kit Worker" not in drawing.data


def _open_case(office: Office, worker_id: int, number: int, **more: object) -> CaseFile:
    return CaseFile(
        reference=f"L-{number:03}",
        practice_area_id=office.area.id,
        team_id=office.team.id,
        key_worker_id=worker_id,
        protocol_id="case-management-protocol",
        protocol_version="1.0",
        **more,
    )


def test_training_names_who_is_out_of_time_and_counts_the_rest(
    stage: Stage, client: CheckedClient
) -> None:
    school = a_school(stage)
    done(stage, school.cast.practitioner, school["gdpr"], date(2026, 4, 1))
    client.sign_in(school.cast.supervisor)
    page = client.get(f"/dashboards/teams/{school.quay.id}/support")

    gdpr = next(row for row in page.rows if "GDPR" in row[0])
    assert gdpr[1] == "1 of 1 (100 %)"
    assert school.cast.colleague.name not in page.main  # of the team, in no line of hers
    assert len(read(page.follow("Take these courses away (CSV)"))) > 1
    pending = read(page.follow("Take these names away (CSV)"))
    assert {row[0] for row in pending[1:]} == {"Asha Patel"}


@pytest.mark.parametrize("page", PAGES)
def test_few_statements_however_many_people_there_are(
    stage: Stage, board: Board, app: Flask, window: Window, page: str
) -> None:
    client = window(board["the manager"])
    client.get(path_of(board, page))
    with statements(app) as few:
        client.get(path_of(board, page))
    for number in range(12):
        person = a_member(stage, f"Colleague {number}", board.team, Role.CASE_MANAGER)
        area_id = board.made.cast.practice_area.id
        stage.save(PersonPracticeArea(person_id=person.id, practice_area_id=area_id))
        a_line(stage, board["the supervisor"], person)
    with statements(app) as many:
        client.get(path_of(board, page))

    assert len(many) == len(few)
    assert len(many) <= MOST_STATEMENTS


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["central office", "the own region's leadership", "the person"])
def test_whoever_stands_above_nobody_of_the_team_finds_no_such_page(
    board: Board, window: Window, page: str, who: str
) -> None:
    assert window(board[who]).get(path_of(board, page)).status_code == 404


def test_home_leads_to_the_one_dashboard_there_is(board: Board, window: Window) -> None:
    client = window(board["the supervisor"])
    link = client.get("/").links()["its practice, casework and training"]

    assert client.get(link).headers["Location"] == path_of(board)


def test_a_manager_chooses_among_the_teams_of_the_line(
    stage: Stage, board: Board, window: Window
) -> None:
    a_line(stage, board["the manager"], board["the far worker"])
    page = window(board["the manager"]).get("/dashboards")

    assert [row[:3] for row in page.rows[1:]] == [
        ["Harbour", "South", "1"],
        ["Quayside", "North", "3"],
    ]


def test_whoever_has_none_is_told_so(board: Board, window: Window) -> None:
    page = window(board["the person"]).get("/dashboards")

    assert "There is no dashboard for you at present." in page.main


def test_supervision_is_counted_in_agreed_periods_by_name(
    stage: Stage, client: CheckedClient, clock: Any
) -> None:
    school = a_school(stage)
    sealed(stage, school.cast)
    clock.move(days=90)
    client.sign_in(school.cast.supervisor)
    page = client.get(f"/dashboards/teams/{school.quay.id}/support")

    found = read(page.follow("Take this supervision away (CSV)"))
    assert "agreed periods of the last twelve months" in page.main
    assert len(found) == 2
    assert found[1][:3] == ["Asha Patel", "1 of 3 (33 %)", "8 May 2026"]


def test_a_session_ahead_waits_on_both_homes(stage: Stage, client: CheckedClient) -> None:
    school = a_school(stage)
    number = a_session(stage, school.cast, agreement_id=an_agreement(stage, school.cast))

    for person in (school.cast.practitioner, school.cast.supervisor):
        links = client.sign_in(person).get("/").links()
        assert links["Prepare supervision"] == f"/supervision/sessions/{number}"
