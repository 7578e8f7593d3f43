"""From how many strands on agreement is told ships as data, and spoiled data is refused."""

from pathlib import Path

import pytest

from competency.assessments.library import FILE, load_minimum
from competency.kernel.errors import Refused


def test_the_shipped_minimum_is_that_of_the_product() -> None:
    assert load_minimum() == 20


@pytest.mark.parametrize("said", ["", "minimum_strands = 1", "minimum_strands = true"])
def test_a_file_without_a_usable_number_is_refused(tmp_path: Path, said: str) -> None:
    spoiled = tmp_path / FILE.name
    spoiled.write_text(said, encoding="utf-8")

    with pytest.raises(Refused, match="minimum_strands must be a whole number from 2 on"):
        load_minimum(spoiled)


def test_an_organisation_may_change_it(tmp_path: Path) -> None:
    changed = tmp_path / FILE.name
    text = FILE.read_text(encoding="utf-8")
    changed.write_text(text.replace("= 20", "= 30"), encoding="utf-8")

    assert load_minimum(changed) == 30
