"""References and names that the case register knows."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"\w+")
_APOSTROPHES = "'’ʼ‘`"
_HYPHENS = "-‐‑–"
# first or last names that are everyday words as well: only their capital makes them a name
_EVERYDAY_WORDS = """
art bill bob carol chance chase christian dawn drew faith frank gale gene grace guy hope
iris ivy jack joy june lily may mark max miles nick olive pat patience penny piers pearl ray
rob robin rose ruby rusty sandy sky sue summer violet will woody young brown green white
black king bishop page cook day long short small rich price wood hill field banks
"""
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())


def known_references(text: str, references: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield where a known reference stands as a whole, in whatever case."""
    for reference in _mentioned(text, references):
        yield from _spans(text, reference, re.IGNORECASE)


def known_names(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield where a known name stands as whole words; a possessive `'s` is not part of it.

    A single name that is an everyday word counts only with its capital.
    """
    for name in _mentioned(text, names):
        flags = re.NOFLAG if name.casefold() in _EVERYDAY else re.IGNORECASE
        yield from _spans(text, name, flags)


def _mentioned(text: str, wanted: Iterable[str]) -> Iterator[str]:
    """Yield those whose first word the text has at all: a register can be long."""
    present = {_plain(word) for word in _WORD.findall(unicodedata.normalize("NFC", text))}
    for one in dict.fromkeys(" ".join(w.split()) for w in wanted):
        first = _WORD.search(unicodedata.normalize("NFC", one))
        if len(one) > 1 and first and _plain(first.group()) in present:
            yield one


def _plain(word: str) -> str:
    return word.casefold()


def _spans(text: str, wanted: str, flags: re.RegexFlag) -> Iterator[tuple[int, int]]:
    forms = {unicodedata.normalize(form, wanted) for form in ("NFC", "NFD")}
    either = "|".join(_pattern(form) for form in sorted(forms))
    pattern = re.compile(rf"(?<!\w)(?:{either})(?![^\W_]|[\u0300-\u036f])", flags)
    for match in pattern.finditer(text):
        yield match.span()


def _pattern(wanted: str) -> str:
    parts = []
    for character in wanted:
        if character == " ":
            parts.append(r"[\s\u00a0]+")
        elif character in _APOSTROPHES:
            parts.append(f"[{_APOSTROPHES}]")
        elif character in _HYPHENS:
            parts.append(f"[{_HYPHENS} ]?")
        else:
            parts.append(re.escape(character))
    return "".join(parts)
