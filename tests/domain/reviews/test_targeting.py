"""What central office can ask for, and how it is kept."""

from datetime import date

import pytest

from competency.kernel.errors import Refused
from competency.kernel.values import replace
from competency.reviews.domain.targeting import (
    Query,
    Standing,
    Targeting,
    checked,
    choose,
    read_query,
)

TODAY = date(2026, 5, 8)
WISH = Targeting(
    title="Risk plans",
    purpose="To see whether risk plans are written with the client.",
    query=Query(missed="KPI_04"),
    count=10,
    due_on=date(2026, 7, 1),
)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"count": 1}, None),
        ({"count": 200}, None),
        ({"title": " "}, "title_needed"),
        ({"purpose": ""}, "purpose_needed"),
        ({"title": "x" * 121}, "too_long"),
        ({"count": 0}, "bad_count"),
        ({"count": 201}, "bad_count"),
        ({"due_on": TODAY}, "due_too_early"),
    ],
)
def test_what_can_be_asked_for(changes, code):
    wish = replace(WISH, **changes)
    if code is None:
        assert checked(wish, TODAY) == wish
        return
    with pytest.raises(Refused) as refused:
        checked(wish, TODAY)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query(region_id=3, practice_area_id=1, standing=Standing.ENDED, since=TODAY),
        Query(standing=Standing.ALL, missed="KPI_04", safeguarding=True),
    ],
)
def test_a_query_comes_back_as_it_was_kept(query):
    assert read_query(query.to_text()) == query


def test_the_same_seed_chooses_the_same_cases_in_any_order():
    refs = [f"C-{n}" for n in range(30)]

    assert choose(refs, 5, 4) == choose(reversed(refs), 5, 4)
    assert choose(refs, 5, 4) != choose(refs, 6, 4)
    assert choose(refs[:2], 5, 4) == choose(refs[:2], 5, 2)
