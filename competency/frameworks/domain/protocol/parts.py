"""What the parts of a case management protocol share.

Every part says where it comes from (`source`). Where the source leaves something open, what we
ship is our own and `assumption` says so in words; an organisation changes it in its own version.
"""

from typing import TypeVar

from competency.frameworks.domain.standard import Standard
from competency.kernel.errors import Refused
from competency.kernel.values import Value

EVERYONE = "everyone"
# Whom a rule is for: all, people who drink, the core drug services, people on (or about to
# begin) opioid substitution therapy.
APPLIES = (EVERYONE, "alcohol", "core-drug", "substitution-therapy")
# What a gate can ask for that is no event of the case; the room of the cases knows how to tell.
FACTS = (
    "referral_consent",
    "in_area",
    "storing_consent",
    "refusal_criterion",
    "goals_set",
    "client_view_recorded",
    "closure_reason_allowed",
    "meeting_decided",
    "within_quick_return",
)
# The consents, by their codes, that some of those facts are about.
FACT_CONSENTS = {"referral_consent": "referral", "storing_consent": "storing"}
RISK_CYCLE = "risk"  # the review that a concern calls for at once, by its code


class Part(Value, kw_only=True):
    """What every part of the protocol has; `assumption` is None where the source decides all."""

    code: str
    title: str
    source: str
    assumption: str | None = None


class Point(Part, kw_only=True):
    """A part that is only said: a need area, a rule for records, a recipient, ..."""

    text: str


class Answer(Value):
    """One answer with its value."""

    value: int
    label: str


class Band(Value):
    """A range of scores, both ends included."""

    code: str
    label: str
    lowest: int
    highest: int
    meaning: str

    def holds(self, score: int) -> bool:
        """Return whether the score lies in the band."""
        return self.lowest <= score <= self.highest


SomePart = TypeVar("SomePart", bound=Part)


def part_with(standard: Standard, parts: tuple[SomePart, ...], code: str, what: str) -> SomePart:
    """Return the part with the code; refuse one that the standard does not have."""
    for part in parts:
        if part.code == code:
            return part
    raise Refused(
        f"unknown_{what.replace(' ', '_')}",
        f"{standard.title} {standard.version} has no {what} {code!r}.",
    )
