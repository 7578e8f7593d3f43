"""The service navigation: at most six entries, by role."""

from dataclasses import dataclass

from competency.kernel.actor import Actor

MOST = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation; `room` is the blueprint whose pages it stands for."""

    text: str
    endpoint: str
    room: str


HOME = Entry("Home", "insights.home", "insights")


def entries_for(actor: Actor) -> list[Entry]:
    """Return the entries this actor comes for, the first six at most, home first."""
    return [HOME][:MOST]
