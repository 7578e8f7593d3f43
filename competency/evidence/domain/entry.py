"""What an entry of the log says, and what makes it fit to be kept or shared."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from competency.kernel.errors import Refused, RefusedEach
from competency.kernel.values import Value

LONGEST_TITLE = 200
LONGEST_TEXT = 10_000
MOST_HOURS = Decimal(2000)
EARLIEST = date(1950, 1, 1)
HUNDREDTH = Decimal("0.01")


class Kind(StrEnum):
    """What somebody did."""

    COURSE = "course"
    SUPERVISION = "supervision"
    PEER_DISCUSSION = "peer_discussion"
    READING = "reading"
    CASE_REFLECTION = "case_reflection"
    TEACHING = "teaching"
    AUDIT = "audit"
    OTHER = "other"

    @property
    def words(self) -> str:
        """Return the kind as people say it."""
        return self.value.replace("_", " ").capitalize()


class Link(Value, order=True):
    """A strand of a framework version that the entry is evidence for, and at which level."""

    framework_id: str
    framework_version: str
    strand: str
    level: str


class Tag(Value, order=True):
    """What the entry counts as in the scheme of another body."""

    scheme: str
    scheme_version: str
    code: str


class Content(Value, kw_only=True):
    """All that a person writes into an entry; a period has an end, a single day has none."""

    title: str
    kind: Kind = Kind.OTHER
    starts_on: date
    ends_on: date | None = None
    hours: Decimal
    did: str = ""
    learned: str = ""
    applied: str = ""
    practice_area_id: int | None = None
    links: tuple[Link, ...] = ()
    tags: tuple[Tag, ...] = ()

    @property
    def last_day(self) -> date:
        """Return the day on which what is described was done or ended."""
        return self.ends_on or self.starts_on

    def texts(self) -> dict[str, str]:
        """Return what is written in words, by field."""
        return {
            "title": self.title,
            "did": self.did,
            "learned": self.learned,
            "applied": self.applied,
        }


TEXT_LABELS = {
    "title": "Title",
    "did": "What I did",
    "learned": "What I learned",
    "applied": "How I apply it",
}


def checked(content: Content, today: date) -> Content:
    """Return the content tidied: trimmed, composed, links and tags in order and only once.

    Raises RefusedEach with every field that cannot be kept: no title, no or too many hours, a
    period that ends before it starts, a day that has not come yet.
    """
    tidy = _tidied(content)
    refusals = {refusal.field or "": refusal for refusal in _refusals(tidy, today)}
    if refusals:
        raise RefusedEach(refusals)
    return tidy


def check_complete(content: Content) -> None:
    """Refuse to share an entry that does not yet say what was done and learned, or of what it is.

    A quick entry may lack these; it is finished before anybody else sees it.
    """
    missing: dict[str, Refused] = {}
    for field in ("did", "learned"):
        if not getattr(content, field):
            words = TEXT_LABELS[field].lower().replace(" i ", " you ")
            missing[field] = Refused("unfinished", f"Say {words} before sharing.", field=field)
    if not content.links:
        missing["links"] = Refused(
            "no_strand", "Choose at least one strand that this is evidence for.", field="links"
        )
    if missing:
        raise RefusedEach(missing)


def content_hash(facts: dict[str, Any]) -> str:
    """Return SHA-256 over the facts as canonical JSON; the same facts, the same hash."""
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def facts_of(content: Content) -> dict[str, Any]:
    """Return the content as plain values for a snapshot, a seal or an export."""
    return {
        "title": content.title,
        "kind": content.kind.value,
        "starts_on": content.starts_on.isoformat(),
        "ends_on": content.ends_on.isoformat() if content.ends_on else None,
        "hours": hours_text(content.hours),
        "did": content.did,
        "learned": content.learned,
        "applied": content.applied,
        "links": [
            {
                "framework": link.framework_id,
                "version": link.framework_version,
                "strand": link.strand,
                "level": link.level,
            }
            for link in sorted(content.links)
        ],
        "tags": [
            {"scheme": tag.scheme, "version": tag.scheme_version, "code": tag.code}
            for tag in sorted(content.tags)
        ],
    }


def content_of(facts: dict[str, Any], practice_area_id: int | None = None) -> Content:
    """Return the content that the facts describe, as `facts_of` wrote them."""
    ends_on = facts["ends_on"]
    return Content(
        title=facts["title"],
        kind=Kind(facts["kind"]),
        starts_on=date.fromisoformat(facts["starts_on"]),
        ends_on=date.fromisoformat(ends_on) if ends_on else None,
        hours=Decimal(facts["hours"]),
        did=facts["did"],
        learned=facts["learned"],
        applied=facts["applied"],
        practice_area_id=practice_area_id,
        links=tuple(
            Link(one["framework"], one["version"], one["strand"], one["level"])
            for one in facts["links"]
        ),
        tags=tuple(Tag(one["scheme"], one["version"], one["code"]) for one in facts["tags"]),
    )


def hours_text(hours: Decimal) -> str:
    """Return hours in one spelling, whatever the database made of them: 1.5, never 1.50."""
    return f"{hours.quantize(HUNDREDTH):f}".rstrip("0").rstrip(".")


def hours_words(hours: Decimal) -> str:
    """Return hours with their word: 1 hour, 1.5 hours."""
    return f"{hours_text(hours)} {'hour' if hours == 1 else 'hours'}"


def _tidied(content: Content) -> Content:
    return Content(
        title=" ".join(_composed(content.title).split()),
        kind=content.kind,
        starts_on=content.starts_on,
        ends_on=content.ends_on if content.ends_on != content.starts_on else None,
        hours=content.hours,
        did=_composed(content.did).strip(),
        learned=_composed(content.learned).strip(),
        applied=_composed(content.applied).strip(),
        practice_area_id=content.practice_area_id,
        links=tuple(sorted(set(content.links))),
        tags=tuple(sorted(set(content.tags))),
    )


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _refusals(content: Content, today: date) -> Iterable[Refused]:
    yield from _text_refusals(content)
    yield from _day_refusals(content, today)
    if not content.hours.is_finite() or content.hours <= 0:
        yield Refused("no_hours", "Say how many hours it took, such as 1.5.", field="hours")
    elif content.hours > MOST_HOURS:
        yield Refused("many_hours", f"Hours can be at most {MOST_HOURS}.", field="hours")
    elif content.hours != content.hours.quantize(HUNDREDTH):
        yield Refused("fine_hours", "Give hours with at most two decimals.", field="hours")
    strands = [(link.framework_id, link.strand) for link in content.links]
    if len(set(strands)) != len(strands):
        yield Refused("strand_twice", "Link each strand once, at one level.", field="links")


def _text_refusals(content: Content) -> Iterable[Refused]:
    if not content.title:
        yield Refused("no_title", "Give the entry a title.", field="title")
    for field, text in content.texts().items():
        longest = LONGEST_TITLE if field == "title" else LONGEST_TEXT
        if len(text) > longest:
            yield Refused(
                "long_text",
                f"Keep this to {longest:,} characters; it has {len(text):,}.",
                field=field,
            )
        if "\x00" in text:
            yield Refused(
                "odd_character", "This holds a character that cannot be kept.", field=field
            )


def _day_refusals(content: Content, today: date) -> Iterable[Refused]:
    if content.starts_on > today:
        yield Refused("future", "This day has not come yet.", field="starts_on")
    elif content.starts_on < EARLIEST:
        yield Refused("long_ago", f"Give a day after {EARLIEST.year}.", field="starts_on")
    if content.ends_on and content.ends_on < content.starts_on:
        yield Refused("ends_first", "It ends before it starts.", field="ends_on")
    elif content.ends_on and content.ends_on > today:
        yield Refused("future", "This day has not come yet.", field="ends_on")
