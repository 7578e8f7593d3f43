"""Cases from a file: its columns and rows, what is wrong by row and column, what cannot be so.

The file is that of the timeliness standards: one row a case, ISO dates, empty where something
has not happened, several reviews joined by a semicolon.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from competency.cases.domain.kinds import Happened
from competency.cases.domain.timeline import CLIENT, Event, faults, standing
from competency.cases.domain.writing import checked_reference
from competency.kernel.errors import Refused
from competency.kernel.values import Value

H = Happened
REF, TEAM, WORKER, REVIEWS = "case_ref", "team", "worker", "reviews"
DATES: dict[str, Happened] = {
    "referral_received": H.REFERRAL_RECEIVED,
    "entered": H.ENTERED,
    "assigned": H.ASSIGNED,
    "first_contact": H.CONTACT,
    "risk_assessment_completed": H.RISK_ASSESSED,
    "risk_assessment_signed_off": H.RISK_SIGNED_OFF,
    "outcomes_star_completed": H.OUTCOMES_READ,
    "action_plan_entered": H.PLAN_ENTERED,
    REVIEWS: H.CLIENT_REVIEW,
    "closed": H.CLOSED,
}
COLUMN_OF = {kind: column for column, kind in DATES.items()}
COLUMNS = (REF, TEAM, WORKER, *DATES)
MOST_ROWS = 20_000
BIGGEST = 8_000_000  # bytes: that many rows, with a review for each quarter
ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# What a file leaves out is no fault of its order: it knows nothing of closure forms.
LEFT_OUT = "comes_later"


class RowFault(Value):
    """What cannot be taken: the row as a spreadsheet numbers it, the column, the reason."""

    row: int
    column: str
    reason: str


class Incoming(Value):
    """One case of the file; `days` are by kind of event, in order."""

    row: int
    reference: str
    team: str
    worker: str
    days: Mapping[Happened, Sequence[date]]

    def line(self) -> tuple[Event, ...]:
        """Return the line that these days make; a case that was assigned had been accepted."""
        events = []
        for number, (kind, on) in enumerate(self._pairs(), 1):
            detail = CLIENT if kind is H.CONTACT else ""
            events.append(
                Event(
                    id=number,
                    kind=kind.value,
                    happened_on=on,
                    recorded_at=datetime(on.year, on.month, on.day, 12, tzinfo=UTC),
                    detail=detail,
                )
            )
        return standing(events)

    def impossible(self, today: date) -> list[str]:
        """Return what of these days cannot be so, in words."""
        return [fault.message for fault in faults(self.line(), today) if fault.code != LEFT_OUT]

    def _pairs(self) -> Iterator[tuple[Happened, date]]:
        for kind, days in self.days.items():
            for on in days:
                yield kind, on
        if assigned := self.days.get(H.ASSIGNED):
            yield H.ACCEPTED, assigned[0]


@dataclass(slots=True)
class FileRead:
    """The rows of a file that can be taken, and the faults of all others.

    `twice` are references of several rows: nobody but the reader knows which of them holds.
    """

    rows: list[Incoming] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    twice: set[str] = field(default_factory=set)


def read_file(content: bytes, today: date) -> FileRead:
    """Return what a file of cases holds, with each fault by row and column.

    Row 1 are the headings, in any order and case. Refuses more rows than are taken at once.
    """
    found = FileRead()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        found.faults.append(RowFault(row, "", "This is not UTF-8. Save the file as CSV UTF-8."))
        return found
    lines = csv.reader(io.StringIO(text, newline=""))
    try:
        _read_lines(lines, today, found)
    except csv.Error:
        reason = "From here on this cannot be read as CSV. Look for a quotation mark too many."
        found.faults.append(RowFault(lines.line_num, "", reason))
    return found


def _read_lines(lines: Iterator[list[str]], today: date, found: FileRead) -> None:
    headings = [heading.strip().casefold() for heading in next(lines, [])]
    found.faults.extend(_wrong_headings(headings))
    if found.faults:
        return
    seen: dict[str, int] = {}
    for number, cells in enumerate(lines, 2):
        if number > MOST_ROWS + 1:
            raise Refused("many_rows", f"Take in at most {MOST_ROWS:,} cases at once.")
        if any(cell.strip() for cell in cells):
            _read_row(number, headings, cells, today, seen, found)
    if not found.rows and not found.faults:
        found.faults.append(RowFault(2, "", "There is no case in this file."))


def _wrong_headings(headings: list[str]) -> Iterator[RowFault]:
    if not any(headings):
        yield RowFault(1, "", "This file is empty.")
        return
    for column in COLUMNS:
        if headings.count(column) != 1:
            reason = "is missing" if column not in headings else "is there twice"
            yield RowFault(1, column, f"This column {reason}.")
    for heading in headings:
        if heading not in COLUMNS:
            yield RowFault(1, heading, "This column is not known.")


def _read_row(
    number: int,
    headings: list[str],
    cells: list[str],
    today: date,
    seen: dict[str, int],
    found: FileRead,
) -> None:
    if len(cells) != len(headings):
        reason = f"This row has {len(cells)} cells, the headings {len(headings)}."
        found.faults.append(RowFault(number, "", reason))
        return
    row = {name: cell.strip() for name, cell in zip(headings, cells, strict=True)}
    wrong: list[RowFault] = []
    reference = _reference(number, row[REF], seen, wrong)
    if reference and seen[reference] != number:
        found.twice.add(reference)
    days = {
        kind: tuple(sorted(_days(number, column, row[column], today, wrong)))
        for column, kind in DATES.items()
    }
    if not row["referral_received"]:
        wrong.append(RowFault(number, "referral_received", "A case begins with its referral."))
    if wrong:
        found.faults.extend(wrong)
        return
    kept = {kind: those for kind, those in days.items() if those}
    found.rows.append(Incoming(number, reference, row[TEAM], row[WORKER], kept))


def _reference(number: int, text: str, seen: dict[str, int], wrong: list[RowFault]) -> str:
    try:
        reference = checked_reference(text)
    except Refused as refusal:
        wrong.append(RowFault(number, REF, refusal.message))
        return ""
    if reference in seen:
        wrong.append(RowFault(number, REF, f"Row {seen[reference]} has this reference already."))
    seen.setdefault(reference, number)
    return reference


def _days(
    number: int, column: str, text: str, today: date, wrong: list[RowFault]
) -> Iterator[date]:
    parts = text.split(";") if column == REVIEWS else [text]
    for part in (part.strip() for part in parts):
        if not part:
            continue
        try:
            day = date.fromisoformat(part) if ISO.fullmatch(part) else None
        except ValueError:
            day = None
        if day is None:
            wrong.append(RowFault(number, column, f"{part!r} is not a day written as 2026-05-08."))
        elif day > today:
            wrong.append(RowFault(number, column, f"{part} has not come yet."))
        else:
            yield day
