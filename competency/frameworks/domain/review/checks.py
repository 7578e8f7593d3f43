"""What must hold between the parts of a case review instrument: every name leads somewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.protocol.reading import Read, check_known, codes_of
from competency.frameworks.domain.reading import Table
from competency.frameworks.domain.review.parts import (
    LEVELS,
    MILESTONES,
    AnswerScale,
    Condition,
    Element,
    Item,
    Level,
    Milestone,
    Section,
)

LEAST_ITEMS = 30


@dataclass(slots=True)
class _Seen:
    """The items read so far, each with the codes of the answers that it can have."""

    elements: set[str]
    scales: dict[str, set[str]]
    items: dict[str, set[str]]
    used: set[str]


def check_rules(
    folder: Folder, levels: list[Read[Level]], milestones: list[Read[Milestone]]
) -> None:
    """Note a level or a milestone that the rules of the reviews need and the files lack."""
    for what, wanted, there in (
        ("levels", LEVELS, codes_of(levels)),
        ("milestones", MILESTONES, codes_of(milestones)),
    ):
        for code in wanted:
            if there and code not in there:
                folder.fault("calendar.toml", what, f"there is none with the code {code!r}")


def check_items(
    sections: list[Read[Section]],
    scales: list[Read[AnswerScale]],
    elements: list[Read[Element]],
) -> None:
    """Note each scale, element, item or answer that is named and not there, or not yet there.

    An item can only wait for the answer to one before it, so that nobody goes round in circles.
    """
    seen = _Seen(
        elements=codes_of(elements),
        scales={one.part.code: {answer.code for answer in one.part.answers} for one in scales},
        items={},
        used=set(),
    )
    for read in sections:
        _check_conditions(read.table, read.part.when, seen)
        for item in read.part.items:
            _check_item(read.table, item, seen)
    for element in elements:
        if element.part.code not in seen.used:
            element.table.fault("code", "no section or item depends on this element")


def check_enough(folder: Folder, sections: list[Read[Section]]) -> None:
    """Note an instrument with too few items to say anything of a whole case."""
    count = sum(len(read.part.items) for read in sections)
    if sections and count < LEAST_ITEMS:
        folder.fault("sections", "items", f"are {count}; an instrument has at least {LEAST_ITEMS}")


def _check_item(table: Table, item: Item, seen: _Seen) -> None:
    place = f"items ({item.code})"
    if item.scale and item.scale not in seen.scales:
        table.fault(f"{place}, scale", f"{item.scale!r} is not one of the answer scales")
    _check_conditions(table, item.when, seen, place)
    seen.items[item.code] = seen.scales.get(item.scale, set())


def _check_conditions(
    table: Table, when: Sequence[Condition], seen: _Seen, place: str = ""
) -> None:
    key = f"{place}, when" if place else "when"
    for one in when:
        if one.element is not None:
            check_known(table, key, one.element, seen.elements, "elements")
            seen.used.add(one.element)
        if one.item is not None and one.item not in seen.items:
            table.fault(key, f"{one.item!r} is not an item before this one")
        elif one.item is not None:
            what = f"answers to {one.item}"
            check_known(table, key, one.answers, seen.items[one.item], what)
