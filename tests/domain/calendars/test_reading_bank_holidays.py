"""A file of bank holidays is whole, or it is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from competency.calendars.domain.nations import read_bank_holidays
from competency.kernel.errors import Refused

Document = dict[str, Any]


def document() -> Document:
    return {
        "nation": "scotland",
        "title": "Scotland",
        "first": date(2026, 1, 1),
        "last": date(2026, 12, 31),
        "retrieved_on": date(2026, 11, 22),
        "source": "A source",
        "note": "A note",
        "holidays": [
            {"date": date(2026, 1, 1), "title": "New Year's Day"},
            {"date": date(2026, 1, 2), "title": "2nd January"},
        ],
    }


def _late(found: Document) -> None:
    found["holidays"].reverse()


def _twice(found: Document) -> None:
    found["holidays"][1]["date"] = date(2026, 1, 1)


def _weekend(found: Document) -> None:
    found["holidays"][1]["date"] = date(2026, 1, 3)


def _text(found: Document) -> None:
    found["holidays"][1]["date"] = "2026-01-02"


SPOILED: list[tuple[Callable[[Document], object], str]] = [
    (lambda found: found.pop("source"), "'source' is missing"),
    (lambda found: found["holidays"][0].pop("title"), "'title' is missing"),
    (lambda found: found.update(nation="england-and-wales"), "it says that it is of"),
    (lambda found: found.update(note=" "), "a text is missing"),
    (_late, "must stand in order"),
    (_twice, "must stand in order, each once"),
    (_weekend, "is at a weekend"),
    (_text, "not written as 2026-12-25"),
]


def test_a_whole_file_is_read() -> None:
    found = read_bank_holidays("scotland", document())

    assert found.calendar.nation == "scotland"
    assert found.calendar.holidays[date(2026, 1, 2)] == "2nd January"


@pytest.mark.parametrize(("spoil", "reason"), SPOILED, ids=[row[1] for row in SPOILED])
def test_a_spoiled_file_is_refused(spoil: Callable[[Document], object], reason: str) -> None:
    spoiled = document()
    spoil(spoiled)

    with pytest.raises(Refused, match=reason):
        read_bank_holidays("scotland", spoiled)
