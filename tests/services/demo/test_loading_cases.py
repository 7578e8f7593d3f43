"""Which cases a load makes on which day, and what their texts may say."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competency.cases.models import CaseFile
from competency.cases.queries import lists
from competency.cases.service.loading import get_protocol
from competency.demo.library import load_texts
from competency.evidence.domain.guard import guard

Load = Callable[..., Any]
FIRST_PERSON = 1
PROTOCOL = get_protocol()


def test_the_guard_asks_about_nothing_in_what_is_written_in_cases() -> None:
    texts = load_texts().cases
    said = [
        *texts.contact_notes,
        *texts.other_notes,
        *texts.reviews,
        *texts.summaries.values(),
        *texts.refusals.values(),
        *(text for one in (*texts.needs, *texts.risks, *texts.goals) for text in one.values()),
        *(text for one in (*texts.own_words, *texts.concerns) for text in one.values()),
    ]

    assert len(said) > 80
    assert [(text, found) for text in said if (found := guard(text))] == []


def test_every_code_of_the_texts_is_one_of_the_protocol() -> None:
    texts = load_texts().cases

    assert {one["area"] for one in texts.needs} <= {a.code for a in PROTOCOL.need_areas}
    assert {one["area"] for one in texts.risks} <= {a.code for a in PROTOCOL.risk.areas}
    assert set(texts.summaries) == {reason.code for reason in PROTOCOL.reasons}
    assert set(texts.refusals) == {one.code for one in PROTOCOL.criteria}
    assert {one["kind"] for one in texts.concerns} == {k.code for k in PROTOCOL.escalations}


@pytest.mark.parametrize("as_of", [date(2026, 3, 29), date(2025, 12, 28), date(2024, 2, 29)])
def test_other_days_make_cases_too_weekends_and_holidays_among_them(
    load: Load, look: Session, as_of: date
) -> None:
    loaded = load(cases=80, as_of=as_of)

    assert loaded.cases == look.scalar(select(func.count(CaseFile.id))) == 80
    mine = lists.due_of_worker(look, FIRST_PERSON, as_of)
    assert any(row.due_on == as_of for row in mine)


def test_no_cases_are_made_where_the_bank_holidays_are_not_known(load: Load) -> None:
    assert load(cases=80, as_of=date(2020, 6, 1)).cases == 0
