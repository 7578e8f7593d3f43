"""The strengthening and mentoring form, drafted from the answers of a review.

It names strengths, needs and corrective actions (seed 004, "First-Level Review"). The draft is
where the reviewer begins; what is discussed is what the reviewer made of it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from competency.frameworks.domain.kinds.case_review_instrument import (
    CaseReviewInstrument,
    Item,
)
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.reviews.domain.completeness import Given


class Correction(Value):
    """Something to be put right: which item it answers, what, and by which day."""

    item: str
    words: str
    due_on: date


class Draft(Value):
    """A form before anybody has looked at it: one line an item."""

    strengths: str
    needs: str
    corrections: tuple[Correction, ...]


def draft(
    instrument: CaseReviewInstrument,
    items: Iterable[Item],
    given: Mapping[str, Given],
    today: date,
) -> Draft:
    """Return the form that the answers suggest: of the items that applied, in their order.

    A positive answer with a narrative is a strength in its words; those without share one line.
    Each negative answer is a need, and a correction due when the instrument's limit is up.
    """
    strengths, named, needs = list[str](), list[str](), list[str]()
    corrections = list[Correction]()
    due_on = today + timedelta(days=instrument.limits.correction_days)
    for item in items:
        one = given.get(item.code, Given())
        choice = instrument.scale_of(item).answer(one.answer)
        if choice is None or choice.value is None:
            continue
        line = _line(item, one.narrative)
        if choice.negative:
            needs.append(line)
            corrections.append(Correction(item.code, line, due_on))
        else:
            (strengths if one.narrative.strip() else named).append(line)
    if named:
        strengths.append(f"{'Also strong' if strengths else 'Strong'}: {'; '.join(named)}")
    return Draft("\n".join(strengths), "\n".join(needs), tuple(corrections))


def check_due(due_on: date, today: date, days: int) -> date:
    """Return the day by which a correction is due; refuse one that has passed or is too far off.

    `days` is the limit for corrections, counted in calendar days from today.
    """
    latest = today + timedelta(days=days)
    if not today <= due_on <= latest:
        raise Refused(
            "due_outside_limit",
            f"Choose a day from today to {latest.day} {latest:%B %Y}: a correction has at most "
            f"{days} days.",
            field="due_on",
        )
    return due_on


def _line(item: Item, narrative: str) -> str:
    said = " ".join(narrative.split())
    return f"{item.code} {item.title}: {said}" if said else f"{item.code} {item.title}"
