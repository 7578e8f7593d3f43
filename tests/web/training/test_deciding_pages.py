"""Attendance lists, verifying and returning, exemptions and refreshers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.training.models import (
    TrainingCompletion,
    TrainingExemption,
    TrainingRefresher,
)
from tests.builders.stage import Stage
from tests.builders.training import School, change, done
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.sending import send
from tests.support.workbooks import rows_of
from tests.web.training.conftest import Window


def day(name: str, on: str) -> dict[str, Any]:
    parts = zip(("day", "month", "year"), on.split(), strict=True)
    return {f"{name}-{part}": value for part, value in parts}


def attend(client: CheckedClient, course_id: int, people: list[int], on: str = "1 5 2026") -> Page:
    form = client.get("/training/attendance").form("attendance")
    return form.submit(
        {"course_id": str(course_id), "person_ids": people, **day("completed_on", on)}
    )


def statuses(look: Session) -> list[str]:
    look.rollback()
    rows = look.scalars(select(TrainingCompletion).order_by(TrainingCompletion.id))
    return [row.status for row in rows]


def test_a_list_counts_for_all_who_were_there(
    school: School, window: Window, look: Session
) -> None:
    client = window(school.lead)
    people = [school.cast.practitioner.id, school.far.id]

    assert "Recorded for 2 people." in attend(client, school["gdpr"], people).text
    again = attend(client, school["gdpr"], [*people, school.cast.colleague.id])

    assert "Recorded for 1 person. On record already: 2." in again.text
    assert statuses(look) == ["verified"] * 3
    assert "GDPR: 3 of 8 current." in client.get("/training/overview").main


def test_nobody_ticked_and_a_day_to_come_are_refused(
    school: School, window: Window, look: Session
) -> None:
    client = window(school.lead)

    assert attend(client, school["gdpr"], []).errors == ["Choose who was there."]
    later = attend(client, school["gdpr"], [school.far.id], "9 5 2026")
    assert later.status_code == 422
    assert "still to come" in later.errors[0]
    assert later.form("attendance").values.getlist("person_ids") == [str(school.far.id)]
    assert statuses(look) == []


def test_a_team_lead_lists_the_team_only(school: School, window: Window, look: Session) -> None:
    client = window(school.team_lead)
    form = client.get("/training/attendance").form("attendance")
    assert "Finn Far" not in form.page.main

    forged = form.submit(
        {"course_id": str(school["gdpr"]), **day("completed_on", "1 5 2026")},
        tampered={"person_ids": str(school.far.id)},
    )

    assert forged.status_code == 404
    assert statuses(look) == []


def test_a_claim_is_verified_or_returned_with_what_is_missing(
    stage: Stage, school: School, window: Window, look: Session
) -> None:
    one = done(stage, school.far, school["gdpr"], date(2026, 5, 1), status="claimed")
    other = done(stage, school.far, school["record-keeping"], date(2026, 5, 1), status="claimed")
    client = window(school.lead)

    listed = rows_of(client.get("/training/waiting").follow("Take this list away (XLSX)").data)
    day = datetime(2026, 5, 1)  # noqa: DTZ001
    assert [row[:3] for row in listed[1:]] == [
        ["Finn Far", "Data protection (GDPR)", day],
        ["Finn Far", "Record keeping", day],
    ]
    page = client.get("/training/waiting").form(f"/training/completions/{one.id}/verify").submit()
    assert "It counts now." in page.text
    form = client.get(f"/training/completions/{other.id}/return").form()
    assert form.submit().errors == ["Say what is missing."]
    assert "Nothing waits" in form.submit({"comment": "Which day?"}).text
    assert statuses(look) == ["verified", "returned"]
    assert "Which day?" in window(school.far).get("/training").main
    assert client.get(f"/training/completions/{other.id}/return").status_code == 404


def test_nobody_verifies_their_own_and_others_may_not_at_all(
    stage: Stage, school: School, window: Window, look: Session
) -> None:
    own = done(stage, school.lead, school["gdpr"], date(2026, 5, 1), status="claimed")
    far = done(stage, school.far, school["gdpr"], date(2026, 5, 1), status="claimed")

    assert "another training lead decides" in window(school.lead).get("/training/waiting").main
    verify = "/training/completions/{}/verify"
    assert send(window(school.lead), verify.format(own.id)).status_code == 403
    assert send(window(school.far), verify.format(far.id)).status_code == 403
    assert send(window(school.team_lead), verify.format(far.id)).status_code == 404
    assert send(window(school.cast.colleague), verify.format(far.id)).status_code == 404
    assert window(school.far).get("/training/waiting").status_code == 403
    assert statuses(look) == ["claimed", "claimed"]


def test_an_exemption_holds_until_its_day_and_can_end_sooner(
    stage: Stage, school: School, window: Window, look: Session
) -> None:
    client = window(school.lead)
    address = f"/people/{school.far.id}/training/exempt"
    typed = {
        "course_id": str(school["gdpr"]),
        "reason": "Long absence",
        **day("from_on", "1 5 2026"),
    }

    wrong = client.get(address).form().submit({**typed, **day("until", "1 4 2026")})
    assert wrong.status_code == 422
    assert wrong.form().values["reason"] == "Long absence"
    page = wrong.form().submit(day("until", "1 9 2026"))
    assert "Exempt until 1 September 2026" in page.main

    row = look.scalars(select(TrainingExemption)).one()
    end = client.get(f"/training/exemptions/{row.id}/end").form()
    assert "The exemption ends sooner now." in end.submit(day("ends_on", "1 6 2026")).text
    stale = end.submit(day("ends_on", "15 5 2026"), tampered={"form_key": "another"})
    assert stale.status_code == 409


def test_a_refresher_is_assigned_where_the_rules_name_it(
    stage: Stage, school: School, window: Window, look: Session
) -> None:
    done(stage, school.far, school["case-system"], date(2026, 3, 1))
    client = window(school.lead)
    form = client.get(f"/people/{school.far.id}/training/refresher").form()
    typed = {"cause": "incident", "reason": "A record was lost", **day("due_on", "1 6 2026")}

    refused = form.submit({**typed, "course_id": str(school["gdpr"])})
    assert "name no such refresher" in refused.errors[0]
    page = form.submit({**typed, "course_id": str(school["case-system"])})
    assert ["Due soon", "1 June 2026, in 24 days"] in [row[1:3] for row in page.rows]

    row = look.scalars(select(TrainingRefresher)).one()
    listed = client.get("/training/exceptions")
    held = rows_of(listed.follow("Take both lists away (XLSX)").data)
    assert held[1][:3] == ["Finn Far", "Case system", "An incident"]
    assert held[1][4:] == [datetime(2026, 6, 1), "A record was lost"]  # noqa: DTZ001
    assert "The refresher is withdrawn." in (
        listed.form(f"/training/refreshers/{row.id}/withdraw").submit().text
    )
    assert (
        listed.form(f"/training/refreshers/{row.id}/withdraw")
        .submit(tampered={"form_key": "another"})
        .status_code
        == 409
    )


def test_only_the_persons_training_lead_exempts_and_assigns(
    stage: Stage, school: School, window: Window
) -> None:
    for kind in ("exempt", "refresher"):
        address = f"/people/{school.far.id}/training/{kind}"
        assert window(school.team_lead).get(address).status_code == 404
        assert window(school.far).get(address).status_code == 403
    asha = f"/people/{school.cast.practitioner.id}/training/exempt"
    assert window(school.cast.supervisor).get(asha).status_code == 403
    for address in ("/training/exceptions", "/training/exceptions.csv"):
        assert window(school.cast.supervisor).get(address).status_code == 403
    change(stage, school.far, team_id=school.quay.id)
    assert (
        window(school.team_lead).get(f"/people/{school.far.id}/training/exempt").status_code == 200
    )
