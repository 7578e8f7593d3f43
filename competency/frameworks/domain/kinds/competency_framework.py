"""Reading a competency framework, and what makes one complete."""

import re

from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.glossary import Glossary, Term
from competency.frameworks.domain.kind import Kind
from competency.frameworks.domain.reading import WHOLE_FILE, Table
from competency.frameworks.domain.standard import HEAD, Standard
from competency.frameworks.domain.structure import (
    POSITION_SCALE,
    Area,
    CompetencyFramework,
    Criterion,
    Descriptor,
    Level,
    Section,
    Strand,
)

THREE_CAPITALS = r"[A-Z]{3}"


def build(standard: Standard, folder: Folder) -> CompetencyFramework:
    """Return the framework that the documents describe, as far as they do; note every fault."""
    levels = _read_levels(folder)
    sections = {
        name: _read_section(folder, name, table, levels)
        for name, table in folder.documents_in("sections").items()
    }
    framework = CompetencyFramework(
        standard=standard,
        areas=_read_areas(folder, sections),
        levels=levels,
        glossary=Glossary(_read_terms(folder)),
    )
    _check_positions(folder, standard, levels)
    return framework


KIND = Kind(name="competency-framework", build=build)


def _read_levels(folder: Folder) -> tuple[Level, ...]:
    levels = []
    for table in folder.document("levels.toml").tables("levels"):
        code = table.code("code", r"[A-Z]+[0-9]+", "capital letters and a number, like CMP1")
        folder.claim(table, code)
        levels.append(
            Level(
                code=code,
                title=table.text("title"),
                expectation=table.text("expectation"),
                source=table.text("source"),
            )
        )
    return tuple(levels)


def _read_terms(folder: Folder) -> tuple[Term, ...]:
    terms, used = [], set[str]()
    for table in folder.document("glossary.toml").tables("terms", name="term"):
        term = Term(
            term=table.text("term"),
            meaning=table.text("meaning"),
            also=table.texts("also"),
            source=table.text("source"),
        )
        for spelling in term.spellings:
            if spelling.casefold() in used:
                table.fault("term", f"the spelling {spelling!r} is already explained")
            used.add(spelling.casefold())
        terms.append(term)
    return tuple(terms)


def _read_areas(folder: Folder, sections: dict[str, Section]) -> tuple[Area, ...]:
    """Return the areas in order, each existing section in exactly one of them."""
    areas, placed = [], set[str]()
    for table in folder.document("areas.toml").tables("areas"):
        code = table.code("code", THREE_CAPITALS, "three capital letters, like PPD")
        folder.claim(table, code)
        named = table.texts("sections")
        if not named:
            table.fault("sections", "names no section")
        for name in named:
            _check_place(table, code, name, sections, placed)
        inside = tuple(sections[name] for name in dict.fromkeys(named) if name in sections)
        areas.append(Area(code=code, title=table.text("title"), sections=inside))
    for name in sorted(set(sections) - placed):
        folder.fault("areas.toml", name, "this section belongs to no area")
    return tuple(areas)


def _check_place(
    table: Table, area: str, name: str, sections: dict[str, Section], placed: set[str]
) -> None:
    if name in placed:
        table.fault("sections", f"{name!r} is named a second time")
    elif name not in sections:
        table.fault("sections", f"{name!r} has no file sections/{name}.toml")
    elif sections[name].area_code != area:
        there = sections[name].area_code
        table.fault("sections", f"{name!r} says in its own file that its area is {there!r}")
    placed.add(name)


def _read_section(folder: Folder, name: str, table: Table, levels: tuple[Level, ...]) -> Section:
    code = table.code("code", THREE_CAPITALS, "three capital letters, like SUP")
    folder.claim(table, code)
    if code and code != name:
        table.fault("code", f"is {code!r} although the file is named {name}.toml")
    return Section(
        code=code,
        title=table.text("title"),
        area_code=table.text("area"),
        intro=table.text("intro"),
        source=table.text("source"),
        criteria=tuple(
            _read_criterion(folder, row, code, levels) for row in table.tables("criteria")
        ),
    )


def _read_criterion(
    folder: Folder, table: Table, section: str, levels: tuple[Level, ...]
) -> Criterion:
    looks = f"{section} and a number, like {section}-1"
    code = table.code("code", rf"{re.escape(section)}-[1-9][0-9]*", looks)
    title = table.text("title")
    folder.claim(table, code)
    strands = []
    for row in table.tables("strands"):
        strand = row.code("code", rf"{re.escape(code)}[a-z]", f"{code} and a letter, like {code}a")
        folder.claim(row, strand)
        descriptors = tuple(
            Descriptor(f"{strand}/{level.code}", level.code, row.text(level.code))
            for level in levels
        )
        strands.append(Strand(strand, code, title, section, descriptors))
    return Criterion(code=code, title=title, section_code=section, strands=tuple(strands))


def _check_positions(folder: Folder, standard: Standard, levels: tuple[Level, ...]) -> None:
    """Note where the rating scale does not lead through every level in the levels' order."""
    scale = next((one for one in standard.scales if one.code == POSITION_SCALE), None)
    if scale is None:
        reason = f"has no scale {POSITION_SCALE!r}, on which a strand is rated"
        folder.fault(HEAD, WHOLE_FILE, reason)
        return
    covered = [p.level for p in scale.positions]
    order = [level.code for level in levels]
    runs = [level for n, level in enumerate(covered) if n == 0 or covered[n - 1] != level]
    if runs != order:
        reason = f"lead through the levels {runs}, but must go through {order} once, in that order"
        folder.fault(HEAD, f"scales ({POSITION_SCALE}), positions", reason)
