"""Who is told what of a case, once, without naming a client."""

from datetime import date

from sqlalchemy import select

from competency.cases.service import assessing, handing_over, register, telling
from competency.infra.work import Work
from competency.notifications.models import Notice
from tests.builders.cases import a_case, a_risk
from tests.services.cases.test_escalating import escalate

TODAY = date(2026, 5, 8)


def told(stage, person):
    """Return the kinds of notice that somebody has, in order."""
    rows = stage.ask(
        None,
        lambda w: w.session.scalars(
            select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)
        ).all(),
    )
    assert not any("C-0" in row.words for row in rows)
    return [row.kind for row in rows]


def test_a_key_worker_hears_of_a_new_case_and_the_line_manager_of_what_to_sign_off(stage):
    made = a_case(stage, "assessment")
    a_risk(stage, made)

    assert told(stage, made.office.worker) == ["case-assigned"]
    assert told(stage, made.office.supervisor) == ["risk-to-sign-off"]


def test_the_author_hears_of_the_decision(stage):
    made = a_case(stage, "assessment")
    signed, returned = a_risk(stage, made), None
    stage.do(made.office.supervisor, lambda w: assessing.sign_off(w, signed.id, TODAY))
    returned = a_risk(stage, made, TODAY)
    stage.do(made.office.supervisor, lambda w: assessing.send_back(w, returned.id, TODAY, "More."))

    assert told(stage, made.office.worker)[1:] == ["risk-signed-off", "risk-returned"]


def test_a_caseload_handed_over_is_told_once(stage):
    made = a_case(stage, "review")
    other = a_case(stage, "assessment", made.office, reference="C-0002")
    office = made.office
    to = {made.id: office.colleague.id, other.id: office.colleague.id}

    stage.do(
        office.supervisor,
        lambda w: handing_over.hand_over(w, office.worker.id, to, TODAY, "Leave."),
    )

    assert told(stage, office.colleague) == ["cases-handed-over"]


def test_a_concern_is_told_to_the_line(stage):
    made = a_case(stage, "review")

    stage.do(made.office.colleague, escalate(made, "welfare"))

    assert told(stage, made.office.worker)[-1] == "concern"
    assert told(stage, made.office.supervisor)[-1] == "concern"


def test_ones_own_clocks_stand_in_the_calendar_without_a_name(stage):
    made = a_case(stage, "review")

    dates = stage.ask(made.office.worker, lambda w: list(telling.dates_due(w)))

    assert ("A case: Risk assessment", f"/cases/{made.id}") in {(d.words, d.path) for d in dates}
    assert len({d.key for d in dates}) == len(dates)
    assert stage.ask(made.office.colleague, lambda w: list(telling.dates_due(w))) == []


def test_nobody_is_told_of_what_they_did_themselves(stage):
    made = a_case(stage, "assessment")
    office = made.office

    def take(w: Work):
        return register.assign(w, made.id, office.supervisor.id, TODAY)

    stage.do(office.supervisor, take)

    assert "case-assigned" not in told(stage, office.supervisor)
