"""How effects are looked at ships as data, and spoiled data is refused."""

from pathlib import Path

import pytest

from competency.coaching.domain.measures import MeasureKind
from competency.coaching.library import EFFECT_FILE, load_effect_rules
from competency.kernel.errors import Refused

SPOILED = [
    ("confidence = 0.95", "confidence = 95", "confidence must lie between"),
    ('kind = "review-item"', 'kind = "timeliness"', "missing: review-item"),
    ('kind = "review-item"', 'kind = "mood"', "'mood' is not a valid"),
    ("minimum_n = 8", "minimum_n = 0", "whole months and a minimum from 1 on"),
    ("months_after = 6", "months_after = 0.5", "whole months and a minimum from 1 on"),
    ("months_before = 6\n", "", "'months_before'"),
    ("higher_is_better = true", 'higher_is_better = "yes"', "whether higher is better"),
    ("{title}, on time ({code})", "on time ({code})", "words with a title and a code"),
    ('each = "clocks that fell due"', 'each = " "', "and what is counted"),
    ("months = 24", "months = 0", "many.months must be a whole number"),
    ("many = [", "many = []\nfew = [", "cautions.many must hold whole sentences"),
]


def test_every_kind_of_measure_has_its_rules() -> None:
    rules = load_effect_rules()

    assert set(rules.of_kind) == set(MeasureKind)
    clocks = rules.of_kind[MeasureKind.TIMELINESS]
    assert (clocks.months_before, clocks.months_after, clocks.minimum_n) == (6, 6, 8)
    assert all(one.higher_is_better and one.confidence == 0.95 for one in rules.of_kind.values())


def test_the_cautions_say_that_it_is_no_proof() -> None:
    rules = load_effect_rules()

    assert any("no proof" in one for one in rules.cautions_of_one)
    assert any("by chance" in one for one in rules.cautions_of_one)
    assert any("by itself" in one for one in rules.cautions_of_one)
    assert any("by themselves" in one for one in rules.cautions_of_many)


@pytest.mark.parametrize(("old", "new", "reason"), SPOILED)
def test_spoiled_rules_are_refused(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = EFFECT_FILE.read_text(encoding="utf-8")
    assert old in text
    spoiled = tmp_path / EFFECT_FILE.name
    spoiled.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(Refused, match=reason):
        load_effect_rules(spoiled)
