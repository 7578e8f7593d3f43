"""Drawing a month's cases from the register, keeping the draw, and making it again."""

import zlib
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text, update

from competency.audit.models import AuditEntry
from competency.cases.models import CaseAssignment, CaseFile
from competency.kernel.errors import Forbidden, NotFound, Refused
from competency.people.models import SupervisionLine
from competency.reviews.models import ReviewDraw
from competency.reviews.service import drawing
from tests.builders.cases import on_day
from tests.builders.reviews import (
    MAY,
    SEED,
    a_department,
    a_draw,
    add_cases,
    reviews_of,
    set_past_the_rules,
    the_four,
)

JUNE = date(2026, 6, 1)


def again(stage, who=None, **more):
    return stage.do(who, lambda w: drawing.draw_month(w, MAY, **more))


def changed(stage, model, where, **values):
    with stage.database.aside() as session:
        session.execute(
            update(model).where(where).values(**values).execution_options(synchronize_session=False)
        )
        session.info.pop("changed", None)


def test_the_draw_becomes_reviews_of_both_levels(stage):
    made = a_department(stage)

    found = a_draw(stage)

    first, second = reviews_of(stage, level="first"), reviews_of(stage, level="second")
    assert Counter(r.supervisor_id for r in first) == {
        made[name].id: 4 for name in ("supervisor", "other supervisor", "far supervisor")
    }
    assert len(second) == 12
    assert {r.first_id for r in second} == {r.id for r in first}
    assert {r.reviewer_id for r in second} == {None}
    one = first[0]
    assert (one.start_due_on, one.due_on) == (date(2026, 5, 12), date(2026, 5, 25))
    assert (second[0].start_due_on, second[0].due_on) == (date(2026, 6, 7), date(2026, 6, 25))
    assert (one.period_from, one.period_to) == (date(2025, 5, 5), date(2026, 5, 4))
    assert (one.instrument_id, one.instrument_version) == ("cqi-case-review", "1.0")
    refs = {case.id: ref for ref, case in made.cases.items()}
    assert {refs[r.case_id] for r in first} == {one.case_ref for one in found.draw.first}
    assert {r.slot for r in the_four(stage, made["supervisor"])} == {1, 2, 3, 4}


def test_only_open_cases_that_a_supervised_worker_holds_are_drawn(stage, look):
    made = a_department(stage, cases=0)
    add_cases(stage, made, made["worker"], made.quayside, ["A", "B", "C"])
    add_cases(stage, made, made["manager"], made.quayside, ["M"])
    changed(stage, CaseFile, CaseFile.reference == "B", ended_on=date(2026, 4, 1))
    changed(stage, CaseFile, CaseFile.reference == "C", key_worker_id=None)

    found = a_draw(stage).draw

    assert [one.case_ref for one in found.first] == ["A"]
    assert found.excluded == {"M": "no-supervisor"}
    assert found.eligible == {"S-Sue Visor": 1}


def test_a_case_drawn_last_month_is_not_drawn_again(stage):
    a_department(stage)
    may = a_draw(stage).draw
    june = a_draw(stage, JUNE).draw
    july = a_draw(stage, date(2026, 7, 1)).draw

    drawn = [{one.case_ref for one in found.first} for found in (may, june, july)]
    assert not drawn[0] & drawn[1]
    assert not drawn[1] & drawn[2]
    assert {june.excluded[ref] for ref in drawn[0]} == {"drawn-last-month"}
    assert not drawn[0] & set(july.excluded)


def test_of_two_lines_the_later_one_counts(stage):
    made = a_department(stage, cases=2)
    acting = stage.save(
        SupervisionLine(
            supervisor_id=made["other supervisor"].id,
            supervisee_id=made["worker"].id,
            starts_on=date(2026, 4, 1),
        )
    )

    assert acting.id
    found = a_draw(stage).draw
    assert {one.supervisor for one in found.first if one.worker == "S-Kit Worker"} == {
        "S-Ola Visor"
    }


def test_what_the_supervisor_worked_on_goes_to_a_peer(stage):
    """Sue was key worker of Q1-00 until March, so Pia reviews it: same region and programme."""
    made = a_department(stage, cases=0)
    case = add_cases(stage, made, made["supervisor"], made.quayside, ["Q1-00"])[0]
    handed(stage, made, case)

    found = a_draw(stage).draw

    assert [(one.case_ref, one.reviewer) for one in found.first] == [("Q1-00", "S-Pia Peer")]
    assert reviews_of(stage, level="first")[0].reviewer_id == made["peer"].id


def test_what_the_supervisor_worked_on_long_ago_is_no_longer_theirs(stage):
    made = a_department(stage, cases=0)
    case = add_cases(stage, made, made["supervisor"], made.quayside, ["Q1-00"])[0]
    handed(stage, made, case, on=date(2025, 5, 1))

    assert a_draw(stage).draw.first[0].reviewer == "S-Sue Visor"


def test_without_a_peer_it_is_left_out(stage):
    made = a_department(stage, cases=0)
    case = add_cases(stage, made, made["supervisor"], made.harbour, ["Q1-00"], made.other_area)[0]
    handed(stage, made, case)
    add_cases(stage, made, made["worker"], made.quayside, ["Q1-01"])

    assert a_draw(stage).draw.excluded == {"Q1-00": "own-case"}


def handed(stage, made, case, on=date(2026, 3, 2)):
    """Let the case go to the worker on a day."""
    stage.save(
        CaseAssignment(
            case_id=case.id,
            seq=2,
            person_id=made["worker"].id,
            team_id=case.team_id,
            from_on=on,
            at=stage.clock(),
        )
    )
    changed(stage, CaseFile, CaseFile.id == case.id, key_worker_id=made["worker"].id)


def test_a_second_call_gives_the_stored_draw_again(stage, look):
    made = a_department(stage)
    first = a_draw(stage)
    add_cases(stage, made, made["worker"], made.quayside, ["Z1", "Z2", "Z3", "Z4"])

    second = again(stage, seed=1)

    assert second.was_there
    assert second.draw == first.draw
    assert second.draw_id == first.draw_id
    assert look.scalar(select(func.count()).select_from(ReviewDraw)) == 1
    assert len(reviews_of(stage)) == 24


def test_a_dry_run_stores_nothing_and_draws_afresh_with_a_seed(stage):
    made = a_department(stage)

    dry = again(stage, seed=SEED, dry_run=True)
    assert reviews_of(stage) == []

    stored = a_draw(stage, on=date(2026, 5, 8))
    assert dry.draw == stored.draw
    add_cases(stage, made, made["worker"], made.quayside, ["Z1"])
    assert again(stage, seed=SEED, dry_run=True).draw.frame_hash != stored.draw.frame_hash
    assert again(stage, dry_run=True).draw == stored.draw


def test_without_a_seed_each_draw_has_its_own(stage):
    a_department(stage)

    seeds = {again(stage, dry_run=True).draw.seed for _ in range(4)}

    assert len(seeds) == 4


def test_who_drew_it_is_in_the_trail_without_a_name(stage, look):
    made = a_department(stage)
    stage.do(made["central"], lambda w: drawing.draw_month(w, MAY, seed=SEED))

    said = look.scalars(select(AuditEntry.facts).where(AuditEntry.event == "CasesDrawn")).one()
    assert str(SEED) in str(said)
    assert look.scalars(select(ReviewDraw.by_id)).one() == made["central"].id


def test_a_region_runs_the_draw_again_but_does_not_draw(stage):
    made = a_department(stage)
    with pytest.raises(Forbidden):
        again(stage, made["specialist"])
    stored = a_draw(stage)

    found = stage.ask(made["specialist"], lambda w: drawing.run_again(w, MAY))

    assert found.draw == stored.draw
    with pytest.raises(NotFound):
        stage.ask(made["specialist"], lambda w: drawing.run_again(w, JUNE))


def test_who_was_assigned_the_second_level_is_said_with_the_draw(stage):
    made = a_department(stage)
    a_draw(stage)
    one = reviews_of(stage, level="second")[0]
    set_past_the_rules(stage, one.id, reviewer_id=made["specialist"].id)
    refs = {case.id: ref for ref, case in made.cases.items()}

    assert again(stage).assigned == {refs[one.case_id]: "S-Quin North"}


def test_nothing_to_draw_is_said_and_not_kept(stage):
    a_department(stage, cases=0)

    with pytest.raises(Refused, match="no case to draw"):
        a_draw(stage)


def unguarded(stage, statement, values):
    """Change a row as somebody with the database's own tools would."""
    with stage.database.engine.connect() as connection:
        with connection.begin():
            if connection.dialect.name == "sqlite":
                connection.execute(text("DROP TRIGGER keep_reviews_draw_update"))
            else:
                connection.execute(text("SET session_replication_role = replica"))
            connection.execute(text(statement), values)
        connection.invalidate()


def test_a_frame_that_was_changed_is_noticed(stage):
    a_department(stage)
    stored = a_draw(stage)
    frame = zlib.compress(b"case-review-frame 1\n")

    unguarded(
        stage, "UPDATE reviews_draw SET frame = :f WHERE id = :i", {"f": frame, "i": stored.draw_id}
    )

    with pytest.raises(Refused, match="frame .* has been changed"):
        again(stage)


def test_a_seed_that_was_changed_is_noticed(stage):
    a_department(stage)
    stored = a_draw(stage)

    unguarded(stage, "UPDATE reviews_draw SET seed = 5 WHERE id = :i", {"i": stored.draw_id})

    with pytest.raises(Refused, match="not those that its frame and seed give"):
        again(stage)


def test_a_draw_cannot_be_changed_by_the_way(stage):
    a_department(stage)
    stored = a_draw(stage)

    with pytest.raises(Exception, match="append only"):
        changed(stage, ReviewDraw, ReviewDraw.id == stored.draw_id, seed=5)


def test_the_database_holds_the_four(stage):
    """Whatever the program would do, a fifth first-level review of a supervisor has no place."""
    made = a_department(stage)
    a_draw(stage)
    one = the_four(stage, made["supervisor"])[0]

    with pytest.raises(Exception, match="(?i)unique"):
        set_past_the_rules(stage, one.id, slot=2)


def test_a_supervisor_who_has_left_draws_no_cases(stage):
    made = a_department(stage, cases=1)
    with stage.database.aside() as session:
        session.execute(
            text("UPDATE person SET left_on = :d WHERE id = :i"),
            {"d": date(2026, 5, 1).isoformat(), "i": made["far supervisor"].id},
        )

    assert a_draw(stage).draw.excluded == {"S1-00": "no-supervisor"}


def test_a_late_draw_keeps_the_days_of_its_month(stage):
    made = a_department(stage)
    later = on_day(stage, MAY + timedelta(days=20))
    later.do(None, lambda w: drawing.draw_month(w, MAY, seed=SEED))

    assert the_four(stage, made["supervisor"])[0].due_on == date(2026, 5, 25)
