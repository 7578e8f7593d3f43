"""What a set of timeliness standards must be like."""

import pytest

from tests.builders.standards import CLOCKS, CLOCKS_PATH, changed, read

SPOILED = [
    (
        'starts = "received"',
        'starts = "arrived"',
        "standards 1 (KPI_01), starts: 'arrived' is not one of the events of this file",
    ),
    (
        'ends = "entered"',
        'ends = "left"',
        "standards 1 (KPI_01), ends: 'left' is not one of the events of this file",
    ),
    ("limit = 3", "limit = 0", "standards 1 (KPI_01), limit: is 0 and must be at least 1"),
    (
        "limit = 3",
        "limit = 2.5",
        "standards 1 (KPI_01), limit: must be a whole number, not a fraction",
    ),
    (
        "limit = 3",
        "limit = true",
        "standards 1 (KPI_01), limit: must be a whole number, not true or false",
    ),
    (
        'unit = "working-days"',
        'unit = "fortnights"',
        "standards 1 (KPI_01), unit: 'fortnights' is not known; it must be one of working-days, "
        "calendar-days, hours, weeks, months, every-n-months, count-per-month, range",
    ),
    (
        'actor = "worker"',
        'actor = "somebody"',
        "standards 2 (KPI_02), actor: 'somebody' is not known; it must be one of administration, "
        "manager, worker",
    ),
    (
        'end_before_start = "invalid"',
        'end_before_start = "fine"',
        "standards 1 (KPI_01), end_before_start: 'fine' is not known; it must be one of met, "
        "invalid",
    ),
    ("repeats = false", "", "standards 1 (KPI_01), repeats: is missing"),
    (
        "repeats = true",
        "repeats = false",
        "standards 2 (KPI_02), ends: is 'review' like the start, although the clock does not "
        "repeat",
    ),
    (
        'code = "KPI_02"',
        'code = "KPI_01"',
        "standards 2 (KPI_01), code: the code 'KPI_01' is already used in "
        "small-clocks/1.0/clocks.toml, standards 1 (KPI_01)",
    ),
    (
        'code = "entered"',
        'code = "Entered"',
        "events 2 (Entered), code: 'Entered' must be small letters, like first_contact",
    ),
    (
        'unit = "working-days"',
        'unit = "range"',
        "standards 1 (KPI_01), at_most: is missing; a range has a lower and an upper end",
    ),
    (
        "limit = 3",
        "limit = 3\nat_most = 5",
        "standards 1 (KPI_01), at_most: belongs to a range, not to working-days",
    ),
    (
        'limit = 3\nunit = "working-days"',
        'limit = 3\nat_most = 2\nunit = "range"',
        "standards 1 (KPI_01), at_most: is 2 and must be at least the limit, 3",
    ),
    (
        'unit = "working-days"',
        'unit = "every-n-months"',
        "standards 1 (KPI_01), repeats: must be true for every-n-months",
    ),
    ("about_months = 3", 'colour = "red"', "standards 2 (KPI_02), colour: is not a known key"),
]


def test_the_small_clocks_have_no_fault() -> None:
    assert read(CLOCKS, CLOCKS_PATH).faults == ()


@pytest.mark.parametrize(("old", "new", "fault"), SPOILED, ids=[row[1] for row in SPOILED])
def test_a_spoiled_clock_is_named_with_place_and_reason(old: str, new: str, fault: str) -> None:
    faults = read(changed(CLOCKS, "clocks.toml", old, new), CLOCKS_PATH).faults

    assert f"{CLOCKS_PATH}/clocks.toml: {fault}" in [str(one) for one in faults]
