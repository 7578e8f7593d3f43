"""Closure days as lines of text."""

from datetime import date

import pytest

from competency.calendars.domain.closures import read_closures
from competency.kernel.errors import Refused

EVE = date(2026, 12, 24)
GOOD = [
    (["2026-12-24"], {EVE: ""}),
    (["2026-12-24 Christmas Eve"], {EVE: "Christmas Eve"}),
    (["2026-12-24,Christmas Eve"], {EVE: "Christmas Eve"}),
    (['2026-12-24,"Christmas Eve, all day"'], {EVE: "Christmas Eve, all day"}),
    (["\ufeffdate,why", "2026-12-24;Moving house", ""], {EVE: "Moving house"}),
    (["# ours", "  2026-12-24  "], {EVE: ""}),
    ([], {}),
]
FAULTY = [
    (["24/12/2026"], "line 1: '24/12/2026' is not a date"),
    (["2026-12-24", "2026-02-30"], "line 2: '2026-02-30' is not a date"),
    (["2026-12-24", "2026-12-24 again"], "line 2: 2026-12-24 stands there twice"),
    (["2026-12-24", "date"], "line 2: 'date' is not a date"),
]


@pytest.mark.parametrize(("lines", "days"), GOOD)
def test_a_line_is_a_date_and_perhaps_why(lines: list[str], days: dict[date, str]) -> None:
    assert read_closures(lines) == days


@pytest.mark.parametrize(("lines", "said"), FAULTY)
def test_a_faulty_line_is_named(lines: list[str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        read_closures(lines)
