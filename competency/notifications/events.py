"""What can happen to what people are told; ids and counts only, no content."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class DigestsWritten:
    mails: int
    notices: int


@dataclass(frozen=True, kw_only=True)
class DigestChosen:
    person_id: int
    frequency: str


@dataclass(frozen=True, kw_only=True)
class CalendarFeedMade:
    person_id: int
    feed_id: int


@dataclass(frozen=True, kw_only=True)
class CalendarFeedRevoked:
    person_id: int
    feed_id: int
