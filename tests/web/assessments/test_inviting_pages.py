"""Somebody without a supervisor here invites a rater from outside to one appraisal."""

from typing import cast

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competency.assessments.models import Invitation
from competency.people.models import Person
from tests.builders.appraisals import Made, an_appraisal
from tests.builders.stage import Stage, end_line
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.web.assessments.conftest import Window

UNTIL = {"expires_on-day": "1", "expires_on-month": "6", "expires_on-year": "2026"}
RATER = {"name": "Rhian Vaughan", "email": "rhian@outside.example"}
NEW_PASSWORD = "copper kettle window nine"


def invitations(look: Session) -> int:
    """Return how many invitations there are."""
    return look.scalar(select(func.count(Invitation.id))) or 0


def alone(stage: Stage) -> Made:
    """An appraisal of somebody whom nobody supervises any more."""
    made = an_appraisal(stage)
    end_line(stage, made.cast.line)
    return made


def invite(made: Made, window: Window, values: dict[str, str]) -> Page:
    """Send the invitation."""
    form = window(made.cast.practitioner).get(made.path + "/invite").form("Invite them")
    return form.submit(values)


def test_the_rater_gets_a_link_and_reaches_this_appraisal_alone(
    stage: Stage, window: Window, app: Flask, look: Session
) -> None:
    made = alone(stage)
    page = invite(made, window, RATER | UNTIL)
    assert page.heading == "Rhian Vaughan is invited"
    link = next(e.get("value", "") for e in page.document.all("input") if e.get("id") == "link")

    rater = cast(CheckedClient, app.test_client())
    form = rater.get(link.partition("localhost")[2]).form()
    form.submit({name: NEW_PASSWORD for name in form.values if name in ("password", "again")})
    person = look.scalar(select(Person).where(Person.email == RATER["email"]))
    assert person is not None
    own = window(person).get(made.path)

    assert own.follow("Start rating: Supervision").status_code == 200
    assert window(person).get(f"/people/{made.cast.practitioner.id}/record").status_code == 404


def test_the_rater_rates_and_sees_the_self_assessment_only_after_the_reveal(
    stage: Stage, window: Window, look: Session
) -> None:
    made = alone(stage)
    invite(made, window, RATER | UNTIL)
    person = look.scalar(select(Person).where(Person.email == RATER["email"]))
    assert person is not None

    page = (
        window(person)
        .get(made.path + "/rate/SUP")
        .form("Save")
        .submit({"SUP-1a-position": 4}, press="Save")
    )

    assert "1 of 65 rated" in page.main
    assert "Asha Patel" in page.main


def test_a_revoked_invitation_reaches_nothing(stage: Stage, window: Window, look: Session) -> None:
    made = alone(stage)
    invite(made, window, RATER | UNTIL)
    person = look.scalar(select(Person).where(Person.email == RATER["email"]))
    assert person is not None

    page = window(made.cast.practitioner).get(made.path + "/invite")
    page.form("End this invitation of Rhian Vaughan").submit()

    assert window(person).get(made.path).status_code in (403, 404)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"expires_on-year": "2027"}, "Choose a day after today, at most 90 days ahead."),
        ({"expires_on-month": "5"}, "Choose a day after today, at most 90 days ahead."),
        (
            {"email": "ben.okoro@example.org"},
            "That is a colleague's address. Invite somebody from outside.",
        ),
        ({"name": " "}, "Enter their name."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    stage: Stage, window: Window, look: Session, changed: dict[str, str], error: str
) -> None:
    made = alone(stage)

    answer = invite(made, window, RATER | UNTIL | changed)

    assert (answer.status_code, answer.errors) == (422, [error])
    assert invitations(look) == 0


def test_who_has_a_supervisor_is_told_why_not(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage)

    page = window(made.cast.practitioner).get(made.path + "/invite")

    assert "for people whom nobody here supervises" in page.main
    assert "Invite a rater" not in window(made.cast.practitioner).get(made.path).main


def test_only_the_person_themselves_invites(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage)

    assert window(made.cast.supervisor).get(made.path + "/invite").status_code == 403
