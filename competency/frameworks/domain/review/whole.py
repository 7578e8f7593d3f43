"""One version of a case review instrument, whole and immutable."""

from collections.abc import Iterator

from competency.frameworks.domain.kind import Entry, head_entries
from competency.frameworks.domain.part_entries import in_words, part_entries
from competency.frameworks.domain.protocol.parts import SomePart, part_with
from competency.frameworks.domain.review.parts import (
    AnswerChoice,
    AnswerScale,
    Element,
    Item,
    Level,
    Limits,
    Milestone,
    Part,
    Point,
    Section,
    SubstitutionReason,
)
from competency.frameworks.domain.standard import Standard
from competency.kernel.errors import Refused
from competency.kernel.values import Value, asdict, replace

# The lists of parts: what each is called in its codes, the field it is kept in, and in words.
LISTS = (
    ("level", "levels", "levels"),
    ("milestone", "milestones", "milestones"),
    ("reason", "reasons", "reasons for a substitution"),
    ("non-reason", "non_reasons", "things that are no reason"),
    ("vacancy", "vacancies", "kinds of vacancy"),
    ("scale", "answer_scales", "answer scales"),
    ("element", "elements", "elements"),
    ("section", "sections", "sections"),
    ("item", "items", "items"),
)


class CaseReviewInstrument(Value, kw_only=True):
    """One version of an instrument with the rules of its reviews.

    `strands_of` and `clocks_of` are the standards whose codes the items name.
    """

    standard: Standard
    strands_of: str
    clocks_of: str
    limits: Limits
    levels: tuple[Level, ...]
    milestones: tuple[Milestone, ...]
    reasons: tuple[SubstitutionReason, ...]
    non_reasons: tuple[Point, ...]
    vacancies: tuple[Point, ...]
    answer_scales: tuple[AnswerScale, ...]
    elements: tuple[Element, ...]
    sections: tuple[Section, ...]

    @property
    def id(self) -> str:
        """Return the standard's id."""
        return self.standard.id

    @property
    def version(self) -> str:
        """Return the standard's version."""
        return self.standard.version

    @property
    def items(self) -> tuple[Item, ...]:
        """Return the items of all sections in order."""
        return tuple(item for section in self.sections for item in section.items)

    def level(self, code: str) -> Level:
        """Return the level of review with the code; refuse one that there is not."""
        return self._one(self.levels, code, "level of review")

    def milestone(self, code: str) -> Milestone:
        """Return the milestone with the code; refuse one that there is not."""
        return self._one(self.milestones, code, "milestone")

    def reason(self, code: str) -> SubstitutionReason:
        """Return the reason for a substitution; refuse one that is not listed."""
        return self._one(self.reasons, code, "reason for a substitution")

    def vacancy(self, code: str) -> Point:
        """Return the kind of vacancy with the code; refuse one that is not listed."""
        return self._one(self.vacancies, code, "kind of vacancy")

    def element(self, code: str) -> Element:
        """Return the element with the code; refuse one that there is not."""
        return self._one(self.elements, code, "element")

    def section(self, code: str) -> Section:
        """Return the section with the code; refuse one that there is not."""
        return self._one(self.sections, code, "section")

    def item(self, code: str) -> Item:
        """Return the item with the code; refuse one that there is not."""
        return self._one(self.items, code, "item")

    def section_of(self, item: str) -> Section:
        """Return the section that holds the item; refuse an item that there is not."""
        self.item(item)
        return next(s for s in self.sections if any(one.code == item for one in s.items))

    def scale_of(self, item: Item) -> AnswerScale:
        """Return the scale on which the item is answered."""
        return self._one(self.answer_scales, item.scale, "answer scale")

    def answer_to(self, item: str, answer: str) -> AnswerChoice:
        """Return an answer to an item; refuse one that its scale does not have."""
        choice = self.scale_of(self.item(item)).answer(answer)
        if choice is None:
            raise Refused(
                "unknown_answer", f"{answer!r} is not one of the answers to {item}.", field="answer"
            )
        return choice

    def assumptions(self) -> tuple[tuple[str, Part], ...]:
        """Return every part that rests on an assumption of ours, with its code, in order."""
        return tuple((code, part) for code, part in self._parts() if part.assumption)

    def codes(self) -> tuple[str, ...]:
        """Return the permanent codes, each with the name of its list: `item/A1`."""
        return tuple(code for code, _ in self._parts())

    def entries(self) -> tuple[Entry, ...]:
        """Return everything that a reader sees, in order."""
        limits = (
            Entry(f"limits/{name}", in_words(value), "limits")
            for name, value in asdict(self.limits).items()
            if name != "source" and value is not None
        )
        body = (entry for code, part in self._parts() for entry in _entries(code, part))
        return (*head_entries(self.standard), *limits, *body)

    def export(self) -> dict[str, object]:
        """Return all parts as plain values, in order; the items stand in their sections."""
        lists = {
            name: [asdict(part) for part in getattr(self, name)]
            for _, name, _ in LISTS
            if name != "items"
        }
        head: dict[str, object] = {
            "id": self.id,
            "version": self.version,
            "strands_of": self.strands_of,
            "clocks_of": self.clocks_of,
            "limits": asdict(self.limits),
        }
        return head | lists

    def counts(self) -> tuple[tuple[int, str], ...]:
        """Return how many of each kind of part."""
        return tuple((len(getattr(self, name)), words) for _, name, words in LISTS)

    def _parts(self) -> Iterator[tuple[str, Part]]:
        for prefix, name, _ in LISTS:
            for part in getattr(self, name):
                yield f"{prefix}/{part.code}", part

    def _one(self, parts: tuple[SomePart, ...], code: str, what: str) -> SomePart:
        return part_with(self.standard, parts, code, what)


def _entries(code: str, part: Part) -> Iterator[Entry]:
    # A section's items are parts of their own and would be read twice.
    return part_entries(code, replace(part, items=()) if isinstance(part, Section) else part)
