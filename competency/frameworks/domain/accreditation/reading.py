"""Reading the files of an accreditation standard."""

from competency.frameworks.domain.accreditation.parts import (
    COMPUTATIONS,
    FIGURES,
    ROUNDINGS,
    SHOWN_BY,
    CaseloadRange,
    Condition,
    ContactTarget,
    EvidenceItem,
    EvidenceList,
    Limits,
    Point,
    Practice,
    PracticePoint,
    RatingMeaning,
    SuggestionRule,
    Way,
    WholeRule,
)
from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.protocol.reading import Head, Read, read_head
from competency.frameworks.domain.reading import Table
from competency.frameworks.domain.standard import ID_PATTERN

WHOLE, PRACTICES, EVIDENCE = "whole.toml", "practices.toml", "evidence.toml"
CODE, LOOKS = r"[A-Z0-9]+([.-][A-Z0-9]+)*", "numbers or capital letters with dots, like 5.01"


def read_limits(folder: Folder) -> Limits:
    """Return the numbers that hold for a whole self-study."""
    table = folder.document(WHOLE).table("limits")
    return Limits(
        count_months=table.integer("count_months", minimum=1),
        steps_apart=table.integer("steps_apart", minimum=1),
        source=table.text("source"),
        assumption=table.optional_text("assumption"),
    )


def read_ratings(folder: Folder) -> list[tuple[Table, RatingMeaning]]:
    """Return what each rating says, with the table it was read from."""
    found = []
    for table in folder.document(WHOLE).tables("ratings", name="value"):
        one = RatingMeaning(
            value=table.integer("value", minimum=0),
            meaning=table.text("meaning"),
            indicators=table.texts("indicators"),
        )
        folder.claim(table, f"rating/{one.value}", "value")
        found.append((table, one))
    return found


def read_rules(folder: Folder) -> list[tuple[Table, WholeRule]]:
    """Return the rules for the rating of the whole standard, best first."""
    return [
        (
            table,
            WholeRule(
                rating=table.integer("rating", minimum=0),
                every=table.optional_integer("every", minimum=0),
                fundamental=table.optional_integer("fundamental", minimum=0),
                because=table.text("because"),
            ),
        )
        for table in folder.document(WHOLE).tables("rules", name="rating")
    ]


def read_practices(folder: Folder) -> list[Read[Practice]]:
    """Return the practices in order, each with the table it was read from."""
    tables = folder.document(PRACTICES).tables("practices")
    return [Read(table, _read_practice(folder, table)) for table in tables]


def read_lists(folder: Folder) -> list[Read[EvidenceList]]:
    """Return the evidence lists in order, with their items."""
    found = []
    for table in folder.document(EVIDENCE).tables("lists"):
        head = read_head(folder, table, "list")
        items = tuple(_read_item(folder, one) for one in table.tables("items"))
        found.append(Read(table, EvidenceList(**head, text=table.text("text"), items=items)))
    return found


def _read_practice(folder: Folder, table: Table) -> Practice:
    head = _head(folder, table, CODE, LOOKS, "practice")
    code, computation = head["code"], table.choice("computation", COMPUTATIONS)
    figures = FIGURES.get(computation, ())
    return Practice(
        **head,
        text=table.text("text"),
        fundamental=table.flag("fundamental"),
        may_not_apply=table.flag("may_not_apply") if table.has("may_not_apply") else False,
        computation=computation,
        interpretation=table.optional_text("interpretation"),
        points=tuple(_read_point(folder, code, one) for one in table.optional_tables("points")),
        ways=tuple(_read_way(folder, code, one) for one in table.optional_tables("ways")),
        caseload=_read_caseload(folder, code, table),
        contacts=_read_contacts(table),
        suggestions=tuple(
            _read_suggestion(one, figures) for one in table.tables("suggestions", name="rating")
        ),
    )


def _read_point(folder: Folder, practice: str, table: Table) -> PracticePoint:
    head = read_head(folder, table, f"practice/{practice}")
    return PracticePoint(**head, text=table.text("text"), needs=table.optional_text("needs"))


def _read_way(folder: Folder, practice: str, table: Table) -> Way:
    code = table.code("code", ID_PATTERN, "small letters and hyphens, like not-needed")
    folder.claim(table, f"practice/{practice}/way/{code}" if code else "")
    return Way(
        code=code,
        label=table.text("label"),
        needs_agreement=table.flag("needs_agreement") if table.has("needs_agreement") else False,
        needs_reason=table.flag("needs_reason") if table.has("needs_reason") else False,
        is_gap=table.flag("is_gap") if table.has("is_gap") else False,
    )


def _read_caseload(folder: Folder, practice: str, table: Table) -> CaseloadRange | None:
    if not table.has("caseload"):
        return None
    inner = table.table("caseload")
    one = CaseloadRange(
        least=inner.integer("least", minimum=0),
        most=inner.integer("most", minimum=1),
        other_percent=inner.integer("other_percent", minimum=0),
        weigh=tuple(
            Point(**read_head(folder, part, f"practice/{practice}/weigh"), text=part.text("text"))
            for part in inner.tables("weigh")
        ),
    )
    if one.most < one.least:
        inner.fault("most", f"is {one.most} and must be at least the lower end, {one.least}")
    return one


def _read_contacts(table: Table) -> ContactTarget | None:
    if not table.has("contacts"):
        return None
    inner = table.table("contacts")
    return ContactTarget(
        per_month=inner.integer("per_month", minimum=1),
        rounding=inner.choice("rounding", ROUNDINGS),
    )


def _read_suggestion(table: Table, figures: tuple[str, ...]) -> SuggestionRule:
    return SuggestionRule(
        rating=table.optional_integer("rating", minimum=0),
        when=tuple(
            _read_condition(one, figures) for one in table.optional_tables("when", name="figure")
        ),
        because=table.text("because"),
    )


def _read_condition(table: Table, figures: tuple[str, ...]) -> Condition:
    one = Condition(
        figure=table.choice("figure", figures) if figures else table.text("figure"),
        at_least=table.optional_integer("at_least", minimum=0),
        at_most=table.optional_integer("at_most", minimum=0),
    )
    if one.at_least is None and one.at_most is None:
        table.fault("at_least", "a condition names a least or a most number, or both")
    return one


def _read_item(folder: Folder, table: Table) -> EvidenceItem:
    return EvidenceItem(
        **read_head(folder, table, "evidence"),
        text=table.text("text"),
        shown_by=table.choice("shown_by", SHOWN_BY),
        practices=table.texts("practices"),
        any_of=table.texts("any_of"),
        people=table.texts("people"),
    )


def _head(folder: Folder, table: Table, pattern: str, looks: str, prefix: str) -> Head:
    code = table.code("code", pattern, looks)
    folder.claim(table, f"{prefix}/{code}" if code else "")
    return Head(
        code=code,
        title=table.text("title"),
        source=table.text("source"),
        assumption=table.optional_text("assumption"),
    )
