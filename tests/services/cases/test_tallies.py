"""The kept counts of clocks are those of the clocks, whatever happens to cases."""

from collections import Counter
from datetime import date, timedelta

from sqlalchemy import select

from competency.calendars.service import choosing, closures
from competency.cases.domain.running import EXCUSED, RUNNING
from competency.cases.models import CaseClock, CaseTally
from competency.cases.queries import tallies
from competency.cases.service import clocks, handing_over, recording, register
from competency.kernel.actor import Role
from tests.builders.cases import a_case, a_member

TODAY = date(2026, 5, 8)


def differences(stage):
    return stage.ask(None, lambda w: tallies.differences(w.session))


def counts(stage, **narrowed):
    """Return by standard and state how many clocks are counted, of a holder or a team or all."""
    kept = stage.ask(
        None, lambda w: w.session.scalars(select(CaseTally).filter_by(**narrowed)).all()
    )
    found: Counter[tuple[str, str, str]] = Counter()
    for row in kept:
        found[row.standard, row.state, row.adjusted_state] += row.clocks
    return {key: count for key, count in found.items() if count}


def test_counts_follow_every_change_of_a_case(stage):
    made = a_case(stage, "review")
    a_case(stage, "closed", made.office, reference="C-0002")
    office = made.office
    assert differences(stage) == []

    stage.do(office.worker, lambda w: recording.happened(w, made.id, "noted", TODAY, "A fact."))
    stage.do(office.supervisor, lambda w: register.assign(w, made.id, office.colleague.id, TODAY))
    stage.do(office.supervisor, lambda w: clocks.excuse(w, made.id, "KPI_08", 1, "Away."))

    assert differences(stage) == []
    assert counts(stage)["KPI_03", "met", "met"] == 2
    assert counts(stage)["KPI_08", "running", EXCUSED] == 1


def test_a_standard_of_a_manager_is_in_no_workers_figures(stage):
    made = a_case(stage, "review")

    own = counts(stage, holder_id=made.office.worker.id)

    assert ("KPI_05", "met", "met") not in own
    assert ("KPI_05", "met", "met") in counts(stage, team_id=made.office.team.id)
    assert ("KPI_03", "met", "met") in own
    assert counts(stage, team_id=made.office.other_team.id) == {}


def test_who_had_the_duty_on_the_due_day_keeps_the_result(stage):
    made = a_case(stage, "review")
    office = made.office

    stage.do(
        office.supervisor,
        lambda w: handing_over.hand_over(
            w, office.worker.id, {made.id: office.colleague.id}, TODAY, "Leave."
        ),
    )

    assert ("KPI_03", "met", "met") in counts(stage, holder_id=office.worker.id)
    assert ("risk", "running", "running") in counts(stage, holder_id=office.colleague.id)


def test_a_paused_clock_is_adjusted_beside_its_raw_result(stage):
    made = a_case(stage, "review")

    stage.do(
        made.office.supervisor,
        lambda w: clocks.pause(
            w,
            made.id,
            "assessment-complete",
            1,
            "In hospital.",
            from_on=date(2026, 3, 10),
            until=date(2026, 3, 19),
        ),
    )

    due = stage.ask(
        None,
        lambda w: w.session.execute(
            select(CaseClock.due_on, CaseClock.adjusted_due_on).where(
                CaseClock.standard == "assessment-complete"
            )
        ).one(),
    )
    assert due.adjusted_due_on == due.due_on + timedelta(days=10)
    assert differences(stage) == []


def test_a_recount_changes_nothing_when_all_is_well(stage):
    a_case(stage, "review")
    before = counts(stage)

    stage.do(None, lambda w: tallies.recount(w.session))

    assert counts(stage) == before
    assert stage.do(None, lambda w: clocks.recompute_open(w, ended=True)) == 1
    assert counts(stage) == before


def test_a_closure_day_moves_the_open_clocks_and_says_how_many(app, stage):
    made = a_case(stage, "in-discussion")
    administrator = a_member(stage, "Adi Stone", None, Role.ADMINISTRATOR)

    def due(work):
        return dict(
            work.session.execute(
                select(CaseClock.standard, CaseClock.due_on).where(
                    CaseClock.case_id == made.id, CaseClock.state == RUNNING
                )
            ).all()
        )

    before = stage.ask(None, due)
    changed = stage.do(
        administrator, lambda w: closures.add_closure(w, date(2026, 3, 4), "Move of offices")
    )
    after = stage.ask(None, due)

    moved = {standard for standard, day in after.items() if day != before[standard]}
    assert len(moved) == changed
    assert {"KPI_02", "assessment-offered"} <= moved
    assert differences(stage) == []


def test_another_nation_moves_the_open_clocks_and_leaves_ended_cases_alone(app, stage):
    made = a_case(stage, "assessment")
    a_case(stage, "closed", made.office, reference="C-0002")
    administrator = a_member(stage, "Adi Stone", None, Role.ADMINISTRATOR)

    def due(work):
        rows = work.session.execute(
            select(CaseClock.case_id, CaseClock.standard, CaseClock.sequence, CaseClock.due_on)
        ).all()
        return {row[:3]: row.due_on for row in rows}

    before = stage.ask(None, due)
    changed = stage.do(administrator, lambda w: choosing.choose_nation(w, "scotland", version=0))
    after = stage.ask(None, due)

    # Easter Monday is no bank holiday in Scotland, so 40 working days end before May Day.
    review = (made.id, "KPI_08", 1)
    assert (before[review], after[review]) == (date(2026, 5, 5), date(2026, 5, 1))
    moved = {key for key, day in after.items() if day != before[key]}
    assert review in moved
    assert {key[0] for key in moved} == {made.id}
    assert changed == len(moved)
    assert differences(stage) == []
