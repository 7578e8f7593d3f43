"""Which parts of the instrument apply to a case, given its elements and the answers so far.

Only the sections that belong to this case in its twelve months are completed (seed 004, "Period
Under Review"); a section or an item applies when all its conditions hold.
"""

from collections.abc import Collection, Iterable, Mapping

from competency.frameworks.domain.kinds.case_review_instrument import (
    CaseReviewInstrument,
    Condition,
    Item,
    Section,
)


def applying(
    instrument: CaseReviewInstrument, elements: Collection[str], answers: Mapping[str, str]
) -> tuple[tuple[Section, tuple[Item, ...]], ...]:
    """Return the sections that apply, each with its items that do, in order.

    `answers` are by item and hold only what counts as answered. An answer to an item that does
    not apply itself opens nothing.
    """
    chosen = frozenset(elements)
    counted: dict[str, str] = {}
    found = []
    for section in instrument.sections:
        if not _hold(section.when, chosen, counted):
            continue
        items = tuple(_items(section, chosen, answers, counted))
        if items:
            found.append((section, items))
    return tuple(found)


def applying_items(
    instrument: CaseReviewInstrument, elements: Collection[str], answers: Mapping[str, str]
) -> tuple[Item, ...]:
    """Return the items that apply, of all sections, in order."""
    parts = applying(instrument, elements, answers)
    return tuple(item for _, items in parts for item in items)


def decides(instrument: CaseReviewInstrument, item: str) -> frozenset[str]:
    """Return the items whose answers decide, directly or not, whether this one applies."""
    found: set[str] = set()
    waiting = [item]
    while waiting:
        code = waiting.pop()
        conditions = (*instrument.section_of(code).when, *instrument.item(code).when)
        new = {one.item for one in conditions if one.item is not None} - found
        found |= new
        waiting += new
    return frozenset(found)


def known_elements(instrument: CaseReviewInstrument, elements: Iterable[str]) -> tuple[str, ...]:
    """Return the elements chosen, in the instrument's order and once each.

    Raises Refused for one that the instrument does not have.
    """
    chosen = {instrument.element(code).code for code in elements}
    return tuple(one.code for one in instrument.elements if one.code in chosen)


def _items(
    section: Section,
    chosen: frozenset[str],
    answers: Mapping[str, str],
    counted: dict[str, str],
) -> Iterable[Item]:
    for item in section.items:
        if _hold(item.when, chosen, counted):
            if answers.get(item.code):
                counted[item.code] = answers[item.code]
            yield item


def _hold(when: Iterable[Condition], chosen: frozenset[str], counted: Mapping[str, str]) -> bool:
    return all(_holds(one, chosen, counted) for one in when)


def _holds(one: Condition, chosen: frozenset[str], counted: Mapping[str, str]) -> bool:
    if one.item is not None:
        return counted.get(one.item, "") in one.answers
    return (one.element in chosen) is not one.absent
