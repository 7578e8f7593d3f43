"""What can happen to what people are told; ids and counts only, no content."""

from competency.kernel.values import Value


class DigestsWritten(Value, kw_only=True):
    mails: int
    notices: int


class DigestChosen(Value, kw_only=True):
    person_id: int
    frequency: str


class CalendarFeedMade(Value, kw_only=True):
    person_id: int
    feed_id: int


class CalendarFeedRevoked(Value, kw_only=True):
    person_id: int
    feed_id: int
