"""Who may do what with a case, as one readable table, at the stage where it makes sense."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from competency.cases import permissions
from competency.cases.models import CaseClock, CaseFile
from competency.cases.service import (
    allowing,
    assessing,
    clocks,
    closing,
    contacting,
    disposing,
    escalating,
    handing_over,
    listing,
    overseeing,
    planning,
    reading,
    recording,
    referring,
    register,
    taking_in,
)
from competency.cases.service.loading import load
from competency.cases.service.overseeing import Wanted
from tests.builders.cases import a_case, a_risk, around, goal, referral

# "second" supervises the key worker too; "lead" supervises a colleague of the same team; "other"
# and "elsewhere" belong to another team; "former" supervised the key worker until last month.
PEOPLE = [
    "worker",
    "colleague",
    "supervisor",
    "second",
    "lead",
    "manager",
    "other",
    "former",
    "elsewhere",
    "specialist",
    "far specialist",
    "safeguarding",
    "leadership",
    "central",
    "training_lead",
    "administrator",
    "auditor",
]
NONE = "404 404 404 404 404 404 404"
STAFF = "yes yes yes yes yes yes 404 404 404"
LEADS = "403 403 yes yes yes yes 404 404 404"
TABLE = {
    # in the order of PEOPLE
    "see": ("review", f"{STAFF} yes {NONE}"),
    "see the name": ("review", f"{STAFF} 403 {NONE}"),
    "see the concerns": ("review", f"{STAFF} 403 404 yes 404 404 404 404 404"),
    "escalate": ("review", f"{STAFF} 403 404 yes 404 404 404 404 404"),
    "note": ("review", f"{STAFF} 403 {NONE}"),
    "record a contact": ("review", f"{STAFF} 403 {NONE}"),
    "add a goal": ("review", f"{STAFF} 403 {NONE}"),
    "review": ("review", f"{STAFF} 403 {NONE}"),
    "ask for closure": ("review", f"{STAFF} 403 {NONE}"),
    "accept": ("in-discussion", f"{STAFF} 403 {NONE}"),
    "assign": ("review", f"{LEADS} 403 {NONE}"),
    "sign off": ("assessment", f"{LEADS} 403 {NONE}"),
    "send back": ("assessment", f"{LEADS} 403 {NONE}"),
    "clear the tag": ("review", f"{LEADS} 403 {NONE}"),
    "close": ("review", f"{LEADS} 403 {NONE}"),
    "excuse a clock": ("review", f"{LEADS} 403 {NONE}"),
    "hold": ("review", f"{LEADS} 403 {NONE}"),
    "see the caseload": ("review", f"yes 404 yes yes 404 yes 404 404 404 404 {NONE}"),
    "hand over": ("review", f"403 404 yes yes 404 yes 404 404 404 404 {NONE}"),
    "log": ("review", "yes yes yes yes yes yes 403 403 403 403 403 403 403 403 403 403 403"),
    "preview a disposal": (
        "review",
        "403 403 403 403 403 yes 403 403 403 403 403 403 403 403 403 yes 403",
    ),
    "take cases in": (
        "review",
        "403 403 403 403 403 yes 403 403 403 403 403 403 403 403 403 yes 403",
    ),
    "choose to keep names": (
        "review",
        "403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 yes 403",
    ),
    "allow signing alone": (
        "review",
        "403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 yes 403",
    ),
}
TODAY = date(2026, 5, 8)


def attempt(what, stage, made, people):
    """Return the piece of work of this line of the table."""
    office, id_ = made.office, made.id
    if what in ("sign off", "send back"):
        risk = a_risk(stage, made)
        decide = assessing.sign_off if what == "sign off" else assessing.send_back
        return lambda w: decide(w, risk.id, TODAY, "Say more.")
    if what in ("see the concerns", "escalate", "clear the tag"):
        stage.do(office.worker, lambda w: concern(w, id_))
    if what == "close":
        form = stage.do(office.worker, lambda w: ask(w, id_))
        return lambda w: closing.decide_closure(w, form.id, "closed", TODAY, form.version)
    return {
        "see": lambda w: reading.whole_case(w, id_),
        "see the name": lambda w: load(w, id_, permissions.SEE_NAME),
        "see the concerns": lambda w: reading.escalations(w, id_),
        "escalate": lambda w: concern(w, id_),
        "note": lambda w: recording.happened(w, id_, "noted", TODAY, "A fact."),
        "record a contact": lambda w: contacting.record_contact(
            w, id_, with_whom="client", how="telephone"
        ),
        "add a goal": lambda w: planning.add_goal(w, id_, goal()),
        "review": lambda w: assessing.review(w, id_, TODAY, "All goals talked over."),
        "ask for closure": lambda w: ask(w, id_),
        "accept": lambda w: referring.accept(w, id_, TODAY),
        "assign": lambda w: register.assign(w, id_, office.colleague.id, TODAY),
        "clear the tag": lambda w: escalating.clear_tag(w, id_, TODAY, "Safe now."),
        "excuse a clock": lambda w: excuse(w, id_),
        "hold": lambda w: disposing.hold(w, id_, "A complaint."),
        "see the caseload": lambda w: listing.caseload(w, office.worker.id),
        "hand over": lambda w: handing_over.hand_over(
            w, office.worker.id, {id_: office.colleague.id}, TODAY, "Leave."
        ),
        "log": lambda w: register.open_referral(w, referral(office, "C-0002")),
        "preview a disposal": disposing.preview,
        "take cases in": taking_in.batches,
        "choose to keep names": lambda w: register.choose_settings(w, keeps_names=True, version=0),
        "allow signing alone": lambda w: allowing.allow_alone(
            w, office.worker.id, TODAY + timedelta(days=20), "Nobody above."
        ),
    }[what]


def concern(work, case_id):
    """Escalate a safeguarding concern."""
    return escalating.escalate(
        work,
        case_id,
        "safeguarding",
        "A child was alone.",
        known_at=datetime(2026, 5, 7, 9, tzinfo=work.now.tzinfo),
        told=("line-manager", "safeguarding-lead"),
    )


def ask(work, case_id):
    """Fill in the closure form."""
    return closing.ask_closure(
        work, case_id, TODAY, "drug-free", "All reached.", follow_up_consent=False
    )


def excuse(work, case_id):
    """Excuse the first clock of the case."""
    clock = work.session.scalars(
        select(CaseClock).where(CaseClock.case_id == case_id).order_by(CaseClock.id).limit(1)
    ).one()
    return clocks.excuse(work, case_id, clock.standard, clock.sequence, "Client away.")


@pytest.mark.parametrize("what", TABLE)
def test_everybody_may_exactly_what_the_table_says(stage, what):
    at, expected = TABLE[what]
    made = a_case(stage, at)
    people = around(stage, made.office)
    act = attempt(what, stage, made, people)

    found = {name: stage.outcome(people[name], act) for name in PEOPLE}

    assert found == dict(zip(PEOPLE, expected.split(), strict=True))


def test_lists_show_exactly_the_cases_that_may_be_opened(stage):
    made = a_case(stage, "review")
    a_case(stage, "in-discussion", made.office, reference="C-0002")
    people = around(stage, made.office)
    ids = stage.ask(None, lambda w: w.session.scalars(select(CaseFile.id)).all())

    for name in PEOPLE:
        person = people[name]
        opened = {
            id_
            for id_ in ids
            if stage.outcome(person, lambda w, i=id_: reading.whole_case(w, i)) == "yes"
        }
        listed = stage.ask(person, lambda w: overseeing.oversee(w, Wanted()))
        assert {row.id for row in listed.cases} == opened, name
        assert listed.count == len(opened), name


def test_who_signs_off_sees_what_waits_and_never_their_own(stage):
    made = a_case(stage, "assessment")
    risk = a_risk(stage, made)
    people = around(stage, made.office)

    waiting = {
        name
        for name in PEOPLE
        if [row.risk_id for row in stage.ask(people[name], listing.sign_offs_waiting)] == [risk.id]
    }

    assert waiting == {"supervisor", "second", "lead", "manager"}


def test_a_case_that_was_handed_to_another_team_is_out_of_sight(stage):
    made = a_case(stage, "review")
    people = around(stage, made.office)

    stage.do(
        made.office.supervisor,
        lambda w: handing_over.hand_over(
            w, made.office.worker.id, {made.id: people["elsewhere"].id}, TODAY, "Moved."
        ),
    )

    sees = {
        name
        for name in PEOPLE
        if stage.outcome(people[name], lambda w: reading.whole_case(w, made.id)) == "yes"
    }
    assert sees == {"elsewhere", "other", "specialist"}
