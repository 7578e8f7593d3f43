"""A page's HTML as a tree, with the few questions that checks and tests ask of it."""

from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

import html5lib

from tests.support.strict_html import tree_of

SEEN_BY_NOBODY = {"script", "style", "template", "head"}


class Document:
    """One parsed page; `faults` says where its HTML is not well formed."""

    def __init__(self, html: str) -> None:
        plain = tree_of(html)
        self.root, self.faults = (plain, []) if plain is not None else forgiving(html)
        self.elements = [e for e in self.root.iter() if isinstance(e.tag, str)]
        self.parents = {child: parent for parent in self.elements for child in parent}
        self.by_id = {key: e for e in self.elements if (key := e.get("id"))}

    def all(self, *tags: str) -> list[Element]:
        """Return the elements of these tags, in the order of the page."""
        return [e for e in self.elements if e.tag in tags]

    def within(self, element: Element) -> Iterator[Element]:
        """Yield what an element stands in, the nearest first."""
        while (parent := self.parents.get(element)) is not None:
            yield parent
            element = parent


def forgiving(html: str) -> tuple[Element, list[str]]:
    """Return the root of a page as browsers read it, and what they have to forgive."""
    # No browser and none of our pages needs html5lib's namespaces.
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root: Element = parser.parse(html)
    faults = [
        f"line {line}: {code}{' ' + str(facts) if facts else ''}"
        for (line, _column), code, facts in parser.errors
    ]
    return root, faults


def words(element: Element | None) -> str:
    """Return what a person reads in an element, with its spaces made single."""
    if element is None:
        return ""
    pieces: list[str] = []
    _gather(element, pieces)
    return " ".join("".join(pieces).split())


def _gather(element: Element, pieces: list[str]) -> None:
    if element.tag in SEEN_BY_NOBODY or not isinstance(element.tag, str):
        return
    pieces.append(element.text or "")
    for child in element:
        _gather(child, pieces)
        pieces.append(child.tail or "")


@lru_cache(maxsize=32)
def read(html: str) -> Document:
    """Return the parsed page; the same text is parsed once."""
    return Document(html)
