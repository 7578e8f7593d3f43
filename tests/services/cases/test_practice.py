"""What a person's own cases say: clocks by month, open cases, how soon things are written."""

from datetime import UTC, date, datetime, timedelta

from competency.cases.models import CaseClock, CaseEvent
from competency.cases.queries import tallies
from competency.cases.service import clocks, practice
from competency.infra.db import insert_into
from competency.people.service import crowds
from tests.builders.cases import a_case, an_office, on_day

SINCE = date(2026, 1, 1)
TODAY = date(2026, 5, 8)
FAR = date(2027, 1, 29)


def clocks_of(stage, *people, standard="KPI_04", today=TODAY):
    """Return month to (k, n, adjusted k, adjusted n) of the first person's clocks."""
    (person,) = people
    rows = stage.ask(
        None,
        lambda w: [*practice.clock_counts(w.session, crowds.just(person.id), SINCE, today)],
    )
    return {row.month: row[3:] for row in rows if row.standard == standard}


def a_clock(stage, case, standard, sequence, due, **state):
    """Put a clock in past the rules, and count it."""
    known = {
        "case_id": case.id,
        "standard": standard,
        "sequence": sequence,
        "start_on": due - timedelta(days=14),
        "due_on": due,
        "end_on": None,
        "state": "running",
        "holder_id": case.office.worker.id,
        "month": due.replace(day=1),
        "adjusted_due_on": due,
        "adjusted_state": "running",
        "team_id": case.office.team.id,
    }

    def put(work):
        values = known | state
        work.session.execute(insert_into(work.session, CaseClock.__table__).values(**values))
        tallies.recount(work.session)

    stage.do(None, put)


def test_months_count_met_and_missed_and_what_ran_out(stage):
    case = a_case(stage, "assessment")
    for n, state in enumerate(("met", "missed", "running"), start=2):
        a_clock(stage, case, "KPI_04", n, date(2026, 2, n), state=state, adjusted_state=state)

    assert clocks_of(stage, case.office.worker)[date(2026, 2, 1)] == (1, 3, 1, 3)


def test_in_the_present_month_only_what_is_late_today_counts(stage):
    case = a_case(stage, "assessment")
    a_clock(stage, case, "KPI_04", 2, TODAY - timedelta(days=1))
    a_clock(stage, case, "KPI_04", 3, TODAY)

    assert clocks_of(stage, case.office.worker)[date(2026, 5, 1)] == (0, 1, 0, 1)
    tomorrow = clocks_of(stage, case.office.worker, today=TODAY + timedelta(days=1))
    assert tomorrow[date(2026, 5, 1)] == (0, 2, 0, 2)


def test_a_month_to_come_counts_nothing(stage):
    case = a_case(stage, "assessment")
    a_clock(stage, case, "KPI_04", 2, date(2026, 6, 2))

    assert date(2026, 6, 1) not in clocks_of(stage, case.office.worker)


def test_excused_and_paused_clocks_are_out_of_the_adjusted_figures_alone(stage):
    case = a_case(stage, "assessment")
    a_clock(stage, case, "KPI_04", 2, date(2026, 2, 2), state="missed", adjusted_state="excused")
    a_clock(stage, case, "KPI_04", 3, date(2026, 2, 3), adjusted_due_on=TODAY + timedelta(days=3))
    a_clock(stage, case, "KPI_04", 4, date(2026, 2, 4), state="met", adjusted_state="met")

    assert clocks_of(stage, case.office.worker)[date(2026, 2, 1)] == (1, 3, 1, 1)


def test_only_the_standards_of_a_worker_count_for_one(stage):
    case = a_case(stage, "planning")
    worker = case.office.worker

    found = stage.ask(
        None,
        lambda w: {
            row.standard
            for row in practice.clock_counts(w.session, crowds.just(worker.id), SINCE, FAR)
        },
    )

    assert {"KPI_03", "KPI_04"} <= found
    assert not {"KPI_01", "KPI_02", "KPI_05"} & found
    asked = stage.ask(
        None,
        lambda w: [
            *practice.clock_counts(
                w.session, crowds.just(worker.id), SINCE, FAR, standards=["KPI_03", "KPI_05"]
            )
        ],
    )
    assert {row.standard for row in asked} == {"KPI_03"}


def test_what_is_counted_of_a_case_is_what_its_page_says(stage):
    case = a_case(stage, "planning")
    stage.do(case.office.supervisor, lambda w: clocks.excuse(w, case.id, "KPI_03", 1, "Away."))

    (counts,) = clocks_of(stage, case.office.worker, standard="KPI_03").values()

    assert counts == (1, 1, 0, 0)


def test_caseloads_are_open_cases_by_key_worker(stage):
    office = an_office(stage)
    a_case(stage, "assessment", office)
    a_case(stage, "closed", office, reference="C-0002")
    a_case(stage, "planning", office, reference="C-0003")

    found = stage.ask(
        None, lambda w: practice.caseloads(w.session, crowds.between(0, 10**6, w.today))
    )

    assert found == [(office.worker.id, 2, 10, 15)]


def written(stage, person, days=3):
    return stage.ask(
        None,
        lambda w: practice.late_records(
            w.session, crowds.just(person.id), SINCE, more_than_days=days
        ),
    )


def test_an_entry_is_late_from_the_day_after_the_last_day_in_time(stage):
    case = a_case(stage, "in-discussion")
    worker = case.office.worker
    day = date(2026, 4, 1)
    before = {row.month: (row.k, row.n) for row in written(stage, worker)}
    for hours in (0, 3 * 24, 4 * 24 - 1, 4 * 24, 9 * 24):
        stage.save(
            CaseEvent(
                case_id=case.id,
                kind="noted",
                happened_on=day,
                recorded_at=datetime(2026, 4, 1, tzinfo=UTC) + timedelta(hours=hours),
                recorded_by_id=worker.id,
            )
        )

    found = {row.month: (row.k, row.n) for row in written(stage, worker)}

    assert found[day] == (2, 5)
    assert {month: k for month, k in found.items() if month != day} == {
        month: k for month, k in before.items() if month != day
    }


def test_corrections_and_what_came_before_the_case_are_no_late_entries(stage):
    office = an_office(stage)
    late = on_day(stage, date(2026, 3, 30))
    case = a_case(late, "in-discussion", office)  # received weeks before it is entered here
    event = stage.save(
        CaseEvent(
            case_id=case.id,
            kind="noted",
            happened_on=date(2026, 3, 29),
            recorded_at=datetime(2026, 3, 29, 12, tzinfo=UTC),
            recorded_by_id=office.colleague.id,
        )
    )
    stage.save(
        CaseEvent(
            case_id=case.id,
            kind="noted",
            happened_on=date(2026, 3, 28),
            recorded_at=datetime(2026, 5, 1, 12, tzinfo=UTC),
            recorded_by_id=office.colleague.id,
            corrects_id=event.id,
        ),
        CaseEvent(
            case_id=case.id,
            kind="consent_given",
            happened_on=date(2026, 3, 1),
            recorded_at=datetime(2026, 5, 1, 12, tzinfo=UTC),
            recorded_by_id=office.colleague.id,
        ),
    )

    assert written(stage, office.colleague) == [(office.colleague.id, date(2026, 3, 1), 0, 1)]
