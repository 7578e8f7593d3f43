"""What the client agreed to, what a withdrawal means, and what it bars."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from competency.cases.domain.kinds import Happened
from competency.cases.domain.timeline import Event
from competency.kernel.errors import Refused


class Consent(StrEnum):
    """A consent that the workflow itself asks for, by its code in the protocol.

    What each asks, and what follows when it is taken back, the protocol says in words.
    """

    REFERRAL = "referral"
    STORING = "storing"
    SHARING = "sharing"
    FOLLOW_UP = "follow-up"


_BARS = {
    Consent.REFERRAL: "Record the client's consent to the referral first. Without it the "
    "referral cannot be accepted.",
    Consent.STORING: "The client has not agreed that documents are stored. Record that first.",
    Consent.SHARING: "The client has not agreed that information is shared. Record that first.",
    Consent.FOLLOW_UP: "The client has not agreed to be contacted after closing.",
}


def standing_consents(line: Sequence[Event]) -> dict[str, date]:
    """Return which consents hold, and since which day; the newest word on each counts."""
    found: dict[str, date] = {}
    for event in line:
        if event.kind == Happened.CONSENT_GIVEN:
            found[event.detail] = event.happened_on
        elif event.kind == Happened.CONSENT_WITHDRAWN:
            found.pop(event.detail, None)
    return found


def withdrawn_consents(line: Sequence[Event]) -> dict[str, date]:
    """Return which consents were taken back and not given again, and on which day."""
    holds = standing_consents(line)
    return {
        event.detail: event.happened_on
        for event in line
        if event.kind == Happened.CONSENT_WITHDRAWN and event.detail not in holds
    }


def check_consent(line: Sequence[Event], consent: Consent) -> None:
    """Refuse what needs a consent that does not hold."""
    if consent not in standing_consents(line):
        raise Refused(f"no_consent_{consent.value}", _BARS[consent])
