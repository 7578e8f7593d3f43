"""An organisation's licensed wording over our codes: CSV `code,level,text`, checked as a whole."""

import csv
import io
from collections.abc import Iterator

from competency.frameworks.domain.characters import odd_characters
from competency.frameworks.domain.faults import Fault
from competency.frameworks.domain.reading import WHOLE_FILE
from competency.frameworks.domain.structure import CompetencyFramework
from competency.kernel.errors import Refused
from competency.kernel.values import Value

HEADER = ["code", "level", "text"]


class WordingRow(Value):
    """The wording of one strand at one level."""

    code: str
    level: str
    text: str


class Wording(Value):
    """A wording that fits one version of a framework; it may leave strands as they are."""

    framework_id: str
    version: str
    rows: tuple[WordingRow, ...]

    def over(self, framework: CompetencyFramework) -> CompetencyFramework:
        """Return the framework with this wording; refuse a strand or level it does not have."""
        return framework.with_texts({(row.code, row.level): row.text for row in self.rows})


class FaultyWording(Refused):
    """The file is not a wording for the framework; `faults` says every reason."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(
            "faulty_wording",
            f"The wording was not loaded: {len(faults)} faults, first {faults[0]}.",
        )
        self.faults = faults


def read_wording(framework: CompetencyFramework, content: bytes, file: str) -> Wording:
    """Return the file's wording for the framework; refuse with every fault, by row and column.

    Rows are counted as a spreadsheet shows them, the header being row 1.
    """
    faults: list[Fault] = []
    rows = tuple(_read_rows(framework, content, file, faults))
    if not rows and not faults:
        faults.append(Fault(file, WHOLE_FILE, "holds no wording below its header"))
    if faults:
        raise FaultyWording(tuple(faults))
    return Wording(framework.id, framework.version, rows)


def _read_rows(
    framework: CompetencyFramework, content: bytes, file: str, faults: list[Fault]
) -> Iterator[WordingRow]:
    seen: dict[tuple[str, str], int] = {}
    for number, cells in _records(content, file, faults):
        row = _read_row(framework, number, cells, file, faults)
        if row is None:
            continue
        key = (row.code, row.level)
        if key in seen:
            reason = f"{row.code} at {row.level} is already worded in row {seen[key]}"
            faults.append(Fault(file, f"row {number}, column code", reason))
            continue
        seen[key] = number
        yield row


def _records(content: bytes, file: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Yield the records below a right header, with their numbers; blank ones are passed over."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8 text (byte {error.start + 1}); save it as “CSV UTF-8”"
        faults.append(Fault(file, WHOLE_FILE, reason))
        return
    records = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, cells in enumerate(records, 1):
            if number == 1:
                if cells != HEADER:
                    reason = f"must be the header {','.join(HEADER)}, not {','.join(cells)!r}"
                    faults.append(Fault(file, "row 1", reason))
                    return
            elif cells:
                yield number, cells
    except csv.Error as error:
        faults.append(Fault(file, f"row {number + 1}", f"cannot be read as CSV: {error}"))
        return
    if number == 0:
        faults.append(Fault(file, WHOLE_FILE, "is empty"))


def _read_row(
    framework: CompetencyFramework, number: int, cells: list[str], file: str, faults: list[Fault]
) -> WordingRow | None:
    if len(cells) != len(HEADER):
        reason = f"has {len(cells)} columns, not {len(HEADER)}"
        faults.append(Fault(file, f"row {number}", reason))
        return None
    row = WordingRow(*(cell.replace("\r\n", "\n").strip() for cell in cells))
    found = [
        Fault(file, f"row {number}, column {column}", reason)
        for column, reason in _row_faults(framework, row)
    ]
    faults.extend(found)
    return None if found else row


def _row_faults(framework: CompetencyFramework, row: WordingRow) -> Iterator[tuple[str, str]]:
    if framework.find_strand(row.code) is None:
        yield "code", f"{framework.id} {framework.version} has no strand {row.code!r}"
    levels = [level.code for level in framework.levels]
    if row.level not in levels:
        yield "level", f"{row.level!r} is not a level; it must be one of {', '.join(levels)}"
    if not row.text:
        yield "text", "is empty"
    for column in HEADER:
        for reason in odd_characters(getattr(row, column)):
            yield column, reason
