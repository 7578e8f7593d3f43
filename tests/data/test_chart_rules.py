"""The chart rules that ship say what the standards ask for, and spoiled ones are refused."""

from pathlib import Path

import pytest

from competency.kernel.errors import Refused
from competency.timeliness.library import FILE, load_chart_rules

SPOILED = [
    ("sigma = 3.0\nfewest", "fewest", "'sigma'"),
    ('shape = "trend"', 'shape = "wave"', "'wave' is not one of"),
    ("points = 7", "points = 8", "asks for 8 of 7"),
]


def test_the_shipped_rules_are_those_of_the_product() -> None:
    rules = load_chart_rules()

    assert (rules.sigma, rules.fewest_months, rules.smallest_mean_n) == (3, 8, 5)
    assert [(s.code, s.shape, s.points, s.within, s.sigma) for s in rules.signals] == [
        ("beyond-limit", "one-side", 1, 1, 3),
        ("run", "one-side", 7, 7, 0),
        ("trend", "trend", 6, 6, 0),
        ("near-limit", "one-side", 2, 3, 2),
    ]


@pytest.mark.parametrize(("old", "new", "reason"), SPOILED)
def test_spoiled_rules_are_refused(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    spoiled = tmp_path / "p-chart.toml"
    spoiled.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(Refused, match=reason):
        load_chart_rules(spoiled)
