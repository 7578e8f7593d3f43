"""The parts of a case review instrument.

Every part says where it comes from (`source`). Where the source leaves something open, what we
ship is our own and `assumption` says so in words; an organisation changes it in its own version.
"""

from competency.frameworks.domain.protocol.parts import Part, Point
from competency.kernel.values import Value

LEVELS = ("first", "second", "central")
QUOTAS_FOR = ("supervisor", "region")
# The steps of a group of reviews whose meaning the room of the reviews knows, by their codes.
MILESTONES = (
    "draw",
    "load",
    "start",
    "substitution",
    "complete",
    "monitor",
    "assign-second",
    "complete-second",
    "monitor-second",
)
WHERE_NEGATIVE, ALWAYS = "where-negative", "always"
NARRATIVES = (WHERE_NEGATIVE, ALWAYS)
NOT_APPLICABLE = "not-applicable"
# What can be told of a case without asking anybody, so that an element is proposed. "In the
# period" means within the period under review, its first and last day included.
FACTS = (
    "referred-in-period",
    "refused-in-period",
    "in-contact",
    "contacted-in-period",
    "appointment-missed-in-period",
    "planned",
    "reviewed",
    "reviewed-again",
    "drinks-alcohol",
    "substitution-therapy",
    "concern-in-period",
    "safeguarding-in-period",
    "incident-in-period",
    "investigation-in-period",
    "handed-over-in-period",
    "closed-in-period",
    "follow-up-consented",
)


class Level(Part, kw_only=True):
    """A level of review: what it is for, and at most how many in a month for whom.

    `quota` None means as many as the purpose needs. `looks_at` names what is read for it.
    """

    purpose: str
    quota: int | None
    quota_for: str | None
    looks_at: tuple[str, ...]


class Milestone(Part, kw_only=True):
    """A step of the reviews of one draw: between which days of which month, and whose it is.

    `month` 0 is the month of the draw, 1 the month after it. Both days are included.
    """

    level: str
    month: int
    from_day: int
    until_day: int
    who: str


class SubstitutionReason(Part, kw_only=True):
    """A reason for which another case may be drawn instead; `needs` says what has to be shown."""

    text: str
    needs: str | None


class Limits(Value, kw_only=True):
    """The numbers that hold for all reviews made with this instrument.

    Months for the period under review, for a team's trends and for how long a drawn case is not
    drawn again; days to put a correction right; paired answers below which no agreement is shown.
    """

    period_months: int
    not_again_months: int
    correction_days: int
    team_trend_months: int
    calibration_minimum: int
    source: str
    assumption: str | None


class AnswerChoice(Value):
    """One answer; `value` ranks it for agreement (more is better), None leaves it out."""

    code: str
    label: str
    negative: bool
    value: int | None


class AnswerScale(Part, kw_only=True):
    """The answers that an item can have, from which one is chosen."""

    answers: tuple[AnswerChoice, ...]

    def answer(self, code: str) -> AnswerChoice | None:
        """Return the answer with the code, None where the scale has none such."""
        return next((one for one in self.answers if one.code == code), None)


class Element(Part, kw_only=True):
    """Something that a case has or has not, chosen as a review starts; parts depend on it.

    `fact` is what proposes it; None where only the reviewer can tell.
    """

    question: str
    fact: str | None


class Condition(Value):
    """What must be so for a section or an item to apply.

    Either an element is chosen (with `absent`: is not chosen), or an item before this one has one
    of the answers.
    """

    element: str | None = None
    absent: bool = False
    item: str | None = None
    answers: tuple[str, ...] = ()


class Item(Part, kw_only=True):
    """One question about the casework; `title` is its short name.

    `strands` are those of the competency framework that the answer says something about.
    `standard` is the timeliness standard that can pre-fill it. `target_only` items relate to the
    target client alone.
    """

    question: str
    guidance: str
    scale: str
    narrative: str
    strands: tuple[str, ...]
    standard: str | None
    target_only: bool
    when: tuple[Condition, ...]


class Section(Part, kw_only=True):
    """A part of the instrument with its items in order, and when it applies at all."""

    intro: str
    when: tuple[Condition, ...]
    items: tuple[Item, ...]


__all__ = [
    "ALWAYS", "FACTS", "LEVELS", "MILESTONES", "NARRATIVES", "NOT_APPLICABLE", "QUOTAS_FOR",
    "WHERE_NEGATIVE", "AnswerChoice", "AnswerScale", "Condition", "Element", "Item", "Level",
    "Limits", "Milestone", "Part", "Point", "Section", "SubstitutionReason",
]  # fmt: skip
