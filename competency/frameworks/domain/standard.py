"""The head that every standard has, of whatever kind: who published what, when, on what scales."""

import re
from datetime import date

from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.reading import Table
from competency.kernel.errors import Refused
from competency.kernel.values import Value

HEAD = "standard.toml"
STATUSES = ("draft", "released", "withdrawn")
# A scale says itself which way is up, so that nothing that draws or counts ever inverts one.
DIRECTIONS = ("higher-is-further", "higher-is-better", "lower-is-better")
ID_PATTERN = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
VERSION_PATTERN = r"[0-9]+([.-][0-9]+)*"


class Source(Value):
    """The publication that a standard restates, and the section that it comes from."""

    document: str
    version: str
    section: str
    note: str | None = None


class About(Value):
    """One thing that the source says of itself, in our words."""

    code: str
    text: str


class Position(Value):
    """One place on a scale; `level` is the level whose descriptor it lies under, if any."""

    value: int
    code: str
    label: str
    level: str | None = None


class Scale(Value):
    """An ordered scale that carries its own direction."""

    code: str
    title: str
    direction: str
    positions: tuple[Position, ...]

    def position(self, value: int) -> Position:
        """Return the position with the value; refuse a value that is off the scale."""
        for position in self.positions:
            if position.value == value:
                return position
        raise Refused("off_the_scale", f"{value} is not a position on the scale “{self.title}”.")


class Standard(Value):
    """The head of one version of a standard."""

    id: str
    kind: str
    version: str
    title: str
    publisher: str
    status: str
    released_on: date | None
    licence: str
    source: Source
    about: tuple[About, ...]
    scales: tuple[Scale, ...]

    @property
    def is_released(self) -> bool:
        """Return whether new work may begin on this version."""
        return self.status == "released"

    def scale(self, code: str) -> Scale:
        """Return the scale with the code; refuse one that the standard does not have."""
        for scale in self.scales:
            if scale.code == code:
                return scale
        raise Refused("unknown_scale", f"{self.title} {self.version} has no scale {code!r}.")


def version_key(version: str) -> tuple[tuple[int, ...], str]:
    """Return what orders versions the way people count: 1.9 before 1.10."""
    return tuple(int(number) for number in re.findall(r"[0-9]+", version)), version


def read_standard(folder: Folder, kinds: tuple[str, ...]) -> Standard:
    """Return the head of the folder's standard; what is wrong is noted in the folder."""
    head = folder.document(HEAD)
    standard = Standard(
        id=head.code("id", ID_PATTERN, "small letters and hyphens, like case-management-framework"),
        kind=head.choice("kind", kinds),
        version=head.code("version", VERSION_PATTERN, "numbers with dots, like 1.0"),
        title=head.text("title"),
        publisher=head.text("publisher"),
        status=head.choice("status", STATUSES),
        released_on=head.optional_day("released_on"),
        licence=head.text("licence"),
        source=_read_source(head.table("source")),
        about=tuple(_read_about(folder, table) for table in head.optional_tables("about")),
        scales=tuple(_read_scale(folder, table) for table in head.optional_tables("scales")),
    )
    if standard.status in ("released", "withdrawn") and standard.released_on is None:
        head.fault("released_on", f"is missing, although the status is {standard.status!r}")
    return standard


def _read_source(table: Table) -> Source:
    return Source(
        document=table.text("document"),
        version=table.text("version"),
        section=table.text("section"),
        note=table.optional_text("note"),
    )


def _read_about(folder: Folder, table: Table) -> About:
    code = table.code("code", ID_PATTERN, "small letters and hyphens, like duty-of-care")
    folder.claim(table, f"about/{code}" if code else "")
    return About(code=code, text=table.text("text"))


def _read_scale(folder: Folder, table: Table) -> Scale:
    code = table.code("code", ID_PATTERN, "small letters and hyphens, like position")
    folder.claim(table, f"scale/{code}" if code else "")
    positions: list[Position] = []
    for row in table.tables("positions"):
        position = Position(
            value=row.integer("value", minimum=0),
            code=row.code("code", ID_PATTERN, "small letters and hyphens, like not-yet"),
            label=row.text("label"),
            level=row.optional_text("level"),
        )
        folder.claim(row, f"scale/{code}/{position.code}" if code and position.code else "")
        if positions and position.value <= positions[-1].value:
            row.fault("value", f"is {position.value} and must be above the position before it")
        positions.append(position)
    return Scale(
        code=code,
        title=table.text("title"),
        direction=table.choice("direction", DIRECTIONS),
        positions=tuple(positions),
    )
