"""The trail in words for a person who reads it."""

from datetime import date

import pytest

from competency.insights.domain import trail
from competency.insights.domain.trail import Asked
from competency.kernel.errors import Refused

NAMES = {3: "Ada Byron"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("RatingSubmitted", "Rating submitted"),
        ("PasswordSet", "Password set"),
        ("SignInsEnded", "Sign ins ended"),
    ],
)
def test_an_event_is_named_as_people_say_it(name: str, words: str) -> None:
    assert trail.event_words(name) == words


def test_facts_are_one_line_with_persons_by_name() -> None:
    facts = '{"appraisal_id":7,"by_link":true,"note":null,"person_id":3,"strands":["A-1a","B-2a"]}'

    assert trail.fact_words(facts, NAMES) == (
        "appraisal 7, by link: yes, person Ada Byron (3), strands A-1a B-2a"
    )
    assert trail.persons_in(facts) == {3}


def test_a_person_whose_name_is_not_known_stays_a_number() -> None:
    assert trail.fact_words('{"person_id":9}', NAMES) == "person 9"


@pytest.mark.parametrize("text", ["2026-13-01", "2026-W01-1", "20260101", "1/2/2026", "x" * 300])
def test_anything_but_a_day_is_refused_with_what_to_enter(text: str) -> None:
    with pytest.raises(Refused, match="like 2026-12-03") as refused:
        trail.read_day(text, field="first")
    assert refused.value.field == "first"


def test_a_day_is_read_and_nothing_is_no_day() -> None:
    assert trail.read_day("2026-12-03", field="first") == date(2026, 12, 3)
    assert trail.read_day("", field="first") is None


def test_what_was_asked_for_is_noted_without_the_name_that_was_typed() -> None:
    asked = Asked("RatingSaved", "Ada", date(2026, 5, 1), date(2026, 5, 8))

    assert asked.words == "event RatingSaved, of one person, from 2026-05-01, to 2026-05-08"
    assert Asked().words == "all entries"
