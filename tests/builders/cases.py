"""Cases at any stage, made by the services as people make them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from competency.cases.domain.planning import Goal
from competency.cases.models import CaseFile, CaseRisk
from competency.cases.service import (
    assessing,
    closing,
    contacting,
    planning,
    recording,
    referring,
    register,
)
from competency.cases.service.assessing import Need, Risk
from competency.cases.service.register import Referral
from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.people.models import (
    Organisation,
    Person,
    PracticeArea,
    Region,
    RoleGrant,
    SupervisionLine,
    Team,
)
from tests.builders.stage import LONG_AGO, Stage, a_line
from tests.support.replay import kept

REFERRED = date(2026, 3, 2)
STAGES = ("in-discussion", "assessment", "planning", "review", "closed")


@dataclass(frozen=True)
class Office:
    """A team with its region and the people around a case of the key worker's."""

    region: Region
    team: Team
    other_team: Team
    area: PracticeArea
    worker: Person
    colleague: Person
    supervisor: Person
    manager: Person


@dataclass(frozen=True)
class Made:
    """A case and the office it belongs to."""

    office: Office
    row: CaseFile

    @property
    def id(self) -> int:
        """The case's number."""
        return self.row.id


def a_member(stage: Stage, name: str, team: Team | None, *roles: Role) -> Person:
    """A person of the team, with these roles for everyone."""
    person: Person = stage.save(
        Person(
            name=name,
            email=f"{name.lower().replace(' ', '.')}@example.org",
            staff_number=f"S-{name}",
            started_on=LONG_AGO,
            team_id=team.id if team else None,
        )
    )
    grants = [RoleGrant(person_id=person.id, role=r.value, starts_on=LONG_AGO) for r in roles]
    if grants:
        stage.save(*grants)
    return person


@kept
def an_office(stage: Stage) -> Office:
    """An organisation with two teams of one region, and who works in the first."""
    stage.save(Organisation(name="Larkfield Case Management"))
    region = stage.save(Region(name="North"))
    team, other = stage.save(
        Team(name="Quayside", region_id=region.id), Team(name="Hillside", region_id=region.id)
    )
    area = stage.save(PracticeArea(name="Substance misuse"))
    worker = a_member(stage, "Kit Worker", team, Role.CASE_MANAGER)
    supervisor = a_member(stage, "Sue Visor", team, Role.SUPERVISOR)
    manager = a_member(stage, "Mo Ager", None, Role.MANAGER)
    a_line(stage, supervisor, worker)
    a_line(stage, manager, supervisor)
    return Office(
        region=region,
        team=team,
        other_team=other,
        area=area,
        worker=worker,
        colleague=a_member(stage, "Col League", team, Role.CASE_MANAGER),
        supervisor=supervisor,
        manager=manager,
    )


def referral(office: Office, reference: str = "C-0001", **changes: object) -> Referral:
    """A referral that can be accepted: with consent, in the area, to a team's work."""
    facts: dict[str, object] = {
        "reference": reference,
        "team_id": office.team.id,
        "practice_area_id": office.area.id,
        "received_on": REFERRED,
        "route": "criminal-justice",
        "postcode_area": "FY1 4",
        "referrer": "Dr Ray",
        "consent_on": REFERRED,
    }
    return Referral(**(facts | changes))  # type: ignore[arg-type]


def goal(**changes: object) -> Goal:
    """A goal with all its parts."""
    facts: dict[str, object] = {
        "specific": "A place of one's own to live in.",
        "measurable": "A tenancy is signed.",
        "achievable": "The housing officer helps with the form.",
        "relevant": "“I want to wake up somewhere quiet.”",
        "due_on": date(2026, 9, 1),
        "evaluation": "We look at it together at each review.",
        "review_on": date(2026, 7, 1),
    }
    return Goal(**(facts | changes))  # type: ignore[arg-type]


RISK = Risk("overdose", 2, 4, "Lost tolerance after prison.", "Naloxone given and explained.")
NEED = Need("wider-support", "“I sleep on sofas.”", "Keeps every appointment.")


@kept
def a_case(
    stage: Stage, at: str = "in-discussion", office: Office | None = None, **more: Any
) -> Made:
    """A case at this stage of the protocol, with the worker as its key worker once accepted."""
    office = office or an_office(stage)
    wanted = referral(office, **more)
    first = on_day(stage, wanted.received_on)
    row = first.do(office.worker, lambda w: register.open_referral(w, wanted))
    made = Made(office, row)
    for name, step in zip(STAGES[1:], (_accept, _assess, _plan, _close), strict=True):
        if STAGES.index(at) >= STAGES.index(name):
            step(stage, made)
    return made


def _day(n: int) -> date:
    return REFERRED + timedelta(days=n)


def on_day(stage: Stage, day: date) -> Stage:
    """The same stage at noon of another day."""
    noon = datetime.combine(day, time(12), UTC)
    return Stage(stage.database, lambda: noon, stage.key)


def _accept(stage: Stage, made: Made) -> None:
    office = made.office
    stage = on_day(stage, _day(3))
    stage.do(office.worker, lambda w: referring.accept(w, made.id, _day(2)))
    stage.do(office.supervisor, lambda w: register.assign(w, made.id, office.worker.id, _day(3)))


@kept
def a_risk(stage: Stage, made: Made, on: date | None = None) -> CaseRisk:
    """A risk assessment by the key worker, not signed off yet."""
    return stage.do(
        made.office.worker, lambda w: assessing.assess_risk(w, made.id, on or _day(5), [RISK])
    )


def _assess(stage: Stage, made: Made) -> None:
    worker = made.office.worker
    note = recording.happened

    def assess(w: Work) -> None:
        contacting.record_contact(w, made.id, with_whom="client", how="telephone", on=_day(4))
        assessing.assess_needs(w, made.id, _day(5), [NEED])
        referring.give_consent(w, made.id, "storing", _day(5))
        referring.give_consent(w, made.id, "sharing", _day(5))
        note(w, made.id, "risk_discussed", _day(6), "With Sue.")
        note(w, made.id, "core_data_sent", _day(6))
        note(w, made.id, "gp_summary_requested", _day(6))

    stage = on_day(stage, _day(20))
    stage.do(worker, assess)
    risk = a_risk(stage, made)
    stage.do(made.office.supervisor, lambda w: assessing.sign_off(w, risk.id, _day(7)))
    stage.do(worker, lambda w: note(w, made.id, "assessment_completed", _day(20)))


@kept
def a_plan(stage: Stage, made: Made) -> None:
    """A plan with a goal, an objective and an action, talked over with the client."""

    def plan(w: Work) -> None:
        row = planning.add_goal(w, made.id, goal())
        planning.add_step(w, row.id, "objective", "The housing form is in.")
        planning.add_step(
            w, row.id, "action", "Fill in the form.", who="Client", due_on=date(2026, 6, 1)
        )
        planning.write_words(w, made.id, "I want to wake up somewhere quiet.", 0)
        planning.agree(w, made.id, _day(21), agrees=True, client_signed=True, copy_offered=True)

    stage.do(made.office.worker, plan)


def _plan(stage: Stage, made: Made) -> None:
    stage = on_day(stage, _day(22))
    a_plan(stage, made)
    stage.do(made.office.worker, lambda w: planning.enter_plan(w, made.id, _day(22)))


def _close(stage: Stage, made: Made) -> None:
    office = made.office
    stage = on_day(stage, _day(53))
    form = stage.do(
        office.worker,
        lambda w: closing.ask_closure(
            w, made.id, _day(50), "drug-free", "All goals reached.", follow_up_consent=True
        ),
    )
    stage.do(
        office.supervisor,
        lambda w: closing.decide_closure(w, form.id, "closed", _day(53), form.version),
    )


@kept
def around(stage: Stage, office: Office) -> dict[str, Person]:
    """Everybody the permission table asks about, by what they are to the office's cases.

    "second" supervises the key worker too, "lead" supervises only a colleague of the team,
    "other" somebody of another team, "former" did supervise the key worker until last month.
    """
    elsewhere = a_member(stage, "Eli Where", office.other_team, Role.CASE_MANAGER)
    second = a_member(stage, "Sam Second", None, Role.SUPERVISOR)
    lead = a_member(stage, "Lea Der", None, Role.SUPERVISOR)
    other = a_member(stage, "Olga Other", None, Role.SUPERVISOR)
    former = a_member(stage, "Fay Former", None, Role.SUPERVISOR)
    a_line(stage, second, office.worker)
    a_line(stage, lead, office.colleague)
    a_line(stage, other, elsewhere)
    stage.save(
        SupervisionLine(
            supervisor_id=former.id,
            supervisee_id=office.worker.id,
            starts_on=LONG_AGO,
            ends_on=stage.clock().date() - timedelta(days=30),
        )
    )
    south = stage.save(Region(name="South"))
    specialist = a_member(stage, "Quin North", None)
    far = a_member(stage, "Quin South", None)
    for person, region in ((specialist, office.region), (far, south)):
        stage.save(
            RoleGrant(
                person_id=person.id,
                role=Role.QUALITY_SPECIALIST.value,
                scope="region",
                scope_id=region.id,
                starts_on=LONG_AGO,
            )
        )
    return {
        "worker": office.worker,
        "colleague": office.colleague,
        "supervisor": office.supervisor,
        "second": second,
        "lead": lead,
        "manager": office.manager,
        "other": other,
        "former": former,
        "elsewhere": elsewhere,
        "specialist": specialist,
        "far specialist": far,
        "safeguarding": a_member(stage, "Saf Guard", None, Role.SAFEGUARDING_LEAD),
        "leadership": a_member(stage, "Reg Leader", None, Role.REGIONAL_LEADERSHIP),
        "central": a_member(stage, "Cen Tral", None, Role.CENTRAL_OFFICE),
        "training_lead": a_member(stage, "Tess Lead", None, Role.TRAINING_LEAD),
        "administrator": a_member(stage, "Adi Stone", None, Role.ADMINISTRATOR),
        "auditor": a_member(stage, "Aud Itor", None, Role.AUDITOR),
    }
