"""Drawing the cases of a month, and drawing them again from what was kept."""

import hashlib
import secrets
import zlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import select, text
from sqlalchemy.orm import Session, undefer

from competency.cases.service import held
from competency.infra.work import Work
from competency.kernel.actor import SYSTEM
from competency.kernel.errors import NotFound, Refused
from competency.kernel.values import Value, field
from competency.people.service import access, standing
from competency.reviews import permissions
from competency.reviews.domain.calendar import months_before, period_under_review
from competency.reviews.domain.draw import Draw, Drawn, Frame, Quota, check_seed, draw
from competency.reviews.domain.levels import Level
from competency.reviews.events import CasesDrawn
from competency.reviews.models import Review, ReviewDraw
from competency.reviews.service import framing
from competency.reviews.service.rules import dates_of, get_instrument, quota

DRAWING_LOCK = 7_265_175  # any number, as long as all who draw take the same
BITS_OF_A_SEED = 31  # enough, and short enough to be read out


class Result(Value):
    """A draw, whether it was stored before, and which draw it is by number once it is stored.

    `assigned` says by reference who reviews at the second level by now, by staff number.
    """

    draw: Draw
    draw_id: int | None
    was_there: bool
    assigned: Mapping[str, str] = field(default_factory=dict)


def draw_month(
    work: Work, month: date, *, seed: int | None = None, dry_run: bool = False
) -> Result:
    """Draw the cases of a month (its first day), store them, and return them.

    A month that was drawn gives its stored draw again, made anew from the frame and the seed
    that were kept and held against its reviews. `dry_run` stores nothing, and with a seed draws
    afresh from today's register. Refuses a bad seed, and a stored draw that no longer agrees.
    """
    _may_draw(work, dry_run)
    if seed is not None:
        check_seed(seed)
    if not dry_run:
        _one_at_a_time(work.session)
    if not (dry_run and seed is not None):
        stored = find_draw(work.session, month)
        if stored is not None:
            return _again(work.session, stored)
    wanted = quota(get_instrument())
    frame = todays_frame(work, month)
    made = draw(frame, secrets.randbits(BITS_OF_A_SEED) if seed is None else seed, month, wanted)
    if dry_run:
        return Result(made, None, was_there=False)
    if not made.first:
        raise Refused(
            "nothing_to_draw",
            "There is no case to draw: none is open whose key worker somebody supervises.",
        )
    return Result(made, _keep(work, frame, made, wanted), was_there=False)


def todays_frame(work: Work, month: date) -> Frame:
    """Return what a month's cases would be drawn from today."""
    limits = get_instrument().limits
    since, _ = period_under_review(work.today, limits.period_months)
    former = months_before(month, limits.not_again_months)
    return framing.frame_on(work.session, work.today, since, former)


def _keep(work: Work, frame: Frame, made: Draw, wanted: Quota) -> int:
    """Store a draw with its frame and its reviews, and return its number."""
    row = ReviewDraw(
        month=made.month,
        seed=made.seed,
        frame_hash=made.frame_hash,
        frame=framing.pack(frame),
        first_quota=wanted.first,
        second_quota=wanted.second,
        on=work.today,
        by_id=work.actor.person_id,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    _store(work, row, made)
    work.record(
        CasesDrawn(
            draw_id=row.id,
            month=made.month.isoformat()[:7],
            seed=made.seed,
            frame_hash=made.frame_hash,
            first=len(made.first),
            second=len(made.second),
        )
    )
    return row.id


def run_again(work: Work, month: date) -> Result:
    """Return a month's draw made again from what was kept, for those who may see it.

    Raises NotFound for a month that was not drawn; refuses one that no longer agrees.
    """
    access.require_role(work, permissions.SEE_DRAW)
    stored = find_draw(work.session, month)
    if stored is None:
        raise NotFound("No cases were drawn for this month.")
    return _again(work.session, stored)


def find_draw(session: Session, month: date) -> ReviewDraw | None:
    """Return the stored draw of a month with its frame, or None."""
    return session.scalar(
        select(ReviewDraw).where(ReviewDraw.month == month).options(undefer(ReviewDraw.frame))
    )


def frame_of(stored: ReviewDraw) -> Frame:
    """Return the frame that was kept with a draw; refuses one whose hash is another by now."""
    try:
        packed = zlib.decompress(stored.frame)
    except zlib.error:
        packed = b""
    if hashlib.sha256(packed).hexdigest() != stored.frame_hash:
        raise Refused("frame_changed", "The frame that was kept with this draw has been changed.")
    return framing.unpack(stored.frame)


def verify(session: Session, stored: ReviewDraw) -> Draw:
    """Return the stored draw made again from its frame, seed and quotas.

    Refuses where the frame is not the one whose hash was kept, or where the reviews of the draw
    are not those that it gives: then somebody changed them past the program.
    """
    frame = frame_of(stored)
    made = draw(frame, stored.seed, stored.month, Quota(stored.first_quota, stored.second_quota))
    for level, given in ((Level.FIRST, made.first), (Level.SECOND, made.second)):
        if _kept(session, stored.id, level) != {one.case_ref for one in given}:
            raise Refused(
                "draw_changed",
                "The reviews of this draw are not those that its frame and seed give.",
            )
    return made


def _again(session: Session, stored: ReviewDraw) -> Result:
    rows = session.execute(
        select(Review.case_id, Review.reviewer_id).where(
            Review.draw_id == stored.id,
            Review.level == Level.SECOND.value,
            Review.reviewer_id.is_not(None),
        )
    )
    chosen = {row.case_id: row.reviewer_id for row in rows}
    refs, numbers = held.references(session, chosen), standing.staff_numbers(session)
    assigned = {refs[case_id]: numbers[person or 0] for case_id, person in chosen.items()}
    return Result(verify(session, stored), stored.id, was_there=True, assigned=assigned)


def _kept(session: Session, draw_id: int, level: Level) -> set[str]:
    """Return the references that a draw gave a level at first, before any substitution."""
    ids = session.scalars(
        select(Review.case_id).where(
            Review.draw_id == draw_id, Review.level == level.value, Review.replaces_id.is_(None)
        )
    )
    return set(held.references(session, ids).values())


def _store(work: Work, row: ReviewDraw, made: Draw) -> None:
    make = Maker(work, row, made.first)
    ids = {number: id_ for id_, number in standing.staff_numbers(work.session).items()}
    slots: dict[str, int] = {}
    firsts: dict[str, Review] = {}
    for one in made.first:
        slots[one.supervisor] = slots.get(one.supervisor, 0) + 1
        people = Three(*(ids[number] for number in (one.worker, one.supervisor, one.reviewer)))
        firsts[one.case_ref] = make.first(one, slots[one.supervisor], people)
    work.session.add_all(firsts.values())
    work.session.flush()
    work.session.add_all(make.second(firsts[one.case_ref]) for one in made.second)
    work.session.flush()


class Three(NamedTuple):
    """The three people of a first-level review."""

    worker_id: int
    supervisor_id: int
    reviewer_id: int


class Maker:
    """Makes the reviews of a draw, under the newest instrument and its calendar."""

    def __init__(self, work: Work, row: ReviewDraw, drawn: Iterable[Drawn]) -> None:
        self.row = row
        self.instrument = get_instrument()
        self.dates = dates_of(row.month, self.instrument)
        self.period = period_under_review(row.on, self.instrument.limits.period_months)
        self.cases = held.by_reference(work.session, (one.case_ref for one in drawn))
        self.region_of = standing.names(work.session).region_of_team

    def first(
        self, one: Drawn, slot: int, people: Three, *, replaces_id: int | None = None
    ) -> Review:
        """Return the first-level review of a drawn case, not stored yet."""
        case = self.cases[one.case_ref]
        return Review(
            level=Level.FIRST.value,
            draw_id=self.row.id,
            case_id=case.id,
            worker_id=people.worker_id,
            supervisor_id=people.supervisor_id,
            reviewer_id=people.reviewer_id,
            region_id=self.region_of[case.team_id],
            team_id=case.team_id,
            practice_area_id=case.practice_area_id,
            slot=slot,
            position=one.position,
            replaces_id=replaces_id,
            start_due_on=self.dates.start_by,
            due_on=self.dates.complete_by,
            **self._pinned(),
        )

    def second(self, first: Review, *, replaces_id: int | None = None) -> Review:
        """Return the second-level review of a case, whose reviewer is to be assigned."""
        return Review(
            level=Level.SECOND.value,
            draw_id=self.row.id,
            case_id=first.case_id,
            worker_id=first.worker_id,
            supervisor_id=first.supervisor_id,
            reviewer_id=None,
            region_id=first.region_id,
            team_id=first.team_id,
            practice_area_id=first.practice_area_id,
            position=first.position,
            first_id=first.id,
            replaces_id=replaces_id,
            start_due_on=self.dates.assign_by,
            due_on=self.dates.second_by,
            **self._pinned(),
        )

    def _pinned(self) -> dict[str, object]:
        return {
            "instrument_id": self.instrument.id,
            "instrument_version": self.instrument.version,
            "period_from": self.period[0],
            "period_to": self.period[1],
        }


def _may_draw(work: Work, dry_run: bool) -> None:
    """Let the system draw, and central office; a dry run is for all who may run a draw again."""
    if work.actor != SYSTEM:
        access.require_role(work, permissions.SEE_DRAW if dry_run else permissions.DRAW)


def _one_at_a_time(session: Session) -> None:
    """Let one process at a time draw; on SQLite the write lock does the same."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": DRAWING_LOCK})
