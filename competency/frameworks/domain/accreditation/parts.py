"""The parts of an accreditation standard.

Every part says where it comes from (`source`). Where the source leaves something open, what we
ship is our own and `assumption` says so in words; an organisation changes it in its own version.
"""

from competency.frameworks.domain.protocol.parts import Part, Point
from competency.kernel.errors import Refused
from competency.kernel.values import Value

# How a practice is evidenced; the room of the accreditation knows one page for each.
MATRIX, ACTIVITIES, CASELOAD = "matrix", "activities", "caseload"
CONTACTS, QUALIFIED_PERSON, STATEMENT = "contacts", "qualified-person", "statement"
COMPUTATIONS = (MATRIX, ACTIVITIES, CASELOAD, CONTACTS, QUALIFIED_PERSON, STATEMENT)
COUNTED = (CASELOAD, CONTACTS)  # these are worked out from live cases and can be frozen
# The figures that a suggestion may rest on, by how the practice is evidenced; those in percent
# are of the n that stands beside them.
EVIDENCE_FIGURES = ("evidence-items", "evidence-ready")
FIGURES: dict[str, tuple[str, ...]] = {
    MATRIX: ("points", "unanswered", "gaps", "without-agreement", *EVIDENCE_FIGURES),
    ACTIVITIES: ("points", "without-evidence", *EVIDENCE_FIGURES),
    CASELOAD: ("workers", "percent-in-range", "percent-over", *EVIDENCE_FIGURES),
    CONTACTS: ("case-months", "percent-met", *EVIDENCE_FIGURES),
    QUALIFIED_PERSON: ("named", "without-document", *EVIDENCE_FIGURES),
    STATEMENT: EVIDENCE_FIGURES,
}
DOCUMENT, COUNT, INTERVIEWS, RECORDS = "document", "count", "interviews", "case-records"
SHOWN_BY = (DOCUMENT, COUNT, INTERVIEWS, RECORDS)
# Which whole number a share of a month's contacts comes to.
DOWN, NEAREST, UP = "down", "nearest", "up"
ROUNDINGS = (DOWN, NEAREST, UP)


class Condition(Value):
    """A figure of a practice lies between two numbers, both included; None leaves an end open."""

    figure: str
    at_least: int | None
    at_most: int | None

    def holds(self, value: int) -> bool:
        """Return whether the value of the figure lies between the two."""
        above = self.at_least is None or value >= self.at_least
        return above and (self.at_most is None or value <= self.at_most)


class SuggestionRule(Value):
    """What is suggested where all conditions hold; the first rule of a practice that does, wins.

    Without a rating nothing is suggested, and `because` says why.
    """

    rating: int | None
    when: tuple[Condition, ...]
    because: str


class WholeRule(Value):
    """A rating of the whole standard: no practice is rated worse than `every`, and none that is
    fundamental worse than `fundamental`; None asks nothing."""

    rating: int
    every: int | None
    fundamental: int | None
    because: str


class Way(Value):
    """One way of providing a service, and what has to be said or shown with it."""

    code: str
    label: str
    needs_agreement: bool
    needs_reason: bool
    is_gap: bool


class PracticePoint(Part, kw_only=True):
    """A service, an activity or an alternative; `needs` names the document that belongs to it."""

    text: str
    needs: str | None


class CaseloadRange(Value, kw_only=True):
    """How many cases a full-time worker holds, both ends included, and what is weighed beside it.

    `other_percent` is what a case outside the programme counts against one inside, until the
    organisation's own policy says otherwise.
    """

    least: int
    most: int
    other_percent: int
    weigh: tuple[Point, ...]


class ContactTarget(Value):
    """How often a month somebody is in direct contact with each individual or family.

    `rounding` is which whole number the share of a part month comes to.
    """

    per_month: int
    rounding: str


class Practice(Part, kw_only=True):
    """One practice standard: what is expected and how it is evidenced.

    `points` are its services, activities or alternatives, `ways` how a service can be provided.
    """

    text: str
    fundamental: bool
    may_not_apply: bool
    computation: str
    interpretation: str | None
    points: tuple[PracticePoint, ...]
    ways: tuple[Way, ...]
    caseload: CaseloadRange | None
    contacts: ContactTarget | None
    suggestions: tuple[SuggestionRule, ...]

    @property
    def is_counted(self) -> bool:
        """Return whether live cases say something of it, which can be frozen as evidence."""
        return self.computation in COUNTED

    def point(self, code: str) -> PracticePoint:
        """Return the point with the code; refuse one that the practice does not have."""
        for point in self.points:
            if point.code == code:
                return point
        raise Refused("unknown_point", f"{self.code} has no {code!r}.")

    def way(self, code: str) -> Way:
        """Return the way of providing with the code; refuse one that there is not."""
        for way in self.ways:
            if way.code == code:
                return way
        raise Refused("unknown_way", f"{self.code} knows no way {code!r}.", field="way")


class RatingMeaning(Value):
    """What a rating says of the practice, and signs by which one knows it."""

    value: int
    meaning: str
    indicators: tuple[str, ...]


class EvidenceItem(Part, kw_only=True):
    """One thing that is shown: `any_of` names what it may be, `people` who may be asked.

    `shown_by` says how: a document, a frozen count, interviews, or case records. `practices` are
    those that it speaks for.
    """

    text: str
    shown_by: str
    practices: tuple[str, ...]
    any_of: tuple[str, ...]
    people: tuple[str, ...]


class EvidenceList(Part, kw_only=True):
    """One of the lists of evidence, with its items in order."""

    text: str
    items: tuple[EvidenceItem, ...]


class Limits(Value, kw_only=True):
    """The numbers that hold for a whole self-study.

    `count_months` is how many whole months a count of contacts looks back, `steps_apart` from how
    many steps between own and suggested rating the two are worth a second look.
    """

    count_months: int
    steps_apart: int
    source: str
    assumption: str | None


__all__ = [
    "ACTIVITIES", "CASELOAD", "COMPUTATIONS", "CONTACTS", "COUNT", "COUNTED", "DOCUMENT", "DOWN",
    "EVIDENCE_FIGURES", "FIGURES", "INTERVIEWS", "MATRIX", "NEAREST", "QUALIFIED_PERSON",
    "RECORDS", "ROUNDINGS", "SHOWN_BY", "STATEMENT", "UP", "CaseloadRange", "Condition",
    "ContactTarget", "EvidenceItem", "EvidenceList", "Limits", "Part", "Point", "Practice",
    "PracticePoint", "RatingMeaning", "SuggestionRule", "Way", "WholeRule",
]  # fmt: skip
