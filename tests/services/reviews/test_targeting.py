"""Targeted reviews of central office, from the query to the reviewer."""

from datetime import date

import pytest
from sqlalchemy import update

from competency.cases.models import CaseClock, CaseFile
from competency.kernel.errors import NotFound, Refused
from competency.kernel.values import replace
from competency.reviews.domain.targeting import Query, Standing, Targeting
from competency.reviews.service import due, posts, targeting
from tests.builders.reviews import a_department, reviews_of

WISH = Targeting(
    title="Risk plans",
    purpose="To see whether risk plans are written with the client.",
    query=Query(),
    count=5,
    due_on=date(2026, 7, 1),
)


@pytest.fixture
def made(stage):
    return a_department(stage)


def changed(stage, reference, **values):
    with stage.database.aside() as session:
        session.execute(
            update(CaseFile)
            .where(CaseFile.reference == reference)
            .values(**values)
            .execution_options(synchronize_session=False)
        )
        session.info.pop("changed", None)


def a_clock(stage, made, reference, state, due_on):
    case = made.cases[reference]
    stage.save(
        CaseClock(
            case_id=case.id,
            standard="KPI_04",
            sequence=1,
            start_on=date(2026, 4, 1),
            due_on=due_on,
            state=state,
            month=due_on.replace(day=1),
            adjusted_due_on=due_on,
            adjusted_state=state,
            team_id=case.team_id,
        )
    )


def test_cases_are_chosen_for_a_purpose_and_reviewed_centrally(stage, made):
    row = stage.do(made["central"], lambda w: targeting.target(w, WISH, seed=7))

    found = reviews_of(stage, level="central")
    assert [r.targeting_id for r in found] == [row.id] * 5
    assert (found[0].draw_id, found[0].slot, found[0].reviewer_id) == (None, None, None)
    assert found[0].due_on == date(2026, 7, 1)
    assert row.found == 24
    kept = stage.ask(made["central"], lambda w: targeting.get_targeting(w, row.id))
    assert (kept.wanted, kept.seed) == (WISH, 7)
    assert kept.review_ids == tuple(r.id for r in found)


def test_the_same_query_and_seed_choose_the_same_cases(stage, made):
    for _ in range(2):
        stage.do(made["central"], lambda w: targeting.target(w, WISH, seed=7))

    found = [r.case_id for r in reviews_of(stage, level="central")]
    assert found[:5] == found[5:]


QUERIES = {
    "all that are open": (Query(), 22),
    "one region": (Query(region_id=2), 6),
    "another programme": (Query(practice_area_id=2), 0),
    "ended ones": (Query(standing=Standing.ENDED), 2),
    "ended lately": (Query(standing=Standing.ENDED, since=date(2026, 3, 1)), 1),
    "open and ended": (Query(standing=Standing.ALL), 24),
    "with a safeguarding concern": (Query(safeguarding=True), 1),
    "that missed a clock": (Query(missed="KPI_04"), 2),
    "that missed it lately": (Query(missed="KPI_04", since=date(2026, 5, 1)), 1),
    "that missed another clock": (Query(missed="KPI_01"), 0),
}


@pytest.mark.parametrize("name", QUERIES)
def test_what_a_query_finds(stage, made, name):
    query, count = QUERIES[name]
    changed(stage, "Q1-00", ended_on=date(2026, 4, 1))
    changed(stage, "Q1-01", ended_on=date(2026, 1, 1))
    changed(stage, "Q2-00", safeguarding_since=date(2026, 4, 1))
    a_clock(stage, made, "H1-00", "missed", date(2026, 4, 10))
    a_clock(stage, made, "H1-01", "running", date(2026, 5, 7))
    a_clock(stage, made, "H1-02", "running", date(2026, 5, 8))
    a_clock(stage, made, "H1-03", "met", date(2026, 4, 8))
    if query.region_id:
        query = replace(query, region_id=made.south.id)
    if query.practice_area_id:
        query = replace(query, practice_area_id=made.other_area.id)

    assert stage.ask(made["central"], lambda w: targeting.preview(w, query)) == count


def test_a_query_that_finds_nothing_is_refused(stage, made):
    wish = replace(WISH, query=Query(missed="KPI_04"))

    with pytest.raises(Refused, match="No case fits"):
        stage.do(made["central"], lambda w: targeting.target(w, wish))


def test_central_office_assigns_its_own_and_sees_what_waits(stage, made):
    stage.do(made["central"], lambda w: targeting.target(w, WISH, seed=7))
    review = reviews_of(stage, level="central")[0]
    assert len(stage.ask(made["central"], due.due_for_me)) == 5

    stage.do(
        made["central"],
        lambda w: posts.assign_central(w, review.id, made["central"].id, review.version),
    )

    duties = [one.duty for one in stage.ask(made["central"], due.due_for_me)]
    assert sorted(duties) == ["assign"] * 4 + ["start"]
    other = reviews_of(stage, level="central", reviewer_id=None, region_id=made.north.id)[0]
    with pytest.raises(Refused, match="does not work for central office"):
        stage.do(
            made["central"],
            lambda w: posts.assign_central(w, other.id, made["specialist"].id, other.version),
        )
    with pytest.raises(Refused, match="Central office assigns its own"):
        stage.do(
            made["specialist"],
            lambda w: posts.assign(w, other.id, made["specialist"].id, other.version),
        )


def test_the_list_says_how_many_are_complete(stage, made):
    stage.do(made["central"], lambda w: targeting.target(w, WISH))

    rows = stage.ask(made["central"], targeting.list_targetings)

    assert [(row.title, row.reviews, row.complete) for row in rows] == [("Risk plans", 5, 0)]
    with pytest.raises(NotFound):
        stage.ask(made["central"], lambda w: targeting.get_targeting(w, 99))
