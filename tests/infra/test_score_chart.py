"""The picture of a score over time: the same every time, and broken where too few answered."""

from xml.etree import ElementTree

from competency.infra import charts, score_chart

NUMBERS = {"labels": ["Q1", "Q2", "Q3", "Q4"], "k": [8, 3, 15, 9], "n": [10, 9, 20, 10]}


def words(svg: bytes) -> set[str]:
    return {"".join(e.itertext()).strip() for e in ElementTree.fromstring(svg).iter()} - {""}


def test_the_same_numbers_give_the_same_bytes() -> None:
    asked = NUMBERS | {"fewest": 10}

    assert score_chart.draw(asked) == score_chart.draw(asked)


def test_a_time_with_too_few_answers_has_no_point() -> None:
    found = words(score_chart.draw(NUMBERS | {"fewest": 10}))

    assert {"8/10", "15/20", "9/10", "Q2"} <= found
    assert "3/9" not in found
    assert "3/9" in words(score_chart.draw(NUMBERS | {"fewest": 9}))


def test_it_fits_a_strict_policy() -> None:
    svg = score_chart.draw(NUMBERS | {"fewest": 10}).decode()

    assert "style=" not in svg
    assert "<style" not in svg


def test_it_is_known_by_its_kind() -> None:
    assert charts.KINDS["scores"][0] == score_chart.__name__
