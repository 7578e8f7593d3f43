"""The letter about a decision on paper: nothing on it that its reader should not see."""

from flask import Response

from competency.cases.queries.whole import Paper
from competency.cases.service import reading
from competency.cases.service.reading import Whole
from competency.cases.views.blueprint import blueprint
from competency.infra import pdf
from competency.infra.pdf import Document, Heading, Paragraph
from competency.infra.web import now, signed_in, work
from competency.kernel.errors import NotFound


@blueprint.get("/cases/<id:case_id>/letters/<id:decision_id>.pdf")
@signed_in
def letter_printed(case_id: int, decision_id: int) -> Response:
    """Give the letter as it was made with the decision, as a PDF."""
    found = reading.whole_case(work(), case_id)
    letter = next((p for p in found.papers.get("decision", ()) if p.id == decision_id), None)
    if letter is None or not letter.more:
        raise NotFound("There is no such letter.")
    answer = Response(pdf.render(compose(found, letter)), mimetype="application/pdf")
    name = f"letter-{found.head.id}-{letter.id}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def compose(found: Whole, letter: Paper) -> Document:
    """Return the letter as a document: its subject, then its paragraphs."""
    subject, *paragraphs = letter.more.split("\n\n")
    document = Document(
        title=subject,
        running_head=f"Case {found.head.reference}",
        notice="",
        made_at=now(),
    )
    document.add(Heading(subject, 1))
    document.add(*(Paragraph(text) for text in paragraphs))
    return document
