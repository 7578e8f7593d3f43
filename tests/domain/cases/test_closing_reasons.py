"""Which reasons to close are open at which stage, and on what they depend."""

from collections.abc import Mapping

import pytest

from competency.cases.domain.closing import check_reason, questions_for, reasons_at
from competency.kernel.errors import Refused
from tests.builders.protocol import shipped

PROTOCOL = shipped()
BOTH = ["transferred-in-custody", "transferred-not-in-custody", "dropped-out", "treatment-declined"]
STRUCTURED = ["alcohol-free", "drug-free", "occasional-user", *BOTH, "brief-intervention"]
DISCUSSION = [*BOTH, "commencement-declined", "brief-intervention"]
OPEN = {
    "in-discussion": DISCUSSION,
    "assessment": DISCUSSION,
    "planning": STRUCTURED,
    "review": STRUCTURED,
    "closed": [],
    "refused": [],
}


@pytest.mark.parametrize(("stage", "reasons"), OPEN.items(), ids=OPEN)
def test_reasons_depend_on_the_stage(stage: str, reasons: list[str]) -> None:
    assert [reason.code for reason in reasons_at(PROTOCOL, stage)] == reasons


def passes(stage: str, reason: str, answers: Mapping[str, bool | None]) -> bool:
    try:
        return check_reason(PROTOCOL, stage, reason, answers).code == reason
    except Refused:
        return False


@pytest.mark.parametrize(("stage", "reasons"), OPEN.items(), ids=OPEN)
def test_only_the_reasons_of_a_stage_pass_at_it(stage: str, reasons: list[str]) -> None:
    clean: dict[str, bool | None] = {"uses-opiates": False, "uses-cocaine": False}

    passing = [r.code for r in PROTOCOL.reasons if passes(stage, r.code, clean)]

    assert passing == [r.code for r in PROTOCOL.reasons if r.code in reasons]


OCCASIONAL: list[tuple[Mapping[str, bool | None], str | None]] = [
    ({"uses-opiates": False, "uses-cocaine": False}, None),
    ({"uses-opiates": True, "uses-cocaine": False}, "reason_barred"),
    ({"uses-opiates": False, "uses-cocaine": True}, "reason_barred"),
    ({"uses-opiates": True, "uses-cocaine": True}, "reason_barred"),
    ({"uses-opiates": False}, "question_unanswered"),
    ({"uses-opiates": None, "uses-cocaine": False}, "question_unanswered"),
    ({}, "question_unanswered"),
]


@pytest.mark.parametrize(("answers", "refusal"), OCCASIONAL)
def test_nobody_on_opiates_or_cocaine_is_an_occasional_user(
    answers: Mapping[str, bool | None], refusal: str | None
) -> None:
    if refusal is None:
        assert (
            check_reason(PROTOCOL, "review", "occasional-user", answers).code == "occasional-user"
        )
        return
    with pytest.raises(Refused) as refused:
        check_reason(PROTOCOL, "review", "occasional-user", answers)
    assert refused.value.code == refusal


def test_other_reasons_ask_nothing() -> None:
    asked = {reason.code: len(questions_for(PROTOCOL, reason.code)) for reason in PROTOCOL.reasons}

    assert {code: count for code, count in asked.items() if count} == {"occasional-user": 2}


WRONG = [
    ("in-discussion", "drug-free", "reason_of_another_stage", "In discussion"),
    ("review", "commencement-declined", "reason_of_another_stage", "Implementation and review"),
    ("closed", "dropped-out", "already_ended", "cannot be closed again"),
    ("review", "tired", "unknown_closure_reason", "no closure reason 'tired'"),
    ("nowhere", "dropped-out", "unknown_stage", "no stage 'nowhere'"),
]


@pytest.mark.parametrize(("stage", "reason", "code", "words"), WRONG)
def test_a_reason_that_does_not_fit_is_refused(
    stage: str, reason: str, code: str, words: str
) -> None:
    with pytest.raises(Refused) as refused:
        check_reason(PROTOCOL, stage, reason, {})

    assert refused.value.code == code
    assert words in refused.value.message
