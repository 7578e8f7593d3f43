"""Who may do what with the signals about one worker, as one readable table."""

from collections.abc import Callable

import pytest

from competency.coaching.service import signals
from competency.infra.work import Work
from tests.builders.reviews import a_department

KEY = "caseload-out-of-range/0/caseload"
PEOPLE = [
    *("worker", "second worker", "supervisor", "manager", "other supervisor", "far supervisor"),
    *("peer", "specialist", "leadership", "far leadership", "central", "administrator"),
    *("auditor", "training lead"),
]
NOBODY_ELSE = " ".join(["404"] * 10)
TABLE = {
    # in the order of PEOPLE
    "see": f"yes 404 yes yes {NOBODY_ELSE}",
    "say that it was talked about": f"yes 404 yes yes {NOBODY_ELSE}",
    "park it": f"yes 404 yes yes {NOBODY_ELSE}",
    "set it aside": f"yes 404 yes yes {NOBODY_ELSE}",
    "answer": f"yes 404 403 403 {NOBODY_ELSE}",
}


def _acts(person_id: int) -> dict[str, Callable[[Work], object]]:
    def say(state: str, **more: object) -> Callable[[Work], object]:
        return lambda w: signals.respond(w, person_id, KEY, state, **more)  # type: ignore[arg-type]

    return {
        "see": lambda w: signals.of_person(w, person_id),
        "say that it was talked about": say("discussed"),
        "park it": lambda w: signals.respond(
            w, person_id, KEY, "parked", until=w.today.replace(month=w.today.month + 1)
        ),
        "set it aside": say("dismissed", words="Part-time."),
        "answer": lambda w: signals.answer(w, person_id, KEY, "I know."),
    }


def test_who_may_do_what_with_signals(stage):
    made = a_department(stage)
    acts = _acts(made["worker"].id)

    found = {
        name: " ".join(stage.outcome(made[who], act) for who in PEOPLE)
        for name, act in acts.items()
    }

    assert found == TABLE


@pytest.mark.parametrize("person_id", [0, 10**6])
def test_somebody_who_is_not_there_is_not_found(stage, person_id):
    made = a_department(stage, cases=0)

    assert stage.outcome(made["manager"], lambda w: signals.of_person(w, person_id)) == "404"
