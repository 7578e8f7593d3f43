"""The register: references, key workers, names apart, lines corrected, lists and pages."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from competency.cases.models import CaseAssignment, CaseFile
from competency.cases.service import (
    clocks,
    contacting,
    handing_over,
    listing,
    overseeing,
    reading,
    recording,
    register,
)
from competency.cases.service.overseeing import Wanted
from competency.infra import slots
from competency.kernel.actor import Role
from competency.kernel.errors import Forbidden, NotFound, RefusedEach, Stale
from tests.builders.cases import REFERRED, a_case, a_member, an_office, referral

TODAY = date(2026, 5, 8)


@pytest.fixture
def made(stage):
    return a_case(stage, "review")


def whole(stage, made, person=None):
    return stage.ask(person or made.office.worker, lambda w: reading.whole_case(w, made.id))


def log(office, **changes):
    wanted = referral(office, **changes)
    return lambda w: register.open_referral(w, wanted)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reference": ""}, "reference_needed"),
        ({"reference": "Ann Lee"}, "odd_reference"),
        ({"reference": "c-0001"}, "reference_taken"),
        ({"practice_area_id": 999}, "unknown_area"),
        ({"postcode_area": "here"}, "odd_postcode"),
        ({"route": "nowhere"}, "unknown_team"),
        ({"received_on": date(2026, 5, 9), "consent_on": None}, "future"),
        ({"name": "Ann Lee"}, "no_names"),
    ],
)
def test_a_referral_that_cannot_be_logged_is_refused_with_the_reason(stage, changes, code):
    made = a_case(stage)

    found = stage.outcome(made.office.worker, log(made.office, **{"reference": "C-9", **changes}))

    assert found == code


def test_the_register_keeps_no_more_of_a_postcode_than_its_sector(stage):
    office = an_office(stage)

    row = stage.do(office.worker, log(office, postcode_area="fy1 4ab"))

    assert row.postcode_area == "FY1 4"


def test_names_are_kept_only_where_the_organisation_switched_them_on(stage, made):
    office = made.office
    administrator = a_member(stage, "Adi Stone", None, Role.ADMINISTRATOR)
    stage.do(administrator, lambda w: register.choose_settings(w, keeps_names=True, version=0))

    stage.do(office.worker, lambda w: register.keep_name(w, made.id, "Ann Lee"))

    assert whole(stage, made).head.name == "Ann Lee"
    assert stage.ask(office.worker, lambda w: listing.find(w, "ann")) == [(made.id, "C-0001")]
    with pytest.raises(NotFound):
        whole(stage, made, administrator)
    settings = stage.ask(administrator, lambda w: register.settings(w.session))
    stage.do(
        administrator,
        lambda w: register.choose_settings(w, keeps_names=False, version=settings.version),
    )
    assert whole(stage, made).head.name is None


def test_the_guard_of_anonymity_knows_every_reference_and_name(stage, made, app, look):
    administrator = a_member(stage, "Adi Stone", None, Role.ADMINISTRATOR)
    stage.do(administrator, lambda w: register.choose_settings(w, keeps_names=True, version=0))
    stage.do(made.office.worker, lambda w: register.keep_name(w, made.id, "Ann Lee"))

    assert slots.known_clients(look) == (["C-0001"], ["Ann Lee"])


def test_a_key_worker_belongs_to_the_team_and_their_history_is_kept(stage, made):
    office = made.office
    elsewhere = a_member(stage, "Eli Where", office.other_team, Role.CASE_MANAGER)

    def assign(person, on=TODAY):
        return lambda w: register.assign(w, made.id, person.id, on)

    assert stage.outcome(office.supervisor, assign(elsewhere)) == "other_team"
    assert stage.outcome(office.supervisor, assign(office.worker)) == "same_worker"
    assert stage.outcome(office.supervisor, assign(office.colleague, REFERRED)) == "before_former"
    stage.do(office.supervisor, assign(office.colleague))

    rows = stage.ask(None, lambda w: w.session.scalars(select(CaseAssignment)).all())
    assert [(row.seq, row.person_id) for row in rows] == [
        (1, office.worker.id),
        (2, office.colleague.id),
    ]
    assert whole(stage, made).head.key_worker_id == office.colleague.id


def test_a_caseload_is_handed_over_as_one(stage, made):
    office = made.office
    other = a_case(stage, "assessment", office, reference="C-0002")
    people = {made.id: office.colleague.id, other.id: office.colleague.id}

    def hand(to):
        return lambda w: handing_over.hand_over(w, office.worker.id, to, TODAY, "Leave.")

    assert stage.outcome(office.supervisor, hand({})) == "none_chosen"
    with pytest.raises(RefusedEach) as found:
        stage.do(office.supervisor, hand(people | {other.id: office.worker.id}))
    assert set(found.value.refusals) == {"C-0002"}
    assert stage.ask(office.worker, listing.my_cases).count == 2

    row = stage.do(office.supervisor, hand(people))

    assert row.cases == 2
    assert stage.ask(office.worker, listing.my_cases).count == 0
    assert stage.ask(office.colleague, listing.my_cases).count == 2
    assert stage.outcome(office.supervisor, hand(people)) == "list_changed"


def test_both_days_are_kept_of_what_is_written_late(stage, made):
    stage.do(
        made.office.worker,
        lambda w: contacting.record_contact(
            w, made.id, with_whom="gp", how="letter", on=TODAY - timedelta(days=5)
        ),
    )

    event = whole(stage, made).written[-1]
    assert (event.happened_on, event.recorded_at.date()) == (date(2026, 5, 3), TODAY)
    assert event.days_until_written == 5


def test_a_correction_appends_and_what_was_written_stays(stage, made):
    worker = made.office.worker
    contact = stage.do(
        worker,
        lambda w: contacting.record_contact(w, made.id, with_whom="client", how="visit", on=TODAY),
    )
    right = TODAY - timedelta(days=1)

    stage.do(
        worker, lambda w: recording.correct(w, contact.event_id, right, "", "Wrong day typed.")
    )

    found = whole(stage, made)
    assert next(e for e in found.line if e.id == contact.event_id).happened_on == right
    assert [e.happened_on for e in found.written[-2:]] == [TODAY, right]
    assert (
        stage.outcome(worker, lambda w: recording.correct(w, contact.event_id, right, "", ""))
        == "reason_needed"
    )


def test_a_correction_cannot_make_an_impossible_order(stage, made):
    worker = made.office.worker
    events = {event.kind: event.id for event in whole(stage, made).line}

    def correct(kind, on):
        return lambda w: recording.correct(w, events[kind], on, "", "Wrong day.")

    assert stage.outcome(worker, correct("referral_received", TODAY)) == "before_referral"
    assert stage.outcome(worker, correct("risk_assessment_completed", TODAY)) == "wrong_order"
    strike = stage.outcome(
        worker, lambda w: recording.strike(w, events["referral_accepted"], "Never was.")
    )
    assert strike == "kept"


def test_the_day_of_an_assignment_can_be_corrected_with_its_history(stage, made):
    worker = made.office.worker
    event = next(e for e in whole(stage, made).line if e.kind == "assigned")
    day = event.happened_on - timedelta(days=1)

    def correct(w):
        return recording.correct(w, event.id, day, "", "A day earlier.")

    assert stage.outcome(worker, correct) == "403"
    stage.do(made.office.supervisor, correct)

    newest = stage.ask(
        None,
        lambda w: w.session.scalars(
            select(CaseAssignment).order_by(CaseAssignment.seq.desc())
        ).first(),
    )
    assert (newest.from_on, newest.person_id) == (day, worker.id)


def test_events_are_never_changed_or_removed_while_the_case_is_kept(stage, made, database):
    for statement in (
        "UPDATE case_event SET happened_on = '2020-01-01'",
        "DELETE FROM case_event",
        "DELETE FROM case_contact",
    ):
        with pytest.raises(DatabaseError, match="append only"), database.writing() as session:
            session.connection().exec_driver_sql(statement)


def test_my_cases_begin_with_what_is_due_and_late(stage, made, clock):
    worker = made.office.worker
    plain = stage.ask(worker, listing.my_cases)
    clock.move(days=60)

    later = stage.ask(worker, listing.my_cases)

    now_late = {"risk", "care-plan"}
    assert now_late.isdisjoint(row.standard for row in plain.late)
    assert now_late <= {row.standard for row in later.late}
    assert "assessment-offered" in {row.standard for row in plain.late}
    assert later.cases[0].late == len(later.late)
    assert later.cases[0].next_due == min(row.due_on for row in later.late)


def test_the_lists_have_pages(stage, made):
    office = made.office
    a_case(stage, "in-discussion", office, reference="C-0002")

    found = stage.ask(office.worker, lambda w: overseeing.oversee(w, Wanted(unassigned=True)))
    beyond = stage.ask(office.worker, lambda w: overseeing.oversee(w, Wanted(), page=2))

    assert ([row.reference for row in found.cases], found.count) == (["C-0002"], 1)
    assert (beyond.cases, beyond.count) == ([], 2)
    assert found.cases[0].received_on == REFERRED


def test_a_case_without_a_key_worker_is_routed_to_another_team(stage):
    made = a_case(stage)
    office = made.office

    row = stage.do(
        office.worker,
        lambda w: register.route(w, made.id, office.other_team.id, TODAY, "alcohol"),
    )

    assert (row.team_id, row.route) == (office.other_team.id, "alcohol")
    with pytest.raises(NotFound):
        whole(stage, made)


def test_a_case_somebody_works_on_is_handed_over_not_routed(stage, made):
    office = made.office

    found = stage.outcome(
        office.worker, lambda w: register.route(w, made.id, office.other_team.id, TODAY)
    )

    assert found == "has_key_worker"


def test_details_changed_by_two_are_not_lost(stage, made):
    worker = made.office.worker
    version = whole(stage, made).head.version

    def change(**fields):
        return lambda w: register.change_details(w, made.id, version, **fields)

    assert stage.outcome(worker, change(team_id=1)) == "unknown_field"
    stage.do(worker, change(referrer="Dr Roe", postcode_area="FY2"))
    with pytest.raises(Stale):
        stage.do(worker, change(referrer="Dr Ray"))


def test_a_clock_is_never_excused_by_whom_it_measures(stage, made):
    office = made.office

    def excuse(w):
        return clocks.excuse(w, made.id, "KPI_08", 1, "Client in hospital.")

    stage.do(office.supervisor, lambda w: register.assign(w, made.id, office.supervisor.id, TODAY))
    with pytest.raises(Forbidden):
        stage.do(office.supervisor, excuse)
    stage.do(office.manager, excuse)

    line = next(c for c in whole(stage, made).clocks if c.standard == "KPI_08")
    assert (line.excuse, line.excuse_reason) == ("excused", "Client in hospital.")


def test_a_clock_of_the_manager_is_not_excused_by_the_supervisor_it_measures(stage, made):
    office = made.office

    def excuse(w):
        return clocks.excuse(w, made.id, "KPI_05", 1, "The office was flooded.")

    with pytest.raises(Forbidden, match="never excused by the person it measures"):
        stage.do(office.supervisor, excuse)
    stage.do(office.manager, excuse)


def test_a_clock_can_stand_still_for_some_days(stage, made):
    office = made.office

    def pause(until):
        return lambda w: clocks.pause(
            w, made.id, "KPI_08", 1, "In hospital.", from_on=TODAY, until=until
        )

    assert stage.outcome(office.supervisor, pause(REFERRED)) == "wrong_order"
    stage.do(office.supervisor, pause(TODAY + timedelta(days=5)))
    assert next(c for c in whole(stage, made).clocks if c.standard == "KPI_08").excuse == "paused"


def test_a_changed_calendar_recomputes_the_open_clocks_and_says_how_many(stage, made):
    with pytest.raises(Forbidden):
        stage.do(made.office.manager, clocks.recompute_open)

    assert stage.ask(None, clocks.recompute_open) == 1


def test_every_list_repeats_what_the_line_says(stage, made):
    a_case(stage, "closed", made.office, reference="C-0002")

    rows = stage.ask(None, lambda w: w.session.scalars(select(CaseFile)).all())
    for row in rows:
        found = stage.ask(made.office.worker, lambda w, i=row.id: reading.whole_case(w, i))
        closed = [e.happened_on for e in found.line if e.kind == "closed"]
        assert [row.ended_on] == (closed or [None])
        last = stage.ask(
            None,
            lambda w, i=row.id: w.session.scalars(
                select(CaseAssignment.person_id)
                .where(CaseAssignment.case_id == i)
                .order_by(CaseAssignment.seq.desc())
            ).first(),
        )
        assert row.key_worker_id == last


def test_a_list_shows_the_referral_on_its_corrected_day(stage, made):
    worker = made.office.worker
    event = next(e for e in whole(stage, made).line if e.kind == "referral_received")
    day = REFERRED - timedelta(days=2)

    stage.do(worker, lambda w: recording.correct(w, event.id, day, "", "Came by post."))

    (case,) = stage.ask(worker, listing.my_cases).cases
    assert case.received_on == day


@pytest.mark.parametrize("kind", ["assigned", "risk_assessment_signed_off", "closed"])
def test_what_those_who_lead_decide_only_they_correct(stage, kind):
    made = a_case(stage, "closed")
    event = next(e for e in whole(stage, made).line if e.kind == kind)

    def correct(w):
        return recording.correct(w, event.id, event.happened_on, "", "Copied wrongly.")

    assert stage.outcome(made.office.worker, correct) == "403"
    assert stage.outcome(made.office.supervisor, correct) == "yes"
