"""Laying a document out on A4 pages. Import it only where something is printed.

Everything but the running head and foot is tagged as heading or paragraph in the order of
reading. Fonts are DejaVu from the folder that matplotlib brings; matplotlib is not imported.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from fpdf import FPDF, XPos, YPos

from competency.infra.pdf import Block, Document, Fact, Heading, Paragraph, Table

FONT = "DejaVu"
FACES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
SIZES = {1: 18.0, 2: 13.5, 3: 10.5}
TEXT, SMALL = 9.5, 8.0
LEADING = 1.42
POINT = 0.3528  # millimetres
MARGIN, HEAD, FOOT = 18.0, 26.0, 18.0
NAMES_WIDTH = 38.0
INK, SOFT, TEAL, LINE = (21, 41, 46), (70, 89, 94), (11, 93, 98), (197, 209, 210)

# It names characters that a font lacks; what people wrote stays out of the log.
logging.getLogger("fpdf").setLevel(logging.ERROR)


class Pages(FPDF):
    """The pages of one document."""

    def __init__(self, document: Document) -> None:
        super().__init__(format="A4")
        self.document = document
        self._widths: dict[tuple[str, float, str], float] = {}
        self.set_title(document.title)
        self.set_lang("en-GB")
        self.set_creator("Casebridge")
        self.set_producer("Casebridge")
        self.set_creation_date(document.made_at)
        for style, face in FACES.items():
            self.add_font(FONT, style, _fonts() / face)
        self.set_margins(MARGIN, HEAD, MARGIN)
        self.set_auto_page_break(False)
        self.add_page()

    def header(self) -> None:
        """Print whose document it is, and the notice, on top of each page."""
        with self._artifact():
            self.set_xy(MARGIN, 10)
            self._face("", SMALL, SOFT)
            self.cell(self.epw, 5, self.document.running_head, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self._face("B", SMALL, INK)
            self.cell(self.epw, 5, self.document.notice)
            self.set_draw_color(*LINE)
            self.line(MARGIN, 21, MARGIN + self.epw, 21)
        self.set_xy(MARGIN, HEAD)

    def footer(self) -> None:
        """Print the page's number of all pages."""
        with self._artifact():
            self.set_xy(MARGIN, -13)
            self._face("", SMALL, SOFT)
            self.cell(self.epw, 5, f"Page {self.page_no()} of {{nb}}", align="R")

    def print(self, block: Block) -> None:
        """Print one block where the last one ended."""
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph):
            self._face("", SMALL if block.small else TEXT, SOFT if block.small else INK)
            self._text(block.text, self.epw, after=1.6)
        elif isinstance(block, Fact):
            self._fact(block)
        else:
            self._table(block)

    def _heading(self, block: Heading) -> None:
        self._face("B", SIZES[block.level], TEAL if block.level == 2 else INK)
        height = self._height(block.text, self.epw)
        self._room_for(height + 24)  # a heading stays with what follows it
        if self.get_y() > HEAD:
            self.ln({1: 0, 2: 6, 3: 3}[block.level])
        self.start_section(block.text, block.level - 1, strict=False)
        with self._tag(f"H{block.level}"):
            self._lines(block.text, self.epw)
        self.ln(1.2)

    def _fact(self, block: Fact) -> None:
        self._face("", TEXT, INK)
        wide = self.epw - NAMES_WIDTH
        self._room_for(min(self._height(block.text, wide), self.eph / 2))
        top = self.get_y()
        self._face("B", SMALL, SOFT)
        with self._tag("P"):
            self._lines(block.name, NAMES_WIDTH - 2)
        below = self.get_y()
        self.set_xy(MARGIN + NAMES_WIDTH, top)
        self._face("", TEXT, INK)
        self._text(block.text, wide, left=MARGIN + NAMES_WIDTH)
        self.set_xy(MARGIN, max(below if below > top else HEAD, self.get_y()) + 0.6)

    def _table(self, block: Table) -> None:
        self._row(block.head, block.widths, "B", SOFT)
        for row in block.rows:
            if self._row_height(row, block.widths) > self._left():
                self.add_page()
                self._row(block.head, block.widths, "B", SOFT)
            self._row(row, block.widths, "", INK)
        self.ln(3)

    def _row(
        self,
        cells: Sequence[str],
        widths: Sequence[float],
        style: str,
        colour: tuple[int, int, int],
    ) -> None:
        self._face(style, SMALL, colour)
        height = self._row_height(cells, widths)
        self._room_for(height)
        top, left = self.get_y(), MARGIN
        for cell, width in zip(cells, widths, strict=True):
            self.set_xy(left, top + 1)
            with self._tag("P"):
                self._lines(cell, width * self.epw - 2)
            left += width * self.epw
        self.set_draw_color(*LINE)
        with self._artifact():
            self.line(MARGIN, top + height, MARGIN + self.epw, top + height)
        self.set_xy(MARGIN, top + height)

    def _row_height(self, cells: Sequence[str], widths: Sequence[float]) -> float:
        inside = [width * self.epw - 2 for width in widths]
        return max(self._height(c, w) for c, w in zip(cells, inside, strict=True)) + 2

    def _text(self, text: str, width: float, *, left: float = MARGIN, after: float = 0.0) -> None:
        """Print running text, over the end of the page only where no page could hold it."""
        height = self._height(text, width)
        if height <= self._left() or height <= self.eph / 3:
            self._room_for(height)
            self.set_x(left)
            with self._tag("P"):
                self._lines(text, width)
        else:
            for line in self._broken(text, width):
                self._room_for(self._line)
                self.set_x(left)
                with self._tag("P"):
                    self._lines(line, width)
        self.ln(after)

    def _lines(self, text: str, width: float) -> None:
        left = self.get_x()
        for line in self._broken(text or " ", width):
            self.set_x(left)
            self.cell(width, self._line, line, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _broken(self, text: str, width: float) -> list[str]:
        """Return the text in lines of this width.

        The library can do this, but it looks at each letter anew each time: of a long document
        that took nine tenths of the time.
        """
        room = width - 2 * self.c_margin
        lines = list[str]()
        for paragraph in text.replace("\t", " ").split("\n"):
            line, used = "", 0.0
            for word in _words(paragraph):
                wide = self._wide(word)
                if line and used + self._wide(word.rstrip()) > room:
                    lines.append(line.rstrip())
                    line, used = "", 0.0
                while self._wide(word.rstrip()) > room:
                    fits = self._letters_that_fit(word, room)
                    lines.append(word[:fits])
                    word = word[fits:]
                    wide = self._wide(word)
                line, used = line + word, used + wide
            lines.append(line.rstrip())
        return lines

    def _letters_that_fit(self, word: str, room: float) -> int:
        used = 0.0
        for n, letter in enumerate(word):
            used += self._wide(letter)
            if used > room:
                return max(n, 1)
        return len(word)

    def _wide(self, text: str) -> float:
        """Return how wide the text is in the current face; each letter is measured once."""
        wide = 0.0
        for letter in text:
            key = (self.font_style, self.font_size_pt, letter)
            if key not in self._widths:
                self._widths[key] = self.get_string_width(letter)
            wide += self._widths[key]
        return wide

    def _height(self, text: str, width: float) -> float:
        return len(self._broken(text, width)) * self._line

    @property
    def _line(self) -> float:
        return float(self.font_size_pt) * POINT * LEADING

    def _left(self) -> float:
        return float(self.h) - FOOT - float(self.get_y())

    def _room_for(self, height: float) -> None:
        if height > self._left():
            face = (self.font_style, self.font_size_pt, self.ink)
            self.add_page()
            self._face(*face)

    def _face(self, style: str, size: float, colour: tuple[int, int, int]) -> None:
        self.ink = colour
        self.set_font(FONT, style, size)
        self.set_text_color(*colour)

    @contextmanager
    def _tag(self, kind: str) -> Iterator[None]:
        """Mark what is printed inside as a heading or paragraph of the document's structure."""
        marked = self.struct_builder.next_mcid_for_page(self.page)
        self._add_marked_content(struct_type=f"/{kind}", mcid=marked)
        self._out(f"/{kind} <</MCID {marked}>> BDC")
        yield
        self._out("EMC")

    @contextmanager
    def _artifact(self) -> Iterator[None]:
        """Mark what is printed inside as no part of the text."""
        self._out("/Artifact BMC")
        yield
        self._out("EMC")


def _words(text: str) -> list[str]:
    """Return the words of a line, each with the blanks that follow it."""
    return re.findall(r"[^ ]* *", text)[:-1]


def _fonts() -> Path:
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise RuntimeError("matplotlib, which brings the fonts, is not installed")
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
