"""Who sees which dashboard: outside the scope there is none, and only the own line is on it."""

from collections.abc import Callable

import pytest

from competency.infra.work import Work
from competency.insights.service import region_ratings, regions, team_practice, team_work
from tests.builders.boards import Board, a_board
from tests.builders.stage import Stage
from tests.builders.training import change

NOBODY = {
    "the person": "404",
    "a colleague": "404",
    "a supervisor elsewhere": "404",
    "an administrator": "404",
    "the own region's leadership": "404",
    "the own region's specialist": "404",
    "another region's leadership": "404",
    "another region's specialist": "404",
    "central office": "404",  # people only in aggregate
    "a training lead": "404",
    "an auditor": "404",
    "a peer reviewer": "404",
    "a safeguarding lead": "404",
}
TEAM = NOBODY | {
    "the supervisor": "yes",
    "the manager": "yes",
    "another supervisor of the team": "yes",
}
PAGES: dict[str, Callable[[Work, int], object]] = {
    "practice": team_practice.practice,
    "casework": team_work.casework,
    "support": team_work.support,
}


@pytest.mark.parametrize("page", PAGES)
def test_a_teams_dashboard_is_for_those_above_its_people(stage: Stage, page: str) -> None:
    board = a_board(stage)

    found = {
        name: stage.outcome(board[name], lambda work: PAGES[page](work, board.team.id))
        for name in TEAM
    }

    assert found == TEAM


# Who of Quayside each of them finds on it.
ON_IT = {
    "the supervisor": {"the person"},
    "another supervisor of the team": {"a colleague"},
    "the manager": {"the person", "a colleague", "the supervisor"},
}


@pytest.mark.parametrize("who", ON_IT)
def test_nobody_outside_the_line_appears(stage: Stage, who: str) -> None:
    board = a_board(stage)
    expected = {board[name].name for name in ON_IT[who]}

    people, names = _of_team(stage, board, who)

    assert people <= expected
    assert names <= expected
    if who == "the supervisor":
        assert people == expected


def _of_team(stage: Stage, board: Board, who: str) -> tuple[set[str], set[str]]:
    practice = stage.ask(board[who], lambda w: team_practice.practice(w, board.team.id))
    casework = stage.ask(board[who], lambda w: team_work.casework(w, board.team.id))
    rows = {row.member.name for row in practice.rows}
    return rows, {member.name for member, _ in casework.cases}


def test_somebody_who_has_left_is_on_no_dashboard_any_more(stage: Stage) -> None:
    board = a_board(stage)
    change(stage, board["the person"], left_on=stage.clock().date().replace(day=1))

    assert (
        stage.outcome(
            board["the supervisor"], lambda work: team_practice.practice(work, board.team.id)
        )
        == "404"
    )
    found = stage.ask(board["the manager"], lambda w: team_practice.practice(w, board.team.id))
    assert board["the person"].name not in {row.member.name for row in found.rows}


REGION_PAGES: dict[str, Callable[[Work, int | None], object]] = {
    "practice": regions.practice,
    "casework": regions.casework,
    "training": regions.training_of,
    "ratings": region_ratings.ratings,
}
OUTSIDE = dict.fromkeys(
    [
        *("the person", "a colleague", "the supervisor", "the manager"),
        *("another supervisor of the team", "a supervisor elsewhere", "an administrator"),
        *("a training lead", "an auditor", "a peer reviewer", "a safeguarding lead"),
    ],
    "404",
)
REGION = OUTSIDE | {
    "the own region's leadership": "yes",
    "the own region's specialist": "yes",
    "another region's leadership": "404",
    "another region's specialist": "404",
    "central office": "yes",
}
ORGANISATION = dict.fromkeys(REGION, "404") | {"central office": "yes"}


@pytest.mark.parametrize("page", REGION_PAGES)
def test_a_regions_figures_are_for_its_own_leadership_and_specialists(
    stage: Stage, page: str
) -> None:
    board = a_board(stage)
    show = REGION_PAGES[page]

    found = {n: stage.outcome(board[n], lambda w: show(w, board.north.id)) for n in REGION}
    everywhere = {n: stage.outcome(board[n], lambda w: show(w, None)) for n in ORGANISATION}

    assert found == REGION
    assert everywhere == ORGANISATION


def test_a_team_of_another_region_is_no_filter(stage: Stage) -> None:
    board = a_board(stage)
    leads = board["the own region's leadership"]

    for team in (board.far_team.id, 999):
        assert (
            stage.outcome(leads, lambda w, t=team: regions.practice(w, board.north.id, None, t))  # type: ignore[misc]
            == "404"
        )
