"""How work stands in time: k of n always, what is behind it, and who may see which part."""

import csv
import html
import io
import re
from datetime import date, timedelta

import pytest
from flask import Flask

from competency.kernel.actor import Role
from tests.builders.cases import Office, a_case, a_member, around
from tests.builders.clocks import MET, MISSED, RUNNING, Kept, a_file, keep
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.statements import statements
from tests.support.workbooks import XLSX, rows_of
from tests.web.insights.conftest import Window

MOST_STATEMENTS = 12
MONTHS = [date(2025, 5 + n, 12) if n < 8 else date(2026, n - 7, 12) for n in range(12)]


def read(page: Page) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.get_data(as_text=True).removeprefix("\ufeff"))))


def hrefs(page: Page) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'href="([^"]*)"', page.text)]


def row_of(page: Page, name: str) -> list[str]:
    return next(row for row in page.rows if row[0].startswith(name))


def a_year(stage: Stage, office: Office, **more: object) -> None:
    """Six clocks due in each of the last twelve months, five of them met."""
    keep(
        stage,
        office,
        [
            Kept(month, MET if n else MISSED, **more)  # type: ignore[arg-type]
            for month in MONTHS
            for n in range(6)
        ],
    )


def test_each_result_has_its_own_column_and_the_rate_its_k_of_n(
    stage: Stage, office: Office, window: Window
) -> None:
    keep(
        stage,
        office,
        [
            *[Kept(date(2026, 4, 14))] * 15,
            Kept(date(2026, 4, 15), MISSED),
            Kept(date(2026, 4, 15), MISSED, adjusted="excused"),
            Kept(date(2026, 4, 16), RUNNING),
            Kept(date(2026, 5, 7), RUNNING),
            Kept(date(2026, 5, 7), RUNNING, adjusted_due=date(2026, 5, 20)),
            Kept(date(2026, 5, 8), RUNNING),
            Kept(date(2026, 4, 17), "not_applicable"),
            Kept(date(2026, 4, 17), "invalid"),
        ],
    )
    page = window(office.supervisor).get(f"/timeliness?place=team-{office.team.id}")

    # missed, overdue, due, not applicable, not started (in the three open ones it has), invalid
    assert row_of(page, "KPI_03")[1:] == [
        "15 of 20 (75 %)", "15 of 18 (83 %)", "1", "2", "3", "1", "1", "0", "1",
    ]  # fmt: skip
    assert row_of(page, "April 2026")[1:4] == ["15 of 18 (83 %)", "15 of 17 (88 %)", "1"]
    assert row_of(page, "May 2026")[1:6] == ["0 of 2 (0 %)", "0 of 1 (0 %)", "0", "0", "2"]
    assert row_of(page, "KPI_01")[1] == "0 of 0"
    assert row_of(page, "KPI_01")[8] == "23"
    assert "Quayside: 15 of 20 (75 %) in time" in page.main


def test_a_number_leads_to_the_cases_behind_it(
    stage: Stage, office: Office, window: Window
) -> None:
    late = a_file(stage, office)
    keep(
        stage,
        office,
        [Kept(date(2026, 4, 14), MISSED, case=late), *[Kept(date(2026, 4, 15))] * 3],
    )
    client = window(office.supervisor)
    page = client.get(f"/timeliness?place=team-{office.team.id}&standard=KPI_03")
    behind = client.get(next(h for h in hrefs(page) if "result=missed" in h and "first=" in h))

    assert "missed: 1 clock." in behind.main
    assert [row[0] for row in behind.rows[1:]] == [late.reference]
    listed = read(behind.follow("Take all of them away (CSV)"))
    assert listed[1][:2] + listed[1][4:7] == [
        late.reference, "KPI_03", "2026-04-14", "2026-04-14", "Missed",
    ]  # fmt: skip


def test_the_files_say_what_the_page_shows(stage: Stage, office: Office, window: Window) -> None:
    a_year(stage, office)
    keep(stage, office, [Kept(date(2026, 4, 3), team=office.other_team)])
    client = window(a_member(stage, "Quin North", None, Role.QUALITY_SPECIALIST))
    page = client.get("/timeliness?standard=KPI_03&first=2026-01&last=2026-04")

    months = read(page.follow("Take these months away (CSV)"))
    assert [row[0] for row in months[1:]] == [
        "January 2026", "February 2026", "March 2026", "April 2026",
    ]  # fmt: skip
    assert months[4][1:6] == ["6", "7", "6", "7", "0"]
    assert row_of(page, "April 2026")[1] == "6 of 7 (86 %)"
    book = page.follow("Take this table away (XLSX)")
    assert book.mimetype == XLSX
    rows = rows_of(book.data)
    assert rows[1][:3] == ["KPI_03 First contact made with Service User (2 working days)", 21, 25]
    teams = read(page.follow("Take these teams away (CSV)"))
    assert [row[:3] for row in teams[1:]] == [["Hillside", "1", "1"], ["Quayside", "20", "24"]]


def test_a_year_of_months_is_drawn_with_its_words_and_its_numbers(
    stage: Stage, office: Office, window: Window
) -> None:
    a_year(stage, office)
    client = window(office.supervisor)
    page = client.get("/timeliness?standard=KPI_03")

    assert "The centre line is 83 % (60 of 72 in 12 months). No signal" in page.main
    drawing = client.get("/timeliness/chart.svg?standard=KPI_03")
    assert drawing.mimetype == "image/svg+xml"
    assert b"5/6" in drawing.data
    assert b"style=" not in drawing.data
    numbers = read(client.get("/timeliness/chart.csv?standard=KPI_03"))
    assert len(numbers) == 13
    assert numbers[1] == ["May 2025", "5", "6", "38", "100", "no"]


@pytest.mark.parametrize(
    ("months", "each", "said"),
    [
        (7, 6, "There is no chart of 7 completed months; it needs 8."),
        (9, 4, "There is no chart of 4.0 clocks a month on average; it needs 5."),
    ],
)
def test_with_too_little_to_go_on_there_is_no_chart_and_the_page_says_so(
    stage: Stage, office: Office, window: Window, months: int, each: int, said: str
) -> None:
    keep(stage, office, [Kept(month) for month in MONTHS[-months:] for _ in range(each)])
    client = window(office.supervisor)
    page = client.get("/timeliness")

    assert said in page.main
    assert client.get("/timeliness/chart.svg").status_code == 404


def test_a_month_beyond_a_limit_is_named(stage: Stage, office: Office, window: Window) -> None:
    keep(
        stage,
        office,
        [
            Kept(month, MISSED if n < 8 and month == MONTHS[5] else MET)
            for month in MONTHS
            for n in range(10)
        ],
    )

    page = window(office.supervisor).get("/timeliness")
    assert "Worth a look: one month beyond a limit (October 2025)" in page.main


def test_ones_own_page_has_the_last_twenty_that_were_due(
    stage: Stage, office: Office, window: Window
) -> None:
    begin = date(2026, 4, 1)
    keep(
        stage,
        office,
        [
            *[Kept(begin + timedelta(days=n), MET if n % 5 else MISSED) for n in range(25)],
            Kept(date(2026, 4, 2), RUNNING),
            Kept(date(2026, 5, 20), RUNNING),
            Kept(date(2026, 4, 30), "not_applicable"),
            Kept(date(2026, 4, 30), MISSED, standard="KPI_05"),
            Kept(date(2026, 4, 30), MISSED, holder=office.colleague),
        ],
    )
    page = window(office.worker).get("/timeliness/mine", follow_redirects=True)

    assert page.heading == "Your own clocks"
    assert "16 of 20 in time, of the last 20 that were due." in page.main
    table = [row for row in page.rows if row[0].startswith("K-")]
    assert len(table) == 20
    assert {row[5] for row in table} == {"Met", "Missed"}
    assert "KPI_05" not in page.main
    assert "There is no chart of 1 completed month" in page.main
    again = window(office.supervisor).get(f"/timeliness/people/{office.worker.id}")
    assert again.heading == "The clocks of Kit Worker"
    assert len(read(again.follow("Take this list away (CSV)"))) == 21


def test_people_stand_by_name_and_without_numbers(
    stage: Stage, office: Office, window: Window
) -> None:
    a_year(stage, office)
    page = window(office.manager).get("/timeliness")

    assert "Kit Worker" in page.links()
    assert not any(row[0].startswith("Kit Worker") for row in page.rows)
    assert "Col League" not in page.main  # nobody of the manager's line
    own = window(office.worker).get("/timeliness")
    assert "Your own" in own.links()
    assert "Sue Visor" not in own.links()


def five_workers(stage: Stage, office: Office) -> list[object]:
    return [office.worker, *(a_member(stage, f"Wor Ker{n}", office.team) for n in range(4))]


def test_a_team_of_five_is_shown_to_leadership_and_one_of_four_is_not(
    stage: Stage, office: Office, window: Window
) -> None:
    five = five_workers(stage, office)
    few = [a_member(stage, f"Hil Lside{n}", office.other_team) for n in range(4)]
    day = date(2026, 4, 14)
    keep(stage, office, [Kept(day, holder=one) for one in five])  # type: ignore[arg-type]
    client = window(a_member(stage, "Reg Leader", None, Role.REGIONAL_LEADERSHIP))
    assert row_of(client.get("/timeliness"), "KPI_03")[1] == "5 of 5 (100 %)"

    keep(stage, office, [Kept(day, MISSED, holder=one, team=office.other_team) for one in few])
    page = client.get("/timeliness")
    assert row_of(page, "KPI_03")[1] == "5 of 9 (56 %)"
    # the five are kept back with them: else the total would tell what the four did
    for team in ("Quayside", "Hillside"):
        assert row_of(page, team)[1:] == ["Kept back: fewer than five people"]
    assert "so that nobody can be worked out" in page.main
    alone = client.get(f"/timeliness?place=team-{office.other_team.id}")
    assert "fewer than five people held clocks." in alone.main
    assert "in time, due from" not in alone.main
    assert not any("/clocks" in href for href in hrefs(page))


def test_leadership_opens_no_case_behind_a_figure(
    stage: Stage, office: Office, window: Window
) -> None:
    a_year(stage, office)
    client = window(a_member(stage, "Cen Tral", None, Role.CENTRAL_OFFICE))

    page = client.get("/timeliness/clocks?result=missed")
    assert "No case that you may see lies behind this figure." in page.main
    assert client.get(f"/timeliness/people/{office.worker.id}").status_code == 404


ADDRESSES = {
    # a team's figures, the cases behind them, the key worker's own page
    "worker": (200, 1, 200),
    "colleague": (200, 1, 404),
    "supervisor": (200, 1, 200),
    "second": (200, 1, 200),
    "lead": (200, 1, 404),
    "manager": (200, 1, 200),
    "specialist": (200, 1, 404),
    "leadership": (200, 0, 404),
    "central": (200, 0, 404),
    "other": (404, 0, 404),
    "elsewhere": (404, 0, 404),
    "former": (403, None, 404),
    "far specialist": (404, 0, 404),
    "safeguarding": (403, None, 404),
    "training_lead": (403, None, 404),
    "administrator": (403, None, 404),
    "auditor": (403, None, 404),
}


def test_who_sees_what(stage: Stage, office: Office, window: Window) -> None:
    keep(stage, office, [Kept(date(2026, 4, 14), holder=office.worker)])
    for name, person in around(stage, office).items():
        client = window(person)
        team, cases, own = ADDRESSES[name]
        at = f"place=team-{office.team.id}"
        for address in ("", "/by-month.csv", "/chart.csv"):
            assert client.get(f"/timeliness{address}?{at}").status_code == team, (name, address)
        behind = client.get("/timeliness/clocks")
        if cases is None:
            assert behind.status_code == 403, name
        else:
            assert len([r for r in behind.rows if r[0].startswith("K-")]) == cases, name
            assert len(read(client.get("/timeliness/clocks.csv"))) == cases + 1, name
        assert client.get(f"/timeliness/people/{office.worker.id}").status_code == own, name


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("first=2026-13", "Enter a month as year and month"),
        ("first=2026-05&last=2026-01", "The first month comes after the last one."),
        ("standard=KPI_77", "Choose a standard of the list."),
    ],
)
def test_a_question_that_cannot_be_read_is_asked_again(
    office: Office, window: Window, question: str, said: str
) -> None:
    page = window(office.supervisor).get(f"/timeliness?{question}")

    assert page.status_code == 422
    assert said in page.main


def test_few_questions_are_asked_of_the_database(
    app: Flask, stage: Stage, office: Office, window: Window
) -> None:
    a_year(stage, office)
    people = around(stage, office)
    for name, address in (
        ("supervisor", f"/timeliness?place=team-{office.team.id}"),
        ("specialist", "/timeliness"),
        ("central", "/timeliness"),
        ("worker", "/timeliness/people/" + str(office.worker.id)),
        ("supervisor", "/timeliness/clocks"),
    ):
        client: CheckedClient = window(people[name])
        client.get(address)
        with statements(app) as asked:
            client.get(address)
        assert len(asked) <= MOST_STATEMENTS, (name, address, len(asked))


def test_a_case_that_goes_its_way_is_counted(stage: Stage, office: Office, window: Window) -> None:
    a_case(stage, at="review", office=office)
    page = window(office.supervisor).get(f"/timeliness?place=team-{office.team.id}")

    assert row_of(page, "KPI_01")[1] == "1 of 1 (100 %)"
    assert row_of(page, "March 2026")[1].endswith("%)")
