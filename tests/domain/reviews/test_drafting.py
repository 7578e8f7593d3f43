"""The form as it is drafted from the answers."""

from datetime import date

import pytest

from competency.kernel.errors import Refused
from competency.reviews.domain.completeness import Given
from competency.reviews.domain.drafting import Correction, Draft, check_due, draft
from tests.builders.instrument import shipped

INSTRUMENT = shipped()
TODAY = date(2026, 6, 20)
ITEMS = [INSTRUMENT.item(code) for code in ("B1", "B2", "I1", "I2", "K1")]


def test_answers_become_strengths_needs_and_corrections() -> None:
    given = {
        "B1": Given("yes", suggested="yes"),
        "B2": Given("strength", "He chose the place\nand the time."),
        "I1": Given("needs-improvement", "Two notes guess at motives."),
        "I2": Given("not-applicable"),
    }

    assert draft(INSTRUMENT, ITEMS, given, TODAY) == Draft(
        strengths=(
            "B2 A working relationship: He chose the place and the time.\n"
            "Also strong: B1 First contact in time"
        ),
        needs="I1 Facts, not opinions: Two notes guess at motives.",
        corrections=(
            Correction(
                "I1", "I1 Facts, not opinions: Two notes guess at motives.", date(2026, 7, 20)
            ),
        ),
    )


def test_strengths_without_words_are_named_in_one_line() -> None:
    given = {"B1": Given("yes"), "B2": Given("strength")}

    found = draft(INSTRUMENT, ITEMS, given, TODAY)

    assert found.strengths == "Strong: B1 First contact in time; B2 A working relationship"
    assert (found.needs, found.corrections) == ("", ())


def test_an_answer_to_an_item_that_does_not_apply_is_left_out() -> None:
    given = {"L1": Given("no", "No form.")}

    assert draft(INSTRUMENT, ITEMS, given, TODAY) == Draft("", "", ())


@pytest.mark.parametrize("due", [TODAY, date(2026, 7, 20)])
def test_a_correction_is_due_within_the_limit(due: date) -> None:
    assert check_due(due, TODAY, 30) == due


@pytest.mark.parametrize("due", [date(2026, 6, 19), date(2026, 7, 21)])
def test_a_day_outside_the_limit_is_refused(due: date) -> None:
    with pytest.raises(Refused) as refused:
        check_due(due, TODAY, 30)

    assert refused.value.message == (
        "Choose a day from today to 20 July 2026: a correction has at most 30 days."
    )
