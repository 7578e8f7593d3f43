"""My cases and the team's: what is due and late, filters in the address, files, finding."""

from datetime import date

import pytest
from flask import Flask

from competency.cases.service import contacting, escalating, reading, recording
from tests.builders.cases import STAGES, Made, Office, a_case, a_risk, an_office, around, on_day
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.statements import statements
from tests.support.workbooks import rows_of

MOST_STATEMENTS = 12


def headings(page: object) -> list[str]:
    return ["".join(h.itertext()).strip() for h in page.document.all("h2")]  # type: ignore[attr-defined]


@pytest.fixture
def office(stage: Stage) -> Office:
    """A team with two cases of the worker and one of nobody."""
    office = an_office(stage)
    first = a_case(stage, "assessment", office, reference="C-0001")
    a_case(stage, "review", office, reference="C-0002")
    a_case(stage, "in-discussion", office, reference="D-0003")
    stage.do(office.worker, lambda w: escalating.set_tag(w, first.id, date(2026, 4, 1), "Seen."))
    return office


def test_my_cases_say_what_is_late_and_lead_to_the_form_that_stops_the_clock(
    office: Office, client: CheckedClient
) -> None:
    page = client.sign_in(office.worker).get("/cases")

    assert page.heading == "My cases"
    assert "Nothing is due today." in page.main
    assert any(title.startswith("Late (") for title in headings(page))
    assert "C-0001: stops the clock of 2 working days that began on 5 March 2026." in page.main
    assert "working days late" in page.main
    form = page.follow("First contact made with Service User for C-0001")
    assert form.request.path.endswith("/contacts/new")


def test_what_is_due_today_and_this_week_stands_apart(stage: Stage, client: CheckedClient) -> None:
    today = date(2026, 5, 8)
    made = a_case(on_day(stage, today), received_on=date(2026, 5, 5), consent_on=date(2026, 5, 5))
    assert made.row.key_worker_id is None
    assert client.sign_in(made.office.worker).get("/cases").main.count("key worker of no open") == 1
    late = a_case(stage, "review", made.office, reference="C-0002")
    stage.do(
        made.office.worker,
        lambda w: contacting.record_contact(w, late.id, with_whom="client", how="visit", on=today),
    )

    page = client.get("/cases")

    assert "Nothing is due today." in page.main
    row = next(row for row in page.rows if row[0] == "C-0002")
    assert row[1:3] == ["Substance misuse", "2 Mar 2026"]


def test_a_safeguarding_tag_stands_in_every_list(office: Office, client: CheckedClient) -> None:
    for person, address in ((office.worker, "/cases"), (office.supervisor, "/cases/team")):
        page = client.sign_in(person).get(address)
        row = next(row for row in page.rows if row[0].startswith("C-0001"))
        assert "Safeguarding" in row[0]


def test_somebody_without_cases_is_told_how_they_come(stage: Stage, client: CheckedClient) -> None:
    office = an_office(stage)

    page = client.sign_in(office.worker).get("/cases")

    assert "You are key worker of no open case." in page.main
    assert page.links()["Log a referral"] == "/cases/new"


def test_those_who_lead_and_have_no_cases_land_on_the_teams_list(
    office: Office, client: CheckedClient
) -> None:
    page = client.sign_in(office.supervisor).get("/cases", follow_redirects=True)

    assert page.request.path == "/cases/team"
    assert client.get("/").links()["Cases"] == "/cases"


def test_sign_offs_that_wait_come_first(
    stage: Stage, office: Office, client: CheckedClient
) -> None:
    made = a_case(stage, "assessment", office, reference="C-0009")
    a_risk(on_day(stage, date(2026, 3, 9)), made)

    page = client.sign_in(office.supervisor).get("/cases/team")

    assert headings(page) == [] or page.rows[1][0] == "Look at C-0009"
    assert page.rows[1] == ["Look at C-0009", "7 Mar 2026", "Kit Worker", "8, moderate"]
    assert page.follow("Look at C-0009").heading == "Sign off the risk assessment"
    assert "Look at C-0009" not in client.sign_in(office.worker).get("/cases/team").main


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("", ["C-0001", "C-0002", "D-0003"]),
        ("stage=review", ["C-0002"]),
        ("stage=in-discussion", ["D-0003"]),
        ("worker=nobody", ["D-0003"]),
        ("worker={worker}", ["C-0001", "C-0002"]),
        ("worker={worker}&stage=assessment&late=y", ["C-0001"]),
        ("team={other}", []),
        ("state=ended", []),
        ("team=x&worker=-1&stage=odd&page=0", ["C-0001", "C-0002", "D-0003"]),
        ("team=99999999999999&page=9999999999", ["C-0001", "C-0002", "D-0003"]),
    ],
)
def test_the_team_list_is_narrowed_by_its_address_and_its_file_is_the_same(
    office: Office, client: CheckedClient, question: str, shown: list[str]
) -> None:
    asked = question.format(worker=office.worker.id, other=office.other_team.id)
    client.sign_in(office.supervisor)

    page = client.get(f"/cases/team?{asked}")

    listed = [row[0][:6] for row in page.rows if row[0][:2] in ("C-", "D-")]
    assert sorted(listed) == shown
    lines = client.get(f"/cases/team.csv?{asked}").text.strip().splitlines()[1:]
    assert [line.split(",")[0] for line in lines] == listed
    book = rows_of(client.get(f"/cases/team.xlsx?{asked}").data)[1:]
    assert [row[0] for row in book] == listed


def test_a_stage_is_told_by_the_line_as_it_was_corrected(
    stage: Stage, office: Office, client: CheckedClient
) -> None:
    made = a_case(stage, "planning", office, reference="C-0010")
    client.sign_in(office.supervisor)

    def shown() -> tuple[str, str]:
        row = next(r for r in client.get("/cases/team").rows if r[0] == "C-0010")
        [code] = [c for c in STAGES if "C-0010" in client.get(f"/cases/team?stage={c}").main]
        assert row[2] in client.get(f"/cases/{made.id}").main
        return row[2], code

    assert shown() == ("Planning", "planning")
    whole = stage.ask(office.worker, lambda w: reading.whole_case(w, made.id))
    accepted = next(event for event in whole.line if event.kind == "referral_accepted")
    stage.do(
        office.worker,
        lambda w: recording.correct(w, accepted.id, date(2026, 4, 1), "", "Another day."),
    )

    assert shown() == ("Assessment", "assessment")


def test_who_may_not_see_cases_sees_none(
    stage: Stage, office: Office, client: CheckedClient
) -> None:
    people = around(stage, office)
    for who in ("elsewhere", "other", "former", "auditor", "administrator", "far specialist"):
        client.sign_in(people[who])
        assert "C-0001" not in client.get("/cases/team").main, who
        assert "C-0001" not in client.get("/cases/team.csv").text, who
        assert "No case that you may see" in client.get("/cases/find?words=C-0001").main, who
    assert "C-0001" in client.sign_in(people["specialist"]).get("/cases/team").main


def test_a_case_is_found_by_its_reference(office: Office, client: CheckedClient) -> None:
    client.sign_in(office.worker)

    one = client.get("/cases").form("/cases/find").submit({"words": "d-0003"})
    several = client.get("/cases/find?words=C-")
    none = client.get("/cases/find?words=%25")

    assert one.heading == "Case D-0003"
    assert [t for t in several.links() if t.startswith("C-")] == ["C-0001", "C-0002"]
    assert "No case that you may see" in none.main
    assert client.get("/cases/find").heading == "Find a case"


def test_lists_take_as_few_statements_whatever_there_is(
    app: Flask, stage: Stage, client: CheckedClient
) -> None:
    office = an_office(stage)
    counts: dict[str, list[int]] = {}
    for more in (2, 6):
        for number in range(more):
            made: Made = a_case(stage, "assessment", office, reference=f"C-{more}{number}")
            a_risk(on_day(stage, date(2026, 3, 9)), made)
        for person, address in (
            (office.worker, "/cases"),
            (office.supervisor, "/cases/team"),
            (office.supervisor, "/cases/team?stage=assessment&late=y"),
            (office.supervisor, "/cases/team.csv"),
            (office.worker, "/cases/find?words=C-"),
            (office.worker, f"/cases/{made.id}"),
        ):
            client.sign_in(person)
            client.get(address)
            with statements(app) as asked:
                client.get(address)
            counts.setdefault(address.replace(str(made.id), "N"), []).append(len(asked))

    assert {name: n for name, n in counts.items() if len(set(n)) > 1} == {}
    assert {name: n for name, n in counts.items() if max(n) > MOST_STATEMENTS} == {}


def test_a_long_list_comes_in_pages(stage: Stage, client: CheckedClient, app: Flask) -> None:
    made = a_case(stage, "assessment")
    stage.do(
        made.office.worker,
        lambda w: recording.happened(w, made.id, "assessment_offered", date(2026, 3, 3)),
    )
    client.sign_in(made.office.worker)

    assert client.get("/cases?page=2").status_code == 200
    assert "Page 1 of" not in client.get("/cases").main
