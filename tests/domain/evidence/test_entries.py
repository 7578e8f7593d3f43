"""What an entry must say, and what becomes of sloppy typing."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from competency.evidence.domain import state
from competency.evidence.domain.entry import (
    Content,
    Kind,
    Link,
    Tag,
    check_complete,
    checked,
    content_hash,
    content_of,
    facts_of,
    hours_text,
    hours_words,
)
from competency.evidence.domain.state import State
from competency.kernel.errors import Refused, RefusedEach

TODAY = date(2026, 5, 8)
LINK = Link("case-management-framework", "1.0", "SUP-1a", "CMP2")


def content(**changes: Any) -> Content:
    facts: dict[str, Any] = {
        "title": "Course",
        "kind": Kind.COURSE,
        "starts_on": date(2026, 5, 1),
        "hours": Decimal("1.5"),
        "did": "Did it",
        "learned": "Learned it",
        "links": (LINK,),
    }
    return Content(**(facts | changes))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"title": "  A   course "}, {"title": "A course"}),
        ({"title": "Cafe\u0301"}, {"title": "Café"}),
        ({"did": " one\r\ntwo "}, {"did": "one\ntwo"}),
        ({"ends_on": date(2026, 5, 1)}, {"ends_on": None}),
        ({"links": (LINK, LINK)}, {"links": (LINK,)}),
        (
            {"tags": (Tag("b", "1", "x"), Tag("a", "1", "x"))},
            {"tags": (Tag("a", "1", "x"), Tag("b", "1", "x"))},
        ),
        ({"starts_on": TODAY}, {"starts_on": TODAY}),
        ({"hours": Decimal("0.25")}, {"hours": Decimal("0.25")}),
    ],
)
def test_what_is_typed_is_tidied(typed, kept):
    assert checked(content(**typed), TODAY) == content(**(typed | kept))


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"title": "   "}, "title", "no_title"),
        ({"title": "x" * 201}, "title", "long_text"),
        ({"did": "x" * 10_001}, "did", "long_text"),
        ({"learned": "a\x00b"}, "learned", "odd_character"),
        ({"starts_on": date(2026, 5, 9)}, "starts_on", "future"),
        ({"starts_on": date(1949, 12, 31)}, "starts_on", "long_ago"),
        ({"ends_on": date(2026, 4, 30)}, "ends_on", "ends_first"),
        ({"ends_on": date(2026, 5, 9)}, "ends_on", "future"),
        ({"hours": Decimal(0)}, "hours", "no_hours"),
        ({"hours": Decimal("-1")}, "hours", "no_hours"),
        ({"hours": Decimal("NaN")}, "hours", "no_hours"),
        ({"hours": Decimal("Infinity")}, "hours", "no_hours"),
        ({"hours": Decimal(2001)}, "hours", "many_hours"),
        ({"hours": Decimal("1.005")}, "hours", "fine_hours"),
        (
            {"links": (LINK, Link(*("case-management-framework", "1.0", "SUP-1a", "CMP3")))},
            "links",
            "strand_twice",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(typed, field, code):
    with pytest.raises(RefusedEach) as refused:
        checked(content(**typed), TODAY)

    assert {name: one.code for name, one in refused.value.refusals.items()} == {field: code}


def test_every_fault_is_told_at_once():
    with pytest.raises(RefusedEach) as refused:
        checked(content(title="", hours=Decimal(0), starts_on=date(2027, 1, 1)), TODAY)

    assert set(refused.value.refusals) == {"title", "hours", "starts_on"}


@pytest.mark.parametrize(
    ("lacks", "fields"),
    [
        ({}, None),
        ({"did": ""}, {"did"}),
        ({"learned": "", "links": ()}, {"learned", "links"}),
        ({"applied": ""}, None),
    ],
)
def test_an_entry_is_finished_before_it_is_shared(lacks, fields):
    if fields is None:
        check_complete(content(**lacks))
        return
    with pytest.raises(RefusedEach) as refused:
        check_complete(content(**lacks))
    assert set(refused.value.refusals) == fields


def test_facts_lead_back_to_the_same_content():
    whole = content(ends_on=date(2026, 5, 3), tags=(Tag("hcpc-cpd", "1.0", "other"),))

    assert content_of(facts_of(whole)) == whole


def test_the_hash_depends_on_content_and_not_on_spelling_of_numbers():
    one, same = content(hours=Decimal("1.5")), content(hours=Decimal("1.50"))

    assert content_hash(facts_of(one)) == content_hash(facts_of(same))
    assert content_hash(facts_of(one)) != content_hash(facts_of(content(did="other")))


@pytest.mark.parametrize(
    ("hours", "text"),
    [("1.50", "1.5"), ("2.00", "2"), ("10", "10"), ("0.25", "0.25"), ("100", "100")],
)
def test_hours_have_one_spelling(hours, text):
    assert hours_text(Decimal(hours)) == text


MAY = {  # in the order of State: draft, shared, returned, verified
    state.check_may_write: "yes no yes no",
    state.check_may_share: "yes no yes no",
    state.check_may_take_back: "no yes no no",
    state.check_may_decide: "no yes no no",
}


@pytest.mark.parametrize("check", MAY)
def test_what_may_follow_a_state(check):
    found = []
    for one in State:
        try:
            check(one)
            found.append("yes")
        except Refused:
            found.append("no")

    assert found == MAY[check].split()


@pytest.mark.parametrize(
    ("one", "was_shared", "may"),
    [
        (State.DRAFT, False, True),
        (State.DRAFT, True, False),
        (State.RETURNED, True, False),
        (State.VERIFIED, True, False),
    ],
)
def test_only_what_nobody_saw_is_removed(one, was_shared, may):
    if may:
        state.check_may_remove(one, was_shared=was_shared)
        return
    with pytest.raises(Refused):
        state.check_may_remove(one, was_shared=was_shared)


@pytest.mark.parametrize(
    ("hours", "words"), [("1.00", "1 hour"), ("0.5", "0.5 hours"), ("2", "2 hours")]
)
def test_hours_come_with_their_word(hours: str, words: str) -> None:
    assert hours_words(Decimal(hours)) == words
