"""What needs somebody now: what, why, by when, and the one place where it is done."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from competency.kernel.values import Value

# Why each step of an appraisal waits, and where it is taken (below the address of the appraisal,
# or of the second rating).
STEPS = {
    "rate": ("Your part is not submitted yet.", ""),
    "talk": ("Both ratings are submitted, so you can see both and talk.", "/talk"),
    "sign": ("What you agreed is ready. Your signature is missing.", "/sign"),
    "second": ("You rate it blind: you see neither rating before all three are submitted.", ""),
    "take_part": ("Nobody has the supervisor's part in this appraisal yet.", ""),
}


SHOWN = 3  # of many things of a kind, so that a home stays short


class Need(Value):
    """One thing to do; `path` is where, `due_on` None where no day is set."""

    text: str
    why: str
    path: str
    due_on: date | None = None


def of_an_appraisal(address: str, step: str, what: str, about: str, due_on: date | None) -> Need:
    """Return what an appraisal needs of somebody; `about` says whose it is, or in what area."""
    why, below = STEPS[step]
    return Need(f"{what}: {about}", why, f"{address}{below}", due_on)


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


def of_spot_checks(count: int) -> Need:
    """Return what a sample of what went through with one click needs of whoever looks at it."""
    places = "1 place" if count == 1 else f"{count} places"
    why = "It" if count == 1 else "Each"
    return Need(
        f"Look at {places} of a sample",
        f"{why} went through with one click; you say whether it stands.",
        "/checks",
    )


def of_completions_to_verify(count: int) -> Need:
    """Return what completions with a certificate need of a training lead."""
    what = "1 completion" if count == 1 else f"{count} completions"
    why = "Somebody says it was done; you say whether it counts."
    return Need(f"Verify {what} of training", why, "/training/waiting")


def of_returned_evidence(count: int) -> Need:
    """Return what evidence that a supervisor sent back needs of its writer."""
    entries = "1 entry" if count == 1 else f"{count} entries"
    return Need(
        f"Change {entries} of evidence that came back",
        "Your supervisor says in a comment what is still missing.",
        "/evidence?state=returned",
    )


class CaseDue(Value):
    """Something that is due on a case: which, what, and by when."""

    case_id: int
    reference: str
    what: str
    due_on: date


def of_cases(due: Iterable[CaseDue], today: date) -> list[Need]:
    """Return what is late, due today and due later, one need each; the cases' page lists all."""
    all_due = sorted(due, key=lambda one: (one.due_on, one.reference, one.what))
    late = [one for one in all_due if one.due_on < today]
    now = [one for one in all_due if one.due_on == today]
    later = [one for one in all_due if one.due_on > today]
    said = ((late, "late"), (now, "due today"), (later, "due this week"))
    return [_of_some_cases(found, how) for found, how in said if found]


def _of_some_cases(due: list[CaseDue], how: str) -> Need:
    first = due[0]
    if len(due) == 1:
        path = f"/cases/{first.case_id}"
        return Need(f"{first.what}: {first.reference}", f"It is {how}.", path, first.due_on)
    shown = "; ".join(f"{one.reference}: {one.what}" for one in due[:SHOWN])
    more = f"; and {len(due) - SHOWN} more" if len(due) > SHOWN else ""
    return Need(
        f"{len(due)} things are {how} on your cases", f"{shown}{more}.", "/cases", first.due_on
    )


class ReviewDue(Value):
    """Something that is due on a case review: where, of which case, what, and by when."""

    path: str
    reference: str
    what: str
    due_on: date


def of_reviews(due: Iterable[ReviewDue], today: date) -> list[Need]:
    """Return what is late and what comes next, one need each; the reviews' page lists all."""
    all_due = sorted(due, key=lambda one: (one.due_on, one.reference, one.what))
    late = [one for one in all_due if one.due_on < today]
    next_ = [one for one in all_due if one.due_on >= today]
    return [
        _of_some_reviews(found, how) for found, how in ((late, "late"), (next_, "due")) if found
    ]


def _of_some_reviews(due: list[ReviewDue], how: str) -> Need:
    first = due[0]
    if len(due) == 1:
        what = f"{first.what}: {first.reference}"
        return Need(what, f"It is {how}.", first.path, first.due_on)
    shown = "; ".join(f"{one.reference}: {one.what}" for one in due[:SHOWN])
    more = f"; and {len(due) - SHOWN} more" if len(due) > SHOWN else ""
    text = f"{len(due)} things are {how} in case reviews"
    return Need(text, f"{shown}{more}.", "/reviews", first.due_on)


def of_self_study_items(count: int, late: int) -> Need:
    """Return what somebody was asked to bring for a self-study, `late` of it past its day."""
    what = "1 item" if count == 1 else f"{count} items"
    why = "You were asked for it." if count == 1 else "You were asked for them."
    if late:
        why = f"{late} of {count} {'is' if late == 1 else 'are'} past the day."
    return Need(f"Bring {what} for the accreditation self-study", why, "/accreditation/items")


class SupervisionDue(NamedTuple):
    """Something to do in supervision: a session ahead, a signature or an agreed action; where."""

    what: str
    on: date
    path: str


# What each of them is called, one or several, why it is there, and where all of them are.
SUPERVISION = {
    "session": (
        "Prepare supervision",
        "{} supervision sessions are coming",
        "The agenda is drawn from your signals, open actions and cases; add what you want.",
        "/supervision",
    ),
    "sign": (
        "Sign a supervision session",
        "Sign {} supervision sessions",
        "It was held; the record is complete once both have signed.",
        "/supervision",
    ),
    "action": (
        "Do what you agreed in supervision",
        "{} actions agreed in supervision are yours",
        "Say how it ended once it is done, or carry it forward.",
        "/actions",
    ),
}
AHEAD = timedelta(days=14)


def of_supervision(due: Iterable[SupervisionDue], today: date) -> list[Need]:
    """Return what is late or comes within two weeks, one need for each kind of thing."""
    by_kind: dict[str, list[SupervisionDue]] = {}
    for one in sorted(due, key=lambda one: (one.on, one.path)):
        if one.on <= today + AHEAD:
            by_kind.setdefault(one.what, []).append(one)
    return [_of_some_supervision(kind, found) for kind, found in by_kind.items()]


def _of_some_supervision(kind: str, due: list[SupervisionDue]) -> Need:
    one, several, why, all_of_them = SUPERVISION[kind]
    if len(due) == 1:
        return Need(one, why, due[0].path, due[0].on)
    return Need(several.format(len(due)), why, all_of_them, due[0].on)


def of_sign_offs(references: Sequence[str]) -> Need:
    """Return what risk assessments that wait for a sign-off need of a manager, oldest first."""
    count = len(references)
    shown = ", ".join(references[:SHOWN])
    more = f" and {count - SHOWN} more" if count > SHOWN else ""
    what = "a risk assessment" if count == 1 else f"{count} risk assessments"
    return Need(f"Sign off {what}", f"For {shown}{more}.", "/cases/team")


def in_order(needs: Iterable[Need], today: date) -> list[Need]:
    """Return the needs with the soonest first; what has no day waits now, after what is late."""
    return sorted(needs, key=lambda need: (need.due_on or today, need.due_on is not None))


def away(due_on: date, today: date) -> str:
    """Return how far away a day is, in words."""
    days = (due_on - today).days
    if days in (-1, 0, 1):
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"
