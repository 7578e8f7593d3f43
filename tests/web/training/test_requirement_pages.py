"""What is asked of whom: adopted, added, and changed once its effect was seen."""

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from competency.training.models import Course, TrainingRequirement
from tests.builders.stage import Stage
from tests.builders.training import School
from tests.support.sending import send
from tests.support.workbooks import rows_of
from tests.web.training.conftest import Window

GDPR = "Data protection (GDPR)"


def rule(look: Session, school: School) -> TrainingRequirement:
    look.rollback()
    found = look.scalars(
        select(TrainingRequirement).where(TrainingRequirement.course_id == school["gdpr"])
    )
    return found.one()


def test_the_list_says_who_when_and_how_often(school: School, window: Window) -> None:
    page = window(school.lead).get("/training/requirements")

    row = next(r for r in page.rows if r[0].startswith(GDPR))
    assert row[1:4] == ["Everyone", "At appointment", "Every 12 months"]
    assert "Assumption:" in row[0]


def test_the_list_can_be_taken_away(school: School, window: Window) -> None:
    page = window(school.lead).get("/training/requirements")

    rows = rows_of(page.follow("Take this list away (XLSX)").data)

    assert rows[1][:3] == [GDPR, "Everyone", 0]
    assert rows[1][4:7] == [12, None, 60]
    assert len(rows) == 6
    refused = window(school.cast.practitioner).get("/training/requirements.csv")
    assert refused.status_code == 403


def test_adopting_again_changes_nothing(school: School, window: Window, look: Session) -> None:
    page = window(school.cast.administrator).get("/training/requirements").form("adopt").submit()

    assert "0 courses added" in page.text
    assert len(look.scalars(select(TrainingRequirement)).all()) == 5


def test_an_empty_organisation_adopts_in_one_click(
    stage: Stage, school: School, window: Window, look: Session
) -> None:
    with stage.database.aside() as session:
        session.execute(delete(TrainingRequirement))
        session.execute(delete(Course))
        session.info.pop("changed", None)
    client = window(school.lead)
    assert "No course is asked of anybody yet." in client.get("/training/overview").main

    page = client.get("/training/requirements").form("adopt").submit()

    assert "5 courses added" in page.text
    assert len(look.scalars(select(Course)).all()) == 5


def test_the_effect_is_shown_before_anything_is_saved(
    school: School, window: Window, look: Session
) -> None:
    address = f"/training/requirements/{rule(look, school).id}"
    client = window(school.lead)

    shown = client.get(address).form("requirement").submit({"grace_days": "730", "who": "everyone"})
    assert shown.status_code == 200
    assert "What this would change" in shown.main
    assert rule(look, school).grace_days == 0

    saved = shown.form("requirement").submit({"repeat_months": "24"}, press="Save it")
    assert "The requirement is saved." in saved.text
    kept = rule(look, school)
    assert (kept.grace_days, kept.repeat_months, kept.assumption) == (730, 24, "")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("grace_days", "731", "Days of grace are between 0 and 730."),
        ("grace_days", "-1", "Days of grace are between 0 and 730."),
        ("grace_days", "soon", "Enter a whole number, such as 12."),
        ("repeat_months", "121", "A repeat is every 1 to 120 months"),
        ("window_days", "400", "The renewal window is shorter"),
        ("who", "role", "Choose the role that needs this."),
        ("who", "team", "Choose the team that needs this."),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(
    school: School, window: Window, look: Session, field: str, typed: str, said: str
) -> None:
    form = window(school.lead).get(f"/training/requirements/{rule(look, school).id}").form()

    page = form.submit({field: typed})

    assert page.status_code == 422
    assert said in page.errors[0]
    assert page.form("requirement").values[field] == typed


def test_a_course_that_is_in_no_list_is_refused(school: School, window: Window) -> None:
    form = window(school.lead).get("/training/requirements/add").form()

    for odd in ("999", "x", "9" * 30):
        assert form.submit(tampered={"course_id": odd}).status_code == 422


def test_a_rule_that_was_changed_meanwhile_is_not_overwritten(
    school: School, window: Window, look: Session
) -> None:
    address = f"/training/requirements/{rule(look, school).id}"
    mine = window(school.lead).get(address).form("requirement").submit({"grace_days": "7"})
    other = window(school.cast.administrator).get(address).form("requirement")
    other.submit({"grace_days": "14"}).form("requirement").submit(press="Save it")

    answer = mine.form("requirement").submit(press="Save it")

    assert answer.status_code == 409
    assert rule(look, school).grace_days == 14


def test_a_requirement_ends_and_stays_for_the_record(
    school: School, window: Window, look: Session
) -> None:
    page = window(school.lead).get(f"/training/requirements/{rule(look, school).id}/end")
    assert "What this would change" in page.main

    assert "asked of nobody any more" in page.form("end").submit().text
    assert rule(look, school).ended_at is not None
    assert window(school.lead).get(page.request.path).status_code == 404


def test_a_registration_is_added_with_who_needs_it(
    school: School, window: Window, look: Session
) -> None:
    client = window(school.lead)
    form = client.get("/training/courses/add").form()
    assert form.submit({"title": GDPR, "subject": "course"}).errors == [
        "There is one of this name already."
    ]

    page = form.submit({"title": "HCPC registration", "subject": "registration"})
    typed = {"who": "role", "role": "case_manager", "grace_days": "0"}
    saved = page.form("requirement").submit(typed).form("requirement").submit(press="Save it")

    row = next(r for r in saved.rows if r[0] == "HCPC registration")
    assert row[1:4] == ["Case manager", "At appointment", "Once"]


def test_only_administrators_and_whole_leads_keep_requirements(
    school: School, window: Window, look: Session
) -> None:
    one = f"/training/requirements/{rule(look, school).id}"
    for person in (school.cast.practitioner, school.cast.supervisor, school.team_lead):
        client = window(person)
        for address in ("/training/requirements", one, f"{one}/end", "/training/courses/add"):
            assert client.get(address).status_code == 403, address
        assert send(client, "/training/requirements/adopt").status_code == 403
        assert send(client, "/training/courses/add").status_code == 403
        assert send(client, one).status_code == 403
    assert window(school.lead).get("/training/requirements/999").status_code == 404
