"""Showing where in a text the words of a search stand."""

import unicodedata

from competency.frameworks.domain.search import WORD
from competency.kernel.values import Value


class Piece(Value):
    """A piece of a text; `found` where a word of the search begins the word that it is."""

    text: str
    found: bool = False


def pieces(text: str, words: str) -> tuple[Piece, ...]:
    """Return the text in pieces; joined together they are the text again.

    A word of the text is found by the same rule as in the search: case does not matter and the
    beginning of a word is enough.
    """
    wanted = tuple(WORD.findall(_folded(words)))
    cut: list[Piece] = []
    end = 0
    for word in WORD.finditer(text):
        if not wanted or not _folded(word.group()).startswith(wanted):
            continue
        if word.start() > end:
            cut.append(Piece(text[end : word.start()]))
        cut.append(Piece(word.group(), found=True))
        end = word.end()
    if end < len(text):
        cut.append(Piece(text[end:]))
    return tuple(cut)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
