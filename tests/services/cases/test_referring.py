"""A referral refused in writing, appealed against, and consents given and taken back."""

from datetime import date

import pytest

from competency.cases.models import CaseFile
from competency.cases.service import reading, referring
from competency.kernel.errors import Forbidden, Refused
from tests.builders.cases import a_case

TODAY = date(2026, 5, 8)


@pytest.fixture
def made(stage):
    return a_case(stage)


def refuse(made, criterion="outside-area", reason="She lives in Leeds."):
    return lambda w: referring.refuse(w, made.id, TODAY, criterion, reason)


def stage_of(stage, made):
    found = stage.ask(made.office.worker, lambda w: reading.whole_case(w, made.id))
    return found.head.stage.code


def test_a_refusal_goes_out_in_writing_with_ground_reason_and_right_of_appeal(stage, made):
    decision = stage.do(made.office.supervisor, refuse(made))

    for part in ("C-0001", "Dr Ray", "outside the area", "She lives in Leeds.", "right to appeal"):
        assert part in decision.letter
    assert stage_of(stage, made) == "refused"


@pytest.mark.parametrize(
    ("criterion", "reason", "code"),
    [
        ("not-eligible-by-law", "No.", "unknown_ground_for_refusal"),
        ("outside-area", " ", "reason_needed"),
    ],
)
def test_a_refusal_needs_a_listed_ground_and_a_reason(stage, made, criterion, reason, code):
    with pytest.raises(Refused) as found:
        stage.do(made.office.supervisor, refuse(made, criterion, reason))
    assert found.value.code == code


def test_nobody_is_refused_without_somebody_to_write_to(stage):
    made = a_case(stage, referrer="")

    with pytest.raises(Refused) as found:
        stage.do(made.office.supervisor, refuse(made))
    assert found.value.code == "letter_incomplete"


def test_an_accepted_referral_is_closed_not_refused(stage):
    made = a_case(stage, "assessment")

    with pytest.raises(Refused) as found:
        stage.do(made.office.supervisor, refuse(made))
    assert found.value.code == "decided"


def test_who_refused_does_not_decide_the_appeal_and_an_upheld_one_opens_the_case(stage, made):
    office = made.office
    stage.do(office.supervisor, refuse(made))
    row = stage.do(
        office.worker, lambda w: referring.appeal(w, made.id, TODAY, "She moved here in May.")
    )

    def decide(w):
        return referring.decide_appeal(w, row.id, TODAY, "upheld", "The lease shows it.")

    with pytest.raises(Forbidden):
        stage.do(office.supervisor, decide)
    stage.do(office.manager, decide)
    with pytest.raises(Refused) as found:
        stage.do(office.manager, decide)

    assert found.value.code == "decided"
    assert stage_of(stage, made) == "in-discussion"
    case = stage.ask(None, lambda w: w.session.get_one(CaseFile, made.id))
    assert (case.ended_on, case.retain_until) == (None, None)


def test_a_refusal_that_stands_is_kept_for_seven_years(stage, made):
    office = made.office
    stage.do(office.supervisor, refuse(made))
    row = stage.do(office.worker, lambda w: referring.appeal(w, made.id, TODAY, "Unfair."))
    stage.do(
        office.manager,
        lambda w: referring.decide_appeal(w, row.id, TODAY, "not-upheld", "The area is settled."),
    )

    case = stage.ask(None, lambda w: w.session.get_one(CaseFile, made.id))

    assert (case.ended_on, case.retain_until) == (TODAY, date(2033, 5, 8))
    assert stage_of(stage, made) == "refused"


def test_a_consent_taken_back_is_shown_and_bars_what_needs_it(stage, made):
    worker = made.office.worker
    stage.do(worker, lambda w: referring.withdraw_consent(w, made.id, "referral", TODAY))

    with pytest.raises(Refused) as found:
        stage.do(worker, lambda w: referring.accept(w, made.id, TODAY))

    head = stage.ask(worker, lambda w: reading.head(w, made.id))
    assert found.value.code == "referral-consent"
    assert head.withdrawn == {"referral": TODAY}


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda w, i: referring.give_consent(w, i, "referral", TODAY), "there_already"),
        (lambda w, i: referring.withdraw_consent(w, i, "sharing", TODAY), "not_given"),
        (lambda w, i: referring.give_consent(w, i, "everything", TODAY), "unknown_consent"),
    ],
)
def test_a_consent_is_given_once_and_taken_back_once(stage, made, act, code):
    with pytest.raises(Refused) as found:
        stage.do(made.office.worker, lambda w: act(w, made.id))
    assert found.value.code == code


def test_an_acceptance_is_written_where_the_appointment_is_known(stage, made):
    decision = stage.do(
        made.office.worker,
        lambda w: referring.accept(w, made.id, TODAY, "Tuesday at ten, at the clinic"),
    )

    assert "Tuesday at ten, at the clinic" in decision.letter
