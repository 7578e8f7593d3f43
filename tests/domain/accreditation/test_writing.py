"""How much fits in one place of a self-study: in each field that people write in."""

from collections.abc import Callable
from datetime import date

import pytest

from competency.accreditation.domain import items, parts, rating, starting
from competency.accreditation.domain.items import Progress
from competency.accreditation.domain.parts import PartAnswer
from competency.accreditation.domain.rating import Answer, Said
from competency.accreditation.domain.starting import Beginning
from competency.accreditation.domain.states import ItemState
from competency.accreditation.domain.writing import LONGEST, at_most
from competency.kernel.errors import Refused
from tests.builders.accreditation import shipped

MUCH = "x" * (LONGEST + 1)
YEAR = {"period_from": date(2026, 1, 1), "period_to": date(2026, 12, 31)}

PLACES: dict[str, Callable[[], object]] = {
    "narrative": lambda: rating.checked(Said(narrative=MUCH), [1]),
    "reason": lambda: rating.checked(Said(Answer.NOT_APPLICABLE, None, MUCH), [1]),
    "words": lambda: parts.checked(
        shipped().practice("5.01"), "housing", PartAnswer(means="arranged", words=MUCH)
    ),
    "notes": lambda: items.checked_progress(Progress(ItemState.IN_HAND, MUCH), files=0),
    "not_applicable": lambda: starting.checked(
        Beginning(standard_id="coa-cm5", title="N", not_applicable=MUCH, **YEAR)
    ),
}


def test_text_that_fits_stands_without_blanks_around_it() -> None:
    assert at_most(f"  {MUCH[1:]}\n", "words") == MUCH[1:]


@pytest.mark.parametrize("field", PLACES)
def test_more_than_fits_is_refused_beside_its_field(field: str) -> None:
    with pytest.raises(Refused, match="Use at most 20,000 characters") as refusal:
        PLACES[field]()

    assert refusal.value.field == field
