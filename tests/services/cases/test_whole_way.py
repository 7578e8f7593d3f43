"""A case from referral to closure, each gate tried the wrong way first."""

import pytest

from competency.cases.service import (
    reading,
)
from competency.kernel.errors import Refused
from tests.builders.cases import (
    STAGES,
    a_case,
)


def refusal(stage, person, act):
    """Return the code of the refusal."""
    with pytest.raises(Refused) as found:
        stage.do(person, act)
    return found.value.code


@pytest.mark.parametrize("at", STAGES)
def test_a_case_stands_at_the_stage_its_events_say(stage, at):
    made = a_case(stage, at)

    found = stage.ask(made.office.worker, lambda w: reading.whole_case(w, made.id))

    assert found.head.stage.code == at
