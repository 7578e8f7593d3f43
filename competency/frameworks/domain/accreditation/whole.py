"""One version of an accreditation standard, whole and immutable."""

from collections.abc import Iterator

from competency.frameworks.domain.accreditation.parts import (
    EvidenceItem,
    EvidenceList,
    Limits,
    Part,
    Practice,
    RatingMeaning,
    WholeRule,
)
from competency.frameworks.domain.kind import Entry, head_entries
from competency.frameworks.domain.part_entries import in_words, part_entries
from competency.frameworks.domain.protocol.parts import part_with
from competency.frameworks.domain.standard import Scale, Standard
from competency.kernel.errors import Refused
from competency.kernel.values import Value, asdict, replace

RATING_SCALE = "rating"


class AccreditationStandard(Value, kw_only=True):
    """One version of a standard that an organisation rates itself against.

    `code` and `statement` are the standard's own; `not_applicable` says when the whole of it is.
    """

    standard: Standard
    code: str
    statement: str
    not_applicable: str
    limits: Limits
    ratings: tuple[RatingMeaning, ...]
    rules: tuple[WholeRule, ...]
    practices: tuple[Practice, ...]
    lists: tuple[EvidenceList, ...]

    @property
    def id(self) -> str:
        """Return the standard's id."""
        return self.standard.id

    @property
    def version(self) -> str:
        """Return the standard's version."""
        return self.standard.version

    @property
    def title(self) -> str:
        """Return the standard's title."""
        return self.standard.title

    @property
    def scale(self) -> Scale:
        """Return the scale of the ratings, which carries its own direction."""
        return self.standard.scale(RATING_SCALE)

    @property
    def items(self) -> tuple[EvidenceItem, ...]:
        """Return the items of all evidence lists in order."""
        return tuple(item for one in self.lists for item in one.items)

    def practice(self, code: str) -> Practice:
        """Return the practice with the code; refuse one that the standard does not have."""
        return part_with(self.standard, self.practices, code, "practice")

    def evidence_list(self, code: str) -> EvidenceList:
        """Return the evidence list with the code; refuse one that there is not."""
        return part_with(self.standard, self.lists, code, "evidence list")

    def item(self, code: str) -> EvidenceItem:
        """Return the evidence item with the code, of whatever list; refuse one there is not."""
        return part_with(self.standard, self.items, code, "evidence item")

    def list_of(self, item: str) -> EvidenceList:
        """Return the list that holds the item; refuse an item that there is not."""
        self.item(item)
        return next(one for one in self.lists if any(i.code == item for i in one.items))

    def items_for(self, practice: str) -> tuple[EvidenceItem, ...]:
        """Return the evidence items that speak for a practice, in order."""
        return tuple(item for item in self.items if practice in item.practices)

    def meaning(self, rating: int) -> RatingMeaning:
        """Return what a rating says; refuse one that is off the scale."""
        for one in self.ratings:
            if one.value == rating:
                return one
        raise Refused("off_the_scale", f"{rating} is not a rating of {self.title}.", field="rating")

    def assumptions(self) -> tuple[tuple[str, Part], ...]:
        """Return every part that rests on an assumption of ours, with its code, in order."""
        return tuple((code, part) for code, part in self._parts() if part.assumption)

    def codes(self) -> tuple[str, ...]:
        """Return the permanent codes, each with the name of its list: `practice/5.01`."""
        points = [f"{code}/{p.code}" for code, one in self._practices() for p in one.points]
        ratings = [f"rating/{one.value}" for one in self.ratings]
        return (*(code for code, _ in self._parts()), *points, *ratings)

    def entries(self) -> tuple[Entry, ...]:
        """Return everything that a reader sees, in order."""
        return (*head_entries(self.standard), *self._body_entries())

    def export(self) -> dict[str, object]:
        """Return the whole standard as plain values, in order."""
        return {
            "id": self.id,
            "version": self.version,
            "code": self.code,
            "statement": self.statement,
            "not_applicable": self.not_applicable,
            "limits": asdict(self.limits),
            "direction": self.scale.direction,
            "ratings": [asdict(one) for one in self.ratings],
            "rules": [asdict(one) for one in self.rules],
            "practices": [asdict(one) for one in self.practices],
            "lists": [asdict(one) for one in self.lists],
        }

    def counts(self) -> tuple[tuple[int, str], ...]:
        """Return how many practices, ratings, lists and items of evidence."""
        return (
            (len(self.practices), "practices"),
            (sum(one.fundamental for one in self.practices), "fundamental practices"),
            (len(self.ratings), "ratings"),
            (len(self.lists), "evidence lists"),
            (len(self.items), "evidence items"),
        )

    def _practices(self) -> Iterator[tuple[str, Practice]]:
        return ((f"practice/{one.code}", one) for one in self.practices)

    def _parts(self) -> Iterator[tuple[str, Part]]:
        yield from self._practices()
        for one in self.lists:
            yield f"list/{one.code}", one
            for item in one.items:
                yield f"evidence/{item.code}", item

    def _body_entries(self) -> Iterator[Entry]:
        yield Entry("statement", self.statement)
        yield Entry("not_applicable", self.not_applicable)
        for rating in self.ratings:
            yield Entry(f"rating/{rating.value}", rating.meaning)
            for number, text in enumerate(rating.indicators, 1):
                yield Entry(f"rating/{rating.value}/{number}", text, f"rating/{rating.value}")
        for number, rule in enumerate(self.rules, 1):
            yield Entry(f"rule/{number}", in_words(rule))
        yield Entry("limits", in_words(self.limits))
        for code, part in self._parts():
            # A list's items are parts of their own and would be read twice.
            shown = replace(part, items=()) if isinstance(part, EvidenceList) else part
            yield from part_entries(code, shown)
