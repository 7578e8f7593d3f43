"""A case review instrument: what is asked of a case, and the rules of the review year, as data.

This is where other rooms take the kind and its parts from.
"""

from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.kind import Kind
from competency.frameworks.domain.protocol.reading import parts_of
from competency.frameworks.domain.review import checks, reading
from competency.frameworks.domain.review.parts import (
    ALWAYS,
    FACTS,
    NOT_APPLICABLE,
    WHERE_NEGATIVE,
    AnswerChoice,
    AnswerScale,
    Condition,
    Element,
    Item,
    Level,
    Limits,
    Milestone,
    Section,
    SubstitutionReason,
)
from competency.frameworks.domain.review.whole import CaseReviewInstrument
from competency.frameworks.domain.standard import Standard

__all__ = [
    "ALWAYS", "CASE_REVIEW", "FACTS", "KIND", "NOT_APPLICABLE", "WHERE_NEGATIVE", "AnswerChoice",
    "AnswerScale", "CaseReviewInstrument", "Condition", "Element", "Item", "Level", "Limits",
    "Milestone", "Section", "SubstitutionReason",
]  # fmt: skip
CASE_REVIEW = "cqi-case-review"


def build(standard: Standard, folder: Folder) -> CaseReviewInstrument:
    """Return the instrument that the documents describe, as far as they do; note every fault."""
    head = folder.document("instrument.toml")
    strands_of, clocks_of = head.text("strands_of"), head.text("clocks_of")
    levels, milestones = reading.read_levels(folder), reading.read_milestones(folder)
    scales, elements = reading.read_scales(folder), reading.read_elements(folder)
    sections = reading.read_sections(folder, strands_of, clocks_of)
    checks.check_rules(folder, levels, milestones)
    checks.check_items(sections, scales, elements)
    checks.check_enough(folder, sections)
    return CaseReviewInstrument(
        standard=standard,
        strands_of=strands_of,
        clocks_of=clocks_of,
        limits=reading.read_limits(folder),
        levels=parts_of(levels),
        milestones=parts_of(milestones),
        reasons=parts_of(reading.read_reasons(folder)),
        non_reasons=parts_of(reading.read_points(folder, "non_reasons", "non-reason")),
        vacancies=parts_of(reading.read_points(folder, "vacancies", "vacancy")),
        answer_scales=parts_of(scales),
        elements=parts_of(elements),
        sections=parts_of(sections),
    )


KIND = Kind(name="case-review-instrument", build=build)
