"""What needs somebody now: what, why, by when, and the one place where it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# Why each step of an appraisal waits, and where it is taken (below the appraisal's own address).
STEPS = {
    "rate": ("Your part is not submitted yet.", ""),
    "talk": ("Both ratings are submitted, so you can see both and talk.", "/talk"),
    "sign": ("What you agreed is ready. Your signature is missing.", "/sign"),
    "take_part": ("Nobody has the supervisor's part in this appraisal yet.", ""),
}


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do; `path` is where, `due_on` None where no day is set."""

    text: str
    why: str
    path: str
    due_on: date | None = None


def of_an_appraisal(
    appraisal_id: int, step: str, what: str, about: str, due_on: date | None
) -> Need:
    """Return what an appraisal needs of somebody; `about` says whose it is, or in what area."""
    why, below = STEPS[step]
    return Need(f"{what}: {about}", why, f"/appraisals/{appraisal_id}{below}", due_on)


def of_accounts(without_password: int) -> Need:
    """Return what people who cannot sign in yet need of an administrator."""
    one = without_password == 1
    who = "1 person" if one else f"{without_password} people"
    return Need(
        f"Send {who} a link to set a password",
        f"{'This person has' if one else 'They have'} no password yet, so "
        f"{'this person' if one else 'they'} cannot sign in.",
        "/admin/people",
    )


def of_evidence_to_verify(count: int) -> Need:
    """Return what shared evidence needs of a supervisor."""
    entries = "1 entry" if count == 1 else f"{count} entries"
    waits = "It was" if count == 1 else "They were"
    return Need(
        f"Verify {entries} of evidence",
        f"{waits} shared with you and {'waits' if count == 1 else 'wait'} for your word.",
        "/evidence/waiting",
    )


def of_returned_evidence(count: int) -> Need:
    """Return what evidence that a supervisor sent back needs of its writer."""
    entries = "1 entry" if count == 1 else f"{count} entries"
    return Need(
        f"Change {entries} of evidence that came back",
        "Your supervisor says in a comment what is still missing.",
        "/evidence?state=returned",
    )


def in_order(needs: Iterable[Need]) -> list[Need]:
    """Return the needs with the soonest first, those without a day last."""
    return sorted(needs, key=lambda need: (need.due_on is None, need.due_on or date.max))


def away(due_on: date, today: date) -> str:
    """Return how far away a day is, in words."""
    days = (due_on - today).days
    if days in (-1, 0, 1):
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"
