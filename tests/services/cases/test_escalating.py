"""Concerns: who is told first, the clock of an incident's form, the tag on every page."""

from datetime import UTC, date, datetime, timedelta

import pytest

from competency.cases.service import assessing, escalating, reading
from competency.kernel.errors import Refused
from tests.builders.cases import RISK, a_case

TODAY = date(2026, 5, 8)
KNOWN = datetime(2026, 5, 7, 15, 0, tzinfo=UTC)


@pytest.fixture
def made(stage):
    return a_case(stage, "review")


def escalate(made, kind, told=("line-manager",), known_at=KNOWN):
    return lambda w: escalating.escalate(
        w, made.id, kind, "Client said he fell.", known_at=known_at, told=told
    )


def whole(stage, made):
    return stage.ask(made.office.worker, lambda w: reading.whole_case(w, made.id))


def test_the_form_of_an_incident_is_due_48_hours_after_it_was_known(stage, made):
    row = stage.do(made.office.worker, escalate(made, "incident"))

    assert row.form_due_at == KNOWN + timedelta(hours=48)
    clock = next(c for c in whole(stage, made).running if c.standard == "incident-report")
    assert clock.due_on == date(2026, 5, 9)


def test_a_form_is_sent_once_after_the_incident(stage, made):
    worker = made.office.worker
    row = stage.do(worker, escalate(made, "incident"))

    def send(at, version=row.version):
        return lambda w: escalating.send_form(w, row.id, at, version)

    assert stage.outcome(worker, send(KNOWN - timedelta(hours=1))) == "wrong_order"
    assert stage.outcome(worker, send(KNOWN, 9)) == "changed"
    sent = stage.do(worker, send(KNOWN + timedelta(hours=2)))
    assert stage.outcome(worker, send(KNOWN, sent.version)) == "sent_already"
    clock = next(c for c in whole(stage, made).clocks if c.standard == "incident-report")
    assert (clock.state, clock.end_on) == ("met", date(2026, 5, 7))


def test_a_concern_goes_to_the_line_manager_first(stage, made):
    worker = made.office.worker

    assert stage.outcome(worker, escalate(made, "welfare", told=())) == "tell_first"
    assert stage.outcome(worker, escalate(made, "welfare", told=("press",))) == "unknown_recipient"
    assert stage.outcome(worker, escalate(made, "gossip")) == "unknown_kind_of_concern"
    late = escalate(made, "welfare", known_at=datetime(2026, 5, 9, tzinfo=UTC))
    assert stage.outcome(worker, late) == "future"


def test_somebody_else_can_be_told_later(stage, made):
    worker = made.office.worker
    row = stage.do(worker, escalate(made, "safeguarding"))

    told = stage.do(worker, lambda w: escalating.tell(w, row.id, "safeguarding-lead", row.version))

    assert escalating.told_of(told) == ("line-manager", "safeguarding-lead")
    again = stage.outcome(
        worker, lambda w: escalating.tell(w, row.id, "safeguarding-lead", told.version)
    )
    assert again == "told_already"


def test_a_safeguarding_concern_sets_the_tag_until_somebody_who_leads_clears_it(stage, made):
    office = made.office
    stage.do(office.worker, escalate(made, "safeguarding"))
    assert whole(stage, made).head.safeguarding_since == date(2026, 5, 7)

    stage.do(office.supervisor, lambda w: escalating.clear_tag(w, made.id, TODAY, "Safe now."))

    assert whole(stage, made).head.safeguarding_since is None
    with pytest.raises(Refused) as found:
        stage.do(office.supervisor, lambda w: escalating.clear_tag(w, made.id, TODAY, "Again."))
    assert found.value.code == "no_tag"


def test_a_tag_can_be_set_by_hand_with_a_reason(stage, made):
    worker = made.office.worker

    assert (
        stage.outcome(worker, lambda w: escalating.set_tag(w, made.id, TODAY, ""))
        == "reason_needed"
    )
    stage.do(worker, lambda w: escalating.set_tag(w, made.id, TODAY, "Told by the school."))
    assert (
        stage.outcome(worker, lambda w: escalating.set_tag(w, made.id, TODAY, "Twice."))
        == "there_already"
    )


def test_after_a_concern_the_risks_are_looked_at_again(stage, made):
    worker = made.office.worker
    stage.do(worker, escalate(made, "welfare"))

    def after_concern():
        return [c.state for c in whole(stage, made).clocks if c.standard == "risk-after-concern"]

    assert after_concern() == ["running"]
    stage.do(worker, lambda w: assessing.assess_risk(w, made.id, TODAY, [RISK]))
    assert after_concern() == ["met"]
