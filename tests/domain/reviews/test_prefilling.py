"""What the dates of a case's clocks propose."""

from datetime import date

import pytest

from competency.reviews.domain.period import Period
from competency.reviews.domain.prefilling import ClockResult, read_shown, suggestions
from competency.timeliness.domain.results import Result
from tests.builders.instrument import shipped

INSTRUMENT = shipped()
YEAR = Period(date(2025, 6, 1), date(2026, 5, 31))


def clock(standard: str, due: date, result: Result, end: date | None = None) -> ClockResult:
    return ClockResult(standard, date(2025, 5, 28), due, end, result)


IN, BEFORE, AFTER = date(2025, 9, 1), date(2025, 5, 31), date(2026, 6, 1)
# results of KPI_09 by due date, what is proposed for G2
PROPOSED = [
    ([(IN, Result.MET)], "yes"),
    ([(IN, Result.MISSED)], "no"),
    ([(IN, Result.OVERDUE)], "no"),
    ([(IN, Result.MET), (date(2025, 12, 1), Result.MET)], "yes"),
    ([(IN, Result.MET), (date(2025, 12, 1), Result.MISSED)], "no"),
    ([(IN, Result.DUE)], None),
    ([(IN, Result.INVALID)], None),
    ([(IN, Result.NOT_APPLICABLE)], None),
    ([(IN, Result.MET), (date(2026, 5, 1), Result.DUE)], "yes"),
    ([(BEFORE, Result.MISSED)], None),
    ([(AFTER, Result.MISSED)], None),
    ([(BEFORE, Result.MISSED), (IN, Result.MET)], "yes"),
    ([], None),
]


@pytest.mark.parametrize(("clocks", "answer"), PROPOSED)
def test_clocks_due_in_the_period_propose_an_answer(
    clocks: list[tuple[date, Result]], answer: str | None
) -> None:
    found = suggestions(INSTRUMENT, [clock("KPI_09", *one) for one in clocks], YEAR)

    assert {code: one.answer for code, one in found.items()} == ({"G2": answer} if answer else {})


def test_what_was_shown_is_kept_with_its_dates_in_order() -> None:
    late = clock("KPI_09", date(2025, 12, 1), Result.MISSED, date(2025, 12, 4))
    early = clock("KPI_09", IN, Result.OVERDUE)

    found = suggestions(INSTRUMENT, [late, clock("KPI_03", IN, Result.MET, IN), early], YEAR)

    assert found["G2"].clocks == (early, late)
    assert tuple(read_shown(found["G2"].as_text())) == (early, late)
    assert read_shown("") == ()
