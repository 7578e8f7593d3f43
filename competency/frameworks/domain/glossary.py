"""The words that a framework explains, and where they occur in a text."""

import re
from dataclasses import dataclass, field

from competency.kernel.values import Value

REMEMBERED_TEXTS = 2_000


class Term(Value):
    """A word of the field, what it means here, and the other spellings that our texts use."""

    term: str
    meaning: str
    also: tuple[str, ...]
    source: str

    @property
    def spellings(self) -> tuple[str, ...]:
        """Return every spelling under which the term is found."""
        return (self.term, *self.also)


class Segment(Value):
    """A piece of a text: plain, or a term whose meaning can be shown in place."""

    text: str
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class Glossary:
    """All terms of a framework, in its order."""

    terms: tuple[Term, ...]
    _by_spelling: dict[str, Term] = field(init=False, repr=False, compare=False)
    _pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _known: dict[str, tuple[Segment, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        spellings = {s.casefold(): term for term in self.terms for s in term.spellings}
        longest_first = sorted(spellings, key=lambda s: (-len(s), s))
        either = "|".join(re.escape(s) for s in longest_first) or r"(?!)"
        set_ = object.__setattr__
        set_(self, "_by_spelling", spellings)
        set_(self, "_pattern", re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE))
        set_(self, "_known", {})

    def segments(self, text: str) -> tuple[Segment, ...]:
        """Return the text in pieces, each term marked where it first occurs and only there.

        Of two terms that begin at the same place the longer is taken. Joined together the pieces
        are the text again. Framework texts are asked for again and again, so answers are kept.
        """
        if text not in self._known:
            if len(self._known) >= REMEMBERED_TEXTS:
                self._known.clear()
            self._known[text] = self._split(text)
        return self._known[text]

    def _split(self, text: str) -> tuple[Segment, ...]:
        pieces: list[Segment] = []
        marked: set[str] = set()
        end = 0
        for found in self._pattern.finditer(text):
            term = self._by_spelling.get(found.group().casefold())
            if term is None or term.term in marked:
                continue
            marked.add(term.term)
            if found.start() > end:
                pieces.append(Segment(text[end : found.start()]))
            pieces.append(Segment(found.group(), term))
            end = found.end()
        if end < len(text):
            pieces.append(Segment(text[end:]))
        return tuple(pieces)
