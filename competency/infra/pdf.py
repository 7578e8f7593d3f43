"""Documents for paper: a plain list of blocks, and their rendering as a tagged PDF.

The PDF library is imported where a document is rendered, so that a web process that prints
nothing does not carry it.
"""

from collections.abc import Sequence
from datetime import datetime

from competency.kernel.values import Value, field


class Heading(Value):
    """A heading of level 1 to 3; it also stands in the document's outline."""

    text: str
    level: int


class Paragraph(Value):
    """Running text; `small` for what only explains."""

    text: str
    small: bool = False


class Fact(Value):
    """A name and what it is, in one line where it fits."""

    name: str
    text: str


class Table(Value):
    """Rows under column titles; `widths` are parts of the page's width and sum to 1."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]


Block = Heading | Paragraph | Fact | Table


class Document(Value, kw_only=True):
    """What is printed: its title, what stands on top of each page, and its blocks in order.

    `notice` is shown on every page in strong type, such as that this is a draft.
    """

    title: str
    running_head: str
    notice: str
    made_at: datetime
    blocks: list[Block] = field(default_factory=list)

    def add(self, *blocks: Block) -> None:
        """Add blocks at the end."""
        self.blocks.extend(blocks)


def render(document: Document) -> bytes:
    """Return the document as PDF; the same document gives the same bytes."""
    from competency.infra.pdf_pages import Pages

    pages = Pages(document)
    for block in document.blocks:
        pages.print(block)
    return bytes(pages.output())
