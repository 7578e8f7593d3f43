"""The places that the guard asks about, each with a mark that lasts while nothing changes."""

import hashlib
from collections.abc import Mapping, Sequence

from competency.evidence.domain.guard import Find, guard
from competency.kernel.errors import Refused
from competency.kernel.values import Value

AROUND = 24
LONGEST_REASON = 500


class Place(Value):
    """A find in one field of an entry: its words, those around it, and its mark.

    The mark is a hash over field, kind, the words and those just before and after, salted with
    the entry, so an unchanged place is not asked about again and a moved one in other
    surroundings is.
    """

    field: str
    find: Find
    text: str
    before: str
    after: str
    mark: str


def places(
    texts: Mapping[str, str],
    *,
    salt: str,
    references: Sequence[str] = (),
    names: Sequence[str] = (),
) -> list[Place]:
    """Return every place of these texts that the guard asks about, in order of field and text."""
    found = []
    for field, text in texts.items():
        for find in guard(text, references=references, names=names):
            before = text[max(0, find.start - AROUND) : find.start]
            words = text[find.start : find.end]
            after = text[find.end : find.end + AROUND]
            mark = _mark(salt, field, find.kind.value, before, words, after)
            found.append(Place(field, find, words, before, after, mark))
    return found


def unanswered(found: Sequence[Place], reasons: Mapping[str, str]) -> list[Place]:
    """Return the places that are neither corrected nor explained; `reasons` are by mark."""
    return [place for place in found if not reasons.get(place.mark)]


def checked_reason(reason: str) -> str:
    """Return why a place is fine, trimmed; refuse an empty or a very long one."""
    reason = reason.strip()
    if not reason:
        raise Refused(
            "reason_needed",
            "Say why this does not identify anybody, or correct it.",
            field="reason",
        )
    if len(reason) > LONGEST_REASON:
        raise Refused(
            "long_reason", f"Keep the reason to {LONGEST_REASON} characters.", field="reason"
        )
    return reason


def _mark(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()
