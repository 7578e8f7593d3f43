"""Counts frozen as dated evidence: they never change, and tell nobody more than they may know."""

from datetime import date

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError

from competency.accreditation.models import Snapshot, SnapshotCase, SnapshotRow
from competency.accreditation.service import forgetting, reading, snapshots, studies
from competency.cases.models import CaseFile
from competency.cases.service import disposing
from competency.people.models import PracticeArea, Team
from tests.builders.cases import a_member, on_day
from tests.builders.counted import contacts, held_cases
from tests.builders.self_study import a_beginning, a_house, rate, study_of, submit
from tests.builders.stage import a_line

APRIL = [date(2026, 4, d) for d in (1, 8, 15, 22)]


@pytest.fixture
def house(stage):
    return a_house(stage)


@pytest.fixture
def team(stage, house) -> Team:
    found: Team = stage.save(Team(name="Quayside", region_id=house.region.id))
    return found


@pytest.fixture
def area(stage) -> PracticeArea:
    found: PracticeArea = stage.save(PracticeArea(name="Brain injury"))
    return found


@pytest.fixture
def workers(stage, house, team, area):
    """Two workers of the supervisor's line, with 12 and 16 cases; one case has its contacts."""
    people = [a_member(stage, name, team) for name in ("Kit One", "Kim Two")]
    for person, how_many in zip(people, (12, 16), strict=True):
        a_line(stage, house["panel"], person)
        cases = held_cases(stage, person, area, team, how_many)
        contacts(stage, cases[0], *APRIL)
    return people


def freeze(stage, house, practice: str = "5.03", day: date | None = None) -> Snapshot:
    then = on_day(stage, day) if day else stage
    found: Snapshot = then.do(
        house["central"], lambda w: snapshots.freeze(w, house.study.id, practice)
    )
    return found


def looked_behind(stage, house, snapshot, who: str = "central", page: int = 1):
    return stage.ask(house[who], lambda w: snapshots.drill_down(w, snapshot.id, page))


def broken(stage) -> list[str]:
    found: list[str] = stage.ask(None, lambda w: list(snapshots.broken_seals(w.session)))
    return found


def test_a_count_is_frozen_with_its_day_its_query_and_its_rows(stage, house, workers) -> None:
    before, count = stage.ask(
        house["central"], lambda w: snapshots.preview(w, house.study.id, "5.03")
    )
    snapshot = freeze(stage, house)

    assert before.id == house.study.id
    assert (snapshot.k, snapshot.n) == (count.k, count.n) == (1, 2)
    assert (snapshot.query, snapshot.computation) == (count.query, "caseload")
    page = looked_behind(stage, house, snapshot)
    assert (page.rows, page.kept_back, page.rows_in_all) == ([], 2, 2)  # fewer than five workers
    assert (page.count.figures["percent-over"], page.count.months) == (50, ())
    assert page.practice.code == "5.03"
    assert broken(stage) == []


def test_contacts_are_frozen_by_month_and_case(stage, house, workers) -> None:
    page = looked_behind(stage, house, freeze(stage, house, "5.04"))

    assert (page.count.row.k, page.count.row.n) == (2, 84)
    assert page.count.months[-1] == (date(2026, 4, 1), 2, 28)
    assert (page.rows_in_all, len(page.rows), page.pages) == (28, 28, 1)


def test_a_new_count_leaves_the_old_one_as_it_was(stage, house, workers, area, team) -> None:
    first = freeze(stage, house)
    held_cases(stage, workers[0], area, team, 9)
    second = freeze(stage, house, day=date(2026, 6, 1))

    overview = stage.ask(house["central"], lambda w: snapshots.list_of(w, house.study.id, "5.03"))
    assert [(one.row.id, one.row.k) for one in overview.counts] == [(second.id, 0), (first.id, 1)]
    newest = stage.ask(None, lambda w: snapshots.newest_of(w.session, house.study.id))
    assert {code: one.row.id for code, one in newest.items()} == {"5.03": second.id}
    assert first.sha256 != second.sha256
    assert broken(stage) == []


# what somebody tries to do to a frozen count in the database
TAMPERING = [
    update(Snapshot).values(k=2),
    delete(Snapshot),
    update(SnapshotRow).values(is_met=True),
    delete(SnapshotRow),
    update(SnapshotCase).values(case_id=1),
    delete(SnapshotCase),
]


@pytest.mark.parametrize("statement", TAMPERING, ids=str)
def test_a_frozen_count_cannot_be_changed(stage, house, workers, statement) -> None:
    freeze(stage, house, "5.04")

    with pytest.raises(DatabaseError), stage.database.aside() as session:
        session.execute(statement.execution_options(synchronize_session=False))


def test_a_changed_count_no_longer_equals_its_seal(stage, house, workers) -> None:
    snapshot = freeze(stage, house)
    with stage.database.aside() as session:
        kind = session.get_bind().dialect.name
        on = "" if kind == "sqlite" else " ON accreditation_counted"
        session.execute(text(f"DROP TRIGGER keep_accreditation_counted_update{on}"))
        session.execute(
            update(SnapshotRow).values(is_met=True).execution_options(synchronize_session=False)
        )
        session.info.pop("changed", None)

    assert broken(stage) == [f"Frozen count {snapshot.id} is not what was frozen."]


# ---- who sees whom

SEES = {
    # who: may read the open study's count, and whom of the two workers they see by name
    "central": "numbers",
    "leadership": "numbers",
    "auditor": "numbers",
    "panel": "404",
    "owner": "404",
    "colleague": "404",
    "supervisor": "404",
    "manager": "404",
    "specialist": "404",
    "training lead": "404",
    "administrator": "404",
}


def test_readers_see_numbered_rows_and_others_nothing(stage, house, workers) -> None:
    snapshot = freeze(stage, house)

    def seen(who: str) -> str:
        outcome: str = stage.outcome(house[who], lambda w: snapshots.drill_down(w, snapshot.id))
        if outcome != "yes":
            return outcome
        return "names" if looked_behind(stage, house, snapshot, who).names else "numbers"

    assert {who: seen(who) for who in SEES} == SEES


def test_a_line_sees_its_own_by_name_and_its_own_cases_by_reference(
    stage, house, workers, area, team
) -> None:
    stranger = a_member(stage, "Sid Stranger", None)
    held_cases(stage, stranger, area, stage.save(Team(name="Far", region_id=house.region.id)), 3)
    caseload, made = freeze(stage, house), freeze(stage, house, "5.04")
    submit(stage, house)

    named = looked_behind(stage, house, caseload, "panel")
    assert sorted(named.names.values()) == ["Kim Two", "Kit One"]
    assert (len(named.rows), named.kept_back) == (2, 1)  # fewer than five: only their own
    cases = looked_behind(stage, house, made, "panel")
    assert (len(cases.references), cases.rows_in_all) == (28, 31)
    assert looked_behind(stage, house, made, "central").references == {}


def test_the_order_of_the_rows_says_nothing(stage, house, team, area) -> None:
    people = [a_member(stage, f"W {letter}", team) for letter in "ABCDEFGH"]
    for person in people:
        held_cases(stage, person, area, team, 2)
    page = looked_behind(stage, house, freeze(stage, house))

    assert page.kept_back == 0
    order = [row.person_id for row in page.rows]
    assert sorted(order) == [one.id for one in people]
    assert order not in (sorted(order), sorted(order)[::-1])


# ---- who may what

FREEZES = {
    "central": "yes",
    "leadership": "403",
    "auditor": "403",
    "panel": "404",
    "owner": "404",
    "supervisor": "404",
    "administrator": "404",
}


def test_only_who_runs_the_study_looks_at_live_figures_and_freezes(stage, house, workers) -> None:
    for act in (snapshots.preview, snapshots.freeze):
        found = {
            who: stage.outcome(house[who], lambda w, act=act: act(w, house.study.id, "5.03"))
            for who in FREEZES
        }
        assert found == FREEZES


@pytest.mark.parametrize("practice", ["5.01", "5.05", "9.99"])
def test_what_nothing_is_counted_for_is_not_there(stage, house, practice: str) -> None:
    for act in (snapshots.preview, snapshots.freeze, snapshots.list_of):
        assert stage.outcome(house["central"], lambda w, a=act: a(w, house.study.id, practice)) == (
            "404"
        )


def test_a_submitted_study_takes_no_new_count(stage, house, workers) -> None:
    submit(stage, house)

    assert (
        stage.outcome(house["central"], lambda w: snapshots.freeze(w, house.study.id, "5.03"))
        == "submitted"
    )


# ---- when cases are disposed of


def test_after_a_disposal_the_figures_stay_and_the_case_is_gone(stage, house, workers) -> None:
    snapshot = freeze(stage, house, "5.04")
    before = looked_behind(stage, house, snapshot)
    with stage.database.aside() as session:
        case = session.scalars(select(CaseFile).order_by(CaseFile.id).limit(1)).one()
        gone = case.id
        case.ended_on, case.retain_until = date(2026, 5, 20), date(2033, 5, 20)
        session.flush()
        session.info.pop("changed", None)
    later = on_day(stage, date(2033, 6, 1))
    run = later.do(house["manager"], lambda w: disposing.propose(w, "Seven years are over."))
    later.do(house["administrator"], lambda w: disposing.carry_out(w, run.id))

    after = looked_behind(stage, house, snapshot)
    assert (after.count.row.k, after.count.row.n) == (before.count.row.k, before.count.row.n)
    assert [row.figures for row in after.rows] == [row.figures for row in before.rows]
    lost = [row for row in after.rows if row.case_id is None]
    assert [row.case_id for row in before.rows if row.number == lost[0].number] == [gone]
    assert len(lost) == 1
    assert broken(stage) == []


def test_a_case_in_a_frozen_count_is_not_taken_back(stage, house, workers) -> None:
    freeze(stage, house, "5.04")

    def in_use(w) -> set[int]:
        ids = list(w.session.scalars(select(CaseFile.id).order_by(CaseFile.id).limit(3)))
        return set(forgetting.frozen(w.session, [*ids, 9999]))

    assert len(stage.ask(None, in_use)) == 3


# ---- what it does to the self-study


def of_study(stage, house):
    return stage.ask(house["central"], lambda w: reading.page(w, house.study.id)).whole


def test_a_frozen_count_suggests_a_rating_and_counts_as_evidence(stage, house, workers) -> None:
    rate(stage, house, "5.03", 1)
    before = of_study(stage, house)
    codes = {one.code for one in before.contradictions_of("5.03")}
    assert codes == {"best-without-evidence", "rated-without-count"}
    assert before.suggestion(before.standard.practice("5.03")).rating is None
    assert before.readiness.uncounted == ("5.03", "5.04")

    freeze(stage, house)

    after = of_study(stage, house)
    suggestion = after.suggestion(after.standard.practice("5.03"))
    assert (suggestion.rating, "1 of 2 workers" in suggestion.because) == (3, True)
    assert [one.code for one in after.contradictions_of("5.03")] == ["far-from-suggested"]
    assert after.readiness.uncounted == ("5.04",)
    assert after.counts["5.03"].row.n == 2


def test_not_applicable_with_open_cases_is_said(stage, house, workers) -> None:
    version = study_of(stage, house).version
    wanted = a_beginning(not_applicable="We have no such service.")
    stage.do(house["central"], lambda w: studies.change(w, house.study.id, wanted, version))

    (found,) = of_study(stage, house).contradictions
    assert found.code == "not-applicable-with-cases"
    assert "open cases: 28" in found.sentence
