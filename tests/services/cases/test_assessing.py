"""Risks are scored and signed off by somebody else; readings are worked out of their answers."""

import json
from datetime import date, timedelta

import pytest

from competency.cases.service import allowing, assessing, listing, reading, recording
from competency.cases.service.assessing import Need, Risk
from competency.kernel.actor import Role
from competency.kernel.errors import Forbidden, Refused
from tests.builders.cases import NEED, RISK, a_case, a_member, a_risk
from tests.builders.stage import a_line

TODAY = date(2026, 5, 8)


@pytest.fixture
def made(stage):
    return a_case(stage, "assessment")


def whole(stage, made):
    return stage.ask(made.office.worker, lambda w: reading.whole_case(w, made.id))


def test_a_case_stands_where_its_highest_risk_stands(stage, made):
    high = Risk("children", 4, 5, "A baby in the house.", "Visit today.")

    row = stage.do(
        made.office.worker, lambda w: assessing.assess_risk(w, made.id, TODAY, [RISK, high])
    )

    assert (row.score, row.band) == (20, "very-high")
    assert [one["area"] for one in json.loads(row.risks)] == ["overdose", "children"]


@pytest.mark.parametrize(
    ("risks", "code"),
    [
        ([], "risks_needed"),
        ([Risk("weather", 1, 1, "Rain.", "Umbrella.")], "unknown_area"),
        ([Risk("children", 6, 1, "x", "y")], "off_the_scale"),
        ([Risk("children", 1, 1, "x", " ")], "plan_needed"),
    ],
)
def test_a_risk_needs_area_score_and_plan(stage, made, risks, code):
    with pytest.raises(Refused) as found:
        stage.do(made.office.worker, lambda w: assessing.assess_risk(w, made.id, TODAY, risks))
    assert found.value.code == code


def test_nobody_signs_off_what_they_wrote_unless_it_was_allowed_for_a_time(stage, made):
    office = made.office
    administrator = a_member(stage, "Adi Stone", None, Role.ADMINISTRATOR)
    row = stage.do(office.supervisor, lambda w: assessing.assess_risk(w, made.id, TODAY, [RISK]))

    def sign(w):
        return assessing.sign_off(w, row.id, TODAY)

    with pytest.raises(Forbidden):
        stage.do(office.supervisor, sign)
    allowed = stage.do(
        administrator,
        lambda w: allowing.allow_alone(
            w, office.supervisor.id, TODAY + timedelta(days=14), "Mo is away."
        ),
    )
    assert stage.outcome(office.supervisor, sign) == "yes"
    stage.do(administrator, lambda w: allowing.end_alone(w, allowed.id))
    with pytest.raises(Forbidden):
        stage.do(office.supervisor, sign)
    signed = stage.do(office.manager, sign)

    assert (signed.alone, signed.by_id) == (False, office.manager.id)


def test_a_key_worker_who_also_supervises_signs_off_nothing_on_their_own_case(stage, made):
    office = made.office
    row = stage.do(office.colleague, lambda w: assessing.assess_risk(w, made.id, TODAY, [RISK]))
    a_line(stage, office.worker, office.colleague)

    with pytest.raises(Forbidden):
        stage.do(office.worker, lambda w: assessing.sign_off(w, row.id, TODAY))


def test_who_may_sign_off_alone_is_marked_as_having_done_so(stage, made):
    office = made.office
    administrator = a_member(stage, "Adi Stone", None, Role.ADMINISTRATOR)
    row = a_risk(stage, made)
    stage.do(
        administrator,
        lambda w: allowing.allow_alone(w, office.worker.id, TODAY, "A team of one."),
    )

    signed = stage.do(office.worker, lambda w: assessing.sign_off(w, row.id, TODAY))

    assert signed.alone


@pytest.mark.parametrize(
    ("until", "reason", "code"),
    [(TODAY - timedelta(days=1), "x", "until"), (TODAY, " ", "reason_needed")],
)
def test_signing_alone_is_allowed_with_a_reason_and_an_end(stage, made, until, reason, code):
    administrator = a_member(stage, "Adi Stone", None, Role.ADMINISTRATOR)

    with pytest.raises(Refused) as found:
        stage.do(
            administrator,
            lambda w: allowing.allow_alone(w, made.office.worker.id, until, reason),
        )
    assert found.value.code == code


def test_an_assessment_is_decided_once_and_only_the_newest(stage, made):
    office = made.office
    first = a_risk(stage, made)
    second = a_risk(stage, made, TODAY)

    def sign(row):
        return lambda w: assessing.sign_off(w, row.id, TODAY)

    assert stage.outcome(office.supervisor, sign(first)) == "replaced"
    stage.do(office.supervisor, sign(second))
    assert stage.outcome(office.supervisor, sign(second)) == "decided"
    kinds = [event.kind for event in whole(stage, made).line]
    assert kinds.count("risk_assessment_completed") == 1
    assert kinds.count("risk_assessment_reviewed") == 1
    assert stage.ask(office.supervisor, listing.sign_offs_waiting) == []


def test_a_returned_assessment_says_why_and_waits_to_be_written_anew(stage, made):
    row = a_risk(stage, made)
    office = made.office

    assert (
        stage.outcome(office.supervisor, lambda w: assessing.send_back(w, row.id, TODAY, ""))
        == "comment_needed"
    )
    stage.do(office.supervisor, lambda w: assessing.send_back(w, row.id, TODAY, "Name the plan."))

    found = whole(stage, made)
    assert found.newest("sign_off").text == "Name the plan."
    assert [clock.standard for clock in found.running].count("KPI_05") == 1


def test_what_is_struck_out_no_longer_shows_but_stays_written(stage, made):
    row = a_risk(stage, made)
    worker = made.office.worker

    stage.do(worker, lambda w: recording.strike(w, row.event_id, "Another client's."))

    found = whole(stage, made)
    assert found.newest("risk") is None
    assert [e.struck for e in found.written if e.kind == "risk_assessment_completed"] == [
        False,
        True,
    ]
    assert stage.ask(made.office.supervisor, listing.sign_offs_waiting) == []
    sign = stage.outcome(made.office.supervisor, lambda w: assessing.sign_off(w, row.id, TODAY))
    assert sign == "struck"


def test_needs_are_written_once_and_added_to_later(stage, made):
    worker = made.office.worker
    more = Need("strengths", "A sister who visits.")

    assert (
        stage.outcome(worker, lambda w: assessing.add_needs(w, made.id, [more])) == "not_assessed"
    )
    stage.do(worker, lambda w: assessing.assess_needs(w, made.id, TODAY, [NEED]))
    stage.do(worker, lambda w: assessing.add_needs(w, made.id, [more]))

    again = stage.outcome(worker, lambda w: assessing.assess_needs(w, made.id, TODAY, [NEED]))
    assert again == "there_already"
    assert [paper.code for paper in whole(stage, made).papers["need"]] == [
        "wider-support",
        "strengths",
    ]


@pytest.mark.parametrize(
    ("needs", "code"),
    [
        ([], "needs_needed"),
        ([Need("x", "y")], "unknown_area"),
        ([Need("goals", "")], "need_needed"),
    ],
)
def test_a_needs_assessment_names_needs_of_the_list(stage, made, needs, code):
    found = stage.outcome(
        made.office.worker, lambda w: assessing.assess_needs(w, made.id, TODAY, needs)
    )
    assert found == code


def test_needs_are_assessed_once_the_referral_is_accepted(stage):
    made = a_case(stage)

    found = stage.outcome(
        made.office.worker, lambda w: assessing.assess_needs(w, made.id, TODAY, [NEED])
    )

    assert found == "not_accepted"


def test_a_questionnaire_for_others_is_refused_and_scores_come_from_the_answers(stage):
    made = a_case(stage, "assessment", drinks_alcohol=True)
    other = a_case(stage, "assessment", made.office, reference="C-0002")
    protocol = whole(stage, made).protocol
    sadq = {item.code: 2 for item in protocol.instrument("sadq").items}
    worker = made.office.worker

    def read(case, answers):
        return lambda w: assessing.read_instrument(w, case.id, "sadq", TODAY, answers)

    assert stage.outcome(worker, read(other, sadq)) == "does_not_apply"
    assert stage.outcome(worker, read(made, {})) == "items_missing"
    row = stage.do(worker, read(made, sadq))
    assert (row.score, row.band) == (40, protocol.instrument("sadq").bands[-1].code)


def test_a_client_review_takes_in_what_was_reviewed_with_it(stage):
    made = a_case(stage, "review")
    worker = made.office.worker

    events = stage.do(
        worker,
        lambda w: assessing.review(w, made.id, TODAY, "All goals.", also=["interventions"]),
    )
    own_form = stage.outcome(
        worker, lambda w: assessing.review(w, made.id, TODAY, "All goals.", also=["risk"])
    )

    assert [event.kind for event in events] == ["client_review", "interventions_reviewed"]
    assert own_form == "own_form"


def test_a_missed_appointment_comes_before_a_step_to_re_engage(stage, made):
    worker = made.office.worker

    def step(detail):
        return lambda w: recording.happened(
            w, made.id, "re_engagement_step", TODAY, "Called.", detail
        )

    assert stage.outcome(worker, step("call-same-day")) == "comes_later"
    stage.do(worker, lambda w: recording.happened(w, made.id, "appointment_missed", TODAY))
    assert stage.outcome(worker, step("shouting")) == "unknown_step"
    assert stage.outcome(worker, step("call-same-day")) == "yes"


def test_therapy_that_is_needed_brings_the_prescribers_clock(stage, made):
    worker = made.office.worker

    stage.do(worker, lambda w: recording.happened(w, made.id, "substitution_needed", TODAY))

    found = whole(stage, made)
    clock = next(one for one in found.running if one.standard == "prescriber-medical")
    assert clock.due_on == TODAY + timedelta(weeks=2)
    assert found.case.substitution_therapy
