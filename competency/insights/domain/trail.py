"""The trail in words: what an event's name and facts say to a reader."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from competency.kernel.errors import Refused
from competency.kernel.values import Value

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WORD = re.compile(r"[A-Z][a-z]*|[A-Z]+(?![a-z])")
NOBODY = "The system"


class Asked(Value):
    """Which entries a reader asks for, as typed; empty texts ask for all."""

    event: str = ""
    person: str = ""
    first_day: date | None = None
    last_day: date | None = None

    @property
    def words(self) -> str:
        """Return what was asked for in one line, without the name that was typed."""
        parts = [f"event {self.event}" if self.event else ""]
        parts.append("of one person" if self.person else "")
        parts.append(f"from {self.first_day.isoformat()}" if self.first_day else "")
        parts.append(f"to {self.last_day.isoformat()}" if self.last_day else "")
        return ", ".join(part for part in parts if part) or "all entries"


def event_words(name: str) -> str:
    """Return the name of an event as people say it: RatingSubmitted is `Rating submitted`."""
    return " ".join(WORD.findall(name)).capitalize()


def persons_in(facts: str) -> set[int]:
    """Return the numbers of the persons that the facts are about."""
    known = json.loads(facts)
    return {v for k, v in known.items() if k in PERSONS and isinstance(v, int)}


PERSONS = {"person_id", "supervisor_id", "supervisee_id", "rater_id"}


def fact_words(facts: str, names: Mapping[int, str]) -> str:
    """Return the facts of an entry in one line, persons by name and number."""
    return ", ".join(_told(json.loads(facts), names))


def _told(known: Mapping[str, Any], names: Mapping[int, str]) -> Iterator[str]:
    for key, value in known.items():
        if value is None or value == []:
            continue
        name = key.removesuffix("_id").replace("_", " ")
        if key in PERSONS and value in names:
            yield f"{name} {names[value]} ({value})"
        elif isinstance(value, bool):
            yield f"{name}: {'yes' if value else 'no'}"
        elif isinstance(value, list):
            yield f"{name} {' '.join(str(one) for one in value)}"
        else:
            yield f"{name} {value}"


def read_day(text: str, *, field: str) -> date | None:
    """Return the day that was typed as 2026-12-03, None for nothing; refuse anything else."""
    if not text:
        return None
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Refused("no_day", "Enter a day as year, month, day, like 2026-12-03.", field=field)
