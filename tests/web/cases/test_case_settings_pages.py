"""An administrator chooses whether names are kept, and who signs off alone for a time."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.models import CaseAlone, CaseSettings
from competency.kernel.actor import Role
from tests.builders.cases import Office, a_member, an_office
from tests.builders.stage import Stage
from tests.support.client import CheckedClient


def administered(stage: Stage, client: CheckedClient) -> Office:
    office = an_office(stage)
    client.sign_in(a_member(stage, "Adi Stone", None, Role.ADMINISTRATOR))
    return office


def test_names_are_off_until_they_are_switched_on(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    administered(stage, client)
    form = client.get("/cases/settings").form("Save")
    assert form.values["keeps_names"] == "no"

    page = form.submit({"keeps_names": "yes"})

    assert page.form("Save").values["keeps_names"] == "yes"
    assert look.scalars(select(CaseSettings.keeps_names)).one() is True


def test_signing_off_alone_is_allowed_until_a_day_and_ended_before_it(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    office = administered(stage, client)
    form = client.get("/cases/settings").follow("Allow somebody to sign off alone").form()
    until = {"until-day": "1", "until-month": "8", "until-year": "2026", "reason": "Post is vacant"}

    refused = form.submit({"person_id": office.worker.id} | until | {"until-year": "2030"})
    assert refused.errors == ["Choose a day from today on, within a year."]
    page = form.submit({"person_id": office.worker.id} | until)
    assert page.rows[1][:4] == ["Kit Worker", "8 May 2026", "1 Aug 2026", "Post is vacant"]

    page = page.form("End it for Kit Worker").submit()

    assert "Nobody may." in page.main
    assert look.scalars(select(CaseAlone)).one().ended_at is not None


def test_nobody_is_chosen_by_leaving_the_choice_open(stage: Stage, client: CheckedClient) -> None:
    administered(stage, client)
    form = client.get("/cases/settings/alone").form()

    page = form.submit(
        {"until-day": "1", "until-month": "8", "until-year": "2026", "reason": "Post is vacant"}
    )

    assert (page.status_code, page.errors) == (422, ["Choose somebody."])


def test_nobody_else_sees_the_settings(stage: Stage, client: CheckedClient) -> None:
    office = an_office(stage)

    for person in (office.worker, office.supervisor, office.manager):
        client.sign_in(person)
        assert client.get("/cases/settings").status_code == 403
        assert client.get("/cases/settings/alone").status_code == 403
