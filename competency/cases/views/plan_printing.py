"""The care plan on paper: the copy that a client is offered, with room to sign."""

from collections.abc import Iterator

from flask import Response

from competency.cases.domain.planning import OBJECTIVE
from competency.cases.service import reading
from competency.cases.service.reading import Whole
from competency.cases.views import plan_lines
from competency.cases.views.blueprint import blueprint
from competency.cases.views.plan_lines import GoalLine, StepLine
from competency.infra import pdf
from competency.infra.formats import day, plain_day
from competency.infra.pdf import Block, Document, Fact, Heading, Paragraph
from competency.infra.web import now, signed_in, work

LINE = "_" * 48  # to sign on


@blueprint.get("/cases/<id:case_id>/plan.pdf")
@signed_in
def plan_printed(case_id: int) -> Response:
    """Give the plan as a PDF, with the case's reference and no name."""
    found = reading.whole_case(work(), case_id)
    answer = Response(pdf.render(compose(found)), mimetype="application/pdf")
    name = f"care-plan-{found.head.id}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def compose(found: Whole) -> Document:
    """Return the plan as a document for the client."""
    since, words = plan_lines.in_force_since(found), found.newest("plan")
    document = Document(
        title=f"Care plan, case {found.head.reference}",
        running_head=f"Case {found.head.reference}",
        notice="In force" if since else "Not in force yet",
        made_at=now(),
    )
    document.add(Heading(document.title, 1))
    if since:
        document.add(Fact("In force since", day(since)))
    document.add(Fact("Key worker", found.names.get(found.head.key_worker_id or 0, "Not chosen")))
    document.add(Heading("In my own words", 2))
    document.add(Paragraph(words.text if words and words.text else "Nothing is written down yet."))
    goals = [goal for goal in plan_lines.goals_of(found) if not goal.ending]
    for number, goal in enumerate(goals, 1):
        document.add(*_goal(number, goal))
    document.add(Heading("What I say to this plan", 2), *_said(found))
    document.add(Paragraph(" "))
    document.add(*(Fact(f"Signed by the {who}, on", LINE) for who in ("client", "key worker")))
    return document


def _goal(number: int, goal: GoalLine) -> Iterator[Block]:
    yield Heading(f"Goal {number}", 2)
    yield Paragraph(goal.row.specific)
    for label, text in goal.facts:
        yield Fact(label, text)
    for step in goal.every_step:
        yield Fact("Objective" if step.kind == OBJECTIVE else "Action", _step(step))


def _step(step: StepLine) -> str:
    who = f"{step.who}: " if step.who else ""
    by = f", by {plain_day(step.due_on)}" if step.due_on else ""
    done = f" (done on {plain_day(step.done_on)})" if step.done_on else ""
    return f"{who}{step.words.rstrip('.')}{by}{done}"


def _said(found: Whole) -> Iterator[Block]:
    said = plan_lines.agreements_of(found)
    if not said:
        yield Paragraph("Not recorded yet.")
    for one in said[:1]:
        verdict = "I agree" if one.agrees else f"I disagree: {one.paper.text}"
        yield Fact(plain_day(one.event.happened_on), verdict)
