"""Assessment: needs, risks and their sign-off, readings, missed appointments, consents."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.models import CaseReading, CaseRisk, CaseSignOff
from competency.cases.service import assessing
from tests.builders.cases import Made, a_case, a_risk, on_day
from tests.builders.protocol import shipped
from tests.builders.stage import Stage
from tests.support.client import CheckedClient

OVERDOSE = {
    "overdose-likelihood": "3",
    "overdose-impact": "4",
    "overdose-what": "Uses alone.",
    "overdose-plan": "Naloxone; a friend calls each evening.",
}


def assessed(stage: Stage, client: CheckedClient, **more: Any) -> Made:
    made = a_case(stage, "assessment", **more)
    client.sign_in(made.office.worker)
    return made


def waiting(stage: Stage, client: CheckedClient) -> tuple[Made, CaseRisk]:
    made = assessed(stage, client)
    return made, a_risk(on_day(stage, date(2026, 3, 9)), made)


def test_needs_are_written_by_area_and_added_to(stage: Stage, client: CheckedClient) -> None:
    made = assessed(stage, client)
    form = client.get(f"/cases/{made.id}/needs").form("needs")
    assert form.submit().errors == ["Write down at least one need."]

    page = form.submit({"wider-support": "“I sleep on sofas.”", "goals": "A quiet place."})

    assert "First written down on 8 May 2026" in page.main
    assert "Goals and aspirations A quiet place." in page.main
    more = page.form("needs")
    assert "happened_on-day" not in more.values
    assert "Speaks Welsh." in more.submit({"advocacy": "Speaks Welsh."}).main


def test_needs_wait_for_the_acceptance(stage: Stage, client: CheckedClient) -> None:
    made = a_case(stage, "in-discussion")
    client.sign_in(made.office.worker)

    page = client.get(f"/cases/{made.id}/needs").form("needs").submit({"goals": "Kept."})

    assert page.errors == ["Before you assess the needs, accept the referral."]
    assert page.form("needs").values["goals"] == "Kept."


def test_risks_are_scored_and_the_highest_counts(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = assessed(stage, client)
    form = client.get(f"/cases/{made.id}/risks/new").form("risk")

    home = {name.replace("overdose", "home"): value for name, value in OVERDOSE.items()}
    page = form.submit(OVERDOSE | home | {"home-likelihood": "1", "home-impact": "1"})

    assert "The case stands at 12, high, its highest risk." in page.main
    assert "Waits for its sign-off" in page.main
    row = look.scalars(select(CaseRisk)).one()
    assert (row.score, row.band) == (12, "high")
    again = client.get(f"/cases/{made.id}/risks/new").form("risk").values
    assert again["overdose-plan"] == OVERDOSE["overdose-plan"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"overdose-plan": ""}, "Say what is done about it."),
        ({"overdose-what": ""}, "Say what could happen."),
        ({"overdose-likelihood": ""}, "Choose how likely it is."),
        ({"overdose-impact": ""}, "Choose how much harm it would do."),
        (dict.fromkeys(OVERDOSE, ""), "Name at least one risk, also where it is low."),
        ({"happened_on-day": "9"}, "has not come yet"),
    ],
)
def test_a_risk_that_is_not_whole_is_refused_beside_its_box(
    stage: Stage, client: CheckedClient, look: Session, change: dict[str, str], said: str
) -> None:
    made = assessed(stage, client)
    values = OVERDOSE | change

    page = client.get(f"/cases/{made.id}/risks/new").form("risk").submit(values)

    assert page.status_code == 422
    assert len(page.errors) == 1
    assert said in page.errors[0]
    kept = page.form("risk").values
    assert {name: kept[name] for name in values} == values
    assert look.scalars(select(CaseRisk)).all() == []


def test_a_number_off_the_scale_is_refused(stage: Stage, client: CheckedClient) -> None:
    made = assessed(stage, client)
    form = client.get(f"/cases/{made.id}/risks/new").form("risk")

    assert form.submit(OVERDOSE, tampered={"overdose-impact": "6"}).status_code == 422


def test_a_manager_signs_a_risk_assessment_off(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made, risk = waiting(stage, client)
    assert client.get(f"/cases/{made.id}/sign-off").status_code == 403
    client.sign_in(made.office.supervisor)

    case = client.get(f"/cases/{made.id}")
    assert case.follow("Sign off the risk assessment").request.path.endswith("/sign-off")
    form = client.get(f"/cases/{made.id}/risks").follow("Look at it and sign it off").form()
    assert form.submit().errors == ["Choose whether you sign it off."]
    page = form.submit({"outcome": "sign"})

    assert "Signed off by Sue Visor on 8 May 2026." in page.main
    row = look.scalars(select(CaseSignOff)).one()
    assert (row.risk_id, row.by_id, row.alone) == (risk.id, made.office.supervisor.id, False)
    again = form.submit({"outcome": "sign"}, tampered={"form_key": "another"})
    assert again.errors == ["This risk assessment was signed off or returned already."]


def test_an_assessment_is_sent_back_with_what_is_missing(
    stage: Stage, client: CheckedClient
) -> None:
    made, _ = waiting(stage, client)
    client.sign_in(made.office.supervisor)
    form = client.get(f"/cases/{made.id}/sign-off").form()

    without = form.submit({"outcome": "return"})
    assert without.errors == ["Say what is missing, so that it can be mended."]
    page = form.submit({"outcome": "return", "comment": "Children?"})

    assert "Sent back by Sue Visor on 8 May 2026. “Children?”" in page.main
    assert "Waits" not in page.main


def test_a_sign_off_before_the_assessment_is_refused(stage: Stage, client: CheckedClient) -> None:
    made, _ = waiting(stage, client)
    form = client.sign_in(made.office.supervisor).get(f"/cases/{made.id}/sign-off").form()

    page = form.submit({"outcome": "sign", "happened_on-day": "6", "happened_on-month": "3"})

    assert "would be before" in page.errors[0]


def test_what_was_replaced_meanwhile_is_not_signed_off(stage: Stage, client: CheckedClient) -> None:
    made, _ = waiting(stage, client)
    form = client.sign_in(made.office.supervisor).get(f"/cases/{made.id}/sign-off").form()
    a_risk(stage, made, date(2026, 4, 9))

    page = form.submit({"outcome": "sign"})

    assert page.errors == ["There is a newer risk assessment. Look at that one."]


def test_nobody_signs_off_what_they_wrote_themselves(stage: Stage, client: CheckedClient) -> None:
    made = assessed(stage, client)
    supervisor = made.office.supervisor
    risk = assessing.Risk("home", 1, 1, "Cold flat.", "Heating fixed.")
    stage.do(supervisor, lambda w: assessing.assess_risk(w, made.id, date(2026, 5, 4), [risk]))

    page = client.sign_in(supervisor).get(f"/cases/{made.id}/sign-off")

    assert "somebody else signs it off" in page.main
    assert [f for f in page.document.all("form") if f.get("id") == "sign-off"] == []
    assert "Sign it off" in client.sign_in(made.office.manager).get(page.request.url).main


def test_audit_is_scored_from_its_items_with_its_band(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = assessed(stage, client, route="alcohol", drinks_alcohol=True)
    items = shipped().instrument("audit").items
    form = client.get(f"/cases/{made.id}/readings/audit").form("reading")

    page = form.submit({item.code: "2" for item in items})

    assert "Score 20 of 40:" in page.main
    row = look.scalars(select(CaseReading)).one()
    assert (row.score, row.instrument) == (20, "audit")


def test_each_item_without_an_answer_is_named(stage: Stage, client: CheckedClient) -> None:
    made = assessed(stage, client, route="alcohol", drinks_alcohol=True)
    items = shipped().instrument("audit").items
    answers = {item.code: "0" for item in items[:-2]}

    page = client.get(f"/cases/{made.id}/readings/audit").form("reading").submit(answers)

    assert len(page.errors) == 2
    assert page.errors[0].startswith("Choose an answer:")
    kept = page.form("reading").values
    assert {code: kept[code] for code in answers} == answers
    odd = client.get(f"/cases/{made.id}/readings/audit").form("reading")
    all_given = answers | {items[-2].code: "0"}
    wrong = odd.submit(all_given, tampered={items[-1].code: "3"})
    assert wrong.errors == ["Choose 0, 2 or 4."]


@pytest.mark.parametrize(
    ("answer", "said"),
    [("0", "Choose a number from 1 to 10."), ("many", "whole number"), ("", "Choose an answer")],
)
def test_a_domain_takes_a_number_of_its_scale(
    stage: Stage, client: CheckedClient, answer: str, said: str
) -> None:
    made = assessed(stage, client)
    items = shipped().instrument("outcomes").items
    given = {item.code: "5" for item in items} | {items[0].code: answer}

    page = client.get(f"/cases/{made.id}/readings/outcomes").form("reading").submit(given)

    assert page.status_code == 422
    assert len(page.errors) == 1
    assert said in page.errors[0]
    assert page.form("reading").values[items[0].code] == answer


def test_two_readings_show_what_moved(stage: Stage, client: CheckedClient) -> None:
    made = assessed(stage, client)
    items = shipped().instrument("outcomes").items
    for day, value in ((4, 5), (6, 7)):
        read = partial(
            assessing.read_instrument,
            case_id=made.id,
            instrument="outcomes",
            on=date(2026, 5, day),
            answers={item.code: value for item in items},
        )
        stage.do(made.office.worker, read)

    rows = client.get(f"/cases/{made.id}/readings").rows

    assert rows[0] == ["Item", "6 May 2026", "4 May 2026", "Since the one before"]
    assert rows[1][1:] == ["7", "5", "Better"]


def test_an_instrument_that_is_not_for_the_client_is_refused(
    stage: Stage, client: CheckedClient
) -> None:
    made = assessed(stage, client)
    items = shipped().instrument("sadq").items
    assert "SADQ" not in client.get(f"/cases/{made.id}/readings").main

    form = client.get(f"/cases/{made.id}/readings/sadq").form("reading")

    assert "is not for this client" in form.submit({i.code: "0" for i in items}).errors[0]
    assert client.get(f"/cases/{made.id}/readings/other").status_code == 404


def test_a_missed_appointment_leads_to_the_steps_that_win_somebody_back(
    stage: Stage, client: CheckedClient
) -> None:
    made = assessed(stage, client)
    day = {"happened_on-day": "6", "happened_on-month": "5", "happened_on-year": "2026"}
    page = client.get(f"/cases/{made.id}/missed").follow("Record a missed appointment")

    steps = page.form().submit(day)
    assert "Steps since 6 May 2026" in steps.main
    assert steps.main.count("Not taken yet") == 5
    form = steps.follow("Record a step that was taken").form()
    assert form.submit(day).errors == ["Choose the step that was taken."]
    taken = form.submit(day | {"detail": "call-same-day"})

    assert "Taken on 6 May 2026" in taken.main
    assert taken.main.count("Not taken yet") == 4


def test_what_follows_is_shown_before_a_consent_is_taken_back(
    stage: Stage, client: CheckedClient
) -> None:
    made = a_case(stage, "review")
    client.sign_in(made.office.worker)
    form = client.get(f"/cases/{made.id}/consents/sharing/take-back")
    assert "What follows: From that day nothing is passed on" in form.main
    assert form.form().submit().errors == ["Enter the day on which it happened."]
    day = {"happened_on-day": "6", "happened_on-month": "5", "happened_on-year": "2026"}

    page = form.form().submit(day)

    assert "Consent taken back on 6 May 2026: sharing" in page.main
    again = form.form().submit(day, tampered={"form_key": "another"})
    assert again.errors == ["This consent was not given."]
    given = client.get(f"/cases/{made.id}/consents/sharing/give").form().submit(day)
    assert "Consent taken back" not in given.main
    assert client.get(f"/cases/{made.id}/consents/other/give").status_code == 404
