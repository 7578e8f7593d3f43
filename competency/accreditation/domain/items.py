"""The rules of the checklist: who brings an item until when, and when it is ready."""

from datetime import date
from enum import StrEnum

from competency.accreditation.domain.states import DONE, ItemState
from competency.accreditation.domain.writing import at_most
from competency.kernel.errors import Refused
from competency.kernel.values import Value, replace

SOON = 7  # days before an item is due that its owner is told again


class Plan(Value):
    """Who brings an item, and until when."""

    owner_id: int | None = None
    due_on: date | None = None


class Progress(Value):
    """What its owner says of an item; `reason` is why it is not needed."""

    state: ItemState
    notes: str = ""
    reason: str = ""


class Due(StrEnum):
    """How an item stands to its due date."""

    LATE = "late"
    SOON = "soon"
    LATER = "later"
    NONE = "none"


def checked_plan(new: Plan, before: Plan, today: date) -> Plan:
    """Return the plan; refuses a due date in the past, unless it stood there already."""
    if new.due_on is not None and new.due_on != before.due_on and new.due_on < today:
        raise Refused(
            "due_in_the_past",
            "This day is over. Choose today or a later day.",
            field="due_on",
        )
    return new


def checked_progress(new: Progress, *, files: int) -> Progress:
    """Return the progress, tidied; `files` is how many files, and frozen counts, the item has.

    Refuses to leave an item out without a reason, an item that is ready with nothing to show
    (neither a file or count nor a note that says where it is), and too much text.
    """
    new = replace(new, notes=at_most(new.notes, "notes"), reason=at_most(new.reason, "reason"))
    if new.state is not ItemState.NOT_NEEDED:
        new = replace(new, reason="")
    elif not new.reason:
        raise Refused(
            "no_reason", "Say why this item is not needed; the panel will ask.", field="reason"
        )
    if new.state is ItemState.READY and not files and not new.notes:
        raise Refused(
            "nothing_to_show",
            "Add a file, or say in the notes where the panel finds it; then it is ready.",
            field="notes",
        )
    return new


def due(state: ItemState, due_on: date | None, today: date) -> Due:
    """Return how an item stands to its due date; what is done is due no more."""
    if due_on is None or state in DONE:
        return Due.NONE
    if due_on < today:
        return Due.LATE
    return Due.SOON if (due_on - today).days <= SOON else Due.LATER
