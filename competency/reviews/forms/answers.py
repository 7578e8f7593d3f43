"""What comes from a section of a review: its inputs are named by the item, B2-answer and so on.

Not a WTForms form: a page has as many items as its section, each saved by itself by a script or
all at once without one, and both must read the same inputs the same way.
"""

import re
from collections.abc import Iterable, Mapping

from competency.infra.forms import HIDDEN_CHARACTERS, HIDDEN_CHARACTERS_MESSAGE, tidy
from competency.kernel.errors import Refused
from competency.reviews.service.answering import Entry

NUMBER = re.compile(r"[0-9]{1,9}")
MOST_ITEMS = 100

Inputs = Mapping[str, str]


def entry_of(inputs: Inputs, item: str) -> Entry:
    """Return what was given for one item; the rules judge it."""
    seq = inputs.get(f"{item}-seq", "")
    return Entry(
        item=item,
        answer=inputs.get(f"{item}-answer", "").strip(),
        narrative=tidy(inputs.get(f"{item}-narrative")) or "",
        version=int(seq) if NUMBER.fullmatch(seq) else 0,
    )


def entries_of(inputs: Inputs) -> list[Entry]:
    """Return what was given for every item of a page, as sent."""
    codes = [name.removesuffix("-seq") for name in inputs if name.endswith("-seq")]
    return [entry_of(inputs, code) for code in codes[:MOST_ITEMS]]


def unreadable(entries: Iterable[Entry]) -> dict[str, Refused]:
    """Return a refusal for each item whose text holds characters that cannot be kept."""
    return {
        entry.item: Refused("hidden_characters", HIDDEN_CHARACTERS_MESSAGE, field="narrative")
        for entry in entries
        if HIDDEN_CHARACTERS.search(entry.narrative)
    }
