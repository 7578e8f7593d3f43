"""Reading back what our own PDFs say: enough for text laid by fpdf2 in embedded fonts."""

import re
import zlib
from collections.abc import Iterator

OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)endobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
FONT_NAME = re.compile(rb"/(F\d+) (\d+) 0 R")
TO_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
PAIR = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
PIECE = re.compile(
    rb"/(?P<kind>H[1-6]|P) <</MCID \d+>> BDC|(?P<end>EMC)|/(?P<font>F\d+) [\d.]+ Tf"
    rb"|\((?P<text>(?:\\.|[^\\)])*)\) Tj",
    re.DOTALL,
)
ESCAPES = {b"\\n": b"\n", b"\\r": b"\r", b"\\t": b"\t", b"\\b": b"\b", b"\\f": b"\f"}


def tagged(pdf: bytes) -> list[tuple[str, str]]:
    """Return the document's headings and paragraphs in order: (H1 ... P, text)."""
    objects = {int(n): body for n, body in OBJECT.findall(pdf)}
    fonts = {
        name.decode(): _letters(objects, objects[int(number)])
        for body in objects.values()
        for name, number in FONT_NAME.findall(body)
    }
    return [found for body in objects.values() for found in _blocks(_stream(body), fonts)]


def text(pdf: bytes) -> str:
    """Return all that a reader's software would read aloud, one block a line."""
    return "\n".join(words for _, words in tagged(pdf))


def _letters(objects: dict[int, bytes], font: bytes) -> dict[int, str]:
    named = TO_UNICODE.search(font)
    if named is None:
        return {}
    table = _stream(objects[int(named[1])])
    return {
        int(code, 16): bytes.fromhex(c.decode()).decode("utf-16-be")
        for code, c in PAIR.findall(table)
    }


def _stream(body: bytes) -> bytes:
    found = STREAM.search(body)
    if found is None:
        return b""
    return zlib.decompress(found[1]) if b"/FlateDecode" in body else found[1]


def _blocks(content: bytes, fonts: dict[str, dict[int, str]]) -> Iterator[tuple[str, str]]:
    kind, font, lines = "", "", list[str]()
    for piece in PIECE.finditer(content):
        if piece["kind"]:
            kind, lines = piece["kind"].decode(), []
        elif piece["font"]:
            font = piece["font"].decode()
        elif piece["text"] is not None:
            lines.append(_words(piece["text"], fonts.get(font, {})))
        elif kind:
            yield kind, " ".join(lines)
            kind = ""


def _words(raw: bytes, letters: dict[int, str]) -> str:
    plain = re.sub(rb"\\.", lambda e: ESCAPES.get(e[0], e[0][1:]), raw, flags=re.DOTALL)
    codes = zip(plain[::2], plain[1::2], strict=True)
    return "".join(letters.get(high * 256 + low, "?") for high, low in codes)
