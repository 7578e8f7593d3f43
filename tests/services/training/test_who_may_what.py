"""Who may do what with training, as one readable table."""

from datetime import date, timedelta

import pytest

from competency.kernel.actor import Role
from competency.people.models import RoleGrant, SupervisionLine
from competency.training.domain.completions import Claim
from competency.training.service import (
    allowing,
    completing,
    front,
    importing,
    overview,
    reminding,
    reporting,
    requirements,
)
from tests.builders.stage import LONG_AGO, a_line, a_person
from tests.builders.training import a_file, done

TODAY = date(2026, 5, 8)
# "lead" keeps everybody's training, "quay" and "hill" that of one team; the subject is in quay.
# "other" supervises somebody else, "former" supervised the subject until last month.
PEOPLE = [
    *("self", "supervisor", "manager", "lead", "quay", "hill"),
    *("other", "former", "administrator", "auditor", "central", "colleague"),
]
TABLE = {
    # in the order of PEOPLE
    "see the record": "yes yes yes yes yes 404 404 404 404 404 404 404",
    "claim": "yes 403 403 403 403 404 404 404 404 404 404 404",
    "verify": "403 403 403 yes yes 404 404 404 404 404 404 404",
    "return": "403 403 403 yes yes 404 404 404 404 404 404 404",
    "exempt": "403 403 403 yes yes 404 404 404 404 404 404 404",
    "assign": "403 403 403 yes yes 404 403 403 403 403 403 403",
    "record attendance": "403 403 403 yes yes 404 403 403 403 403 403 403",
    "import": "403 403 403 yes yes yes 403 403 403 403 403 403",
    "remind": "403 403 403 yes yes yes 403 403 403 403 403 403",
    "overview": "403 403 403 yes yes yes 403 403 403 403 403 403",
    "drill down": "403 403 403 yes yes yes 403 403 403 403 403 403",
    "freeze the report": "403 403 403 yes 403 403 403 403 403 403 403 403",
    "keep requirements": "403 403 403 yes 403 403 403 403 yes 403 403 403",
    "see the effect": "403 403 403 yes 403 403 403 403 yes 403 403 403",
}


@pytest.fixture
def people(stage, school):
    """Everybody of the table, by name."""
    cast = school.cast
    hill_lead = a_person(stage, "Hal Hill")
    stage.save(
        RoleGrant(
            person_id=hill_lead.id,
            role=Role.TRAINING_LEAD.value,
            scope="team",
            scope_id=school.hill.id,
            starts_on=LONG_AGO,
        )
    )
    other = a_person(stage, "Olga Other", Role.SUPERVISOR)
    former = a_person(stage, "Fay Former", Role.SUPERVISOR)
    a_line(stage, other, cast.colleague)
    stage.save(
        SupervisionLine(
            supervisor_id=former.id,
            supervisee_id=cast.practitioner.id,
            starts_on=LONG_AGO,
            ends_on=TODAY - timedelta(days=30),
        )
    )
    return {
        "self": cast.practitioner,
        "supervisor": cast.supervisor,
        "manager": cast.manager,
        "lead": school.lead,
        "quay": school.team_lead,
        "hill": hill_lead,
        "other": other,
        "former": former,
        "administrator": cast.administrator,
        "auditor": a_person(stage, "Aud Itor", Role.AUDITOR),
        "central": a_person(stage, "Cen Tral", Role.CENTRAL_OFFICE),
        "colleague": cast.colleague,
    }


def attempt(what, school, waiting):
    """Return what is tried, as a function of the piece of work."""
    asha, gdpr = school.cast.practitioner.id, school["gdpr"]
    later = TODAY + timedelta(days=9)
    return {
        "see the record": lambda w: overview.record(w, asha),
        "claim": lambda w: completing.claim(w, asha, Claim(course_id=gdpr, completed_on=TODAY)),
        "verify": lambda w: completing.verify(w, waiting),
        "return": lambda w: completing.return_to(w, waiting, "Which course was this?"),
        "exempt": lambda w: allowing.exempt(
            w, asha, gdpr, from_on=TODAY, until=later, reason="leave"
        ),
        "assign": lambda w: allowing.assign_refresher(
            w, school["case-system"], [asha], cause="incident", due_on=later, reason="a mix-up"
        ),
        "record attendance": lambda w: completing.record_attendance(w, gdpr, TODAY, [asha]),
        "import": lambda w: importing.preview(w, a_file("S-Asha Patel,,GDPR,2026-05-01,,")),
        "remind": reminding.due_for_reminder,
        "overview": front.front,
        "drill down": lambda w: overview.people_with(w, gdpr),
        "freeze the report": lambda w: reporting.freeze(w, date(2026, 4, 1)),
        "keep requirements": requirements.list_requirements,
        "see the effect": lambda w: requirements.effect_of_ending(w, 1),
    }[what]


@pytest.mark.parametrize("what", TABLE)
def test_everybody_may_exactly_what_the_table_says(stage, school, people, what):
    waiting = done(
        stage, school.cast.practitioner, school["gdpr"], date(2026, 4, 1), status="claimed"
    )

    found = {
        name: stage.outcome(people[name], attempt(what, school, waiting.id)) for name in PEOPLE
    }

    assert found == dict(zip(PEOPLE, TABLE[what].split(), strict=True))


def test_a_lead_is_told_nothing_about_those_outside_the_scope(stage, school, people):
    for who in (people["hill"], people["other"]):
        assert {line.name for line in stage.ask(who, overview.team)} <= {"Ben Okoro"}
    lines = stage.ask(people["hill"], lambda w: overview.people_with(w, school["gdpr"]))

    assert {line.name for line in lines} == {"Finn Far"}
    found = stage.ask(people["hill"], reminding.due_for_reminder)
    assert {item.name for one in found for item in one.items} == {"Finn Far"}
