"""Two levels' answers to the same case."""

import pytest

from competency.reviews.domain.comparing import compare, open_differences
from tests.builders.instrument import shipped

INSTRUMENT = shipped()
# first level, second level, verdict; None where the item is not shown at all
PAIRS = [
    ("strength", "strength", "same"),
    ("strength", "needs-improvement", "different"),
    ("strength", "not-applicable", "different"),
    ("not-applicable", "not-applicable", "same"),
    ("strength", "", "only-first"),
    ("", "strength", "only-second"),
    ("", "", None),
]


@pytest.mark.parametrize(("first", "second", "verdict"), PAIRS)
def test_an_item_is_the_same_different_or_one_levels_alone(
    first: str, second: str, verdict: str | None
) -> None:
    found = compare(INSTRUMENT, {"I1": first}, {"I1": second})

    assert [pair.verdict.value for pair in found] == ([verdict] if verdict else [])


def test_differences_stand_in_order_until_they_are_resolved() -> None:
    pairs = compare(
        INSTRUMENT,
        {"K1": "strength", "I1": "strength", "I2": "strength"},
        {"K1": "needs-improvement", "I1": "not-applicable", "I2": "strength"},
    )

    assert open_differences(pairs, ()) == ("I1", "K1")
    assert open_differences(pairs, ("I1",)) == ("K1",)
