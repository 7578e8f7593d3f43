"""A self-study on paper: the whole of it, practice by practice, with its evidence."""

from collections.abc import Iterator
from typing import Any

from competency.accreditation.domain.direction import best_first
from competency.accreditation.domain.states import ITEM_WORDS, STUDY_WORDS
from competency.accreditation.service import parts, rating
from competency.accreditation.service.packing import Pack
from competency.frameworks.domain.kinds.accreditation_standard import Practice
from competency.infra.formats import k_of_n, moment, month, plain_day, plural
from competency.infra.pdf import Block, Document, Fact, Heading, Paragraph, Table

ITEMS_HEAD, ITEMS_WIDTHS = ("Item", "For", "State", "Notes"), (0.34, 0.16, 0.14, 0.36)
FILES_HEAD, FILES_WIDTHS = ("File", "Size in bytes", "SHA-256"), (0.4, 0.15, 0.45)
SUMMARY_HEAD = ("Practice", "Title", "Own rating", "Suggested")
SUMMARY_WIDTHS = (0.12, 0.38, 0.28, 0.22)


def compose(pack: Pack) -> Document:
    """Return a self-study as a document; the same self-study gives the same document."""
    study, standard = pack.whole.study, pack.whole.standard
    document = Document(
        title=study.title,
        running_head=f"{pack.organisation} · {standard.title}, {standard.version}",
        notice=f"{STUDY_WORDS[pack.whole.state]}, as it stood on {moment(pack.made_at)}",
        made_at=pack.made_at,
    )
    document.add(Heading(study.title, 1), *_facts(pack))
    document.add(Heading("Ratings", 2), *_summary(pack))
    for practice in standard.practices:
        document.add(*_practice(pack, practice))
    document.add(Heading("Evidence", 2), *_lists(pack))
    document.add(Heading("Files", 2), *_files(pack))
    document.add(Heading("The panel", 2), *_said(pack))
    return document


def _facts(pack: Pack) -> Iterator[Block]:
    study, whole = pack.whole.study, pack.whole
    yield Fact("Organisation", pack.organisation)
    yield Fact("Standard", f"{whole.standard.standard.publisher}: {whole.standard.title}")
    yield Fact("Version", whole.standard.version)
    yield Fact("Period", f"{plain_day(study.period_from)} to {plain_day(study.period_to)}")
    yield Fact("State", STUDY_WORDS[whole.state])
    yield Fact("Submitted", moment(study.submitted_at) if study.submitted_at else "Not yet")
    yield Fact("How far it is", f"{whole.readiness.sentence}.")
    if study.not_applicable:
        yield Fact("Does not apply", study.not_applicable)
    if study.closing_words:
        yield Fact("Outcome", study.closing_words)
    yield Paragraph(whole.standard.statement)


def _summary(pack: Pack) -> Iterator[Block]:
    whole = pack.whole
    rows = []
    for one in whole.standard.practices:
        found = whole.suggestion(one)
        mark = " (fundamental)" if one.fundamental else ""
        rows.append(
            (
                one.code,
                f"{one.title}{mark}",
                rating.words_of(whole.standard, rating.said_in(whole.ratings.get(one.code))),
                "Nothing" if found.rating is None else rating.label(whole.standard, found.rating),
            )
        )
    yield Table(SUMMARY_HEAD, rows, SUMMARY_WIDTHS)
    whole_found = whole.suggestion_of_whole()
    if whole_found.rating is not None:
        text = rating.label(whole.standard, whole_found.rating)
        yield Fact("The whole", f"Suggested by the ratings: {text}. {whole_found.because}")
    best = best_first(whole.standard.scale)[0]
    yield Paragraph(
        f"{best} is the best rating. A suggestion stands beside the own rating and never takes "
        "its place.",
        small=True,
    )


def _practice(pack: Pack, one: Practice) -> Iterator[Block]:
    whole = pack.whole
    row, found = whole.ratings.get(one.code), whole.suggestion(one)
    yield Heading(f"{one.code} {one.title}", 2)
    yield Paragraph(one.text)
    yield Fact("Own rating", rating.words_of(whole.standard, rating.said_in(row)))
    if row and row.reason:
        yield Fact("Why it does not apply", row.reason)
    yield Fact("In own words", row.narrative if row and row.narrative else "Nothing is written.")
    suggested = "Nothing" if found.rating is None else rating.label(whole.standard, found.rating)
    yield Fact("Suggested", f"{suggested}. {found.because}")
    yield from _count(pack, one)
    for against in whole.contradictions_of(one.code):
        yield Fact("To look at", against.sentence)
    for point in one.points:
        answer = whole.parts.get(one.code, {}).get(point.code)
        yield Fact(point.title, _point(pack, one, answer))


def _count(pack: Pack, one: Practice) -> Iterator[Block]:
    """Print the frozen count of a practice: what was counted, k of n, and by month."""
    found = pack.whole.counts.get(one.code)
    if not one.is_counted:
        return
    if found is None:
        yield Fact("Counted", "Not counted yet.")
        return
    row = found.row
    yield Fact("Counted", f"{k_of_n(row.k, row.n)}, frozen on {moment(row.taken_at)}")
    yield Fact("What was counted", row.query)
    if found.months:
        rows = [(month(day), k_of_n(k, n)) for day, k, n in found.months]
        yield Table(("Month", "Met"), rows, (0.5, 0.5))
    yield Fact("SHA-256", row.sha256)


def _point(pack: Pack, practice: Practice, row: Any) -> str:
    if row is None:
        return "Not answered."
    said = f"{parts.means_words(practice, row.means)}. {row.words}".strip()
    if row.party:
        said += f"\nAgreement with {row.party}"
        said += f" from {plain_day(row.agreed_from)}" if row.agreed_from else ""
        said += f" until {plain_day(row.agreed_until)}" if row.agreed_until else ""
    for file in pack.whole.files_of_part(row.id):
        said += f"\nFile: {file.name}"
    return said


def _lists(pack: Pack) -> Iterator[Block]:
    for one in pack.whole.standard.lists:
        yield Heading(one.title, 3)
        yield Table(
            ITEMS_HEAD,
            [
                (
                    item.item.title,
                    ", ".join(item.item.practices),
                    ITEM_WORDS[item.state],
                    item.row.reason or item.row.notes,
                )
                for item in pack.whole.items
                if item.of_list.code == one.code
            ],
            ITEMS_WIDTHS,
        )


def _files(pack: Pack) -> Iterator[Block]:
    files = pack.whole.files
    if not files:
        yield Paragraph("None.")
        return
    yield Paragraph(
        f"{plural(len(files), 'file')}. The SHA-256 of a file proves that it is the same file."
    )
    yield Table(FILES_HEAD, [(f.name, f"{f.size:,}", f.sha256) for f in files], FILES_WIDTHS)


def _said(pack: Pack) -> Iterator[Block]:
    if not pack.voices:
        yield Paragraph("Nothing has been said yet.")
    for one in pack.voices:
        about = one.practice or "The whole"
        answers = ", in answer" if one.is_answer else ""
        yield Fact(about, f"{one.who}, {moment(one.at)}{answers}:\n{one.words}")
