"""What the forms of a case share: choices from the protocol, yes or no, a moment of a day."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Protocol

from wtforms import RadioField

from competency.infra.formats import LONDON
from competency.infra.forms import Required, SelectChoice

YES, NO = "yes", "no"
HOUR_AND_MINUTE = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")


class Titled(Protocol):
    """A part of the protocol that can be chosen."""

    @property
    def code(self) -> str: ...

    @property
    def title(self) -> str: ...


def choices_of(parts: Iterable[Titled], hint: str = "") -> list[SelectChoice]:
    """Return a choice for each part, with what it says under the attribute named `hint`."""
    return [
        SelectChoice(
            part.code,
            part.title,
            render_kw={"hint": getattr(part, hint)} if hint else None,
        )
        for part in parts
    ]


def yes_or_no(question: str, ask: str) -> Any:
    """Return a field that asks for yes or no and presumes neither."""
    return RadioField(
        question, [Required(ask)], choices=[SelectChoice(YES, "Yes"), SelectChoice(NO, "No")]
    )


def time_of_day(typed: str) -> time | None:
    """Return the time that was typed, such as 14:05 or 9.30; None where it is none."""
    found = HOUR_AND_MINUTE.fullmatch(typed.strip())
    return time(int(found[1]), int(found[2])) if found else None


def in_london(day: date, at: time) -> datetime:
    """Return the moment of a day as clocks in London show it."""
    return datetime.combine(day, at, LONDON)
