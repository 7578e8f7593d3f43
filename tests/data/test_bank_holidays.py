"""The bank holidays that ship, against a library that knows them too."""

from datetime import date

import holidays
import pytest

from competency.calendars.domain.nations import NATIONS
from competency.calendars.service.days import bank_holidays

SUBDIVISIONS = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}
# Proclaimed for Scotland alone; the library does not know it.
ONLY_OURS = {("scotland", date(2026, 6, 15))}
ONLY_THEIRS: set[tuple[str, date]] = set()


@pytest.mark.parametrize("nation", NATIONS)
def test_our_bank_holidays_are_the_librarys_but_for_known_differences(nation: str) -> None:
    ours = {(nation, day) for day in bank_holidays(nation).calendar.holidays}
    known = holidays.country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=range(2019, 2029))
    # ours stand under their substitute days, so weekends are left out
    theirs = {(nation, day) for day in known if day.weekday() < 5}

    assert ours - theirs == {one for one in ONLY_OURS if one[0] == nation}
    assert theirs - ours == ONLY_THEIRS


@pytest.mark.parametrize("nation", NATIONS)
def test_a_calendar_covers_the_years_that_are_asked_for(nation: str) -> None:
    found = bank_holidays(nation)

    assert found.calendar.first <= date(2019, 1, 1)
    assert found.calendar.last >= date(2027, 12, 31)
    years = {day.year for day in found.calendar.holidays}
    assert years == set(range(found.calendar.first.year, found.calendar.last.year + 1))
    assert found.retrieved_on <= date(2026, 11, 22)
    assert "gov.uk" in found.source.casefold()


EVERYWHERE = [date(2020, 5, 8), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)]


@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.parametrize("day", EVERYWHERE)
def test_the_one_off_days_are_known_everywhere(nation: str, day: date) -> None:
    assert day in bank_holidays(nation).calendar.holidays
