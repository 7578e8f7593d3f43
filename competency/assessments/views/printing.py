"""An appraisal on paper: all that its reader may see of it, in the framework's order."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from flask import Response

from competency.assessments.domain.agenda import Agreement, Outcome
from competency.assessments.domain.marks import Answer, Hand, Mark
from competency.assessments.domain.state import State
from competency.assessments.models import Objective, ObjectiveEnding
from competency.assessments.service import picturing, written
from competency.assessments.service.picturing import Picture
from competency.assessments.service.reading import Sheet
from competency.assessments.views.blueprint import blueprint
from competency.frameworks.domain.structure import Section, Strand
from competency.infra import pdf
from competency.infra.formats import day, moment, plain_day
from competency.infra.pdf import Block, Document, Fact, Heading, Paragraph, Table
from competency.infra.web import now, signed_in, work

DRAFT = "Draft, not signed"
OWN_ONLY = (
    "This holds your own rating only. The other rating joins it when both are submitted, and "
    "nobody else can see yours until then."
)
ENDINGS = {"complete": "Complete", "carried_forward": "Carried forward", "dropped": "Dropped"}
HANDS = {Hand.SELF: "Self-assessment", Hand.SUPERVISOR: "Supervisor"}


@blueprint.get("/appraisals/<id:appraisal_id>.pdf")
@signed_in
def printed(appraisal_id: int) -> Response:
    """Give the appraisal as a PDF, with what this reader may see and nothing else."""
    found = picturing.picture(work(), appraisal_id)
    document = compose(found, written.objectives_with_endings(work(), found.sheet))
    answer = Response(pdf.render(document), mimetype="application/pdf")
    name = _file_name(found.sheet)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def compose(
    picture: Picture, objectives: Sequence[tuple[Objective, ObjectiveEnding | None]]
) -> Document:
    """Return the appraisal as a document, without a word that its reader may not see."""
    sheet = picture.sheet
    framework = f"{sheet.framework.title} {sheet.framework.version}"
    whose = f"{sheet.subject.name} · {sheet.practice_area} · {framework}"
    document = Document(
        title=f"{sheet.appraisal.title}, {sheet.subject.name}",
        running_head=whose,
        notice=_notice(sheet),
        made_at=now(),
    )
    document.add(Heading(document.title, 1), *_facts(sheet))
    if sheet.hand and not sheet.is_revealed:
        document.add(Paragraph(OWN_ONLY))
    document.add(*_profile(picture))
    for section in sheet.framework.sections:
        document.add(*_section(sheet, section))
    document.add(*_objectives(objectives), *_signatures(sheet))
    return document


def _notice(sheet: Sheet) -> str:
    if sheet.state is State.SIGNED:
        return "Signed by both"
    return "Withdrawn" if sheet.state is State.WITHDRAWN else DRAFT


def _facts(sheet: Sheet) -> Iterator[Block]:
    appraisal = sheet.appraisal
    yield Fact(
        "Person", ", ".join(part for part in (sheet.subject.name, sheet.subject.post) if part)
    )
    yield Fact("Practice area", sheet.practice_area)
    rater = appraisal.supervisor_submitted_by_id or appraisal.supervisor_id
    yield Fact("Supervisor's part", sheet.name(rater))
    yield Fact("Framework", f"{sheet.framework.title}, version {sheet.framework.version}")
    yield Fact("Began", day(appraisal.started_on))
    if appraisal.due_on:
        yield Fact("Due", day(appraisal.due_on))
    yield Fact("Where it stands", sheet.state.words)
    if appraisal.revises_id:
        why = f"Revision {appraisal.revision}. Reopened because: {appraisal.reopened_reason}"
        yield Fact("Revision", why)
    if appraisal.withdrawn_at:
        yield Fact("Withdrawn", appraisal.withdrawn_reason or "")


def _profile(picture: Picture) -> Iterator[Block]:
    profile = picture.profile
    if not profile.series:
        return
    yield Heading("Profile by section", 2)
    names = [name for name in profile.names if name != "Target of the post"]
    rows = []
    for n, section in enumerate(picture.sheet.framework.sections):
        cells = [series[n] for series in profile.series.values()]
        told = [f"{profile.label(c.middle)} ({c.rated} of {c.applicable})" for c in cells]
        target = profile.targets.get(section.code)
        rows.append([section.title, *told, "none" if target is None else profile.label(target)])
    narrow = 0.7 / (len(names) + 1)
    widths = [0.3, *[narrow] * (len(names) + 1)]
    yield Table(["Section", *names, "Target of the post"], rows, widths)
    yield Paragraph(
        "The middle position of a section's strands, and on how many of the strands that apply "
        "it rests. A profile has no total.",
        small=True,
    )
    for sentence in picture.sentences:
        yield Paragraph(sentence)
    if picture.before and picture.changes:
        yield Heading(f"What moved since {picture.before[0]}", 3)
    for change in picture.changes:
        yield Fact(picture.sheet.framework.section(change.section).title, change.words)


def _section(sheet: Sheet, section: Section) -> Iterator[Block]:
    yield Heading(section.title, 2)
    if section.code in sheet.levels:
        yield Fact("Agreed practice level", sheet.levels[section.code].words)
    for strand in section.strands:
        yield Heading(f"{strand.code} {strand.criterion_title}", 3)
        yield from _strand(sheet, strand)


def _strand(sheet: Sheet, strand: Strand) -> Iterator[Block]:
    for hand in sheet.marks:
        mark = sheet.mark(hand, strand.code)
        yield Fact(HANDS[hand], "\n".join(_said(sheet, mark)))
    agreed = sheet.agreed.get(strand.code)
    if agreed:
        yield Fact("Agreed", "\n".join(_agreed(sheet, agreed)))


def _said(sheet: Sheet, mark: Mark) -> Iterator[str]:
    if mark.position is not None:
        yield sheet.framework.scale.position(mark.position).label
    elif mark.answer is Answer.NOT_APPLICABLE:
        yield f"Does not apply: {mark.reason}"
    else:
        yield "Not rated"
    if mark.comment:
        yield mark.comment


def _agreed(sheet: Sheet, agreed: Agreement) -> Iterator[str]:
    if agreed.outcome is Outcome.NOT_AGREED:
        yield "Not agreed"
        yield f"The practitioner's reason: {agreed.self_reason}"
        yield f"The supervisor's reason: {agreed.supervisor_reason}"
        return
    yield from _said(sheet, agreed.mark)
    if agreed.reason:
        yield f"Reason: {agreed.reason}"


def _objectives(
    objectives: Sequence[tuple[Objective, ObjectiveEnding | None]],
) -> Iterator[Block]:
    if not objectives:
        return
    yield Heading("Objectives", 2)
    for number, (one, ending) in enumerate(objectives, 1):
        yield Heading(f"Objective {number}" + (f", {one.about}" if one.about else ""), 3)
        yield Fact("What will be different", one.specific)
        yield Fact("How we will know", one.measurable)
        yield Fact("What makes it achievable", one.achievable)
        yield Fact("Why it matters", one.relevant)
        yield Fact("By", plain_day(one.due_on))
        yield Fact("How we judge it", one.evaluation)
        yield Fact("Reviewed on", plain_day(one.review_on))
        if ending:
            told = (ENDINGS[ending.ending], ending.reason)
            yield Fact("How it ended", ". ".join(filter(None, told)))


def _signatures(sheet: Sheet) -> Iterator[Block]:
    yield Heading("Signatures", 2)
    if not sheet.signatures:
        yield Paragraph("Nobody has signed this yet.")
    for hand in Hand:
        signed = sheet.signatures.get(hand)
        if signed:
            who = f"{sheet.name(signed.person_id)}, {signed.role_then}"
            yield Fact("Signed by", f"{who}, on {moment(signed.at)}")
            yield Fact("Content signed", signed.content_hash)


def _file_name(sheet: Sheet) -> str:
    """Return a file name of plain letters, digits and hyphens."""
    text = f"{sheet.appraisal.title} {sheet.subject.name}"
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return f"{re.sub(r'[^a-z0-9]+', '-', plain).strip('-') or sheet.appraisal.id}.pdf"
