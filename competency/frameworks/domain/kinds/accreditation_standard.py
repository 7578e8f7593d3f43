"""An accreditation standard: what an organisation rates itself against, and with what evidence.

This is where other rooms take the kind and its parts from.
"""

from competency.frameworks.domain.accreditation import checks, reading
from competency.frameworks.domain.accreditation.parts import (
    ACTIVITIES,
    CASELOAD,
    CONTACTS,
    COUNT,
    COUNTED,
    DOCUMENT,
    FIGURES,
    INTERVIEWS,
    MATRIX,
    QUALIFIED_PERSON,
    RECORDS,
    STATEMENT,
    CaseloadRange,
    Condition,
    ContactTarget,
    EvidenceItem,
    EvidenceList,
    Limits,
    Practice,
    PracticePoint,
    RatingMeaning,
    SuggestionRule,
    Way,
    WholeRule,
)
from competency.frameworks.domain.accreditation.whole import RATING_SCALE, AccreditationStandard
from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.kind import Kind
from competency.frameworks.domain.protocol.reading import parts_of
from competency.frameworks.domain.standard import Standard

__all__ = [
    "ACCREDITATION_STANDARD", "ACTIVITIES", "CASELOAD", "CONTACTS", "COUNT", "COUNTED", "DOCUMENT",
    "FIGURES", "INTERVIEWS", "KIND", "MATRIX", "QUALIFIED_PERSON", "RATING_SCALE", "RECORDS",
    "STATEMENT", "AccreditationStandard", "CaseloadRange", "Condition", "ContactTarget",
    "EvidenceItem", "EvidenceList", "Limits", "Practice", "PracticePoint", "RatingMeaning",
    "SuggestionRule", "Way", "WholeRule",
]  # fmt: skip
ACCREDITATION_STANDARD = "accreditation-standard"


def build(standard: Standard, folder: Folder) -> AccreditationStandard:
    """Return the standard that the documents describe, as far as they do; note every fault."""
    whole = folder.document(reading.WHOLE)
    ratings, rules = reading.read_ratings(folder), reading.read_rules(folder)
    practices, lists = reading.read_practices(folder), reading.read_lists(folder)
    scale = checks.check_ratings(folder, standard, ratings)
    if scale is not None:
        checks.check_rules(rules, scale)
    checks.check_practices(practices, scale)
    checks.check_evidence(lists, practices)
    return AccreditationStandard(
        standard=standard,
        code=whole.code("code", reading.CODE, reading.LOOKS),
        statement=whole.text("statement"),
        not_applicable=whole.text("not_applicable"),
        limits=reading.read_limits(folder),
        ratings=tuple(one for _, one in ratings),
        rules=tuple(one for _, one in rules),
        practices=parts_of(practices),
        lists=parts_of(lists),
    )


KIND = Kind(name=ACCREDITATION_STANDARD, build=build)
