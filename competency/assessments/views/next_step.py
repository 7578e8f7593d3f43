"""The reader's next step in an appraisal: the first thing on its page."""

from flask import url_for

from competency.assessments.domain.marks import Hand
from competency.assessments.domain.state import RATING, SIGNING, TALKING, State
from competency.assessments.service.reading import Sheet
from competency.assessments.views.words import supervisor_name
from competency.frameworks.domain.structure import Section
from competency.kernel.values import Value


class NextStep(Value):
    """What to do next (with `href`) or what is being waited for (without), and a sentence."""

    text: str
    href: str = ""
    hint: str = ""


def next_step(found: Sheet) -> NextStep:
    """Return the one next step of this reader."""
    if found.state is State.WITHDRAWN:
        reason = found.appraisal.withdrawn_reason or ""
        return NextStep("Withdrawn", hint=f"Reason: {reason}")
    if found.state is State.SIGNED:
        return _go("Read the signed record", "sealed_record", found)
    if found.hand is None:
        return _without_a_part(found)
    if found.state in RATING:
        return _rating(found, found.hand)
    if found.state in TALKING:
        return _go("Talk about your two ratings", "talk", found)
    return _signing(found, found.hand)


def next_section(found: Sheet) -> Section | None:
    """Return the first section with a strand that the reader has not rated."""
    unfinished = (s for s in found.framework.sections if found.rated(s) < len(s.strands))
    return next(unfinished, None)


def _rating(found: Sheet, hand: Hand) -> NextStep:
    if found.facts.submitted_at(hand):
        other = supervisor_name(found) if hand is Hand.SELF else found.subject.name
        return NextStep(
            f"Waiting for {_of(other)} rating",
            hint="Until then you can still take yours back.",
        )
    section = next_section(found)
    if section is None:
        return _go("Submit your rating", "submit", found, "You have rated every strand.")
    begun = "Go on rating" if found.rated_in_all else "Start rating"
    return NextStep(
        f"{begun}: {section.title}",
        url_for("assessments.rate", appraisal_id=found.appraisal.id, section=section.code),
    )


def _signing(found: Sheet, hand: Hand) -> NextStep:
    if hand in found.signatures:
        other = supervisor_name(found) if hand is Hand.SELF else found.subject.name
        return NextStep(f"Waiting for {_of(other)} signature")
    return _go("Read and sign", "sign", found)


def _without_a_part(found: Sheet) -> NextStep:
    if found.may_take_part:
        return _go(
            "Take the supervisor's part",
            "take_part",
            found,
            f"The part is with {supervisor_name(found)} now."
            if found.appraisal.supervisor_id
            else "Nobody has it yet.",
        )
    turn = "" if found.state in SIGNING else " You see both ratings once both are submitted."
    return NextStep("Nothing here waits for you", hint=f"You are looking on.{turn}")


def _go(text: str, endpoint: str, found: Sheet, hint: str = "") -> NextStep:
    return NextStep(text, url_for(f"assessments.{endpoint}", appraisal_id=found.appraisal.id), hint)


def _of(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"
