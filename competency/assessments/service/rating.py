"""Rating strand by strand, submitting, and taking a submission back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.assessments import permissions, queries
from competency.assessments.domain import agenda, state
from competency.assessments.domain.marks import Answer, Hand, Mark
from competency.assessments.events import (
    RatingSaved,
    RatingsRevealed,
    RatingSubmitted,
    SectionRated,
    SubmissionTakenBack,
)
from competency.assessments.models import Appraisal, Rating
from competency.assessments.queries import GivenMark
from competency.assessments.service import confirming, marking
from competency.assessments.service.loading import (
    check_version,
    facts_of,
    hand_of,
    load,
    look_at,
    pinned,
)
from competency.assessments.service.marking import Entry, Saved
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.work import Work
from competency.kernel.errors import Refused
from competency.kernel.values import Value


def rate(work: Work, appraisal_id: int, entry: Entry) -> Saved:
    """Append one strand's rating by the actor, in the part the actor has.

    Refuses a strand of another framework, a value off the scale, a missing reason, a rating
    after submission; raises Overtaken when this strand was saved meanwhile with something else.
    Saving the same again changes nothing.
    """
    appraisal, hand = _at_work(work, appraisal_id)
    book = _Own(work, appraisal, hand)
    saved, changed = marking.save_one(book, pinned(appraisal), entry)
    if changed:
        work.record(
            RatingSaved(
                appraisal_id=appraisal.id, hand=hand.value, strand=entry.strand, seq=saved.seq
            )
        )
    return saved


def rate_section(work: Work, appraisal_id: int, entries: Sequence[Entry]) -> int:
    """Append all strands of a page at once and return how many changed.

    All or none: raises RefusedEach with one refusal a strand, or Overtaken with the strands
    that were saved meanwhile. A strand that still says what its page began with was not
    touched there, so what was saved meanwhile stays.
    """
    appraisal, hand = _at_work(work, appraisal_id)
    changed = marking.save_all(_Own(work, appraisal, hand), pinned(appraisal), entries)
    if changed:
        work.record(
            SectionRated(appraisal_id=appraisal.id, hand=hand.value, strands=tuple(changed))
        )
    return len(changed)


def submit(work: Work, appraisal_id: int, version: int) -> state.State:
    """Submit the actor's rating and return the state after it; unrated strands stay unrated.

    When the other rating is submitted already, both are revealed. Refuses a second submission.
    """
    appraisal = load(work, appraisal_id, permissions.RATE, lock=True)
    hand = hand_of(work, appraisal)
    state.check_may_submit(facts_of(work, appraisal), hand)
    check_version(appraisal, version, "submit your rating")
    framework = pinned(appraisal)
    answers = queries.answers(work.session, appraisal.id, hand, work.actor.person_id)
    missing = len(framework.strands) - len(marking.counted(framework, answers))
    if missing == len(framework.strands):
        raise Refused("nothing_rated", "You have not rated any strand yet. Rate some first.")
    if hand is Hand.SELF:
        appraisal.self_submitted_at = work.now
    else:
        appraisal.supervisor_submitted_at = work.now
        appraisal.supervisor_submitted_by_id = work.actor.person_id
    work.record(RatingSubmitted(appraisal_id=appraisal.id, hand=hand.value, unrated=missing))
    after = state.state_of(queries.facts_of(appraisal, 0))
    if after is state.State.REVEALED:
        _note_reveal(work, appraisal, framework)
    return after


def take_back(work: Work, appraisal_id: int) -> None:
    """Take the actor's own submission back; refused once both are submitted."""
    appraisal = load(work, appraisal_id, permissions.RATE, lock=True)
    hand = hand_of(work, appraisal)
    state.check_may_take_back(facts_of(work, appraisal), hand)
    if hand is Hand.SELF:
        appraisal.self_submitted_at = None
    else:
        if appraisal.supervisor_submitted_by_id != work.actor.person_id:
            raise Refused("not_yours", "Only who submitted a rating can take it back.")
        appraisal.supervisor_submitted_at = None
        appraisal.supervisor_submitted_by_id = None
    work.record(SubmissionTakenBack(appraisal_id=appraisal.id, hand=hand.value))


def _at_work(work: Work, appraisal_id: int) -> tuple[Any, Hand]:
    appraisal = look_at(work, appraisal_id, permissions.RATE)
    hand = hand_of(work, appraisal)
    state.check_may_rate(queries.facts_of(appraisal, 0), hand)
    return appraisal, hand


class _Own(Value):
    """The book of the actor's own rating in the part they have."""

    work: Work
    appraisal: Any
    hand: Hand

    def latest(self, strand: str) -> GivenMark | None:
        return queries.latest_mark(*self._whose, strand)

    def marks(self) -> dict[str, GivenMark]:
        return queries.marks(*self._whose)

    def answers(self) -> dict[str, tuple[Answer, str]]:
        return queries.answers(*self._whose)

    def save(self, strand: str, seq: int) -> Mark | None:
        row = self.work.session.scalar(
            select(Rating).where(
                Rating.appraisal_id == self.appraisal.id,
                Rating.hand == self.hand.value,
                Rating.rater_id == self.work.actor.person_id,
                Rating.strand == strand,
                Rating.seq == seq,
            )
        )
        return queries.mark_of(row) if row else None

    def append(self, strand: str, mark: Mark, seq: int) -> GivenMark:
        if self.work.actor.person_id is None:
            raise Refused("nobody", "Only a person can rate.")
        self.work.append(
            Rating,
            appraisal_id=self.appraisal.id,
            hand=self.hand.value,
            rater_id=self.work.actor.person_id,
            strand=strand,
            seq=seq,
            answer=mark.answer.value,
            position=mark.position,
            reason=mark.reason,
            comment=mark.comment,
            framework_version=self.appraisal.framework_version,
            at=self.work.now,
        )
        return GivenMark(mark._replace(seq=seq), self.work.now, self.appraisal.framework_version)

    @property
    def _whose(self) -> tuple[Session, int, Hand, int | None]:
        return self.work.session, self.appraisal.id, self.hand, self.work.actor.person_id


def _note_reveal(work: Work, appraisal: Appraisal, framework: CompetencyFramework) -> None:
    own = queries.marks(work.session, appraisal.id, Hand.SELF, appraisal.person_id)
    theirs = queries.marks(
        work.session, appraisal.id, Hand.SUPERVISOR, appraisal.supervisor_submitted_by_id
    )
    found = agenda.agenda(
        [s.code for s in framework.strands],
        confirming.standing(framework, appraisal.framework_version, own),
        confirming.standing(framework, appraisal.framework_version, theirs),
    )
    work.record(RatingsRevealed(appraisal_id=appraisal.id, to_discuss=len(found.to_discuss)))
