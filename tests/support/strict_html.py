"""Reads pages that are written without any freedom, twenty times as fast as html5lib reads them.

HTML forgives: tags may be left out, nested wrongly, doubled. Ours are to use none of that, so a
plain reading nearly always gives the tree that the standard's own rules give. What is not plain
beyond doubt is not read here at all: then html5lib reads it, and says what is wrong with it.
"""

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

SVG = "http://www.w3.org/2000/svg"
XMLNS = "http://www.w3.org/2000/xmlns/"
SPACES = " \n\t"
# Characters that are faults of their own, and what begins comments and other rarities.
ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]|<!--|<!\\[|<\\?"
)
BEGINNING = re.compile(r"\s*<!doctype html>\s*", re.IGNORECASE)
ATTRIBUTE = r"""[ \n\t]+[a-zA-Z][a-zA-Z0-9:-]*(?:="[^"]*"|='[^']*')?"""
TOKEN = re.compile(rf"<(/?)([a-z][a-z0-9]*)((?:{ATTRIBUTE})*)[ \n\t]*(/?)>|([^<]+)")
PAIR = re.compile(r"""([a-zA-Z][a-zA-Z0-9:-]*)(?:="([^"]*)"|='([^']*)')?""")
REFERENCE = re.compile(r"&([a-z]+|#[0-9]+);|&")
REFERENCES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "nbsp": "\xa0", "copy": "\xa9"}
REFERENCES |= {f"#{code}": chr(code) for code in (*range(32, 127), *range(160, 0x2100))}


def names(words: str) -> frozenset[str]:
    """Return the names in a line of them."""
    return frozenset(words.split())


VOID = names("base br col hr img input link meta wbr")
IN_HEAD = names("base link meta script style title")
LEAVES = names("option script style textarea title")  # hold text alone
HEADINGS = names("h1 h2 h3 h4 h5 h6")
ENDS_A_PARAGRAPH = HEADINGS | names(
    "address article aside blockquote dd details dialog div dl dt fieldset figcaption figure "
    "footer form header hgroup hr li main menu nav ol p pre search section summary table "
    "ul"
)
PHRASES = names(
    "a abbr b bdi bdo br button cite code data datalist del dfn em i img input ins kbd label "
    "legend mark meter noscript output progress q s samp script select small span strong sub "
    "sup svg textarea time u var wbr"
)
ONLY_IN: dict[str, frozenset[str]] = {
    "caption": frozenset({"table"}),
    "col": frozenset({"colgroup"}),
    "colgroup": frozenset({"table"}),
    "dd": frozenset({"div", "dl"}),
    "dt": frozenset({"div", "dl"}),
    "li": frozenset({"menu", "ol", "ul"}),
    "optgroup": frozenset({"select"}),
    "option": frozenset({"datalist", "optgroup", "select"}),
    "tbody": frozenset({"table"}),
    "td": frozenset({"tr"}),
    "tfoot": frozenset({"table"}),
    "th": frozenset({"tr"}),
    "thead": frozenset({"table"}),
    "tr": frozenset({"tbody", "tfoot", "thead"}),
}
# What these hold stands in the table above, and no words stand between it.
FRAMES = names("colgroup optgroup select table tbody tfoot thead tr")
NOT_IN_ITSELF = names("a button form label select")
KNOWN = ENDS_A_PARAGRAPH | PHRASES | frozenset(ONLY_IN)
DRAWN = names("circle g line path polygon polyline rect")
DRAWN_ATTRIBUTES = {"xmlns": f"{{{XMLNS}}}xmlns", "viewbox": "viewBox"}


class NotPlain(Exception):
    """The page uses a freedom of HTML; whether it may is for others to say."""


class Tag(NamedTuple):
    """A tag as it stands on the page."""

    name: str
    attributes: dict[str, str]
    is_closed: bool


def tree_of(html: str) -> Element | None:
    """Return the root of a page that is plain throughout, None for every other."""
    try:
        return _Reading(html).root()
    except NotPlain:
        return None


class _Reading:
    """One page while it is read; `_open` are the elements around the place reached."""

    def __init__(self, html: str) -> None:
        begun = BEGINNING.match(html)
        if begun is None or ODD.search(html):
            raise NotPlain
        self._html, self._at = html, begun.end()
        self._open: list[Element] = []
        self._names: list[str] = []
        self._last: Element | None = None  # the element that the next words follow
        self._ended: list[str] = []  # of the page's body and itself, in this order

    def root(self) -> Element:
        """Return the element of the whole page."""
        for token in TOKEN.finditer(self._html, self._at):
            if token.start() != self._at:
                raise NotPlain
            self._at = token.end()
            end, name, attributes, closed, text = token.groups()
            if text is not None:
                self._say(text)
            elif end:
                self._end(name, bare=not attributes and not closed)
            else:
                self._begin(Tag(name, _pairs(attributes), bool(closed)))
        _insist(self._at == len(self._html) and self._ended == ["body", "html"])
        return self._open[0]

    def _say(self, text: str) -> None:
        blank = not text.strip(SPACES)
        if not self._open:
            _insist(blank)
            return
        place = self._names[-1]
        if place == "html" and self._last is None:
            _insist(blank)  # before the head nobody keeps it
            return
        _insist(blank or not (place in FRAMES or place in {"html", "head"} or self._ended))
        if self._last is None and place in {"pre", "textarea"}:
            text = text.removeprefix("\n")
        if place not in {"script", "style"}:
            text = _resolved(text)
        if text:
            self._write(text)

    def _write(self, text: str) -> None:
        if self._last is None:
            self._open[-1].text = (self._open[-1].text or "") + text
        else:
            self._last.tail = (self._last.tail or "") + text

    def _begin(self, tag: Tag) -> None:
        _insist(not self._ended)
        if "svg" in self._names:
            self._draw(tag)
        elif tag.name in {"html", "head", "body"}:
            self._lay(tag)
        else:
            self._check_place(tag.name)
            if tag.name == "svg":
                self._draw(tag)
                return
            _insist(not tag.is_closed or tag.name in VOID)
            self._put(tag.name, tag.attributes, is_void=tag.name in VOID)

    def _lay(self, tag: Tag) -> None:
        """Put one of the three that every page is made of."""
        inside = [child.tag for child in self._open[-1]] if self._open else []
        wanted = {"html": ([], []), "head": (["html"], []), "body": (["html"], ["head"])}
        _insist((self._names, inside) == wanted[tag.name] and not tag.is_closed)
        self._put(tag.name, tag.attributes, is_void=False)

    def _check_place(self, name: str) -> None:
        """Refuse an element where the standard's rules would move it, or end another for it."""
        _insist(len(self._names) > 1)
        place = self._names[-1]
        if place == "head":
            _insist(name in IN_HEAD)
            return
        _insist(name in KNOWN and place not in LEAVES)
        _insist(place in ONLY_IN[name] if name in ONLY_IN else place not in FRAMES)
        _insist(not (name in ENDS_A_PARAGRAPH and "p" in self._names))
        _insist(not (name in NOT_IN_ITSELF and name in self._names))
        _insist(not (name in HEADINGS and place in HEADINGS))
        _insist(not (name in {"dd", "dt"} and place == "div" and self._names[-2] != "dl"))

    def _draw(self, tag: Tag) -> None:
        """Put what belongs to a drawing, which has names of its own."""
        _insist(tag.name == "svg" and "svg" not in self._names or tag.name in DRAWN)
        attributes = {}
        for name, value in tag.attributes.items():
            _insist(":" not in name and (name != "xmlns" or value == SVG))
            attributes[DRAWN_ATTRIBUTES.get(name, name)] = value
        self._put(tag.name, attributes, is_void=tag.is_closed, prefix=f"{{{SVG}}}")

    def _put(
        self, name: str, attributes: dict[str, str], *, is_void: bool, prefix: str = ""
    ) -> None:
        tag = prefix + name
        made = (
            SubElement(self._open[-1], tag, attributes) if self._open else Element(tag, attributes)
        )
        self._last = made if is_void else None
        if not is_void:
            self._open.append(made)
            self._names.append(name)

    def _end(self, name: str, *, bare: bool) -> None:
        _insist(bare and bool(self._names))
        if name in {"body", "html"}:  # what follows them still belongs to the body
            _insist(self._names == ["html", "body"])
            self._ended.append(name)
            self._last = self._open[-1][-1] if len(self._open[-1]) else None
            return
        _insist(self._names[-1] == name)
        self._last = self._open.pop()
        self._names.pop()


def _insist(is_plain: bool) -> None:
    if not is_plain:
        raise NotPlain


def _pairs(attributes: str) -> dict[str, str]:
    if not attributes:
        return {}
    found = PAIR.findall(attributes)
    pairs = {name.lower(): _resolved(double or single) for name, double, single in found}
    _insist(len(pairs) == len(found))
    return pairs


def _resolved(text: str) -> str:
    return REFERENCE.sub(_character, text) if "&" in text else text


def _character(reference: re.Match[str]) -> str:
    character = REFERENCES.get(reference[1] or "")
    if character is None:
        raise NotPlain
    return character
