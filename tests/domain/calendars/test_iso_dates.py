"""Dates in files are written in one way."""

from datetime import date

import pytest

from competency.calendars.domain.iso import is_shaped, read_iso

OTHERWISE = ["20261130", "2026-W48-1", "2026-1-5", "30/11/2026", " 2026-11-30", "٢٠٢٦-11-30", ""]


def test_a_day_is_read_and_one_that_does_not_exist_is_not() -> None:
    assert read_iso("2026-11-30") == date(2026, 11, 30)
    assert read_iso("2026-02-31") is None
    assert is_shaped("2026-02-31")


@pytest.mark.parametrize("text", OTHERWISE)
def test_what_is_written_otherwise_is_no_date(text: str) -> None:
    assert read_iso(text) is None
    assert not is_shaped(text)
