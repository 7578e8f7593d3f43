"""How far a self-study is, and an item of its checklist."""

from enum import StrEnum

from competency.kernel.errors import Refused


class StudyState(StrEnum):
    """A self-study is written, lies with the panel unchanged, and is closed with its outcome."""

    OPEN = "open"
    SUBMITTED = "submitted"
    CLOSED = "closed"


class ItemState(StrEnum):
    """How far an item of evidence is."""

    TO_DO = "to-do"
    IN_HAND = "in-hand"
    READY = "ready"
    NOT_NEEDED = "not-needed"


STUDY_WORDS = {
    StudyState.OPEN: "Being written",
    StudyState.SUBMITTED: "With the panel",
    StudyState.CLOSED: "Closed",
}
ITEM_WORDS = {
    ItemState.TO_DO: "To do",
    ItemState.IN_HAND: "In hand",
    ItemState.READY: "Ready",
    ItemState.NOT_NEEDED: "Not needed",
}
DONE = frozenset({ItemState.READY, ItemState.NOT_NEEDED})


def check_open(state: StudyState) -> None:
    """Refuse to change what was submitted: the panel reads it as it was then."""
    if state is not StudyState.OPEN:
        raise Refused(
            "submitted",
            "This self-study was submitted to the panel, so it stays as it was then. What is "
            "still to be said belongs in an answer to the panel.",
        )


def check_with_panel(state: StudyState) -> None:
    """Refuse what is only done between the submission and the close."""
    if state is StudyState.OPEN:
        raise Refused("not_submitted", "The panel has not been given this self-study yet.")
    if state is StudyState.CLOSED:
        raise Refused("closed", "This self-study is closed; nothing is added to it any more.")
