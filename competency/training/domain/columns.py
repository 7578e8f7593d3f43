"""Which column of a learning system's file holds what, told by its heading."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from competency.kernel.errors import Refused
from competency.kernel.values import Value


class Field(StrEnum):
    """What a completion in a file says."""

    STAFF_NUMBER = "staff_number"
    EMAIL = "email"
    COURSE = "course"
    COMPLETED_ON = "completed_on"
    EXPIRES_ON = "expires_on"
    NUMBER = "number"


HEADINGS: dict[Field, tuple[str, ...]] = {
    Field.STAFF_NUMBER: (
        "staff number", "staff no", "staff id", "employee number", "employee no", "employee id",
        "personnel number", "payroll number", "assignment number", "esr number", "staffnumber",
    ),
    Field.EMAIL: (
        "email", "e mail", "email address", "work email", "user email", "learner email",
        "mail", "username",
    ),
    Field.COURSE: (
        "course", "course name", "course title", "course code", "training", "module",
        "module name", "learning", "learning title", "activity", "competence", "competency",
        "competence name", "subject",
    ),
    Field.COMPLETED_ON: (
        "completed on", "completed", "completion date", "date completed", "date of completion",
        "completed date", "date", "training date", "attended on", "date attended", "achieved on",
        "date achieved", "start date",
    ),
    Field.EXPIRES_ON: (
        "expires on", "expires", "expiry", "expiry date", "expiration date", "valid until",
        "valid to", "end date",
    ),
    Field.NUMBER: (
        "number", "certificate", "certificate number", "certificate no", "reference",
        "certificate reference", "registration number", "dbs number", "policy number",
    ),
}  # fmt: skip
_BY_HEADING = {name: field for field, names in HEADINGS.items() for name in names}
LABELS = {field: names[0].capitalize() for field, names in HEADINGS.items()}


class Columns(Value):
    """Where each field stands in a row, and which headings are not used."""

    at: Mapping[Field, int]
    headings: tuple[str, ...]
    unused: tuple[str, ...]

    def heading(self, field: Field) -> str:
        """Return the heading of a field's column as the file has it."""
        place = self.at.get(field)
        return LABELS[field] if place is None else self.headings[place]


def plain(heading: str) -> str:
    """Return a heading without case, marks and blanks that mean nothing."""
    return " ".join("".join(c if c.isalnum() else " " for c in heading.casefold()).split())


def match(
    headings: Sequence[str], chosen: Mapping[Field, str] | None = None, *, one_course: bool = False
) -> Columns:
    """Return where each field stands; `chosen` headings win over the known names.

    Refuses a file that does not say who, when or, unless it is of one course, which course.
    """
    headings = tuple(heading.strip() for heading in headings)
    at: dict[Field, int] = {}
    for field, wanted in (chosen or {}).items():
        if wanted not in headings:
            raise Refused("no_column", f"The file has no column “{wanted}”.", field=field.value)
        at[field] = headings.index(wanted)
    for place, heading in enumerate(headings):
        known = _BY_HEADING.get(plain(heading))
        if known is not None and place not in at.values():
            at.setdefault(known, place)
    if Field.STAFF_NUMBER not in at and Field.EMAIL not in at:
        raise _missing("staff number or email address", headings)
    if Field.COMPLETED_ON not in at:
        raise _missing("day of completion", headings)
    if Field.COURSE not in at and not one_course:
        raise _missing("course", headings)
    unused = tuple(h for place, h in enumerate(headings) if h and place not in at.values())
    return Columns(at, headings, unused)


def _missing(what: str, headings: Sequence[str]) -> Refused:
    there = ", ".join(f"“{heading[:40]}”" for heading in headings[:12] if heading)
    return Refused(
        "missing_column",
        f"No column with the {what} was found. The file has: {there or 'no headings'}.",
        field="file",
    )
