from datetime import date

import pytest

from competency.assessments.domain.objectives import (
    Ending,
    Smarter,
    check_ending,
    check_objective,
)
from competency.kernel.errors import Refused
from competency.kernel.values import replace

TODAY = date(2026, 5, 8)
WHOLE = Smarter(
    specific="Lead one multi-agency meeting a month",
    measurable="Minutes of three meetings",
    achievable="Half a day a month is set aside",
    relevant="Two clients have four agencies each",
    due_on=date(2026, 9, 30),
    evaluation="Feedback of two agencies",
    review_on=date(2026, 7, 31),
)


def test_a_whole_objective_stands():
    assert check_objective(WHOLE, TODAY) is WHOLE


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"specific": " "}, "specific"),
        ({"measurable": ""}, "measurable"),
        ({"achievable": ""}, "achievable"),
        ({"relevant": ""}, "relevant"),
        ({"evaluation": ""}, "evaluation"),
        ({"specific": "x" * 1001}, "specific"),
        ({"due_on": date(2026, 5, 7)}, "due_on"),
        ({"review_on": date(2025, 5, 7)}, "review_on"),
    ],
)
def test_every_part_of_smarter_is_asked_for(changes, field):
    with pytest.raises(Refused) as refusal:
        check_objective(replace(WHOLE, **changes), TODAY)

    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("ending", "reason", "field"),
    [
        ("complete", "", None),
        ("carried_forward", "", None),
        ("dropped", "the client moved away", None),
        ("dropped", "  ", "reason"),
        ("forgotten", "", "ending"),
        ("complete", "x" * 1001, "reason"),
    ],
)
def test_dropping_needs_a_reason(ending, reason, field):
    if field is None:
        assert check_ending(ending, reason) == (Ending(ending), reason)
        return
    with pytest.raises(Refused) as refusal:
        check_ending(ending, reason)
    assert refusal.value.field == field
