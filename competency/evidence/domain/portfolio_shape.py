"""The shape of a portfolio's two JSON files: which keys, of which types, and how long at most.

docs/portfolio.schema.json publishes it for those who write one. Nothing is taken on trust: an
unknown key, another type, a text or list beyond its bounds and characters that no database keeps
refuse the whole.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from competency.evidence.domain.entry import Kind
from competency.evidence.domain.state import State
from competency.kernel.errors import Refused

FORMAT = "casebridge-portfolio"
MANIFEST_FORMAT = "casebridge-portfolio-manifest"
VERSION = 1
MOST_ENTRIES = 20_000
MOST_PARTS = 200  # strands, tags or attachments of one entry
LONGEST = 300  # of all texts but those below, which have bounds of their own when they are kept
WRITTEN = {"title", "did", "learned", "applied", "comment"}
LONGEST_WRITTEN = 20_000
SHA256 = re.compile(r"[0-9a-f]{64}")
# In a name: control characters and those that turn the direction of writing, which mislead.
_HIDDEN = re.compile("[\\x00-\\x1f\\x7f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
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
MANIFEST_KEYS: dict[str, Any] = {"format": _TEXT, "format_version": int, "files": dict}
PROMISE_KEYS: dict[str, Any] = {"size": int, "sha256": _TEXT}


def loaded(content: bytes, name: str) -> Any:
    """Return what the JSON says; refuse what is none, whatever ails it."""
    try:
        return json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        raise refused(f"{name} cannot be read.") from error


def check_head(plain: Any, name: str) -> None:
    """Refuse a portfolio.json whose outer part is not as published."""
    check_keys(plain, HEAD_KEYS, name)
    check_format(plain, FORMAT)
    check_keys(plain["person"], PERSON_KEYS, "person")
    if len(plain["entries"]) > MOST_ENTRIES:
        raise refused(f"It has more than {MOST_ENTRIES:,} entries.")


def check_entry(plain: Any, place: str) -> None:
    """Refuse an entry that is not as published."""
    check_keys(plain, ENTRY_KEYS, place)
    for name, keys in (("links", LINK_KEYS), ("tags", TAG_KEYS), ("attachments", FILE_KEYS)):
        if len(plain[name]) > MOST_PARTS:
            raise refused(f"{place} has more than {MOST_PARTS} {name}.")
        for one in plain[name]:
            check_keys(one, keys, f"{place}, {name}")
    if plain["verified"] is not None:
        check_keys(plain["verified"], VERIFIED_KEYS, f"{place}, verified")
    good = (
        _UUID.fullmatch(plain["uuid"])
        and plain["state"] in set(State)
        and plain["kind"] in set(Kind)
        and _is_day(plain["starts_on"])
        and (plain["ends_on"] is None or _is_day(plain["ends_on"]))
        and _HOURS.fullmatch(plain["hours"])
        and all(SHA256.fullmatch(file["sha256"]) for file in plain["attachments"])
    )
    if not good:
        raise refused(f"{place} holds a value that is not as published.")


def check_keys(plain: Any, keys: Mapping[str, Any], place: str) -> None:
    """Refuse other keys than these, values of other types, and texts that cannot be kept."""
    if not isinstance(plain, dict) or set(plain) != set(keys):
        raise refused(f"{place} does not have exactly the published keys.")
    for name, kind in keys.items():
        value = plain[name]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise refused(f"{place}, {name} is not of the published type.")
        if isinstance(value, str):
            _check_text(value, name, place)


def check_format(plain: Mapping[str, Any], wanted: str) -> None:
    """Refuse something else, and a later version of the same."""
    if plain["format"] != wanted:
        raise refused("It is not a portfolio of this kind.")
    if plain["format_version"] != VERSION:
        raise Refused(
            "other_version",
            f"This portfolio has another format than {VERSION}, which is read here.",
            field="file",
        )


def refused(reason: str) -> Refused:
    """Return the refusal of a portfolio, for this reason."""
    return Refused("bad_portfolio", f"This portfolio cannot be taken in. {reason}", field="file")


def _check_text(text: str, name: str, place: str) -> None:
    if len(text) > (LONGEST_WRITTEN if name in WRITTEN else LONGEST):
        raise refused(f"{place}, {name} is too long.")
    hidden = "\0" in text if name in WRITTEN else _HIDDEN.search(text)
    if hidden or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise refused(f"{place}, {name} holds a character that cannot be kept.")


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
