"""A competency framework: areas, sections, criteria, strands, and each strand at every level.

A section is a heading of the source's tables, a criterion its named row, a strand one row. Codes
are permanent: section SUP, criterion SUP-1, strand SUP-1a, descriptor SUP-1a/CMP2.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from competency.frameworks.domain.glossary import Glossary
from competency.frameworks.domain.kind import Entry, head_entries
from competency.frameworks.domain.standard import Scale, Standard
from competency.kernel.errors import Refused
from competency.kernel.values import Value, replace

POSITION_SCALE = "position"


class Level(Value):
    """A practice level and what is expected of somebody at it."""

    code: str
    title: str
    expectation: str
    source: str


class Descriptor(Value):
    """One strand at one level, in words."""

    code: str
    level: str
    text: str


class Strand(Value):
    """One row of the source's tables: what is rated."""

    code: str
    criterion_code: str
    criterion_title: str
    section_code: str
    descriptors: tuple[Descriptor, ...]

    def descriptor(self, level: str) -> Descriptor:
        """Return the descriptor at the level; refuse a level that the framework does not have."""
        for descriptor in self.descriptors:
            if descriptor.level == level:
                return descriptor
        raise Refused("unknown_level", f"{self.code} is not described at {level}.")


class Criterion(Value):
    """A named row of a section; it has one strand or two."""

    code: str
    title: str
    section_code: str
    strands: tuple[Strand, ...]


class Section(Value):
    """A heading of the tables, with its criteria in their order."""

    code: str
    title: str
    area_code: str
    intro: str
    source: str
    criteria: tuple[Criterion, ...]

    @property
    def strands(self) -> tuple[Strand, ...]:
        """Return the section's strands in order."""
        return tuple(strand for criterion in self.criteria for strand in criterion.strands)


class Area(Value):
    """A part of the framework that holds sections."""

    code: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class CompetencyFramework:
    """One version of a competency framework, whole and immutable."""

    standard: Standard
    areas: tuple[Area, ...]
    levels: tuple[Level, ...]
    glossary: Glossary
    _sections: dict[str, Section] = field(init=False, repr=False, compare=False)
    _criteria: dict[str, Criterion] = field(init=False, repr=False, compare=False)
    _strands: dict[str, Strand] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        sections = {section.code: section for area in self.areas for section in area.sections}
        criteria = {c.code: c for section in sections.values() for c in section.criteria}
        strands = {s.code: s for criterion in criteria.values() for s in criterion.strands}
        set_ = object.__setattr__
        set_(self, "_sections", sections)
        set_(self, "_criteria", criteria)
        set_(self, "_strands", strands)

    @property
    def id(self) -> str:
        """Return the standard's id."""
        return self.standard.id

    @property
    def version(self) -> str:
        """Return the standard's version."""
        return self.standard.version

    @property
    def title(self) -> str:
        """Return the standard's title."""
        return self.standard.title

    @property
    def scale(self) -> Scale:
        """Return the scale on which a strand is rated."""
        return self.standard.scale(POSITION_SCALE)

    @property
    def sections(self) -> tuple[Section, ...]:
        """Return all sections in order."""
        return tuple(self._sections.values())

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Return all criteria in order."""
        return tuple(self._criteria.values())

    @property
    def strands(self) -> tuple[Strand, ...]:
        """Return all strands in order."""
        return tuple(self._strands.values())

    def area(self, code: str) -> Area:
        """Return the area with the code; refuse one that the framework does not have."""
        found = next((area for area in self.areas if area.code == code), None)
        return found or self._refuse("area", code)

    def section(self, code: str) -> Section:
        """Return the section with the code; refuse one that the framework does not have."""
        return self._sections.get(code) or self._refuse("section", code)

    def criterion(self, code: str) -> Criterion:
        """Return the criterion with the code; refuse one that the framework does not have."""
        return self._criteria.get(code) or self._refuse("criterion", code)

    def strand(self, code: str) -> Strand:
        """Return the strand with the code; refuse one that the framework does not have."""
        return self._strands.get(code) or self._refuse("strand", code)

    def find_strand(self, code: str) -> Strand | None:
        """Return the strand with the code, or None."""
        return self._strands.get(code)

    def level(self, code: str) -> Level:
        """Return the level with the code; refuse one that the framework does not have."""
        found = next((level for level in self.levels if level.code == code), None)
        return found or self._refuse("level", code)

    def with_texts(self, texts: Mapping[tuple[str, str], str]) -> "CompetencyFramework":
        """Return the framework with other texts for the given strands and levels.

        Codes, titles, order and glossary stay; refuse a strand or level that does not exist.
        """
        for strand_code, level in texts:
            self.strand(strand_code).descriptor(level)
        areas = tuple(_reworded_area(area, texts) for area in self.areas)
        return CompetencyFramework(self.standard, areas, self.levels, self.glossary)

    def codes(self) -> tuple[str, ...]:
        """Return the permanent codes: areas, levels, sections, criteria, strands, descriptors."""
        descriptors = [d.code for strand in self.strands for d in strand.descriptors]
        areas = [area.code for area in self.areas]
        levels = [level.code for level in self.levels]
        return (*areas, *levels, *self._sections, *self._criteria, *self._strands, *descriptors)

    def entries(self) -> tuple[Entry, ...]:
        """Return everything that a reader sees, in order."""
        return (*head_entries(self.standard), *self._level_entries(), *self._body_entries())

    def export(self) -> dict[str, object]:
        """Return the framework as plain values: areas, glossary and levels, in order."""
        return {
            "id": self.id,
            "version": self.version,
            "areas": [
                {"title": area.title, "sections": [_plain_section(s) for s in area.sections]}
                for area in self.areas
            ],
            "glossary": [{"term": one.term, "meaning": one.meaning} for one in self.glossary.terms],
            "levels": [
                {"code": level.code, "title": level.title, "expectation": level.expectation}
                for level in self.levels
            ],
        }

    def counts(self) -> tuple[tuple[int, str], ...]:
        """Return how many areas, sections, criteria, strands, descriptors, levels and terms."""
        return (
            (len(self.areas), "areas"),
            (len(self.sections), "sections"),
            (len(self.criteria), "criteria"),
            (len(self.strands), "strands"),
            (sum(len(strand.descriptors) for strand in self.strands), "descriptors"),
            (len(self.levels), "levels"),
            (len(self.glossary.terms), "glossary terms"),
        )

    def _level_entries(self) -> Iterator[Entry]:
        for level in self.levels:
            yield Entry(level.code, level.title)
            yield Entry(f"{level.code}/expectation", level.expectation, level.code)
        for term in self.glossary.terms:
            yield Entry(f"glossary/{term.term}", term.meaning)

    def _body_entries(self) -> Iterator[Entry]:
        for area in self.areas:
            yield Entry(area.code, area.title)
            for section in area.sections:
                yield Entry(section.code, section.title, area.code)
                yield Entry(f"{section.code}/intro", section.intro, section.code)
                for criterion in section.criteria:
                    yield Entry(criterion.code, criterion.title, section.code)
                    for strand in criterion.strands:
                        yield Entry(strand.code, "", criterion.code)
                        for one in strand.descriptors:
                            yield Entry(one.code, one.text, strand.code)

    def _refuse(self, what: str, code: str) -> NoReturn:
        raise Refused(f"unknown_{what}", f"{self.title} {self.version} has no {what} {code!r}.")


def _reworded_area(area: Area, texts: Mapping[tuple[str, str], str]) -> Area:
    sections = tuple(
        replace(
            section,
            criteria=tuple(
                replace(
                    criterion,
                    strands=tuple(_reworded_strand(strand, texts) for strand in criterion.strands),
                )
                for criterion in section.criteria
            ),
        )
        for section in area.sections
    )
    return replace(area, sections=sections)


def _reworded_strand(strand: Strand, texts: Mapping[tuple[str, str], str]) -> Strand:
    descriptors = tuple(
        replace(one, text=texts.get((strand.code, one.level), one.text))
        for one in strand.descriptors
    )
    return replace(strand, descriptors=descriptors)


def _plain_section(section: Section) -> dict[str, object]:
    return {
        "code": section.code,
        "title": section.title,
        "criteria": [
            {
                "code": criterion.code,
                "title": criterion.title,
                "strands": [
                    {
                        "code": strand.code,
                        "levels": {one.level: one.text for one in strand.descriptors},
                    }
                    for strand in criterion.strands
                ],
            }
            for criterion in section.criteria
        ],
    }
