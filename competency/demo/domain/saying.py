"""What two people say in an appraisal: ratings, agreements, section words, objectives."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from competency.assessments.domain.agenda import Agreement, Outcome
from competency.assessments.domain.marks import Answer, Hand, Mark
from competency.assessments.domain.objectives import Smarter
from competency.demo.domain.chance import between, pick
from competency.demo.domain.cycles import CLOSED, SHOWN, Cycle, Stage
from competency.demo.domain.texts import Texts
from competency.frameworks.domain.structure import CompetencyFramework

HIGHEST = 6
IN_ONE_SITTING = 5  # strands
TAKES_PART_LITTLE = ("MAN", "LEA")  # sections that may not apply to a post
# How much of the strands each of the two has rated before submission, by stage.
RATED_BEFORE = {
    Stage.BARELY_BEGUN: (0.05, 0.0),
    Stage.HALF_RATED: (0.5, 0.12),
    Stage.SELF_SUBMITTED: (1.0, 0.3),
    Stage.SUPERVISOR_SUBMITTED: (0.6, 1.0),
    Stage.WITHDRAWN: (0.4, 0.0),
}
# Days after the start.
SELF_SUBMITTED, SUPERVISOR_SUBMITTED, TALK, TALK_AGAIN = 21, 23, 27, 29
AGREED, FIRST_SIGNATURE, SECOND_SIGNATURE, WITHDRAWN = 31, 34, 37, 30

OBJECTIVE_TEXTS = ("about", "specific", "measurable", "achievable", "relevant", "evaluation")

Saved = tuple[Mark, datetime]


@dataclass(slots=True)
class Said:
    """All that stands in one appraisal; `saves` keeps every save of each hand in order."""

    saves: dict[Hand, dict[str, list[Saved]]]
    agreed: dict[str, tuple[Agreement, datetime]] = field(default_factory=dict)
    words: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    objectives: list[Smarter] = field(default_factory=list)

    def latest(self, hand: Hand) -> dict[str, Mark]:
        """Return what counts in a hand."""
        return {strand: saves[-1][0] for strand, saves in self.saves[hand].items()}

    def for_a_revision(self) -> "Said":
        """Return what a revision begins with: the latest of each, numbered anew."""
        saves = {
            hand: {s: [(_numbered(kept[-1][0], 1), kept[-1][1])] for s, kept in strands.items()}
            for hand, strands in self.saves.items()
        }
        return Said(saves, self.agreed, self.words, self.objectives)


class Speaker:
    """Says what belongs to one person and practice area over the years."""

    def __init__(self, texts: Texts, framework: CompetencyFramework, chance: Random) -> None:
        self._texts = texts
        self._chance = chance
        self._sections = framework.sections
        self._strands = [(strand.section_code, strand.code) for strand in framework.strands]
        self._leaning = {s.code: chance.gauss(0, 0.6) for s in framework.sections}
        self._candour = chance.gauss(0, 0.5)  # how far the person sees themselves from their aim

    def say(self, cycle: Cycle, years_ago: int, carried: Sequence[Smarter]) -> Said:
        """Return what was said in an appraisal so many years ago."""
        own_share, their_share = RATED_BEFORE.get(cycle.stage, (1.0, 1.0))
        truth = self._truth(cycle, years_ago)
        said = Said(
            {
                Hand.SELF: self._rate(cycle, truth, Hand.SELF, own_share),
                Hand.SUPERVISOR: self._rate(cycle, truth, Hand.SUPERVISOR, their_share),
            }
        )
        if cycle.stage in SHOWN and cycle.stage is not Stage.REVEALED:
            self._talk(cycle, said, carried)
        return said

    def _truth(self, cycle: Cycle, years_ago: int) -> dict[str, float]:
        post = self._texts.post(cycle.person.post or "")
        return {
            s.code: (post.target(s.code, HIGHEST) or 0)
            - 0.2
            - 0.7 * years_ago
            + self._leaning[s.code]
            for s in self._sections
        }

    def _rate(
        self, cycle: Cycle, truth: dict[str, float], hand: Hand, share: float
    ) -> dict[str, list[Saved]]:
        chance, mine = self._chance, hand is Hand.SELF
        texts = self._texts.own if mine else self._texts.theirs
        given: dict[str, list[Saved]] = {}
        started, at = 2 if mine else 4, cycle.moment(chance, 0)
        for number, (section, strand) in enumerate(self._strands):
            if number >= share * len(self._strands):
                break
            if number % IN_ONE_SITTING == 0:
                at = cycle.moment(chance, started + number // IN_ONE_SITTING)
            at += timedelta(seconds=between(chance, 40, 300))
            if chance.random() < 0.012:
                continue  # what is unrated stays unrated
            comment = pick(chance, texts[section]) if chance.random() < 0.3 else ""
            mark = self._mark(section, truth[section] + (self._candour if mine else 0), comment)
            saves = [(mark, at)]
            if chance.random() < 0.03:  # thought again, and saved it once more
                again = self._mark(section, truth[section], comment)
                saves.append((_numbered(again, 2), at + timedelta(minutes=between(chance, 1, 90))))
            given[strand] = saves
        return given

    def _mark(self, section: str, truth: float, comment: str) -> Mark:
        chance = self._chance
        if section in TAKES_PART_LITTLE and chance.random() < 0.08:
            reason = pick(chance, self._texts.not_applicable)
            return Mark(Answer.NOT_APPLICABLE, None, reason, comment, 1)
        return Mark(Answer.RATED, _on_scale(chance.gauss(truth, 0.55)), "", comment, 1)

    def _talk(self, cycle: Cycle, said: Said, carried: Sequence[Smarter]) -> None:
        """Agree, put sections in words and write objectives; in a talk under way, half of it."""
        own, theirs = said.latest(Hand.SELF), said.latest(Hand.SUPERVISOR)
        whole = cycle.stage in CLOSED
        sections = self._sections if whole else self._sections[: len(self._sections) // 2]
        at = cycle.moment(self._chance, TALK)
        for section in sections:
            positions = []
            for strand in section.strands:
                made = self._agree(own.get(strand.code), theirs.get(strand.code))
                if made is None:
                    continue
                at += timedelta(seconds=between(self._chance, 30, 200))
                said.agreed[strand.code] = (made, at)
                if made.mark.position is not None:
                    positions.append(made.mark.position)
            if any(s.code in said.agreed for s in section.strands):
                said.words[section.code] = (self._level(section.title, positions), at)
        said.objectives = [*carried, *self._objectives(cycle, 2 if whole else 1)]

    def _agree(self, own: Mark | None, theirs: Mark | None) -> Agreement | None:
        chance = self._chance
        if own is None and theirs is None:
            return None
        if own and theirs and (own.answer, own.position) == (theirs.answer, theirs.position):
            return Agreement(Outcome.AGREED, Mark(own.answer, own.position, own.reason), seq=1)
        if own and theirs and chance.random() < 0.02:
            mine, yours = pick(chance, self._texts.apart)
            unrated = Mark(Answer.UNRATED)
            return Agreement(
                Outcome.NOT_AGREED, unrated, self_reason=mine, supervisor_reason=yours, seq=1
            )
        said = [m for m in (own, theirs) if m is not None]
        rated = [m.position for m in said if m.position is not None]
        chosen = said[0]
        settled = (
            Mark(Answer.RATED, between(chance, min(rated), max(rated)))
            if rated
            else Mark(chosen.answer, None, chosen.reason)
        )
        return Agreement(Outcome.AGREED, settled, pick(chance, self._texts.settled), seq=1)

    def _level(self, title: str, positions: Sequence[int]) -> str:
        middle = sorted(positions)[len(positions) // 2] if positions else 0
        band = 0 if middle <= 2 else 1 if middle <= 4 else 2
        return pick(self._chance, self._texts.levels[band]).replace("{section}", title.lower())

    def _objectives(self, cycle: Cycle, most: int) -> Iterable[Smarter]:
        chance = self._chance
        closed = cycle.started_on + timedelta(days=AGREED)
        for text in chance.sample(list(self._texts.objectives), between(chance, 1, most)):
            due = closed + timedelta(days=between(chance, 120, 300))
            yield Smarter(**text, due_on=due, review_on=due + timedelta(days=30))


def carried_on(objective: Any, agreed_on: date) -> Smarter:
    """Return last year's objective with this year's days."""
    due = agreed_on + timedelta(days=180)
    texts = {name: getattr(objective, name) for name in OBJECTIVE_TEXTS}
    return Smarter(**texts, due_on=due, review_on=due + timedelta(days=30))


def _numbered(mark: Mark, seq: int) -> Mark:
    return Mark(mark.answer, mark.position, mark.reason, mark.comment, seq)


def _on_scale(value: float) -> int:
    return min(HIGHEST, max(0, round(value)))
