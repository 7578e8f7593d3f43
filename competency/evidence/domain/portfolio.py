"""A portfolio as it travels: what it says, what its manifest promises, and strict reading of both.

docs/portfolio.schema.json publishes the format. Reading takes nothing on trust: a hash that does
not fit or an entry twice refuse the whole, and so does all that portfolio_shape knows.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from competency.evidence.domain import portfolio_shape as shape
from competency.evidence.domain.entry import Content, content_of
from competency.evidence.domain.portfolio_shape import MANIFEST_FORMAT, SHA256, VERSION, refused
from competency.evidence.domain.state import State
from competency.kernel.errors import Refused
from competency.kernel.values import Value

PORTFOLIO = "portfolio.json"
MANIFEST = "manifest.json"
FOLDER = "attachments/"


class Choice(Value):
    """Which entries of a log are taken away: of which years, and with or without drafts.

    An entry belongs to each year that one of its days lies in. Without drafts means only what is
    shared or verified. Refuses years in the wrong order.
    """

    first_year: int | None = None
    last_year: int | None = None
    with_drafts: bool = True

    def __post_init__(self) -> None:
        if self.first_year and self.last_year and self.first_year > self.last_year:
            raise Refused(
                "years_turned", "The last year comes before the first.", field="last_year"
            )

    @property
    def first(self) -> date | None:
        """Return the first day, or None for the beginning of the log."""
        return date(self.first_year, 1, 1) if self.first_year else None

    @property
    def last(self) -> date | None:
        """Return the last day, or None for the end of the log."""
        return date(self.last_year, 12, 31) if self.last_year else None

    @property
    def words(self) -> str:
        """Return the choice as people say it."""
        years = "all years"
        if self.first_year or self.last_year:
            begin = self.first_year or "the beginning"
            years = f"{begin} to {self.last_year or 'now'}"
            if self.first_year == self.last_year:
                years = str(self.first_year)
        return f"{years}, {'with' if self.with_drafts else 'without'} drafts and returned entries"


WHOLE = Choice()


class CarriedFile(Value):
    """An attachment of a carried entry."""

    name: str
    size: int
    sha256: str

    @property
    def path(self) -> str:
        """Return where its bytes lie in the archive."""
        return f"{FOLDER}{self.sha256}"


class Carried(Value):
    """An entry as another installation wrote it; `verified` is what it says of its verification."""

    uuid: str
    state: State
    content: Content
    practice_area: str | None
    files: tuple[CarriedFile, ...]
    corrects: str | None
    verified: Mapping[str, str] | None


class Portfolio(Value):
    """A portfolio that was read whole."""

    name: str
    email: str
    organisation: str
    made_at: str
    entries: tuple[Carried, ...]

    def standing(self) -> tuple[Carried, ...]:
        """Return the entries whose place no shared or verified correction has taken."""
        counted = (State.SHARED, State.VERIFIED)
        replaced = {one.corrects for one in self.entries if one.state in counted}
        return tuple(one for one in self.entries if one.uuid not in replaced)


def written(content: Mapping[str, Any]) -> bytes:
    """Return plain values as the JSON that lies in the archive; the same values, the same bytes."""
    return (json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def written_entries(
    head: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]
) -> Iterable[bytes]:
    """Yield portfolio.json piece by piece, an entry a line, so that it is never held whole."""
    yield b'{\n"entries": ['
    comma = b"\n"
    for entry in entries:
        yield comma + json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()
        comma = b",\n"
    yield b"\n]"
    for name in sorted(head):
        value = json.dumps(head[name], ensure_ascii=False, sort_keys=True)
        yield f',\n"{name}": {value}'.encode()
    yield b"\n}\n"


def manifest_of(files: Mapping[str, tuple[int, str]]) -> dict[str, Any]:
    """Return the manifest that promises size and SHA-256 of each file by its path."""
    return {
        "format": MANIFEST_FORMAT,
        "format_version": VERSION,
        "files": {path: {"size": size, "sha256": sha} for path, (size, sha) in files.items()},
    }


def read_manifest(content: bytes, members: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Return what the manifest promises by path; refuse one that is not about these members.

    Every member but the manifest itself is promised, and every promise has its member.
    """
    plain = shape.loaded(content, MANIFEST)
    shape.check_keys(plain, shape.MANIFEST_KEYS, MANIFEST)
    shape.check_format(plain, MANIFEST_FORMAT)
    promised: dict[str, tuple[int, str]] = {}
    for path, one in plain["files"].items():
        shape.check_keys(one, shape.PROMISE_KEYS, f"{path[:80]!r}")
        if path != PORTFOLIO and path != f"{FOLDER}{one['sha256']}":
            raise refused(f"{path[:80]!r} has no place in a portfolio.")
        if one["size"] < 0 or not SHA256.fullmatch(one["sha256"]):
            raise refused(f"{path!r} has no good size and hash.")
        promised[path] = (one["size"], one["sha256"])
    if set(promised) != set(members) - {MANIFEST} or PORTFOLIO not in promised:
        raise refused("Its manifest does not name exactly the files that are in it.")
    return promised


def read_portfolio(content: bytes, promised: Mapping[str, tuple[int, str]]) -> Portfolio:
    """Return the portfolio; refuse it whole for anything that is not as published."""
    plain = shape.loaded(content, PORTFOLIO)
    shape.check_head(plain, PORTFOLIO)
    entries = tuple(_entry(one, f"entry {n}") for n, one in enumerate(plain["entries"], 1))
    if len({entry.uuid for entry in entries}) != len(entries):
        raise refused("An entry is in it twice.")
    for entry in entries:
        for file in entry.files:
            if promised.get(file.path) != (file.size, file.sha256):
                title = entry.content.title[:80]
                raise refused(f"The file {file.name!r} of “{title}” is not in it.")
    person = plain["person"]
    return Portfolio(
        person["name"], person["email"], plain["organisation"], plain["made_at"], entries
    )


def _entry(plain: Any, place: str) -> Carried:
    shape.check_entry(plain, place)
    return Carried(
        uuid=plain["uuid"],
        state=State(plain["state"]),
        content=content_of(plain),
        practice_area=plain["practice_area"],
        files=tuple(CarriedFile(f["name"], f["size"], f["sha256"]) for f in plain["attachments"]),
        corrects=plain["corrects"],
        verified=plain["verified"],
    )
