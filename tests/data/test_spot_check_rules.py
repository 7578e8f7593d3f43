"""The rules of the sample that ship, and what makes a file of them unusable."""

from pathlib import Path

import pytest

from competency.coaching.domain.spot_checks import CheckKind
from competency.coaching.library import SPOT_CHECK_FILE, load_spot_check_rules
from competency.kernel.errors import Refused


def test_the_sample_that_ships_is_small_and_says_of_each_kind_what_it_is() -> None:
    rules = load_spot_check_rules()

    assert set(rules.of) == set(CheckKind)
    for kind, one in rules.of.items():
        assert (one.kind, one.share_percent, one.most_each, one.months) == (kind, 20, 2, 3)
        assert one.title
        assert one.words.endswith(".")


SPOILED = [
    ('seed = "casebridge-1"', 'seed = " "', "a seed and each kind once"),
    ('kind = "confirmed"', 'kind = "agreed-together"', "a seed and each kind once"),
    ('kind = "confirmed"', 'kind = "weather"', "weather"),
    ("share_percent = 20", "share_percent = 0", "a share from 1 to 100"),
    ("share_percent = 20", "share_percent = 101", "a share from 1 to 100"),
    ("share_percent = 20", "share_percent = 2.5", "whole numbers"),
    ("most_each = 2", "most_each = 0", "a size"),
    ("months = 3", "", "months"),
    ('title = "Strands agreed many at once"', 'title = ""', "a title and words"),
]


@pytest.mark.parametrize(("old", "new", "reason"), SPOILED, ids=[f"{r[1]}-{r[2]}" for r in SPOILED])
def test_a_spoiled_file_is_refused(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = SPOT_CHECK_FILE.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "spot-checks.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(Refused, match=reason) as refused:
        load_spot_check_rules(file)

    assert refused.value.code == "faulty_spot_checks"
