"""What comes from a page of strands: its inputs are named by the strand, CODE-position and so on.

Not a WTForms form: a page has as many strands as its section, each saved by itself by a script
or all at once without one, and both must read the same inputs the same way.
"""

import re
from collections.abc import Iterable, Mapping

from competency.assessments.domain.marks import Answer, Mark
from competency.assessments.service.marking import Entry
from competency.infra.forms import HIDDEN_CHARACTERS, HIDDEN_CHARACTERS_MESSAGE, tidy
from competency.kernel.errors import Refused

NOT_APPLICABLE = "na"
NUMBER = re.compile(r"[0-9]{1,6}")
MOST_STRANDS = 100

Inputs = Mapping[str, str]


def entry_of(inputs: Inputs, strand: str) -> Entry:
    """Return what was chosen for one strand; the rules judge it."""
    position = inputs.get(f"{strand}-position", "").strip()
    seq = inputs.get(f"{strand}-seq", "")
    return Entry(
        strand=strand,
        answer=_answer(position),
        position=int(position) if NUMBER.fullmatch(position) else None,
        reason=tidy(inputs.get(f"{strand}-reason")) or "",
        comment=tidy(inputs.get(f"{strand}-comment")) or "",
        seq=int(seq) if NUMBER.fullmatch(seq) else 0,
    )


def entries_of(inputs: Inputs) -> list[Entry]:
    """Return what was chosen for every strand of a page, as sent."""
    codes = [name.removesuffix("-seq") for name in inputs if name.endswith("-seq")]
    return [entry_of(inputs, code) for code in codes[:MOST_STRANDS]]


def unreadable(entries: Iterable[Entry]) -> dict[str, Refused]:
    """Return a refusal for each strand whose text holds characters that cannot be kept."""
    return {
        entry.strand: Refused("hidden_characters", HIDDEN_CHARACTERS_MESSAGE, field=field)
        for entry in entries
        for field in ("comment", "reason")
        if HIDDEN_CHARACTERS.search(getattr(entry, field))
    }


def kept(entry: Entry, mark: Mark) -> Entry:
    """Return the entry with last time's answer, and with the comment that was typed."""
    return Entry(
        strand=entry.strand,
        answer=mark.answer.value,
        position=mark.position,
        reason=mark.reason,
        comment=entry.comment,
        seq=entry.seq,
    )


def chosen(answer: str, position: int | None) -> int | str | None:
    """Return the input's value of an answer: a position, "na", or nothing."""
    return NOT_APPLICABLE if answer == Answer.NOT_APPLICABLE else position


def _answer(position: str) -> str:
    if not position:
        return Answer.UNRATED.value
    return Answer.NOT_APPLICABLE.value if position == NOT_APPLICABLE else Answer.RATED.value
