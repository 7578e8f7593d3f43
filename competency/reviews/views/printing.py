"""The instrument on paper, blank and filled; its page, which the worker reads beforehand."""

from collections.abc import Iterator

from flask import Response, render_template, request

from competency.frameworks.domain.kinds.case_review_instrument import (
    CaseReviewInstrument,
    Item,
    Section,
)
from competency.infra import pdf
from competency.infra.formats import moment, plain_day
from competency.infra.pdf import Block, Document, Fact, Heading, Paragraph
from competency.infra.web import now, signed_in, work
from competency.kernel.errors import NotFound, Refused
from competency.reviews import permissions
from competency.reviews.domain.applying import applying
from competency.reviews.domain.levels import LEVEL_WORDS, Level, State
from competency.reviews.service import reading
from competency.reviews.service.reading import Page
from competency.reviews.service.rules import get_instrument
from competency.reviews.views import words
from competency.reviews.views.blueprint import blueprint

ROOM = "." * 90  # a line to write on


@blueprint.get("/reviews/instrument")
@signed_in
def instrument() -> str:
    """Show the blank instrument, whole, for everybody to read before a review."""
    found = _asked()
    return render_template(
        "reviews/doing/instrument.html", instrument=found, conditions=_conditions
    )


@blueprint.get("/reviews/instrument.pdf")
@signed_in
def instrument_printed() -> Response:
    """Give the blank instrument as a PDF, with room to write."""
    found = _asked()
    title = f"{found.standard.title}, version {found.version}"
    document = Document(title=title, running_head=title, notice="Blank", made_at=now())
    document.add(Heading(title, 1))
    for section in found.sections:
        document.add(Heading(f"{section.code} {section.title}", 2), Paragraph(section.intro))
        if section.when:
            said = f"Applies where: {_conditions(found, section)}."
            document.add(Paragraph(said, small=True))
        for item in section.items:
            document.add(*_blank(found, item))
    return _answer(document, f"case-review-instrument-{found.version}.pdf")


@blueprint.get("/reviews/<id:review_id>.pdf")
@signed_in
def printed(review_id: int) -> Response:
    """Give a review as a PDF: all sections that apply, answered or open."""
    found = reading.page(work(), review_id, permissions.READ)
    return _answer(compose(found), f"case-review-{found.reference.replace('/', '-')}.pdf")


def compose(found: Page) -> Document:
    """Return a review as a document; a review under way is marked as such on each page."""
    title = f"Review of case {found.reference}"
    notice = "Complete" if found.state is State.SUBMITTED else "Under way, not submitted"
    level = LEVEL_WORDS[Level(found.review.level)]
    document = Document(
        title=title, running_head=f"{title} · {level}", notice=notice, made_at=now()
    )
    document.add(Heading(title, 1), *_facts(found))
    sheet = found.sheet
    answers = {item: row.answer for item, row in sheet.rows.items()}
    for section, items in applying(sheet.instrument, sheet.chosen.elements, answers):
        document.add(Heading(f"{section.code} {section.title}", 2))
        for item in items:
            document.add(*_answered(found, item))
    return document


def _facts(found: Page) -> Iterator[Block]:
    review = found.review
    yield Fact("Worker", found.name(review.worker_id))
    yield Fact("Reviewer", found.name(review.reviewer_id))
    yield Fact(
        "Period under review",
        f"{plain_day(review.period_from)} to {plain_day(review.period_to)}",
    )
    if review.target_client:
        yield Fact("Target client", review.target_client)
    if review.submitted_at:
        yield Fact("Submitted", moment(review.submitted_at))


def _answered(found: Page, item: Item) -> Iterator[Block]:
    row = found.sheet.rows.get(item.code)
    yield Heading(f"{item.code} {item.title}", 3)
    yield Paragraph(item.question, small=True)
    yield Fact(
        "Answer", words.label_of(found.sheet.instrument, item.code, row.answer if row else "")
    )
    if row and row.narrative:
        yield Paragraph(row.narrative)
    for said in words.dates_of(row):
        yield Paragraph(f"{item.standard}: {said}", small=True)


def _blank(found: CaseReviewInstrument, item: Item) -> Iterator[Block]:
    yield Heading(f"{item.code} {item.title}", 3)
    yield Paragraph(item.question)
    yield Paragraph(item.guidance, small=True)
    if item.when:
        yield Paragraph(f"Applies where: {_conditions(found, item)}.", small=True)
    boxes = "     ".join(f"[  ] {one.label}" for one in found.scale_of(item).answers)
    yield Fact("Answer", boxes)
    yield Fact("What I saw", ROOM)
    yield Fact("", ROOM)


def _conditions(found: CaseReviewInstrument, part: Item | Section) -> str:
    """Return when a section or an item applies, in words; nothing where it always does."""
    said = []
    for one in part.when:
        if one.item is not None:
            labels = (found.answer_to(one.item, code).label for code in one.answers)
            said.append(f"{one.item} is answered {' or '.join(labels)}")
        elif one.element is not None:
            title = found.element(one.element).title
            said.append(f"“{title}” does not belong to the case" if one.absent else f"“{title}”")
    return " and ".join(said)


def _asked() -> CaseReviewInstrument:
    try:
        return get_instrument(version=request.args.get("version") or None)
    except Refused as refused:
        raise NotFound(refused.message) from None


def _answer(document: Document, name: str) -> Response:
    answer = Response(pdf.render(document), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
