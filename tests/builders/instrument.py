"""The case review instrument that ships, for tests of the rules that read it."""

from functools import cache

from competency.frameworks.domain.checks import Reading
from competency.frameworks.domain.kinds.case_review_instrument import (
    CASE_REVIEW,
    CaseReviewInstrument,
)
from competency.frameworks.library import DATA, load_library
from tests.builders.standards import Files, changed, read

PATH = "cqi-case-review/1.0"


def shipped(version: str = "1.0") -> CaseReviewInstrument:
    """Return the instrument as it ships."""
    content = load_library().get_standard(CASE_REVIEW, version)
    assert isinstance(content, CaseReviewInstrument)
    return content


@cache
def files() -> Files:
    """Return the text of the instrument's files by name, to be spoiled in a test."""
    folder = DATA / PATH
    found = sorted(folder.rglob("*.toml"))
    return {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in found}


def read_when(name: str, old: str, new: str) -> Reading:
    """Return the instrument read with one text of one file replaced, wherever it stands."""
    return read(changed(files(), name, old, new), PATH)


def faults_when(name: str, old: str, new: str) -> list[str]:
    """Return what the checks say of the instrument with one text of one file replaced."""
    return [str(one) for one in read_when(name, old, new).faults]
