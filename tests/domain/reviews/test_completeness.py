"""How far a review is, and what keeps it from being submitted."""

import pytest

from competency.kernel.errors import Refused
from competency.reviews.domain.completeness import (
    LONGEST_NARRATIVE,
    Given,
    Progress,
    check_complete,
    check_narrative,
    needs_narrative,
    progress_of,
)
from tests.builders.instrument import shipped

INSTRUMENT = shipped()
# Without any element the sections I (records, five items) and K (supervision) apply.
ALL_GOOD = {f"I{n}": Given("strength") for n in range(1, 6)} | {"K1": Given("not-applicable")}

# item, what is given, whether it needs words
NARRATIVES = [
    ("I1", Given(), False),
    ("I1", Given("strength"), False),
    ("I1", Given("not-applicable"), False),
    ("I1", Given("needs-improvement"), True),
    ("I1", Given("needs-improvement", "Said why."), True),
    ("B1", Given("yes", suggested="yes"), False),
    ("B1", Given("no", suggested="no"), True),
    # other than the dates say
    ("B1", Given("yes", suggested="no"), True),
    ("B1", Given("not-applicable", suggested="yes"), True),
    ("B1", Given(suggested="yes"), False),
]


@pytest.mark.parametrize(("item", "given", "needed"), NARRATIVES)
def test_negative_and_differing_answers_need_a_narrative(
    item: str, given: Given, needed: bool
) -> None:
    assert needs_narrative(INSTRUMENT, INSTRUMENT.item(item), given) is needed


def test_a_review_begins_with_everything_open() -> None:
    progress = progress_of(INSTRUMENT, (), {})

    assert (progress.answered, progress.applicable) == (0, 6)
    assert progress.unanswered == ("I1", "I2", "I3", "I4", "I5", "K1")
    assert progress.next_section == INSTRUMENT.section("I")
    assert not progress.is_complete


def test_each_section_counts_its_own() -> None:
    given = {
        "I1": Given("strength"),
        "I2": Given("needs-improvement"),
        "I3": Given("needs-improvement", "Three notes came a week late."),
        "K1": Given("strength"),
    }

    records, supervision = progress_of(INSTRUMENT, (), given).sections

    assert (records.answered, len(records.items)) == (3, 5)
    assert records.unanswered == ("I4", "I5")
    assert records.narratives == ("I2",)
    # the answer to K1 opened K2
    assert (supervision.answered, len(supervision.items)) == (1, 2)


def test_what_the_dates_propose_is_no_answer_until_confirmed() -> None:
    elements = ("in-contact", "first-contact")
    proposed = progress_of(INSTRUMENT, elements, {"B1": Given(suggested="yes")})
    confirmed = progress_of(INSTRUMENT, elements, {"B1": Given("yes", suggested="yes")})

    assert "B1" in proposed.unanswered
    assert "B1" not in confirmed.unanswered


def test_a_whole_review_may_be_submitted() -> None:
    progress = progress_of(INSTRUMENT, (), ALL_GOOD)

    check_complete(progress)
    assert progress.is_complete
    assert progress.next_section is None


# what is changed of a whole review, and what is said
REFUSED = [
    ({"I1": Given()}, "1 item without an answer: I1. Complete them, then submit."),
    (
        {"I1": Given("needs-improvement"), "I4": Given("needs-improvement", "  ")},
        "2 answers without a narrative: I1, I4. Complete them, then submit.",
    ),
    (
        {"I1": Given(), "I2": Given("needs-improvement"), "K1": Given("strength")},
        "2 items without an answer: I1, K2. 1 answer without a narrative: I2. "
        "Complete them, then submit.",
    ),
]


@pytest.mark.parametrize(("change", "message"), REFUSED)
def test_open_items_and_narratives_are_named(change: dict[str, Given], message: str) -> None:
    with pytest.raises(Refused) as refused:
        check_complete(progress_of(INSTRUMENT, (), ALL_GOOD | change))

    assert (refused.value.code, refused.value.message) == ("not_complete", message)


def test_many_open_items_are_counted_and_the_first_named() -> None:
    elements = [one.code for one in INSTRUMENT.elements]
    with pytest.raises(Refused, match=r"55 items .* A1, A2, .* and 43 more\."):
        check_complete(progress_of(INSTRUMENT, elements, {}))


def test_a_review_to_which_nothing_applies_is_not_submitted() -> None:
    with pytest.raises(Refused) as refused:
        check_complete(Progress())

    assert refused.value.code == "nothing_applies"


def test_a_narrative_is_trimmed_and_has_a_limit() -> None:
    assert check_narrative("  Said why.\n") == "Said why."
    assert len(check_narrative("x" * LONGEST_NARRATIVE)) == LONGEST_NARRATIVE
    with pytest.raises(Refused) as refused:
        check_narrative("x" * (LONGEST_NARRATIVE + 1))
    assert (refused.value.code, refused.value.field) == ("too_long", "narrative")
