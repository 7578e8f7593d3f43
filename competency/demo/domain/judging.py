"""What reviewers find in the demonstration: how strong the practice is, and who sees it how.

Each case has a truth of its own in a month; two reviewers of it see the same truth with their own
eyes. Teams differ from each other, and one of them is better since it was coached.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from random import Random

from competency.demo.domain.chance import pick, stream
from competency.demo.domain.texts import ReviewTexts
from competency.frameworks.domain.kinds.case_review_instrument import CaseReviewInstrument, Item
from competency.kernel.values import Value
from competency.reviews.domain.applying import applying_items
from competency.reviews.domain.levels import Answer
from competency.reviews.domain.prefilling import Suggestion

WEAKEST, STRONGEST = 0.6, 0.95  # how often an item is a strength
BETTER = (0.04, -0.06, 0.0, 0.03, -0.13, 0.05, -0.03, 0.02)  # team by team, begun anew
COACHED_TEAM, COACHED_SECTIONS, COACHED_BY = 5, frozenset("CDFG"), 0.25
COACHED_AGO = timedelta(days=300)
NOT_APPLICABLE = 0.04
CONFIRMED = 0.95  # of what the dates propose
PRAISED = 0.12  # of the strengths, in words
GOOD = {"rating": Answer.STRENGTH, "yes-no": Answer.YES}
BAD = {"rating": Answer.NEEDS_IMPROVEMENT, "yes-no": Answer.NO}


class Eye(Value):
    """How often somebody sees a strength where there is a need, and the other way round."""

    lenient: float
    strict: float


USUAL, LENIENT, SECOND = Eye(0.1, 0.03), Eye(0.6, 0.0), Eye(0.05, 0.04)


class Found(Value):
    """What a reviewer answered to one item that applied."""

    item: str
    answer: str
    narrative: str
    suggestion: Suggestion | None


class Judging:
    """Draws the answers of reviews, the same for the same seed."""

    def __init__(
        self, instrument: CaseReviewInstrument, texts: ReviewTexts, seed: int, as_of: date
    ) -> None:
        self._instrument, self._texts, self._seed = instrument, texts, seed
        self._coached_on = as_of - COACHED_AGO
        chance = stream(seed, "items")
        span = STRONGEST - WEAKEST
        self._base = {item.code: WEAKEST + span * chance.random() for item in instrument.items}
        self._section = {item.code: s.code for s in instrument.sections for item in s.items}

    def truth(self, case_id: int, team: int, month: date) -> Mapping[str, str]:
        """Return the answers that the record of a case deserves in a month, by item."""
        chance = stream(self._seed, "truth", case_id, month)
        return {
            item.code: self._deserves(item, team, month, chance) for item in self._instrument.items
        }

    def seen(
        self,
        truth: Mapping[str, str],
        eye: Eye,
        elements: Collection[str],
        proposed: Mapping[str, Suggestion],
        chance: Random,
    ) -> list[Found]:
        """Return what a reviewer answers to the items that apply, in order."""
        answers = {
            item.code: self._sees(item, truth[item.code], eye, proposed.get(item.code), chance)
            for item in self._instrument.items
        }
        return [
            self._found(item, answers[item.code], proposed.get(item.code), chance)
            for item in applying_items(self._instrument, elements, answers)
        ]

    def _deserves(self, item: Item, team: int, month: date, chance: Random) -> str:
        if item.scale == "rating" and chance.random() < NOT_APPLICABLE:
            return Answer.NOT_APPLICABLE
        share = self._base[item.code] + BETTER[(team - 1) % len(BETTER)]
        coached = team == COACHED_TEAM and self._section[item.code] in COACHED_SECTIONS
        if coached and month >= self._coached_on:
            share += COACHED_BY
        good = chance.random() < min(share, 0.98)
        return (GOOD if good else BAD)[item.scale]

    def _sees(
        self, item: Item, true: str, eye: Eye, proposed: Suggestion | None, chance: Random
    ) -> str:
        if proposed is not None and chance.random() < CONFIRMED:
            return proposed.answer
        lot = chance.random()
        if true == BAD[item.scale] and lot < eye.lenient:
            return GOOD[item.scale]
        if true == GOOD[item.scale] and lot < eye.strict:
            return BAD[item.scale]
        return true

    def _found(self, item: Item, answer: str, proposed: Suggestion | None, chance: Random) -> Found:
        said = self._texts.sections[self._section[item.code]]
        words = ""
        if proposed is not None and proposed.answer != answer:
            words = self._texts.differs_yes if answer == Answer.NO else self._texts.differs_no
        elif answer == BAD[item.scale]:
            words = pick(chance, said["needs"])
        elif answer == Answer.STRENGTH and chance.random() < PRAISED:
            words = pick(chance, said["strengths"])
        return Found(item.code, str(answer), words, proposed)
