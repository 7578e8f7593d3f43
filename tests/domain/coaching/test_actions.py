"""What an agreed action has to say, and how it can end."""

from datetime import date

import pytest

from competency.coaching.domain.actions import Agreed, Ending, check_agreed, check_ending
from competency.kernel.errors import Refused
from competency.kernel.values import replace

TODAY = date(2026, 5, 8)
WHOLE = Agreed(
    person_id=1,
    owner_id=2,
    text="  Fill in the risk assessment at the first visit ",
    kind="template",
    due_on=TODAY,
)


def test_a_whole_action_stands_without_blanks_around_it():
    assert check_agreed(WHOLE, TODAY) == "Fill in the risk assessment at the first visit"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"text": " "}, "text_missing", "text"),
        ({"text": "x" * 1001}, "too_long", "text"),
        ({"due_on": date(2026, 5, 7)}, "past", "due_on"),
        ({"strand": "ASM-1a"}, "area_missing", "practice_area"),
    ],
)
def test_an_action_that_misses_a_part_is_refused(changes, code, field):
    with pytest.raises(Refused) as refusal:
        check_agreed(replace(WHOLE, **changes), TODAY)

    assert (refusal.value.code, refusal.value.field) == (code, field)


@pytest.mark.parametrize(
    ("ending", "reason", "outcome"),
    [
        ("complete", "", (Ending.COMPLETE, "")),
        ("complete", " Done in June ", (Ending.COMPLETE, "Done in June")),
        ("carried_forward", "", (Ending.CARRIED_FORWARD, "")),
        ("dropped", "Moved to another team", (Ending.DROPPED, "Moved to another team")),
        ("dropped", "  ", "reason_needed"),
        ("dropped", "x" * 1001, "too_long"),
        ("forgotten", "", "unknown_ending"),
        ("", "", "unknown_ending"),
    ],
)
def test_how_an_action_can_end(ending, reason, outcome):
    if isinstance(outcome, tuple):
        assert check_ending(ending, reason) == outcome
        return
    with pytest.raises(Refused) as refusal:
        check_ending(ending, reason)

    assert refusal.value.code == outcome
