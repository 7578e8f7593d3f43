"""Rating strand by strand, submitting, and taking a submission back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from competency.assessments import permissions, queries
from competency.assessments.domain import agenda, state
from competency.assessments.domain.marks import UNRATED, Answer, Hand, Mark, check_mark
from competency.assessments.events import (
    RatingSaved,
    RatingsRevealed,
    RatingSubmitted,
    SectionRated,
    SubmissionTakenBack,
)
from competency.assessments.models import Appraisal, Rating
from competency.assessments.queries import GivenMark
from competency.assessments.service import confirming
from competency.assessments.service.loading import (
    check_version,
    facts_of,
    hand_of,
    load,
    look_at,
    pinned,
)
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.work import Work
from competency.kernel.clock import LONDON
from competency.kernel.errors import Refused, RefusedEach, Stale, Version

LONGEST_CODE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What somebody chose for one strand; `seq` is the save it was based on, 0 for none."""

    strand: str
    answer: str
    position: int | None = None
    reason: str = ""
    comment: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rating is: strands with an answer that counts, in one section and in all."""

    rated: int
    section_rated: int


@dataclass(frozen=True, slots=True)
class Saved:
    """A save: its number and its moment, and how far the rating is where that may be news."""

    seq: int
    at: datetime
    progress: Progress | None


class Overtaken(Stale):
    """Strands that were saved meanwhile with something else; `strands` holds what stands there."""

    def __init__(self, first: Stale, strands: Mapping[str, GivenMark]) -> None:
        super().__init__(first.message, mine=first.mine, theirs=first.theirs)
        self.strands = strands


def rate(work: Work, appraisal_id: int, entry: Entry) -> Saved:
    """Append one strand's rating by the actor, in the part the actor has.

    Refuses a strand of another framework, a value off the scale, a missing reason, a rating
    after submission; raises Overtaken when this strand was saved meanwhile with something else.
    Saving the same again changes nothing.
    """
    appraisal, hand = _at_work(work, appraisal_id)
    found = queries.latest_mark(
        work.session, appraisal.id, hand, work.actor.person_id, entry.strand
    )
    framework = pinned(appraisal)
    given = {entry.strand: found} if found else {}
    mark = _judge(appraisal, framework, given, entry)
    now_given = found or _NEVER
    if mark is not None:
        now_given = _append(work, appraisal, hand, entry.strand, mark, now_given.mark.seq + 1)
        work.record(
            RatingSaved(
                appraisal_id=appraisal.id,
                hand=hand.value,
                strand=entry.strand,
                seq=now_given.mark.seq,
            )
        )
    # A repeat may be of a save whose answer got lost on the way, with the count in it.
    before = {s: (g.mark.answer, g.framework_version) for s, g in given.items()}
    counted_before = bool(_counted(framework, appraisal, before))
    is_news = mark is None or now_given.mark.is_closed is not counted_before
    progress = _progress(work, appraisal, hand, framework, entry.strand) if is_news else None
    return Saved(now_given.mark.seq, now_given.at, progress)


def _progress(
    work: Work, appraisal: Appraisal, hand: Hand, framework: CompetencyFramework, strand: str
) -> Progress:
    answers = queries.answers(work.session, appraisal.id, hand, work.actor.person_id)
    counted = _counted(framework, appraisal, answers)
    section = framework.section(framework.strand(strand).section_code)
    return Progress(len(counted), sum(one.code in counted for one in section.strands))


def rate_section(work: Work, appraisal_id: int, entries: Sequence[Entry]) -> int:
    """Append all strands of a page at once and return how many changed.

    All or none: raises RefusedEach with one refusal a strand, or Overtaken with the strands
    that were saved meanwhile. A strand that still says what its page began with was not
    touched there, so what was saved meanwhile stays.
    """
    appraisal, hand, given = _ready(work, appraisal_id)
    framework = pinned(appraisal)
    wanted = _judge_all(work, appraisal, hand, framework, given, entries)
    for strand, mark in wanted.items():
        seq = given.get(strand, _NEVER).mark.seq + 1
        _append(work, appraisal, hand, strand, mark, seq)
    if wanted:
        work.record(SectionRated(appraisal_id=appraisal.id, hand=hand.value, strands=tuple(wanted)))
    return len(wanted)


def unrated(work: Work, appraisal_id: int) -> list[str]:
    """Return the strands without an answer of the actor's own, in the framework's order."""
    appraisal, hand = _at_work(work, appraisal_id)
    framework = pinned(appraisal)
    answers = queries.answers(work.session, appraisal.id, hand, work.actor.person_id)
    counted = _counted(framework, appraisal, answers)
    return [strand.code for strand in framework.strands if strand.code not in counted]


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
    missing = len(framework.strands) - len(_counted(framework, appraisal, answers))
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


_NEVER = GivenMark(UNRATED, datetime.min.replace(tzinfo=LONDON), "")


def _at_work(work: Work, appraisal_id: int) -> tuple[Any, Hand]:
    appraisal = look_at(work, appraisal_id, permissions.RATE)
    hand = hand_of(work, appraisal)
    state.check_may_rate(queries.facts_of(appraisal, 0), hand)
    return appraisal, hand


def _ready(work: Work, appraisal_id: int) -> tuple[Any, Hand, dict[str, GivenMark]]:
    appraisal, hand = _at_work(work, appraisal_id)
    return appraisal, hand, queries.marks(work.session, appraisal.id, hand, work.actor.person_id)


def _judge_all(
    work: Work,
    appraisal: Appraisal,
    hand: Hand,
    framework: CompetencyFramework,
    given: Mapping[str, GivenMark],
    entries: Sequence[Entry],
) -> dict[str, Mark]:
    """Return the marks to append; nothing is appended before all are found good."""
    refusals: dict[str, Refused] = {}
    overtaken: list[Overtaken] = []
    wanted: dict[str, Mark | None] = {}
    for entry in entries:
        try:
            wanted[entry.strand] = _judge(appraisal, framework, given, entry)
        except Refused as refusal:
            refusals[entry.strand] = refusal
        except Overtaken as stale:
            if not _is_untouched(work, appraisal, hand, entry):
                overtaken.append(stale)
    if refusals:
        raise RefusedEach(refusals)
    if overtaken:
        raise Overtaken(overtaken[0], {s: g for one in overtaken for s, g in one.strands.items()})
    return {strand: mark for strand, mark in wanted.items() if mark is not None}


def _judge(
    appraisal: Appraisal,
    framework: CompetencyFramework,
    given: Mapping[str, GivenMark],
    entry: Entry,
) -> Mark | None:
    """Return the mark to append, or None where the same is there already."""
    if framework.find_strand(entry.strand) is None:
        raise Refused(
            "unknown_strand",
            f"{entry.strand[:LONGEST_CODE]} is not a strand of {framework.title} "
            f"{framework.version}, on which this appraisal rests.",
            field="strand",
        )
    mark = _checked(framework, entry)
    old = given.get(entry.strand, _NEVER)
    version = appraisal.framework_version
    again = old.mark.seq and confirming.to_confirm(framework, version, {entry.strand: old})
    if again and mark.answer is Answer.UNRATED:
        if mark.comment == old.mark.comment:
            return None
        raise Refused(
            "confirm_first",
            "The wording of this strand has changed. Choose your position again, "
            "then your comment is saved with it.",
            field="position",
        )
    if mark.says_the_same(old.mark) and not again:
        return None
    if entry.seq != old.mark.seq:
        raise Overtaken(_stale(framework, entry.strand, mark, old), {entry.strand: old})
    return mark


def _checked(framework: CompetencyFramework, entry: Entry) -> Mark:
    return check_mark(
        {position.value for position in framework.scale.positions},
        answer=entry.answer,
        position=entry.position,
        reason=entry.reason,
        comment=entry.comment,
    )


def _is_untouched(work: Work, appraisal: Appraisal, hand: Hand, entry: Entry) -> bool:
    """Return whether the entry says just what its page began with, the save numbered `seq`."""
    began_with = UNRATED
    if entry.seq:
        row = work.session.scalar(
            select(Rating).where(
                Rating.appraisal_id == appraisal.id,
                Rating.hand == hand.value,
                Rating.rater_id == work.actor.person_id,
                Rating.strand == entry.strand,
                Rating.seq == entry.seq,
            )
        )
        if row is None:
            return False
        began_with = queries.mark_of(row)
    said = (entry.answer, entry.position, entry.reason.strip(), entry.comment.strip())
    return said == (
        began_with.answer.value,
        began_with.position,
        began_with.reason,
        began_with.comment,
    )


def _append(
    work: Work, appraisal: Appraisal, hand: Hand, strand: str, mark: Mark, seq: int
) -> GivenMark:
    if work.actor.person_id is None:
        raise Refused("nobody", "Only a person can rate.")
    work.append(
        Rating,
        appraisal_id=appraisal.id,
        hand=hand.value,
        rater_id=work.actor.person_id,
        strand=strand,
        seq=seq,
        answer=mark.answer.value,
        position=mark.position,
        reason=mark.reason,
        comment=mark.comment,
        framework_version=appraisal.framework_version,
        at=work.now,
    )
    saved = Mark(mark.answer, mark.position, mark.reason, mark.comment, seq)
    return GivenMark(saved, work.now, appraisal.framework_version)


def _counted(
    framework: CompetencyFramework, appraisal: Appraisal, answers: Mapping[str, tuple[Answer, str]]
) -> set[str]:
    """Return the strands with an answer that counts: not those to be confirmed again."""
    pinned_to = appraisal.framework_version
    earlier = {version for _answer, version in answers.values()} - {pinned_to}
    changed = {v: confirming.changed_strands(framework.id, v, pinned_to) for v in earlier}
    return {
        strand
        for strand, (answer, version) in answers.items()
        if answer is not Answer.UNRATED and strand not in changed.get(version, ())
    }


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


def _stale(framework: CompetencyFramework, strand: str, mine: Mark, theirs: GivenMark) -> Stale:
    at = theirs.at.astimezone(LONDON).strftime("%H:%M") if theirs.mark.seq else ""
    return Stale(
        f"{strand} was changed in another window meanwhile. Nothing is lost: "
        "both versions are shown.",
        mine=Version("This page", describe(framework, mine)),
        theirs=Version(
            f"Saved at {at}" if at else "Not saved yet", describe(framework, theirs.mark)
        ),
    )


def describe(framework: CompetencyFramework, mark: Mark) -> list[tuple[str, str]]:
    """Return a mark as label and text pairs, for people to compare."""
    if mark.answer is Answer.RATED and mark.position is not None:
        said = framework.scale.position(mark.position).label
    else:
        said = "Does not apply" if mark.answer is Answer.NOT_APPLICABLE else "Not rated"
    facts = [("Position", said)]
    if mark.reason:
        facts.append(("Why it does not apply", mark.reason))
    if mark.comment:
        facts.append(("What this is based on", mark.comment))
    return facts
