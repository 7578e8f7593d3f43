"""What has to be done by when, again and again, and how long records are kept."""

from competency.frameworks.domain.protocol.parts import Part


class Deadline(Part, kw_only=True):
    """A clock of the protocol. A guide is the source's own "about": shown, never missed."""

    purpose: str
    actor: str
    applies: str
    starts: str
    ends: str
    limit: int
    unit: str
    is_guide: bool


class ReviewCycle(Part, kw_only=True):
    """Something that is reviewed again and again, first counted from the event `starts`."""

    applies: str
    starts: str
    reviewed: str
    every_months: int


class FollowUp(Part, kw_only=True):
    """A contact some months after closure, made only while the consent of that code stands."""

    starts: str
    after_months: int
    consent: str


class QuickReturn(Part, kw_only=True):
    """How long after closure a client can come back without a new referral."""

    text: str
    starts: str
    months: int


class Retention(Part, kw_only=True):
    """How long the records are kept, from which event, and what is left after the disposal."""

    text: str
    starts: str
    years: int
    remains: str
