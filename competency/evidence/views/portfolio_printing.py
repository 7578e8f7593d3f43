"""A portfolio on paper: the person, the period, the hours, and every entry with its files."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from competency.evidence.domain.entry import hours_text
from competency.evidence.domain.state import State
from competency.evidence.forms.answering import STATES
from competency.evidence.service import writing
from competency.evidence.service.exporting import Holding, Kept
from competency.evidence.views.words import shown_strands, shown_tags
from competency.frameworks import service as frameworks
from competency.infra.formats import moment, plain_day, plural, sentence_list
from competency.infra.pdf import Block, Document, Fact, Heading, Paragraph, Table
from competency.infra.web import now, work
from competency.people.service import directory

MOST_PRINTED = 1_000  # entries; more would hold the process for too long
COUNTED = {
    State.VERIFIED: "verified",
    State.SHARED: "shared",
    State.RETURNED: "returned",
    State.DRAFT: "in draft",
}
KINDS_HEAD, KINDS_WIDTHS = ("Kind", "Entries", "Hours"), (0.5, 0.25, 0.25)
FILES_HEAD, FILES_WIDTHS = ("File", "Entry", "Size in bytes", "SHA-256"), (0.25, 0.25, 0.12, 0.38)


def compose(held: Holding, entries: Iterable[Kept]) -> Document:
    """Return what a log holds as a document; the same entries give the same document."""
    title = f"Portfolio of {held.name}"
    document = Document(
        title=title,
        running_head=f"{title} · {period(held)}",
        notice=f"As it stood on {moment(now())}",
        made_at=now(),
    )
    document.add(Heading(title, 1), *_facts(held), *_hours(held))
    files: list[tuple[str, str, str, str]] = []
    for year, some in groupby(entries, key=lambda one: one.content.starts_on.year):
        document.add(Heading(str(year), 2))
        for one in some:
            document.add(*_entry(one))
            files += [(f.name, one.content.title, f"{f.size:,}", f.sha256) for f in one.files]
    document.add(Heading("Attachments", 2), *_files(files))
    return document


def _facts(held: Holding) -> Iterator[Block]:
    yield Fact("Person", f"{held.name}, {held.email}")
    yield Fact("Organisation", directory.organisation_name(work().session))
    yield Fact("Period", period(held))
    yield Fact("Chosen", held.choice.words.capitalize())
    yield Fact("Entries", counted(held))


def counted(held: Holding) -> str:
    """Return how many entries there are, of those in each state."""
    parts = [f"{held.counts[s]:,} {words}" for s, words in COUNTED.items() if held.counts[s]]
    return f"{held.entries:,}: {sentence_list(parts)}" if parts else "None"


def period(held: Holding) -> str:
    """Return from which day to which the entries go."""
    if held.first is None or held.last is None:
        return "No days yet"
    if held.first == held.last:
        return plain_day(held.first)
    return f"{plain_day(held.first)} to {plain_day(held.last)}"


def _hours(held: Holding) -> Iterator[Block]:
    yield Heading("Hours by kind", 2)
    rows = [(k.kind.words, f"{k.entries:,}", hours_text(k.hours)) for k in held.kinds]
    total = ("All", f"{sum(k.entries for k in held.kinds):,}", hours_text(held.hours))
    yield Table(KINDS_HEAD, [*rows, total], KINDS_WIDTHS)
    yield Paragraph("An entry whose place a correction has taken is not counted.", small=True)


def _entry(one: Kept) -> Iterator[Block]:
    content = one.content
    yield Heading(content.title, 3)
    days = plain_day(content.starts_on)
    if content.ends_on:
        days += f" to {plain_day(content.ends_on)}"
    yield Fact("When", f"{days}, {_hours_words(hours_text(content.hours))}")
    yield Fact("Kind", content.kind.words)
    yield Fact("State", _state(one))
    for name, text in (
        ("What I did", content.did),
        ("What I learned", content.learned),
        ("How I apply it", content.applied),
        ("Practice area", one.practice_area),
        ("Evidence for", "\n".join(shown_strands(content.links, frameworks.get_framework()))),
        ("Counts as", "\n".join(shown_tags(content.tags, writing.schemes()))),
        ("Attachments", "\n".join(file.name for file in one.files)),
        ("Where it comes from", one.row.origin),
    ):
        if text:
            yield Fact(name, text)


def _hours_words(hours: str) -> str:
    return f"{hours} {'hour' if hours == '1' else 'hours'}"


def _state(one: Kept) -> str:
    said = STATES[State(one.state)]
    if one.is_verified:
        said += f" by {one.decided_by} on {moment(one.row.decided_at)}"
    if one.row.comment:
        said += f". Comment: {one.row.comment}"
    if one.row.corrects_uuid:
        said += ". It corrects an entry that was verified earlier"
    if one.row.is_replaced:
        said += ". A correction has taken its place"
    return said


def _files(files: list[tuple[str, str, str, str]]) -> Iterator[Block]:
    if not files:
        yield Paragraph("None.")
        return
    yield Paragraph(
        f"{plural(len(files), 'file')}. The SHA-256 of a file proves that it is the same file."
    )
    yield Table(FILES_HEAD, files, FILES_WIDTHS)
