"""Reading deadlines, review cycles, follow-ups, the quick return and the keeping of records."""

from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.protocol.parts import APPLIES
from competency.frameworks.domain.protocol.periods import (
    Deadline,
    FollowUp,
    QuickReturn,
    Retention,
    ReviewCycle,
)
from competency.frameworks.domain.protocol.read_workflow import STEP_UNITS
from competency.frameworks.domain.protocol.reading import Head, Read, read_head, read_list
from competency.frameworks.domain.reading import Table

ACTORS = ("administration", "manager", "worker")


def read_deadlines(folder: Folder) -> list[Read[Deadline]]:
    """Return the clocks, each from one event to another."""

    def build(table: Table, head: Head) -> Deadline:
        one = Deadline(
            **head,
            purpose=table.text("purpose"),
            actor=table.choice("actor", ACTORS),
            applies=table.choice("applies", APPLIES),
            starts=table.text("starts"),
            ends=table.text("ends"),
            limit=table.integer("limit", minimum=1),
            unit=table.choice("unit", STEP_UNITS),
            is_guide=table.flag("is_guide"),
        )
        if one.starts and one.starts == one.ends:
            table.fault("ends", f"is {one.ends!r} like the start; what repeats is a review cycle")
        return one

    return read_list(folder, "work.toml", "deadlines", build)


def read_cycles(folder: Folder) -> list[Read[ReviewCycle]]:
    """Return what is reviewed again and again."""

    def build(table: Table, head: Head) -> ReviewCycle:
        return ReviewCycle(
            **head,
            applies=table.choice("applies", APPLIES),
            starts=table.text("starts"),
            reviewed=table.text("reviewed"),
            every_months=table.integer("every_months", minimum=1),
        )

    return read_list(folder, "work.toml", "cycles", build)


def read_follow_ups(folder: Folder) -> list[Read[FollowUp]]:
    """Return the contacts after closure, the earliest first."""
    months = 0

    def build(table: Table, head: Head) -> FollowUp:
        nonlocal months
        one = FollowUp(
            **head,
            starts=table.text("starts"),
            after_months=table.integer("after_months", minimum=1),
            consent=table.text("consent"),
        )
        if one.after_months <= months:
            table.fault("after_months", f"is {one.after_months} and must be above the one before")
        months = one.after_months
        return one

    return read_list(folder, "closing.toml", "follow_ups", build)


def read_quick_return(folder: Folder) -> Read[QuickReturn]:
    """Return how long a client can come back quickly."""
    table = folder.document("closing.toml").table("quick_return")
    part = QuickReturn(
        **read_head(folder, table, "quick-return"),
        text=table.text("text"),
        starts=table.text("starts"),
        months=table.integer("months", minimum=1),
    )
    return Read(table, part)


def read_retention(folder: Folder) -> Read[Retention]:
    """Return how long records are kept."""
    table = folder.document("closing.toml").table("retention")
    part = Retention(
        **read_head(folder, table, "retention"),
        text=table.text("text"),
        starts=table.text("starts"),
        years=table.integer("years", minimum=1),
        remains=table.text("remains"),
    )
    return Read(table, part)
