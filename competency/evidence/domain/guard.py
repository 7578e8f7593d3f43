"""The anonymity guard: where a text may say who a client is, and why it may.

It knows formats, not meanings, so each find is a question to the person who writes, never a
verdict. Pure: the same text and the same known clients give the same finds.

Where finds overlap, the longer one stands; of two equally long ones the kind that stands first
in `Kind`. Finds come in the order of the text.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import chain

from competency.evidence.domain.guarding.addresses import emails, postcodes
from competency.evidence.domain.guarding.birth import births
from competency.evidence.domain.guarding.known import known_names, known_references
from competency.evidence.domain.guarding.numbers import nhs_numbers
from competency.evidence.domain.guarding.phones import phones
from competency.kernel.values import Value

Span = tuple[int, int]


class Kind(StrEnum):
    """What a place looks like; the order decides between equally long finds."""

    CLIENT_REFERENCE = "client_reference"
    CLIENT_NAME = "client_name"
    NHS_NUMBER = "nhs_number"
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    DATE_OF_BIRTH = "date_of_birth"

    @property
    def words(self) -> str:
        """Return the kind as people say it."""
        return WORDS[self]


WORDS = {
    Kind.CLIENT_REFERENCE: "client reference",
    Kind.CLIENT_NAME: "client name",
    Kind.NHS_NUMBER: "NHS number",
    Kind.EMAIL: "email address",
    Kind.PHONE: "phone number",
    Kind.POSTCODE: "postcode",
    Kind.DATE_OF_BIRTH: "date of birth",
}
WHY = {
    Kind.CLIENT_REFERENCE: "This is the reference of a client in the case register.",
    Kind.CLIENT_NAME: "This is the name of a client in the case register.",
    Kind.NHS_NUMBER: "Ten digits whose check digit is right for an NHS number.",
    Kind.EMAIL: "This looks like somebody's email address.",
    Kind.PHONE: "This looks like a phone number.",
    Kind.POSTCODE: "This looks like a full UK postcode.",
    Kind.DATE_OF_BIRTH: "A date beside words that make it a date of birth.",
}
ORDER = {kind: number for number, kind in enumerate(Kind)}


class Find(Value):
    """A place in a text: what it looks like, from where (from 0) to where (not included), why."""

    kind: Kind
    start: int
    end: int
    why: str


def guard(text: str, *, references: Sequence[str] = (), names: Sequence[str] = ()) -> list[Find]:
    """Return every place that may identify a client, in the order of the text, none overlapping.

    `references` and `names` are those of the case register. Offsets count code points. It
    refuses nothing: a text without finds gives an empty list.
    """
    found = chain(
        _finds(Kind.CLIENT_REFERENCE, known_references(text, references)),
        _finds(Kind.CLIENT_NAME, known_names(text, names)),
        _finds(Kind.NHS_NUMBER, nhs_numbers(text)),
        _finds(Kind.EMAIL, emails(text)),
        _finds(Kind.PHONE, phones(text)),
        _finds(Kind.POSTCODE, postcodes(text)),
        _finds(Kind.DATE_OF_BIRTH, births(text)),
    )
    return _without_overlaps(found)


def _finds(kind: Kind, spans: Iterable[Span]) -> Iterable[Find]:
    return (Find(kind, start, end, WHY[kind]) for start, end in spans)


def _without_overlaps(found: Iterable[Find]) -> list[Find]:
    best_first = sorted(found, key=lambda f: (f.start - f.end, ORDER[f.kind], f.start))
    taken: set[int] = set()
    standing = []
    for find in best_first:
        places = range(find.start, find.end)
        if taken.isdisjoint(places):
            taken.update(places)
            standing.append(find)
    return sorted(standing, key=lambda f: f.start)
