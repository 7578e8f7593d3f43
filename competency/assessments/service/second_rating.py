"""Giving a second rating: blind to both first ratings, to the last cycle and to the talk."""

from collections.abc import Sequence
from typing import Any

from competency.assessments import permissions, queries
from competency.assessments.domain import moderation, state
from competency.assessments.domain.marks import Answer, Hand, Mark
from competency.assessments.domain.moderation import Standing
from competency.assessments.domain.state import Facts, State
from competency.assessments.events import SecondRatingSaved, SecondRatingSubmitted
from competency.assessments.models import Appraisal, Moderation, ModerationRating
from competency.assessments.queries import GivenMark, moderations
from competency.assessments.service import confirming, marking
from competency.assessments.service.loading import framework_of, pinned
from competency.assessments.service.marking import Entry, Saved
from competency.assessments.service.moderating import load_second
from competency.assessments.service.reading import Sheet
from competency.infra.work import Work
from competency.kernel.errors import Refused, Stale, Version
from competency.kernel.values import Value
from competency.people.service import access, lookup


class Desk(Value):
    """What a second rater works on: a sheet that holds nothing but their own rating.

    `is_withdrawn` says that the appraisal was withdrawn meanwhile.
    """

    moderation: Moderation
    standing: Standing
    sheet: Sheet
    asked_by: str
    ended_by: str
    is_withdrawn: bool


def desk(work: Work, moderation_id: int) -> Desk:
    """Return what the second rater may see: the framework and their own marks, nobody else's.

    Neither first rating, nor last cycle's answers, nor how far the appraisal is. Only for the
    rater: others who may compare later get Forbidden.
    """
    found, appraisal = _load(work, moderation_id)
    standing = moderation.standing_of(found.submitted_at, found.ended_at)
    framework = framework_of(work, appraisal)
    given = moderations.marks(work.session, found.id)
    version = appraisal.framework_version
    subject, practice_area = lookup.get_subject_in(
        work.session, appraisal.person_id, appraisal.practice_area_id
    )
    names = lookup.names(work.session, {found.rater_id, found.asked_by_id, found.ended_by_id})
    own = Hand.SUPERVISOR  # a second rating is one of that kind, beside the first
    submitted = standing is Standing.SUBMITTED
    sheet = Sheet(
        appraisal=appraisal,
        framework=framework,
        state=State.SUPERVISOR_SUBMITTED if submitted else State.OPEN,
        facts=Facts(supervisor_submitted_at=found.submitted_at),
        hand=own,
        may_take_part=False,
        subject=subject,
        practice_area=practice_area,
        names=names,
        given={own: given},
        marks={own: confirming.standing(framework, version, given)},
        again=confirming.to_confirm(framework, version, given),
        agreed={},
        levels={},
        signatures={},
        carried={},
    )
    return Desk(
        found,
        standing,
        sheet,
        asked_by=names[found.asked_by_id],
        ended_by=names.get(found.ended_by_id or 0, ""),
        is_withdrawn=appraisal.withdrawn_at is not None,
    )


def rate(work: Work, moderation_id: int, entry: Entry) -> Saved:
    """Append one strand's mark to the actor's second rating; refuses as `rating.rate` does."""
    book = _open_book(work, moderation_id)
    saved, changed = marking.save_one(book, pinned(book.appraisal), entry)
    if changed:
        _note(book, [entry.strand])
    return saved


def rate_section(work: Work, moderation_id: int, entries: Sequence[Entry]) -> int:
    """Append all strands of a page, all or none, and return how many changed."""
    book = _open_book(work, moderation_id)
    changed = marking.save_all(book, pinned(book.appraisal), entries)
    if changed:
        _note(book, changed)
    return len(changed)


def submit(work: Work, moderation_id: int, version: int) -> bool:
    """Submit the second rating for good; return whether the comparison is open now.

    Refuses a rating of nothing; unrated strands stay unrated and enter no comparison.
    """
    book = _open_book(work, moderation_id)
    found, framework = book.moderation, pinned(book.appraisal)
    if found.version != version:
        raise Stale(
            "Somebody changed this second rating after your page was shown. "
            "Look at it again, then decide.",
            mine=Version("You", [("You were about to", "submit your rating")]),
            theirs=Version("Now", [("The rating", "has moved on since your page was shown")]),
        )
    missing = len(framework.strands) - len(marking.counted(framework, book.answers()))
    if missing == len(framework.strands):
        raise Refused("nothing_rated", "You have not rated any strand yet. Rate some first.")
    found.submitted_at = work.now
    work.record(
        SecondRatingSubmitted(
            appraisal_id=found.appraisal_id, moderation_id=found.id, unrated=missing
        )
    )
    return moderation.is_open(queries.facts_of(book.appraisal, 0), Standing.SUBMITTED)


def history(work: Work, moderation_id: int, strand: str) -> list[GivenMark]:
    """Return each save of one strand by the second rater, oldest first; for that rater alone."""
    found, _appraisal = _load(work, moderation_id)
    return moderations.saves(work.session, found.id, strand)


class _Book(Value):
    """The second rater's own marks."""

    work: Work
    moderation: Moderation
    appraisal: Appraisal

    def latest(self, strand: str) -> GivenMark | None:
        found = moderations.saves(self.work.session, self.moderation.id, strand)
        return found[-1] if found else None

    def marks(self) -> dict[str, GivenMark]:
        return moderations.marks(self.work.session, self.moderation.id)

    def answers(self) -> dict[str, tuple[Answer, str]]:
        return moderations.answers(self.work.session, self.moderation.id)

    def save(self, strand: str, seq: int) -> Mark | None:
        return moderations.save(self.work.session, self.moderation.id, strand, seq)

    def append(self, strand: str, mark: Mark, seq: int) -> GivenMark:
        version = self.appraisal.framework_version
        row: dict[str, Any] = {
            "moderation_id": self.moderation.id,
            "strand": strand,
            "seq": seq,
            "answer": mark.answer.value,
            "position": mark.position,
            "reason": mark.reason,
            "comment": mark.comment,
            "framework_version": version,
            "at": self.work.now,
        }
        self.work.append(ModerationRating, **row)
        return GivenMark(mark._replace(seq=seq), self.work.now, version)


def _load(work: Work, moderation_id: int, *, lock: bool = False) -> tuple[Moderation, Appraisal]:
    found, appraisal, is_theirs = load_second(
        work, moderation_id, permissions.GIVE_SECOND, lock=lock
    )
    access.decide(is_theirs, seen=True)
    return found, appraisal


def _open_book(work: Work, moderation_id: int) -> _Book:
    found, appraisal = _load(work, moderation_id, lock=True)
    standing = moderation.standing_of(found.submitted_at, found.ended_at)
    moderation.check_may_give(state.state_of(queries.facts_of(appraisal, 0)), standing)
    return _Book(work, found, appraisal)


def _note(book: _Book, strands: Sequence[str]) -> None:
    book.work.record(
        SecondRatingSaved(
            appraisal_id=book.moderation.appraisal_id,
            moderation_id=book.moderation.id,
            strands=tuple(strands),
        )
    )
