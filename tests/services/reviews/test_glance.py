"""Data in a glance: who sees which scores, and who may look behind them."""

from datetime import UTC, date, datetime

import pytest

from competency.reviews.domain.glance import quarters_until
from competency.reviews.domain.levels import Answer, Level
from competency.reviews.domain.scores import Score
from competency.reviews.models import ReviewTally
from competency.reviews.service import glance
from competency.reviews.service.glance import Asked
from tests.builders.reviewed import MARCH, reviewed, several
from tests.builders.reviews import a_department

Q1, Q2 = date(2026, 1, 1), date(2026, 4, 1)
NOBODY = "403"


@pytest.fixture
def made(stage):
    return a_department(stage, cases=0)


def board(**asked):
    return lambda w: glance.board(w, Asked(**{"quarter": Q2, **asked}))


def items(found):
    return {one.code: one for part in found.parts for one in part.items}


# who, the glance, behind North, behind South
MAY_SEE = [
    ("specialist", "yes", "yes", "403"),
    ("second specialist", "yes", "yes", "403"),
    ("far specialist", "yes", "403", "yes"),
    ("leadership", "yes", "yes", "403"),
    ("far leadership", "yes", "403", "yes"),
    ("central", "yes", "yes", "yes"),
    ("worker", NOBODY, NOBODY, NOBODY),
    ("supervisor", NOBODY, NOBODY, NOBODY),
    ("manager", NOBODY, NOBODY, NOBODY),
    ("peer", NOBODY, NOBODY, NOBODY),
    ("administrator", NOBODY, NOBODY, NOBODY),
    ("auditor", NOBODY, NOBODY, NOBODY),
    ("training lead", NOBODY, NOBODY, NOBODY),
]


@pytest.mark.parametrize(("who", "sees", "north", "south"), MAY_SEE)
def test_who_sees_the_scores_and_who_looks_behind_them(stage, made, who, sees, north, south):
    def look(region):
        asked = Asked(quarter=Q2, item="I1", region_id=region.id)
        return lambda w: glance.behind(w, asked)

    one = lambda w: glance.one_item(w, Asked(quarter=Q2, item="I1"))  # noqa: E731
    assert stage.outcome(made[who], board()) == sees
    assert stage.outcome(made[who], one) == sees
    assert stage.outcome(made[who], look(made.north)) == north
    assert stage.outcome(made[who], look(made.south)) == south


def test_every_region_sees_all_regions_scores(stage, made):
    several(stage, made, "I1", "sssw-")
    several(stage, made, "I1", "sssssw", whose="far worker")

    found = stage.ask(made["leadership"], board())
    far = stage.ask(made["leadership"], board(region_id=made.south.id))

    assert items(found)["I1"].cells[-1] == Score(8, 10, 1)
    assert items(far)["I1"].cells[-1] == Score(5, 6)
    assert (found.place, far.place) == ("The whole organisation", "South")
    assert not far.is_open
    assert found.quarters == quarters_until(Q2, 5)


def test_the_change_against_the_last_quarter(stage, made):
    several(stage, made, "I1", "s" * 6 + "w" * 4, at=MARCH)
    several(stage, made, "I1", "s" * 9 + "w")
    several(stage, made, "I2", "s" * 9)

    found = items(stage.ask(made["central"], board()))

    assert found["I1"].change.words == "Up 30 percentage points (6 of 10, then 9 of 10)"
    assert found["I2"].change.words == "Too few to say (0 of 0, then 9 of 9)"


def test_levels_sections_and_items_stand_apart(stage, made):
    first = reviewed(stage, made, {"I1": "strength", "H1": "no"})
    reviewed(stage, made, {"I1": "needs-improvement"}, second_of=first)

    second = stage.ask(made["central"], board(level=Level.SECOND))
    record = stage.ask(made["central"], board(section="I"))

    assert items(second)["I1"].cells[-1] == Score(0, 1)
    assert record.total.cells[-1] == Score(1, 1)
    assert {part.sum.code for part in record.parts} == {"I"}
    wrong = board(section="B", item="I1")
    assert stage.outcome(made["central"], wrong) == "not_in_section"
    assert stage.outcome(made["central"], board(section="Z")) == "unknown_section"
    assert stage.outcome(made["central"], board(item="Z1")) == "unknown_item"
    assert stage.outcome(made["central"], board(region_id=999)) == "404"


def test_a_small_number_of_another_region_is_kept_back(stage, made):
    several(stage, made, "I1", "ssw", whose="far worker")
    several(stage, made, "I1", "ssssss")

    seen = {
        who: stage.ask(made[who], lambda w: glance.one_item(w, Asked(quarter=Q2, item="I1")))
        for who in ("leadership", "far leadership", "central")
    }

    by_name = {
        who: {line.title: line.cells[-1] for _, line in one.lines} for who, one in seen.items()
    }
    assert by_name["leadership"] == {"North": Score(6, 6), "South": None}
    assert seen["leadership"].whole.cells[-1] == Score(6, 6)
    assert by_name["far leadership"] == {"North": Score(6, 6), "South": Score(2, 3)}
    assert by_name["central"] == {"North": Score(6, 6), "South": Score(2, 3)}
    assert seen["central"].whole.cells[-1] == Score(8, 9)
    assert (seen["leadership"].leaves_out, seen["central"].leaves_out) == (True, False)


def behind(made, **more):
    asked = Asked(quarter=Q2, item="I1")
    return lambda w: glance.behind(w, asked, **more)


def test_the_reviews_behind_a_number_are_those_that_were_counted(stage, made):
    several(stage, made, "I1", "ssw-")
    several(stage, made, "I1", "s", whose="far worker")
    several(stage, made, "I1", "s", at=MARCH)

    found = stage.ask(made["specialist"], behind(made))
    weak = stage.ask(made["specialist"], behind(made, answer=Answer.NEEDS_IMPROVEMENT))
    everywhere = stage.ask(made["central"], behind(made))

    assert (found.count, found.closed) == (4, 0)
    assert {one.region for one in found.rows} == {"North"}
    assert [(one.reference, one.answer) for one in weak.rows] == [("G-0002", "needs-improvement")]
    assert everywhere.count == 5


def an_awaited_second_level(stage, made):
    first = reviewed(stage, made, {"I1": "needs-improvement"})
    second = reviewed(stage, made, {"I1": "strength"}, second_of=first)
    with stage.database.aside() as session:
        row = session.get_one(type(second), second.id)
        row.state, row.submitted_at = "started", None
        session.flush()
        session.info.pop("changed", None)  # a row of a test: the trail need not hear of it


# how many await the second level, how many of the four others are told
AWAITED = [(0, 4), (1, 0), (4, 0), (5, 4)]


@pytest.mark.parametrize(("closed", "told"), AWAITED)
def test_what_a_second_level_is_awaited_for_is_counted_and_cannot_be_worked_out(
    stage, made, closed, told
):
    several(stage, made, "I1", "ssww")
    for _ in range(closed):
        an_awaited_second_level(stage, made)

    found = stage.ask(made["leadership"], behind(made))

    assert (found.count, found.closed, len(found.rows)) == (told, closed, told)
    assert found.is_held == (told == 0)


def test_an_answer_to_an_item_that_no_longer_applied_is_not_behind_a_number(stage, made):
    reviewed(stage, made, {"H1": "yes", "H2": "strength"})
    reviewed(stage, made, {"H1": "no", "H2": "strength"})
    reviewed(stage, made, {"A1": "strength"})
    asked = Asked(quarter=Q2, item="H2")

    count = lambda item: stage.ask(  # noqa: E731
        made["central"], lambda w: glance.behind(w, Asked(quarter=Q2, item=item)).count
    )

    assert stage.ask(made["central"], lambda w: glance.behind(w, asked).count) == 1
    assert count("A1") == 0


# submitted (UTC), in which quarter
EDGES = [
    (datetime(2026, 3, 31, 22, 59, tzinfo=UTC), Q1),
    (datetime(2026, 3, 31, 23, 1, tzinfo=UTC), Q2),  # summer time has begun
    (datetime(2025, 12, 31, 23, 59, tzinfo=UTC), date(2025, 10, 1)),
]


@pytest.mark.parametrize(("at", "quarter"), EDGES)
def test_a_quarter_is_that_of_london_behind_the_number_too(stage, made, at, quarter):
    reviewed(stage, made, {"I1": "strength"}, at=at)

    for asked in (Q1, Q2, date(2025, 10, 1)):
        found = stage.ask(made["central"], lambda w, q=asked: glance.behind(w, Asked(q, item="I1")))
        assert found.count == (asked == quarter)


def test_pages_of_the_reviews_behind_a_number(stage, made, monkeypatch):
    monkeypatch.setattr(glance, "PAGE", 2)
    several(stage, made, "I1", "sssss")

    pages = [stage.ask(made["central"], behind(made, page=n)) for n in (1, 2, 3, 4)]
    whole = stage.ask(made["central"], behind(made, page=None))

    assert [len(one.rows) for one in pages] == [2, 2, 1, 0]
    assert [one.reference for page in pages for one in page.rows] == [
        one.reference for one in whole.rows
    ]


def test_the_tally_is_what_is_read(stage, made):
    with stage.database.aside() as session:
        session.add(
            ReviewTally(
                quarter=Q2,
                region_id=made.north.id,
                level="central",
                item="I1",
                answer="strength",
                reviews=41,
            )
        )

    found = stage.ask(made["central"], board(level=Level.CENTRAL))

    assert items(found)["I1"].cells[-1] == Score(41, 41)
