"""A case from referral to closure, each gate tried the wrong way first."""

from datetime import date, timedelta

import pytest

from competency.cases.models import CaseFile
from competency.cases.service import (
    assessing,
    closing,
    contacting,
    planning,
    reading,
    recording,
    referring,
    register,
)
from competency.kernel.errors import Refused
from tests.builders.cases import (
    NEED,
    REFERRED,
    STAGES,
    a_case,
    a_plan,
    a_risk,
    an_office,
    referral,
)

TODAY = date(2026, 5, 8)


def refusal(stage, person, act):
    """Return the code of the refusal."""
    with pytest.raises(Refused) as found:
        stage.do(person, act)
    return found.value.code


@pytest.mark.parametrize("at", STAGES)
def test_a_case_stands_at_the_stage_its_events_say(stage, at):
    made = a_case(stage, at)

    found = stage.ask(made.office.worker, lambda w: reading.whole_case(w, made.id))

    assert found.head.stage.code == at


def test_logging_a_referral_opens_its_case_in_discussion_at_once(stage):
    office = an_office(stage)

    row = stage.do(office.worker, lambda w: register.open_referral(w, referral(office)))

    found = stage.ask(office.worker, lambda w: reading.whole_case(w, row.id))
    assert found.head.stage.title == "In discussion"
    assert [(e.kind, e.happened_on) for e in found.line] == [
        ("referral_received", REFERRED),
        ("consent_given", REFERRED),
        ("entered", TODAY),
        ("referral_routed", TODAY),
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"consent_on": None}, "referral-consent"),
        ({"postcode_area": "M1 2"}, "in-area"),
        ({"postcode_area": ""}, "in-area"),
        ({"route": ""}, "routed"),
    ],
)
def test_a_referral_is_accepted_only_with_all_the_protocol_asks_for(stage, changes, code):
    made = a_case(stage, **changes)

    assert refusal(stage, made.office.worker, lambda w: referring.accept(w, made.id, TODAY)) == code


def test_each_gate_of_the_assessment_is_asked_for_in_turn(stage):
    made = a_case(stage, "assessment")
    worker = made.office.worker

    def complete(w):
        return recording.happened(w, made.id, "assessment_completed", TODAY)

    def note(kind):
        stage.do(worker, lambda w: recording.happened(w, made.id, kind, TODAY, "Done."))

    assert refusal(stage, worker, complete) == "needs-assessed"
    stage.do(worker, lambda w: assessing.assess_needs(w, made.id, TODAY, [NEED]))
    assert refusal(stage, worker, complete) == "risk-assessed"
    risk = a_risk(stage, made)
    assert refusal(stage, worker, complete) == "risk-discussed"
    note("risk_discussed")
    assert refusal(stage, worker, complete) == "risk-signed-off"
    stage.do(made.office.supervisor, lambda w: assessing.sign_off(w, risk.id, TODAY))
    assert refusal(stage, worker, complete) == "storing-consent"
    stage.do(worker, lambda w: referring.give_consent(w, made.id, "storing", TODAY))
    assert refusal(stage, worker, complete) == "core-data"
    note("core_data_sent")
    assert refusal(stage, worker, complete) == "gp-summary"
    ask_gp = refusal(
        stage,
        worker,
        lambda w: recording.happened(w, made.id, "gp_summary_requested", TODAY),
    )
    assert ask_gp == "no_consent_sharing"
    stage.do(worker, lambda w: referring.give_consent(w, made.id, "sharing", TODAY))
    note("gp_summary_requested")
    stage.do(worker, complete)


def test_a_client_who_drinks_is_asked_both_questionnaires_first(stage):
    made = a_case(stage, "assessment", drinks_alcohol=True)
    worker = made.office.worker
    found = stage.ask(worker, lambda w: reading.whole_case(w, made.id))

    assert "alcohol" in found.applies
    audit = {f"{item.code}": 0 for item in found.protocol.instrument("audit").items}
    reading_ = stage.do(
        worker, lambda w: assessing.read_instrument(w, made.id, "audit", TODAY, audit)
    )
    assert (reading_.score, reading_.band) == (0, found.protocol.instrument("audit").bands[0].code)


def test_a_plan_is_in_force_only_with_goal_view_and_copy(stage):
    made = a_case(stage, "planning")
    worker = made.office.worker

    def enter(w):
        planning.enter_plan(w, made.id, TODAY)

    assert refusal(stage, worker, enter) == "goals-set"
    a_plan(stage, made)
    stage.do(worker, enter)

    found = stage.ask(worker, lambda w: reading.whole_case(w, made.id))
    assert found.head.stage.code == "review"


def test_a_case_closes_by_the_meeting_for_a_reason_of_its_stage(stage):
    made = a_case(stage, "review")
    office = made.office

    def ask(reason, **answers):
        return lambda w: closing.ask_closure(
            w, made.id, TODAY, reason, "All reached.", answers=answers, follow_up_consent=True
        )

    assert refusal(stage, office.worker, ask("commencement-declined")) == "reason_of_another_stage"
    assert refusal(stage, office.worker, ask("occasional-user")) == "question_unanswered"
    using = {"uses-opiates": True, "uses-cocaine": False}
    assert refusal(stage, office.worker, ask("occasional-user", **using)) == "reason_barred"
    assert (
        refusal(stage, office.worker, lambda w: recording.happened(w, made.id, "closed", TODAY))
        == "unknown_kind"
    )
    form = stage.do(office.worker, ask("drug-free"))
    before = refusal(
        stage,
        office.supervisor,
        lambda w: closing.decide_closure(w, form.id, "closed", REFERRED, form.version),
    )
    assert before == "wrong_order"
    stage.do(
        office.supervisor,
        lambda w: closing.decide_closure(w, form.id, "closed", TODAY, form.version),
    )

    row = stage.ask(None, lambda w: w.session.get_one(CaseFile, made.id))
    assert (row.ended_on, row.retain_until) == (TODAY, date(2033, 5, 8))


def test_a_meeting_can_keep_a_case_open_and_says_why(stage):
    made = a_case(stage, "review")
    office = made.office
    form = stage.do(
        office.worker,
        lambda w: closing.ask_closure(
            w, made.id, TODAY, "drug-free", "All reached.", follow_up_consent=False
        ),
    )

    def decide(comment):
        return lambda w: closing.decide_closure(
            w, form.id, "kept_open", TODAY, form.version, comment
        )

    assert refusal(stage, office.supervisor, decide("")) == "comment_needed"
    stage.do(office.supervisor, decide("Housing is not settled."))

    found = stage.ask(office.worker, lambda w: reading.whole_case(w, made.id))
    assert found.head.stage.code == "review"
    assert found.newest("closing").other == "kept_open"


def test_a_closed_case_is_followed_up_with_consent_and_comes_back_within_nine_months(stage, clock):
    made = a_case(stage, "closed")
    worker = made.office.worker

    def follow_up(code):
        return lambda w: closing.follow_up(w, made.id, code, w.today, "Doing well.")

    stage.do(worker, follow_up("three-months"))
    assert refusal(stage, worker, follow_up("three-months")) == "there_already"
    stage.do(worker, lambda w: referring.withdraw_consent(w, made.id, "follow-up", TODAY))
    assert refusal(stage, worker, follow_up("six-months")) == "no_consent_follow-up"
    clock.move(days=270)
    assert (
        refusal(stage, worker, lambda w: closing.re_engage(w, made.id, w.today)) == "quick-return"
    )
    clock.move(days=-30)
    stage.do(worker, lambda w: closing.re_engage(w, made.id, w.today))

    found = stage.ask(worker, lambda w: reading.whole_case(w, made.id))
    assert (found.head.stage.code, found.case.ended_on, found.case.retain_until) == (
        "assessment",
        None,
        None,
    )


def test_nothing_happens_after_a_closing_but_what_follows_it(stage):
    made = a_case(stage, "closed")
    worker = made.office.worker

    late = refusal(
        stage,
        worker,
        lambda w: contacting.record_contact(w, made.id, with_whom="client", how="telephone"),
    )
    assert late == "after_the_end"
    stage.do(worker, lambda w: recording.happened(w, made.id, "gp_told_of_closing", TODAY))


@pytest.mark.parametrize(
    ("on", "code"),
    [(REFERRED - timedelta(days=1), "before_referral"), (TODAY + timedelta(days=1), "future")],
)
def test_a_day_that_cannot_be_is_refused_with_the_reason(stage, on, code):
    made = a_case(stage, "review")

    found = refusal(
        stage, made.office.worker, lambda w: assessing.review(w, made.id, on, "Talked over.")
    )

    assert found == code
