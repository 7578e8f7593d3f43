"""What the links of the crosswalk lead from and to: sources and strands with their names."""

from functools import lru_cache
from typing import NamedTuple

from competency.coaching.domain.crosswalk import SourceKind
from competency.coaching.service.crosswalk import get_data
from competency.frameworks import service as frameworks
from competency.frameworks.domain.kinds.crosswalk import ITEM, sources_in
from competency.frameworks.domain.kinds.crosswalk import SourceKind as KindData
from competency.frameworks.domain.structure import CompetencyFramework
from competency.kernel.errors import NotFound, Refused


class Source(NamedTuple):
    """A timeliness standard, an item of the case review or a practice of the protocol."""

    kind: SourceKind
    code: str
    title: str


class StrandName(NamedTuple):
    """A strand under the names of its criterion and section."""

    code: str
    criterion_code: str
    criterion: str
    section_code: str
    section: str

    @property
    def words(self) -> str:
        """Return code and criterion in one line, as a list to choose from shows it."""
        return f"{self.code} {self.criterion}"


def list_kinds() -> tuple[KindData, ...]:
    """Return the kinds of sources with their titles and meanings, in order."""
    return get_data().kinds


def list_sources(kind: SourceKind) -> tuple[Source, ...]:
    """Return all sources of a kind, by the newest released version of their standard, in order."""
    return tuple(_sources(get_data().standard.version, kind).values())


def get_source(kind: str, code: str) -> Source:
    """Return one source; raises NotFound where the standards have no such code today."""
    if kind not in list(SourceKind):
        raise NotFound("There is no such kind of source.")
    found = _sources(get_data().standard.version, SourceKind(kind)).get(code)
    if found is None:
        raise NotFound("There is no such standard, item or practice.")
    return found


def find_title(kind: str, code: str) -> str:
    """Return the title of a source, or its code where a newer version has it no more."""
    try:
        return get_source(kind, code).title
    except NotFound:
        return code


def framework() -> CompetencyFramework:
    """Return the framework whose strands the links lead to, in its newest released version."""
    return frameworks.get_framework(get_data().strands_of)


def list_strands() -> tuple[StrandName, ...]:
    """Return all strands in the framework's order."""
    whole = framework()
    return tuple(
        StrandName(
            code=strand.code,
            criterion_code=strand.criterion_code,
            criterion=strand.criterion_title,
            section_code=section.code,
            section=section.title,
        )
        for section in whole.sections
        for strand in section.strands
    )


def find_strand(code: str) -> StrandName | None:
    """Return one strand by its code, or None where the framework does not have it."""
    return next((one for one in list_strands() if one.code == code), None)


def get_strand(code: str) -> StrandName:
    """Return one strand by its code; raises NotFound where the framework does not have it."""
    found = find_strand(code)
    if found is None:
        raise NotFound("The framework has no such strand.")
    return found


@lru_cache(maxsize=16)
def _sources(version: str, kind: SourceKind) -> dict[str, Source]:
    """Return the sources of a kind by code; `version` is the crosswalk's, so that it is kept."""
    data = get_data().kind(kind)
    try:
        content = frameworks.get_standard(data.standard)
    except Refused as refused:
        raise NotFound(refused.message) from None
    titles: dict[str, str] = {}
    for entry in content.entries():
        titles.setdefault(entry.code, entry.text)
    before = ITEM if kind is SourceKind.REVIEW_ITEM else ""
    codes = sources_in(content, data)
    return {code: Source(kind, code, titles[f"{before}{code}"]) for code in codes}
