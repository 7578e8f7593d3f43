"""The pictures of two ratings and of caseloads: the same every time, in numbers and words."""

from types import ModuleType
from xml.etree import ElementTree

import pytest

from competency.infra import apart_chart, caseload_chart, charts

APART = {
    "sections": ["Supervision", "Leadership"],
    "own": [3, 0],
    "theirs": [1, 0],
    "both": [12, 0],
}
LOADS = {"workers": [0, 0, 1, 4, 2], "low": 2, "high": 3}
EACH = [
    pytest.param(apart_chart, "apart", APART, id="apart"),
    pytest.param(caseload_chart, "caseload", LOADS, id="caseload"),
]


def words(svg: bytes) -> set[str]:
    return {"".join(e.itertext()).strip() for e in ElementTree.fromstring(svg).iter()} - {""}


@pytest.mark.parametrize(("module", "kind", "numbers"), EACH)
def test_the_same_numbers_give_the_same_bytes_that_fit_a_strict_policy(
    module: ModuleType, kind: str, numbers: dict[str, object]
) -> None:
    first = module.draw(numbers)

    assert first == module.draw(numbers)
    assert b"style=" not in first
    assert b"<style" not in first
    assert charts.KINDS[kind][0] == module.__name__


def test_each_bar_of_two_ratings_says_how_many_of_how_many() -> None:
    found = words(apart_chart.draw(APART))

    assert {"3/12", "1/12", "Supervision", "Leadership", "own rating higher"} <= found
    assert "0/0" not in found


def test_caseloads_show_the_range_and_how_many_hold_as_many() -> None:
    found = words(caseload_chart.draw(LOADS))

    assert {"range 2 to 3", "4+", "open cases", "1", "4", "2"} <= found
