"""Which sections and items apply, by elements and answers."""

import pytest

from competency.kernel.errors import Refused
from competency.reviews.domain.applying import applying, applying_items, known_elements
from tests.builders.instrument import shipped

INSTRUMENT = shipped()

# elements chosen, answers so far, sections that apply
SECTIONS: list[tuple[tuple[str, ...], dict[str, str], str]] = [
    ((), {}, "IK"),
    (("new-referral",), {}, "AIK"),
    (("in-contact",), {}, "BCDFHIK"),
    (("in-contact", "concern"), {}, "BCDEFHIK"),
    (("in-contact", "reviewed", "closed"), {}, "BCDFGHIKL"),
    (("away-from-home",), {}, "IJK"),
    # an element without its section opens nothing of that section
    (("refused",), {}, "IK"),
]
# elements, answers, an item, whether it applies
ITEMS: list[tuple[tuple[str, ...], dict[str, str], str, bool]] = [
    (("in-contact",), {}, "B1", False),
    (("in-contact", "first-contact"), {}, "B1", True),
    (("in-contact",), {}, "B4", False),
    (("in-contact", "missed"), {}, "B4", True),
    (("new-referral",), {}, "A5", False),
    (("new-referral", "refused"), {}, "A5", True),
    (("in-contact",), {}, "H2", False),
    (("in-contact",), {"H1": "yes"}, "H2", False),
    (("in-contact",), {"H1": "not-applicable"}, "H2", False),
    (("in-contact",), {"H1": "no"}, "H2", True),
    # the answer to an item that does not apply opens nothing
    ((), {"H1": "no"}, "H2", False),
    ((), {"K1": "strength"}, "K2", True),
    ((), {"K1": "needs-improvement"}, "K2", True),
    ((), {"K1": "not-applicable"}, "K2", False),
]


@pytest.mark.parametrize(("elements", "answers", "sections"), SECTIONS)
def test_sections_apply_by_their_elements(
    elements: tuple[str, ...], answers: dict[str, str], sections: str
) -> None:
    found = applying(INSTRUMENT, elements, answers)

    assert "".join(section.code for section, _ in found) == sections
    assert all(items for _, items in found)


@pytest.mark.parametrize(("elements", "answers", "item", "applies"), ITEMS)
def test_items_apply_by_elements_and_answers_before_them(
    elements: tuple[str, ...], answers: dict[str, str], item: str, applies: bool
) -> None:
    found = [one.code for one in applying_items(INSTRUMENT, elements, answers)]

    assert (item in found) is applies


def test_with_everything_there_all_items_apply_but_that_of_a_missing_plan() -> None:
    elements = [one.code for one in INSTRUMENT.elements]
    answers = {"H1": "no", "K1": "strength"}

    left_out = set(INSTRUMENT.items) - set(applying_items(INSTRUMENT, elements, answers))

    assert [one.code for one in left_out] == ["F7"]


def test_elements_stand_in_the_instruments_order_and_once() -> None:
    assert known_elements(INSTRUMENT, ["closed", "in-contact", "closed"]) == (
        "in-contact",
        "closed",
    )


def test_an_unknown_element_is_refused() -> None:
    with pytest.raises(Refused, match="has no element 'sunshine'"):
        known_elements(INSTRUMENT, ["sunshine"])


def test_a_condition_can_ask_that_an_element_is_absent() -> None:
    plain = [one.code for one in applying_items(INSTRUMENT, ["in-contact"], {})]
    planned = [one.code for one in applying_items(INSTRUMENT, ["in-contact", "planned"], {})]

    assert "F7" in plain
    assert "F7" not in planned
    assert "F2" in planned
