"""The three levels of review, the states a review can be in, and what may be answered.

No level is superior to another: each has a purpose of its own (seed 004, "Levels of review").
"""

from enum import StrEnum


class Level(StrEnum):
    """Who reviews, and to which purpose."""

    FIRST = "first"  # the supervisor, or a peer: to coach the worker
    SECOND = "second"  # the region: to coach the supervisor and to see what the region needs
    CENTRAL = "central"  # targeted: to see what training, policy or practice support is needed


class State(StrEnum):
    """How far a review is."""

    DRAWN = "drawn"
    STARTED = "started"  # the elements of the case have been selected
    SUBMITTED = "submitted"  # all answers are entered: only then is a review complete
    SUBSTITUTED = "substituted"  # another case of the same frame stands in for it
    UNASSIGNED = "unassigned"  # its supervisor's post is vacant: this review is not done


OPEN = frozenset({State.DRAWN, State.STARTED})
# What counts towards the four of a supervisor: a case that was substituted does not.
COUNTED = frozenset(State) - {State.SUBSTITUTED}

LEVEL_WORDS = {
    Level.FIRST: "First level",
    Level.SECOND: "Second level",
    Level.CENTRAL: "Central",
}
STATE_WORDS = {
    State.DRAWN: "Drawn, not started",
    State.STARTED: "Started",
    State.SUBMITTED: "Complete",
    State.SUBSTITUTED: "Substituted",
    State.UNASSIGNED: "Not assigned",
}


class Answer(StrEnum):
    """What an item of the instrument can be answered with, by its scale."""

    STRENGTH = "strength"
    NEEDS_IMPROVEMENT = "needs-improvement"
    NOT_APPLICABLE = "not-applicable"
    YES = "yes"
    NO = "no"
