"""A portfolio as it travels: what it says, what its manifest promises, and strict reading of both.

docs/portfolio.schema.json publishes the format. Reading takes nothing on trust: unknown keys,
other types, a hash that does not fit or an entry twice refuse the whole.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from competency.evidence.domain.entry import Content, Kind, content_of
from competency.evidence.domain.state import State
from competency.kernel.errors import Refused

FORMAT = "casebridge-portfolio"
MANIFEST_FORMAT = "casebridge-portfolio-manifest"
VERSION = 1
PORTFOLIO = "portfolio.json"
MANIFEST = "manifest.json"
FOLDER = "attachments/"
MOST_ENTRIES = 20_000
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOURS = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")
_TEXT, _MAYBE, _LIST = str, (str, type(None)), list
ENTRY_KEYS: dict[str, Any] = {
    "uuid": _TEXT,
    "state": _TEXT,
    "title": _TEXT,
    "kind": _TEXT,
    "starts_on": _TEXT,
    "ends_on": _MAYBE,
    "hours": _TEXT,
    "did": _TEXT,
    "learned": _TEXT,
    "applied": _TEXT,
    "practice_area": _MAYBE,
    "links": _LIST,
    "tags": _LIST,
    "attachments": _LIST,
    "corrects": _MAYBE,
    "verified": (dict, type(None)),
}
LINK_KEYS: dict[str, Any] = dict.fromkeys(("framework", "version", "strand", "level"), _TEXT)
TAG_KEYS: dict[str, Any] = dict.fromkeys(("scheme", "version", "code"), _TEXT)
FILE_KEYS: dict[str, Any] = {"name": _TEXT, "type": _TEXT, "size": int, "sha256": _TEXT}
VERIFIED_KEYS: dict[str, Any] = dict.fromkeys(("by", "at", "comment"), _TEXT)
PERSON_KEYS: dict[str, Any] = dict.fromkeys(("name", "email"), _TEXT)
HEAD_KEYS: dict[str, Any] = {
    "format": _TEXT,
    "format_version": int,
    "made_at": _TEXT,
    "organisation": _TEXT,
    "person": dict,
    "entries": _LIST,
}


@dataclass(frozen=True, slots=True)
class CarriedFile:
    """An attachment of a carried entry."""

    name: str
    size: int
    sha256: str

    @property
    def path(self) -> str:
        """Return where its bytes lie in the archive."""
        return f"{FOLDER}{self.sha256}"


@dataclass(frozen=True, slots=True)
class Carried:
    """An entry as another installation wrote it; `verified` is what it says of its verification."""

    uuid: str
    state: State
    content: Content
    practice_area: str | None
    files: tuple[CarriedFile, ...]
    corrects: str | None
    verified: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Portfolio:
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
    plain = _loaded(content, MANIFEST)
    _check_keys(plain, {"format": _TEXT, "format_version": int, "files": dict}, MANIFEST)
    _check_format(plain, MANIFEST_FORMAT)
    promised: dict[str, tuple[int, str]] = {}
    for path, one in plain["files"].items():
        _check_keys(one, {"size": int, "sha256": _TEXT}, path)
        if path != PORTFOLIO and path != f"{FOLDER}{one['sha256']}":
            raise _refused(f"{path!r} has no place in a portfolio.")
        if one["size"] < 0 or not _SHA256.fullmatch(one["sha256"]):
            raise _refused(f"{path!r} has no good size and hash.")
        promised[path] = (one["size"], one["sha256"])
    if set(promised) != set(members) - {MANIFEST} or PORTFOLIO not in promised:
        raise _refused("Its manifest does not name exactly the files that are in it.")
    return promised


def read_portfolio(content: bytes, promised: Mapping[str, tuple[int, str]]) -> Portfolio:
    """Return the portfolio; refuse it whole for anything that is not as published."""
    plain = _loaded(content, PORTFOLIO)
    _check_keys(plain, HEAD_KEYS, PORTFOLIO)
    _check_format(plain, FORMAT)
    _check_keys(plain["person"], PERSON_KEYS, "person")
    if len(plain["entries"]) > MOST_ENTRIES:
        raise _refused(f"It has more than {MOST_ENTRIES:,} entries.")
    entries = tuple(_entry(one, f"entry {n}") for n, one in enumerate(plain["entries"], 1))
    if len({entry.uuid for entry in entries}) != len(entries):
        raise _refused("An entry is in it twice.")
    for entry in entries:
        for file in entry.files:
            if promised.get(file.path) != (file.size, file.sha256):
                raise _refused(f"The file {file.name!r} of “{entry.content.title}” is not in it.")
    person = plain["person"]
    return Portfolio(
        person["name"], person["email"], plain["organisation"], plain["made_at"], entries
    )


def _entry(plain: Any, place: str) -> Carried:
    _check_keys(plain, ENTRY_KEYS, place)
    for name, keys in (("links", LINK_KEYS), ("tags", TAG_KEYS), ("attachments", FILE_KEYS)):
        for one in plain[name]:
            _check_keys(one, keys, f"{place}, {name}")
    if plain["verified"] is not None:
        _check_keys(plain["verified"], VERIFIED_KEYS, f"{place}, verified")
    _check_values(plain, place)
    return Carried(
        uuid=plain["uuid"],
        state=State(plain["state"]),
        content=content_of(plain),
        practice_area=plain["practice_area"],
        files=tuple(CarriedFile(f["name"], f["size"], f["sha256"]) for f in plain["attachments"]),
        corrects=plain["corrects"],
        verified=plain["verified"],
    )


def _check_values(plain: Mapping[str, Any], place: str) -> None:
    good = (
        _UUID.fullmatch(plain["uuid"])
        and plain["state"] in set(State)
        and plain["kind"] in set(Kind)
        and all(_is_day(plain[name]) for name in ("starts_on", "ends_on") if plain[name])
        and plain["starts_on"]
        and _HOURS.fullmatch(plain["hours"])
        and all(_SHA256.fullmatch(file["sha256"]) for file in plain["attachments"])
    )
    if not good:
        raise _refused(f"{place} holds a value that is not as published.")
    try:
        Decimal(plain["hours"])
    except InvalidOperation as error:
        raise _refused(f"{place} has no good hours.") from error


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _loaded(content: bytes, name: str) -> Any:
    try:
        return json.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise _refused(f"{name} cannot be read.") from error


def _check_keys(plain: Any, keys: Mapping[str, Any], place: str) -> None:
    if not isinstance(plain, dict) or set(plain) != set(keys):
        raise _refused(f"{place} does not have exactly the published keys.")
    for name, kind in keys.items():
        value = plain[name]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise _refused(f"{place}, {name} is not of the published type.")


def _check_format(plain: Mapping[str, Any], wanted: str) -> None:
    if plain["format"] != wanted:
        raise _refused("It is not a portfolio of this kind.")
    if plain["format_version"] != VERSION:
        raise Refused(
            "other_version",
            f"This portfolio has format {plain['format_version']}; here format {VERSION} is read.",
            field="file",
        )


def _refused(reason: str) -> Refused:
    return Refused("bad_portfolio", f"This portfolio cannot be taken in. {reason}", field="file")
