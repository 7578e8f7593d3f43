"""Who can review a case: the facts about each candidate, for one choice or for the list of all."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import func, select

from competency.cases.service import held
from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.kernel.errors import Refused
from competency.people.service import lookup, standing
from competency.reviews.domain.levels import COUNTED, Level, State
from competency.reviews.domain.reviewers import Candidate, check_reviewer
from competency.reviews.events import ReviewerChosen
from competency.reviews.models import Review, ReviewAssignment
from competency.reviews.service.rules import get_instrument, quota

_COUNTED = sorted(state.value for state in COUNTED - {State.UNASSIGNED})


@dataclass
class Choosing:
    """The facts around one review, read once however many candidates are looked at."""

    work: Work
    review: Review

    @cached_property
    def level(self) -> Level:
        """Return the review's level."""
        return Level(self.review.level)

    @cached_property
    def fitting(self) -> frozenset[int]:
        """Return whose role reaches the case at this level."""
        session, today, region = self.work.session, self.work.today, self.review.region_id
        if self.level is Level.CENTRAL:
            return frozenset(standing.in_region(session, [Role.CENTRAL_OFFICE], region, today))
        peers = {
            place.person_id
            for place in standing.places_of(session, Role.PEER_REVIEWER, today)
            if (place.region_id, place.practice_area_id) == (region, self.review.practice_area_id)
        }
        if self.level is Level.SECOND:
            roles = (Role.QUALITY_SPECIALIST, Role.REGIONAL_LEADERSHIP)
            return frozenset(peers.union(standing.in_region(session, roles, region, today)))
        chiefs = standing.working_in_region(session, Role.SUPERVISOR, region, today)
        return frozenset(peers.union(chiefs, {self.review.supervisor_id or 0}))

    @cached_property
    def key_workers(self) -> frozenset[int]:
        """Return who holds the case now, or held it within the period under review."""
        return held.workers_since(self.work.session, self.review.case_id, self.review.period_from)

    @cached_property
    def first_reviewer(self) -> int | None:
        """Return who has the first level of the same case."""
        if self.review.first_id is None:
            return None
        return self.work.session.scalar(
            select(Review.reviewer_id).where(Review.id == self.review.first_id)
        )

    @cached_property
    def line(self) -> frozenset[int]:
        """Return who supervises the key worker today, and whose four the case counts among."""
        above = lookup.supervisors_of(self.work.session, self.review.worker_id, self.work.today)
        return frozenset({one.id for one in above} | {self.review.supervisor_id or 0})

    @cached_property
    def busy(self) -> dict[int, int]:
        """Return how many first-level reviews of this draw each reviewer has beside this one."""
        if self.level is not Level.FIRST:
            return {}
        rows = self.work.session.execute(
            select(Review.reviewer_id, func.count())
            .where(
                Review.draw_id == self.review.draw_id,
                Review.level == Level.FIRST.value,
                Review.state.in_(_COUNTED),
                Review.reviewer_id.is_not(None),
                Review.id != self.review.id,
            )
            .group_by(Review.reviewer_id)
        )
        return {row[0] or 0: row[1] for row in rows}

    def candidate(self, person_id: int, name: str) -> Candidate:
        """Return the facts about one person."""
        return Candidate(
            person_id=person_id,
            name=name,
            is_worker=person_id == self.review.worker_id,
            is_key_worker=person_id in self.key_workers,
            is_first_reviewer=person_id == self.first_reviewer,
            supervises_worker=person_id in self.line,
            is_fitting=person_id in self.fitting,
            first_level_reviews=self.busy.get(person_id, 0),
        )

    def check(self, person_id: int) -> str:
        """Return the person's name; refuse who cannot review this case, in words."""
        who = lookup.subject(self.work.session, person_id)
        if who is None or (who.left_on is not None and who.left_on < self.work.today):
            raise Refused("not_here", "Choose somebody who works here.", field="reviewer")
        check_reviewer(self.level, self.candidate(who.id, who.name), self._quota)
        return who.name

    @cached_property
    def names(self) -> Mapping[int, str]:
        """Return the names of those whose role reaches the case."""
        return lookup.names(self.work.session, self.fitting)

    def choices(self) -> list[tuple[int, str]]:
        """Return number and name of all who can review this case, by name."""
        turned_down = {person_id for person_id, _, _ in self.turned_down()}
        found = ((id_, self.names[id_]) for id_ in self.fitting if id_ in self.names)
        able = [one for one in found if one[0] not in turned_down]
        return sorted(able, key=lambda one: (one[1], one[0]))

    def turned_down(self) -> list[tuple[int, str, str]]:
        """Return number, name and why not of those whose role fits but who cannot, by name."""
        found = []
        for person_id in self.fitting & self.names.keys():
            name = self.names[person_id]
            try:
                check_reviewer(self.level, self.candidate(person_id, name), self._quota)
            except Refused as refused:
                found.append((person_id, name, refused.message))
        return sorted(found, key=lambda one: (one[1], one[0]))

    @cached_property
    def _quota(self) -> int:
        return quota(
            get_instrument(self.review.instrument_id, self.review.instrument_version)
        ).first


def give(
    work: Work,
    review: Review,
    reviewer_id: int | None,
    reason: str,
    *,
    words: str = "",
    is_late: bool = False,
) -> None:
    """Write the new reviewer of a review, or that it has none now, and record it."""
    former, review.reviewer_id = review.reviewer_id, reviewer_id
    work.session.flush()
    work.append(
        ReviewAssignment,
        review_id=review.id,
        reviewer_id=reviewer_id,
        former_id=former,
        reason=reason,
        words=words,
        is_late=is_late,
        by_id=work.actor.person_id,
        at=work.now,
    )
    work.record(
        ReviewerChosen(
            review_id=review.id, reviewer_id=reviewer_id, former_id=former, reason=reason
        )
    )
