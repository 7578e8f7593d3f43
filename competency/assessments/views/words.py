"""What the pages of one appraisal say about it: who sees what, and a mark in words."""

from competency.assessments.domain.marks import Answer, Hand, Mark
from competency.assessments.domain.state import RATING, State
from competency.assessments.service.reading import Sheet
from competency.frameworks.domain.structure import CompetencyFramework

TONES = {
    State.OPEN: "now",
    State.SELF_SUBMITTED: "waiting",
    State.SUPERVISOR_SUBMITTED: "waiting",
    State.REVEALED: "now",
    State.AGREED: "agreed",
    State.SIGNED_BY_ONE: "agreed",
    State.SIGNED: "good",
    State.WITHDRAWN: "quiet",
}
NOT_RATED = "not rated"


def labels_of(framework: CompetencyFramework) -> dict[int, str]:
    """Return the labels of the scale's positions."""
    return {position.value: position.label for position in framework.scale.positions}


def said(labels: dict[int, str], mark: Mark) -> str:
    """Return a mark as people say it."""
    if mark.position is not None:
        return labels[mark.position]
    return "does not apply" if mark.answer is Answer.NOT_APPLICABLE else NOT_RATED


def who_sees_ratings(found: Sheet) -> str:
    """Return who sees the reader's ratings now, or what an onlooker may see."""
    own, supervisor = found.subject.name, supervisor_name(found)
    if found.facts.self_submitted_at and found.facts.supervisor_submitted_at:
        return f"{own}, {supervisor} and those who manage them can see both ratings."
    if found.state is State.WITHDRAWN:
        return "Each rating stays with the person who gave it. Nobody else can see it."
    if found.hand is None:
        return f"Both ratings stay closed to you until {own} and {supervisor} have submitted them."
    other = "your supervisor" if found.hand is Hand.SELF else own
    if found.appraisal.open_ratings:
        return f"Your organisation works with open ratings: you and {other} see each other's."
    return f"Only you can see your rating until you and {other} have both submitted."


def who_sees_page(found: Sheet) -> str:
    """Return the line at the foot of a page that shows an appraisal without its ratings."""
    return (
        f"{found.subject.name}, {supervisor_name(found)} and those who manage them can see "
        "how this appraisal stands."
    )


def supervisor_name(found: Sheet) -> str:
    """Return who has the supervisor's part, or words for nobody."""
    supervisor_id = found.appraisal.supervisor_id
    return found.name(supervisor_id) if supervisor_id else "the supervisor"


def why_read_only(found: Sheet) -> str | None:
    """Return why the reader cannot rate now; None where they can."""
    if found.state is State.WITHDRAWN:
        return "This appraisal was withdrawn, so it takes no more ratings."
    if found.state not in RATING:
        return "Both ratings are submitted and open to both, so they no longer change."
    if found.hand is None:
        return "You have no part in this appraisal, so there is nothing for you to rate."
    if found.facts.submitted_at(found.hand):
        return (
            "You have submitted your rating. You can take it back until the other rating is "
            "submitted too."
        )
    return None
