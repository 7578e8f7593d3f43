"""What the readers of a protocol's files share: the head of a part, lists of parts, references."""

from collections.abc import Callable, Iterable
from typing import Generic, TypedDict, TypeVar

from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.protocol.parts import Part, Point
from competency.frameworks.domain.protocol.whole import PREFIXES
from competency.frameworks.domain.reading import Table
from competency.frameworks.domain.standard import ID_PATTERN
from competency.kernel.values import Value

SomePart = TypeVar("SomePart", bound=Part)
EVENT_PATTERN = r"[a-z][a-z0-9]*(_[a-z0-9]+)*"


class Head(TypedDict):
    """What every part has, as it is read."""

    code: str
    title: str
    source: str
    assumption: str | None


class Read(Value, Generic[SomePart]):
    """A part together with the table that it was read from, for the checks that come later."""

    table: Table
    part: SomePart


def read_head(folder: Folder, table: Table, prefix: str) -> Head:
    """Return what every part has, and claim its code within its list."""
    if prefix == "event":
        code = table.code("code", EVENT_PATTERN, "small letters, like first_contact")
    else:
        code = table.code("code", ID_PATTERN, "small letters and hyphens, like in-discussion")
    folder.claim(table, f"{prefix}/{code}" if code else "")
    return Head(
        code=code,
        title=table.text("title"),
        source=table.text("source"),
        assumption=table.optional_text("assumption"),
    )


def read_list(
    folder: Folder, file: str, key: str, build: Callable[[Table, Head], SomePart]
) -> list[Read[SomePart]]:
    """Return the parts of one list of a file, in order; a list must have one part or more."""
    tables = folder.document(file).tables(key)
    prefix = PREFIXES[key]
    return [Read(table, build(table, read_head(folder, table, prefix))) for table in tables]


def read_point(table: Table, head: Head) -> Point:
    """Return a part that only says something."""
    return Point(**head, text=table.text("text"))


def read_points(folder: Folder, file: str, key: str) -> list[Read[Point]]:
    """Return the parts of a list that only say something."""
    return read_list(folder, file, key, read_point)


def parts_of(reads: Iterable[Read[SomePart]]) -> tuple[SomePart, ...]:
    """Return the parts alone, in order."""
    return tuple(read.part for read in reads)


def codes_of(reads: Iterable[Read[SomePart]]) -> set[str]:
    """Return the codes of the parts."""
    return {read.part.code for read in reads}


def check_known(
    table: Table, key: str, names: str | None | Iterable[str], known: Iterable[str], what: str
) -> None:
    """Note each name that is not one of those known; an empty one has its own fault already."""
    given = (names,) if isinstance(names, str) else tuple(names or ())
    allowed = set(known)
    for name in given:
        if name and name not in allowed:
            table.fault(key, f"{name!r} is not one of the {what}")


def check_filled(table: Table, key: str, values: tuple[object, ...], what: str) -> None:
    """Note a list that names nothing."""
    if not values:
        table.fault(key, f"names no {what}")
