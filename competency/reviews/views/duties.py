"""What is due, as the entries of a list: what, where it is done, why, by when."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from competency.infra.formats import day, plural
from competency.reviews.domain.calendar import month_words
from competency.reviews.domain.duties import DUTY_WORDS, Due, Duty
from competency.reviews.domain.levels import LEVEL_WORDS, Level
from competency.reviews.service.due import page_of
from competency.reviews.views.places import how_far

_OF_A_FORM = (Duty.CORRECT, Duty.RE_REVIEW)  # each correction is one duty, on one page


def entries(due: Iterable[Due], today: date) -> list[dict[str, Any]]:
    """Return the entries in the order given; what is done on one page stands once."""
    return [_entry(list(some), today) for _, some in groupby(due, key=_together)]


def _together(one: Due) -> tuple[Any, ...]:
    """Return what two duties share that are done on one page."""
    if one.duty is Duty.ASSIGN_SECOND:
        return (one.on, one.duty, one.month)
    if one.duty in _OF_A_FORM:
        return (one.on, one.duty, one.review_id)
    return (one.on, one.duty, one.about_id)


def _entry(some: list[Due], today: date) -> dict[str, Any]:
    first = some[0]
    late = first.is_late(today)
    is_one_case = len(some) == 1 or first.duty in _OF_A_FORM
    which = first.reference if is_one_case else plural(len(some), "case")
    how_many = f"{plural(len(some), 'correction')}. " if first.duty in _OF_A_FORM else ""
    of = f", {month_words(first.month)}" if first.month else ""
    return {
        "text": f"{DUTY_WORDS[first.duty]}: {which}",
        "href": page_of(first),
        "why": f"{how_many}{LEVEL_WORDS[Level(first.level)]}{of}",
        "when": f"{'Was due' if late else 'By'} {day(first.on)}, {how_far(first.on, today)}",
        "late": late,
    }
