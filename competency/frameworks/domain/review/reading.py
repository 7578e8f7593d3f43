"""Reading the files of a case review instrument."""

import re
from collections.abc import Callable
from typing import TypeVar

from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.protocol.reading import Head, Read, read_head
from competency.frameworks.domain.reading import Table
from competency.frameworks.domain.review.parts import (
    FACTS,
    LEVELS,
    NARRATIVES,
    QUOTAS_FOR,
    AnswerChoice,
    AnswerScale,
    Condition,
    Element,
    Item,
    Level,
    Limits,
    Milestone,
    Part,
    Point,
    Section,
    SubstitutionReason,
)

SomePart = TypeVar("SomePart", bound=Part)
STRAND = r"[A-Z]+-[0-9]+[a-z]"
CLOCK = r"[A-Z][A-Z0-9_]*"
LAST_DAY = 28  # the last that every month has


def read_limits(folder: Folder) -> Limits:
    """Return the numbers that hold for all reviews."""
    table = folder.document("instrument.toml").table("limits")
    return Limits(
        period_months=table.integer("period_months", minimum=1),
        not_again_months=table.integer("not_again_months", minimum=0),
        correction_days=table.integer("correction_days", minimum=1),
        team_trend_months=table.integer("team_trend_months", minimum=1),
        calibration_minimum=table.integer("calibration_minimum", minimum=1),
        source=table.text("source"),
        assumption=table.optional_text("assumption"),
    )


def read_levels(folder: Folder) -> list[Read[Level]]:
    """Return the levels of review; one with a quota says for whom it is."""

    def build(table: Table, head: Head) -> Level:
        level = Level(
            **head,
            purpose=table.text("purpose"),
            quota=table.optional_integer("quota", minimum=1),
            quota_for=table.choice("quota_for", QUOTAS_FOR) if table.has("quota_for") else None,
            looks_at=table.texts("looks_at"),
        )
        if head["code"] and head["code"] not in LEVELS:
            table.fault("code", f"{head['code']!r} is not one of {', '.join(LEVELS)}")
        if (level.quota is None) != (level.quota_for is None):
            table.fault("quota_for", "a quota and whom it is for belong together")
        return level

    return _list(folder, "calendar.toml", "levels", "level", build)


def read_milestones(folder: Folder) -> list[Read[Milestone]]:
    """Return the milestones of the reviews of one draw."""

    def build(table: Table, head: Head) -> Milestone:
        one = Milestone(
            **head,
            level=table.choice("level", LEVELS),
            month=table.integer("month", minimum=0),
            from_day=table.integer("from_day", minimum=1),
            until_day=table.integer("until_day", minimum=1),
            who=table.text("who"),
        )
        if one.month > 1:
            table.fault("month", f"is {one.month}; a group of reviews takes two months, 0 and 1")
        if one.until_day > LAST_DAY:
            table.fault("until_day", f"is {one.until_day} and must be at most {LAST_DAY}")
        if one.until_day < one.from_day:
            table.fault("until_day", f"is {one.until_day}, before from_day {one.from_day}")
        return one

    return _list(folder, "calendar.toml", "milestones", "milestone", build)


def read_reasons(folder: Folder) -> list[Read[SubstitutionReason]]:
    """Return the closed list of reasons for a substitution."""

    def build(table: Table, head: Head) -> SubstitutionReason:
        return SubstitutionReason(
            **head, text=table.text("text"), needs=table.optional_text("needs")
        )

    return _list(folder, "substitution.toml", "reasons", "reason", build)


def read_points(folder: Folder, key: str, prefix: str) -> list[Read[Point]]:
    """Return the parts of a list of the substitutions that only say something."""

    def build(table: Table, head: Head) -> Point:
        return Point(**head, text=table.text("text"))

    return _list(folder, "substitution.toml", key, prefix, build)


def read_scales(folder: Folder) -> list[Read[AnswerScale]]:
    """Return the answer scales; each has a negative answer and another that is not."""

    def build(table: Table, head: Head) -> AnswerScale:
        answers = tuple(_read_answer(folder, head["code"], one) for one in table.tables("answers"))
        scale = AnswerScale(**head, answers=answers)
        if answers and len({one.negative for one in answers if one.value is not None}) < 2:
            table.fault("answers", "need a negative one and one that is not, each with a value")
        return scale

    return _list(folder, "instrument.toml", "answer_scales", "scale", build)


def read_elements(folder: Folder) -> list[Read[Element]]:
    """Return the elements that are chosen as a review starts."""

    def build(table: Table, head: Head) -> Element:
        return Element(
            **head,
            question=table.text("question"),
            fact=table.choice("fact", FACTS) if table.has("fact") else None,
        )

    return _list(folder, "elements.toml", "elements", "element", build)


def read_sections(folder: Folder, strands_of: str, clocks_of: str) -> list[Read[Section]]:
    """Return the sections in the order of their files, each named by its code."""
    tables = folder.documents_in("sections")
    if not tables:
        folder.fault("sections", "whole folder", "holds no section")
    return [
        Read(table, _read_section(folder, name, table, (strands_of, clocks_of)))
        for name, table in tables.items()
    ]


def _read_section(folder: Folder, name: str, table: Table, others: tuple[str, str]) -> Section:
    code = table.code("code", r"[A-Z]", "one capital letter, like A")
    folder.claim(table, f"section/{code}" if code else "")
    if code and code != name:
        table.fault("code", f"is {code!r}, but the file is named {name!r}")
    return Section(
        code=code,
        title=table.text("title"),
        source=table.text("source"),
        assumption=table.optional_text("assumption"),
        intro=table.text("intro"),
        when=_read_conditions(table),
        items=tuple(_read_item(folder, code, one, others) for one in table.tables("items")),
    )


def _read_item(folder: Folder, section: str, table: Table, others: tuple[str, str]) -> Item:
    code = table.code("code", rf"{section}[1-9][0-9]?", f"its section and a number: {section}1")
    folder.claim(table, f"item/{code}" if code else "")
    strands_of, clocks_of = others
    return Item(
        code=code,
        title=table.text("title"),
        source=table.text("source"),
        assumption=table.optional_text("assumption"),
        question=table.text("question"),
        guidance=table.text("guidance"),
        scale=table.text("scale"),
        narrative=table.choice("narrative", NARRATIVES),
        strands=_read_strands(folder, table, strands_of),
        standard=_read_clock(folder, table, clocks_of),
        target_only=table.flag("target_only") if table.has("target_only") else False,
        when=_read_conditions(table),
    )


def _read_strands(folder: Folder, table: Table, standard: str) -> tuple[str, ...]:
    strands = table.texts("strands")
    if not strands:
        table.fault("strands", "names none; each item says something about one or more")
    for number, strand in enumerate(strands, 1):
        key = f"strands {number}"
        if strand in strands[: number - 1]:
            table.fault(key, f"{strand!r} is named twice")
        elif not re.fullmatch(STRAND, strand, re.ASCII):
            table.fault(key, f"{strand!r} must be the code of a strand, like ASM-1a")
        else:
            folder.refer(table, key, standard, strand)
    return strands


def _read_clock(folder: Folder, table: Table, standard: str) -> str | None:
    if not table.has("standard"):
        return None
    code = table.code("standard", CLOCK, "the code of a timeliness standard, like KPI_03")
    folder.refer(table, "standard", standard, code)
    return code


def _read_conditions(table: Table) -> tuple[Condition, ...]:
    found = []
    for one in table.optional_tables("when", name="element"):
        condition = Condition(
            element=one.optional_text("element"),
            absent=one.flag("absent") if one.has("absent") else False,
            item=one.optional_text("item"),
            answers=one.texts("answers"),
        )
        if (condition.element is None) == (condition.item is None):
            one.fault("element", "a condition names an element or an item, never both or neither")
        if (condition.item is None) != (condition.answers == ()):
            one.fault("answers", "belong to a condition on an item, which needs one or more")
        if condition.item is not None and condition.absent:
            one.fault("absent", "belongs to an element; of an item, name the answers that count")
        found.append(condition)
    return tuple(found)


def _read_answer(folder: Folder, scale: str, table: Table) -> AnswerChoice:
    code = table.code("code", r"[a-z]+(-[a-z]+)*", "small letters and hyphens, like not-applicable")
    folder.claim(table, f"scale/{scale}/{code}" if code else "")
    return AnswerChoice(
        code=code,
        label=table.text("label"),
        negative=table.flag("negative"),
        value=table.optional_integer("value", minimum=0),
    )


def _list(
    folder: Folder, file: str, key: str, prefix: str, build: Callable[[Table, Head], SomePart]
) -> list[Read[SomePart]]:
    tables = folder.document(file).tables(key)
    return [Read(table, build(table, read_head(folder, table, prefix))) for table in tables]
