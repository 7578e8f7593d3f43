"""Scores come out of the answers, and a band out of the score."""

from collections.abc import Mapping

import pytest

from competency.cases.domain.instruments import (
    Change,
    band_of,
    change,
    highest,
    refusals,
    score,
    score_risk,
)
from competency.frameworks.domain.kinds.case_management_protocol import Instrument
from competency.kernel.errors import Refused
from tests.builders.protocol import shipped

AUDIT, SADQ, TOP = (shipped().instrument(code) for code in ("audit", "sadq", "top"))
OUTCOMES, RISK = shipped().instrument("outcomes"), shipped().risk


def adding_up_to(instrument: Instrument, total: int) -> dict[str, int]:
    """Return answers with this sum: each item in turn gets the most that is left for it."""
    answers, left = {}, total
    for item in reversed(instrument.items):
        answers[item.code] = max(value for value in item.allowed if value <= left)
        left -= answers[item.code]
    assert left == 0
    return answers


BANDS = [
    (AUDIT, 0, "lower"),
    (AUDIT, 7, "lower"),
    (AUDIT, 8, "increasing"),
    (AUDIT, 15, "increasing"),
    (AUDIT, 16, "higher"),
    (AUDIT, 19, "higher"),
    (AUDIT, 20, "dependence"),
    (AUDIT, 40, "dependence"),
    (SADQ, 0, "mild"),
    (SADQ, 15, "mild"),
    (SADQ, 16, "moderate"),
    (SADQ, 30, "moderate"),
    (SADQ, 31, "severe"),
    (SADQ, 60, "severe"),
]


@pytest.mark.parametrize(("instrument", "total", "band"), BANDS)
def test_a_sum_lies_in_its_published_band(instrument: Instrument, total: int, band: str) -> None:
    found = score(instrument, adding_up_to(instrument, total))

    assert found.total == total
    assert found.band is not None
    assert found.band.code == band
    assert sum(value for _, value in found.answers) == total


def test_items_that_stand_for_themselves_have_no_total() -> None:
    found = score(OUTCOMES, {item.code: 4 for item in OUTCOMES.items})

    assert (found.total, found.band) == (None, None)
    assert found.answers[0] == ("outcomes-substances", 4)


ZEROS = adding_up_to(AUDIT, 0)
WRONG = [
    ({"audit-1": 5}, "item_out_of_range", "audit-1", "Choose a number from 0 to 4."),
    ({"audit-1": -1}, "item_out_of_range", "audit-1", "Choose a number from 0 to 4."),
    ({"audit-9": 1}, "item_out_of_range", "audit-9", "Choose 0, 2 or 4."),
    ({"audit-10": 3}, "item_out_of_range", "audit-10", "Choose 0, 2 or 4."),
    ({"audit-2": True}, "item_no_number", "audit-2", "The answer must be a whole number."),
    ({"audit-2": "3"}, "item_no_number", "audit-2", "The answer must be a whole number."),
    ({"audit-2": 2.0}, "item_no_number", "audit-2", "The answer must be a whole number."),
    ({"audit-3": None}, "item_missing", "audit-3", "Choose an answer: Heavy sessions"),
    ({"audit-11": 0}, "unknown_item", "audit-11", "has no item 'audit-11'"),
]


@pytest.mark.parametrize(("answer", "code", "field", "words"), WRONG)
def test_an_answer_that_the_item_does_not_offer_is_refused(
    answer: Mapping[str, object], code: str, field: str, words: str
) -> None:
    with pytest.raises(Refused) as refused:
        score(AUDIT, {**ZEROS, **answer})

    assert (refused.value.code, refused.value.field) == (code, field)
    assert words in refused.value.message


def test_a_score_waits_for_every_item() -> None:
    with pytest.raises(Refused, match="12 of 20 items have no answer yet") as refused:
        score(SADQ, {f"sadq-{number}": 1 for number in range(1, 9)})

    assert refused.value.code == "items_missing"
    assert refused.value.field == "sadq-9"


def test_each_wrong_answer_is_named_for_its_own_field() -> None:
    found = refusals(AUDIT, {**ZEROS, "audit-2": 9, "audit-7": None})

    assert {code: one.code for code, one in found.items()} == {
        "audit-2": "item_out_of_range",
        "audit-7": "item_missing",
    }
    assert refusals(AUDIT, ZEROS) == {}


RISKS = [
    (1, 1, 1, "low"),
    (2, 2, 4, "low"),
    (1, 5, 5, "moderate"),
    (3, 3, 9, "moderate"),
    (2, 5, 10, "high"),
    (3, 5, 15, "high"),
    (4, 4, 16, "very-high"),
    (5, 5, 25, "very-high"),
]


@pytest.mark.parametrize(("likelihood", "impact", "product", "band"), RISKS)
def test_a_risk_is_likelihood_times_impact(
    likelihood: int, impact: int, product: int, band: str
) -> None:
    found = score_risk(RISK, likelihood, impact)

    assert (found.score, found.band.code) == (product, band)


@pytest.mark.parametrize(
    ("likelihood", "impact", "field"), [(0, 3, "likelihood"), (3, 6, "impact")]
)
def test_a_risk_off_the_scale_is_refused(likelihood: int, impact: int, field: str) -> None:
    with pytest.raises(Refused, match=f"Choose a {field} from 1 to 5") as refused:
        score_risk(RISK, likelihood, impact)

    assert refused.value.field == field


def test_a_case_stands_where_its_highest_risk_stands() -> None:
    small, rare_but_severe, likely_but_slight = (
        score_risk(RISK, 2, 2),
        score_risk(RISK, 1, 5),
        score_risk(RISK, 5, 1),
    )

    assert highest([small, likely_but_slight, rare_but_severe]) == rare_but_severe
    assert highest([]) is None


def test_a_score_in_no_band_is_refused() -> None:
    with pytest.raises(Refused, match="41 lies in none of the bands"):
        band_of(AUDIT.bands, 41)


TOP_ITEMS = {item.code: item for item in TOP.items}
MOVES = [
    ("top-alcohol", 28, 4, Change.BETTER),
    ("top-alcohol", 0, 1, Change.WORSE),
    ("top-work", 0, 10, Change.BETTER),
    ("top-mental-health", 12, 7, Change.WORSE),
    ("top-quality", 7, 7, Change.SAME),
]


@pytest.mark.parametrize(("item", "before", "after", "moved"), MOVES)
def test_an_item_says_itself_which_way_is_better(
    item: str, before: int, after: int, moved: Change
) -> None:
    assert change(TOP_ITEMS[item], before, after) is moved
