"""Who is told what of a case, once, without naming a client."""

from datetime import date

from sqlalchemy import select

from competency.cases.service import assessing, handing_over, reading, register, telling
from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.notifications.models import Notice
from competency.people.models import Person, Region, RoleGrant
from tests.builders.cases import a_case, a_member, a_risk
from tests.builders.stage import LONG_AGO
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


def test_a_safeguarding_concern_is_told_to_its_leads_who_come_to_a_page_of_theirs(stage):
    made = a_case(stage, "review")
    lead = a_member(stage, "Saf Guard", None, Role.SAFEGUARDING_LEAD)
    near, far = (a_member(stage, f"Saf {name}", None) for name in ("North", "South"))
    south = stage.save(Region(name="South"))
    for person, region in ((near, made.office.region), (far, south)):
        stage.save(
            RoleGrant(
                person_id=person.id,
                role=Role.SAFEGUARDING_LEAD.value,
                scope="region",
                scope_id=region.id,
                starts_on=LONG_AGO,
            )
        )
    former = stage.save(
        Person(
            name="Saf Former", email="f@example.org", started_on=LONG_AGO, left_on=date(2026, 5, 7)
        )
    )
    role = Role.SAFEGUARDING_LEAD.value
    stage.save(RoleGrant(person_id=former.id, role=role, starts_on=LONG_AGO))

    stage.do(made.office.worker, escalate(made, "welfare"))
    assert told(stage, lead) == []

    stage.do(made.office.worker, escalate(made, "safeguarding"))

    for person in (lead, near):
        assert told(stage, person) == ["safeguarding-concern"]
        (path,) = stage.ask(
            None,
            lambda w, to=person: w.session.scalars(
                select(Notice.path).where(Notice.person_id == to.id)
            ).all(),
        )
        assert path == f"/cases/{made.id}/concerns"
        reference, concerns = stage.ask(person, lambda w: reading.escalations(w, made.id))
        assert (reference, len(concerns)) == ("C-0001", 2)
    assert told(stage, far) == told(stage, former) == []
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
