"""The chain: each entry's hash covers the one before it, so that no entry can be altered."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from competency.kernel.values import Value

BEGINNING = "0" * 64
_encode = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str
).encode


class Entry(Value):
    """One line of the trail; `facts` is canonical JSON text and holds no content of records."""

    id: int
    at: datetime
    actor_id: int | None
    event: str
    facts: str


class Link(Value):
    """An entry with the hash of its predecessor and its own."""

    entry: Entry
    previous: str
    hash: str


def canonical(facts: Mapping[str, Any]) -> str:
    """Return facts as JSON text that is the same for the same facts."""
    return _encode(facts)


def link(key: bytes, previous: str, entry: Entry) -> Link:
    """Return the entry chained to the hash before it (HMAC-SHA256; security rules, 15)."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    line = canonical(
        {
            "id": entry.id,
            "at": at,
            "actor": entry.actor_id,
            "event": entry.event,
            "facts": entry.facts,
        }
    )
    digest = hmac.new(key, f"{previous}|{line}".encode(), hashlib.sha256).hexdigest()
    return Link(entry, previous, digest)


def faults(key: bytes, links: Iterable[Link]) -> Iterator[str]:
    """Yield a sentence for each place where the chain is broken; nothing where it is whole."""
    previous, number = BEGINNING, 0
    for found in links:
        number += 1
        if found.entry.id != number:
            yield f"entry {number} is missing: entry {found.entry.id} stands in its place"
            number = found.entry.id
        if found.previous != previous:
            yield f"entry {found.entry.id} does not follow from the entry before it"
        if not hmac.compare_digest(link(key, found.previous, found.entry).hash, found.hash):
            yield f"entry {found.entry.id} was altered after it was written"
        previous = found.hash
