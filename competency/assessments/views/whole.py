"""An appraisal on one page, and the history of one strand."""

from collections.abc import Mapping

from flask import render_template

from competency.assessments.domain.agenda import Outcome
from competency.assessments.domain.marks import UNRATED, Hand, Mark
from competency.assessments.service import reading
from competency.assessments.service.reading import Sheet
from competency.assessments.views import words
from competency.assessments.views.blueprint import blueprint
from competency.assessments.views.strand_rows import explained
from competency.frameworks.domain.structure import Strand
from competency.infra.web import signed_in, work
from competency.kernel.errors import NotFound

Said = tuple[str, str, str, str]  # whose, the answer, why it does not apply, the comment
Line = tuple[str, str, list[tuple[str, str]], list[Said]]


@blueprint.get("/appraisals/<id:appraisal_id>/whole")
@signed_in
def whole(appraisal_id: int) -> str:
    """Show every strand with its descriptors and all that this reader may see of it."""
    found = reading.sheet(work(), appraisal_id)
    strands = found.framework.strands
    return render_template(
        "assessments/whole.html",
        sheet=found,
        lines=_lines(found),
        counts=[
            (_whose(found, hand), sum(m.is_closed for m in marks.values()), len(strands))
            for hand, marks in found.marks.items()
        ],
        tone=words.TONES[found.state],
        audience=words.who_sees_ratings(found),
    )


@blueprint.get("/appraisals/<id:appraisal_id>/strands/<code>")
@signed_in
def strand(appraisal_id: int, code: str) -> str:
    """Show what was said about one strand over the signed cycles, and each save in this one."""
    found = reading.sheet(work(), appraisal_id)
    about = found.framework.find_strand(code)
    if about is None:
        raise NotFound("This framework has no such strand.")
    past, saves = reading.history(work(), found, code)
    labels = words.labels_of(found.framework)
    return render_template(
        "assessments/strand.html",
        sheet=found,
        strand=about,
        section=found.framework.section(about.section_code),
        past=[
            (p, words.said(labels, p.own), words.said(labels, p.supervisor), _agreed(labels, p))
            for p in past
        ],
        saves=[(save, words.said(labels, save.mark)) for save in saves],
        explained=explained,
        audience=words.who_sees_ratings(found),
    )


def _lines(found: Sheet) -> dict[str, list[Line]]:
    """Return the strands of each section, made plain here so that the page only prints."""
    labels = words.labels_of(found.framework)
    hands = [(_whose(found, hand), marks) for hand, marks in found.marks.items()]
    return {
        section.code: [_line(found, strand, labels, hands) for strand in section.strands]
        for section in found.framework.sections
    }


def _line(
    found: Sheet,
    strand: Strand,
    labels: dict[int, str],
    hands: list[tuple[str, Mapping[str, Mark]]],
) -> Line:
    code = strand.code
    all_said: list[Said] = []
    for whose, marks in hands:
        mark = marks.get(code, UNRATED)
        all_said.append((whose, words.said(labels, mark), mark.reason, mark.comment))
    made = found.agreed.get(code)
    if made is not None and made.outcome is Outcome.AGREED:
        all_said.append(("Agreed", words.said(labels, made.mark), made.mark.reason, made.reason))
    elif made is not None:
        reasons = f"{made.self_reason} / {made.supervisor_reason}"
        all_said.append(("Agreed", "not agreed", "", reasons))
    return code, strand.criterion_title, [(d.level, d.text) for d in strand.descriptors], all_said


def _whose(found: Sheet, hand: Hand) -> str:
    if hand is found.hand:
        return "You"
    return found.subject.name if hand is Hand.SELF else words.supervisor_name(found)


def _agreed(labels: dict[int, str], past: reading.PastAnswer) -> str:
    if past.agreement is None:
        return "nothing"
    if past.agreement.outcome is Outcome.NOT_AGREED:
        return "not agreed"
    return words.said(labels, past.agreement.mark)
