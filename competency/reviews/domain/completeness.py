"""How far a review is, and what still keeps it from being submitted.

A negative answer needs its narrative, and so does one that says something other than the dates
of the clocks do. What the dates propose is no answer until the reviewer has confirmed it.
"""

from collections.abc import Collection, Mapping

from competency.frameworks.domain.kinds.case_review_instrument import (
    ALWAYS,
    CaseReviewInstrument,
    Item,
    Section,
)
from competency.kernel.errors import Refused
from competency.kernel.values import Value, field
from competency.reviews.domain.applying import applying

LONGEST_NARRATIVE = 8_000
NAMED = 12  # so many open items are named in a refusal; the pages show them all


class Given(Value):
    """What stands for one item: the answer ("" while open), its narrative, what was proposed."""

    answer: str = ""
    narrative: str = ""
    suggested: str = ""


class SectionProgress(Value):
    """One section that applies: its items, which are open, and which lack their narrative."""

    section: Section
    items: tuple[Item, ...]
    unanswered: tuple[str, ...]
    narratives: tuple[str, ...]

    @property
    def answered(self) -> int:
        """Return how many of the items have an answer, narrative or not."""
        return len(self.items) - len(self.unanswered)

    @property
    def is_complete(self) -> bool:
        """Return whether nothing is missing here."""
        return not self.unanswered and not self.narratives


class Progress(Value):
    """All sections that apply, in order."""

    sections: tuple[SectionProgress, ...] = field(default=())

    @property
    def applicable(self) -> int:
        """Return how many items apply."""
        return sum(len(one.items) for one in self.sections)

    @property
    def answered(self) -> int:
        """Return how many of them have an answer."""
        return sum(one.answered for one in self.sections)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Return the codes of the items without an answer, in order."""
        return tuple(code for one in self.sections for code in one.unanswered)

    @property
    def narratives(self) -> tuple[str, ...]:
        """Return the codes of the items whose narrative is missing, in order."""
        return tuple(code for one in self.sections for code in one.narratives)

    @property
    def is_complete(self) -> bool:
        """Return whether the review can be submitted."""
        return bool(self.applicable) and not self.unanswered and not self.narratives

    @property
    def next_section(self) -> Section | None:
        """Return the first section with something missing, None where there is none."""
        return next((one.section for one in self.sections if not one.is_complete), None)


def progress_of(
    instrument: CaseReviewInstrument, elements: Collection[str], given: Mapping[str, Given]
) -> Progress:
    """Return how far a review is; `given` is by item, absent ones are open."""
    answers = {code: one.answer for code, one in given.items()}
    return Progress(
        tuple(
            SectionProgress(
                section=section,
                items=items,
                unanswered=tuple(i.code for i in items if not answers.get(i.code)),
                narratives=tuple(
                    i.code
                    for i in items
                    if i.code in given and _lacks(instrument, i, given[i.code])
                ),
            )
            for section, items in applying(instrument, elements, answers)
        )
    )


def needs_narrative(instrument: CaseReviewInstrument, item: Item, given: Given) -> bool:
    """Return whether this answer to the item needs words; an open item needs none yet."""
    choice = instrument.scale_of(item).answer(given.answer)
    if choice is None:
        return False
    differs = bool(given.suggested) and given.answer != given.suggested
    return choice.negative or differs or item.narrative == ALWAYS


def check_complete(progress: Progress) -> None:
    """Refuse to submit a review with open items or missing narratives, naming them in words."""
    if progress.is_complete:
        return
    if not progress.applicable:
        raise Refused("nothing_applies", "No item applies. Choose the elements of the case again.")
    said = []
    if progress.unanswered:
        said.append(
            f"{_counted(progress.unanswered, 'item')} without an answer: "
            f"{_named(progress.unanswered)}."
        )
    if progress.narratives:
        said.append(
            f"{_counted(progress.narratives, 'answer')} without a narrative: "
            f"{_named(progress.narratives)}."
        )
    raise Refused("not_complete", " ".join(said) + " Complete them, then submit.")


def check_narrative(text: str) -> str:
    """Return the narrative without white space around it; refuse one that is too long."""
    kept = text.strip()
    if len(kept) > LONGEST_NARRATIVE:
        raise Refused(
            "too_long",
            f"A narrative has at most {LONGEST_NARRATIVE:,} characters; this one has "
            f"{len(kept):,}. Shorten it.",
            field="narrative",
        )
    return kept


def _lacks(instrument: CaseReviewInstrument, item: Item, given: Given) -> bool:
    return needs_narrative(instrument, item, given) and not given.narrative.strip()


def _counted(codes: Collection[str], what: str) -> str:
    return f"{len(codes)} {what}{'' if len(codes) == 1 else 's'}"


def _named(codes: tuple[str, ...]) -> str:
    more = len(codes) - NAMED
    listed = ", ".join(codes[:NAMED])
    return f"{listed} and {more} more" if more > 0 else listed
