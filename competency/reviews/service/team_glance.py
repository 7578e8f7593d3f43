"""A supervisor's own team: what its reviews found in the last three months, month by month."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import and_, true

from competency.frameworks.domain.kinds.case_review_instrument import Section
from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.kernel.clock import london_date
from competency.kernel.errors import Forbidden
from competency.kernel.values import Value
from competency.people.service import access
from competency.reviews import permissions
from competency.reviews.domain.applying import applying_items
from competency.reviews.domain.calendar import months_before
from competency.reviews.domain.glance import Line, Part, parts, sum_of
from competency.reviews.domain.levels import Level
from competency.reviews.domain.over_time import FEWEST_REVIEWS
from competency.reviews.domain.scores import Score, score_of
from competency.reviews.queries import glance as queries
from competency.reviews.queries.glance import REVIEW, Wanted
from competency.reviews.service.glance import begin_of
from competency.reviews.service.loading import scope
from competency.reviews.service.rules import get_instrument
from competency.reviews.service.sheets import read_chosen
from competency.timeliness.domain.due import add_months

LEADS = (Role.SUPERVISOR, Role.MANAGER)


class TeamGlance(Value, kw_only=True):
    """The scores of the people in the actor's line, never one person's by itself.

    `reviews` says how many there are in each of the months, the oldest first.
    """

    level: Level
    section: str
    months: Sequence[date]
    reviews: Sequence[int]
    parts: Sequence[Part]
    total: Line
    sections: Sequence[Section]

    @property
    def has_enough(self) -> list[bool]:
        """Return of each month whether enough reviews lie behind it to draw a point."""
        return [number >= FEWEST_REVIEWS for number in self.reviews]


def team(
    work: Work,
    level: Level = Level.FIRST,
    section: str = "",
    *,
    people: Collection[int] | None = None,
) -> TeamGlance:
    """Return the own team's scores of this month and the two before it, in two statements.

    With `people` only of those of them who are in the actor's line.

    How many months is a limit of the instrument. Only reviews that are complete, and that the
    actor may read: what awaits another level is not in it. For supervisors and managers; refuses
    others (Forbidden) and an unknown section.
    """
    if not any(work.actor.has(role) for role in LEADS):
        raise Forbidden("Your role does not include this.")
    instrument = get_instrument()
    if section:
        instrument.section(section)
    this = work.today.replace(day=1)
    months = (*reversed(months_before(this, instrument.limits.team_trend_months - 1)), this)
    wanted = Wanted(level.value, begin_of(months[0]), begin_of(add_months(this, 1)))
    within = and_(
        access.scope(work.actor, work.today, permissions.SEE_TEAM, REVIEW.worker_id),
        scope(work.actor, work.today, permissions.READ),
        true() if people is None else REVIEW.worker_id.in_(people),
    )
    reviews = Counter[date]()
    counts: dict[tuple[date, str], Counter[str]] = {}
    answers = queries.answers_of(work.session, wanted, within)
    for row in queries.submitted(work.session, wanted, within):
        month = london_date(row.submitted_at).replace(day=1)
        reviews[month] += 1
        given = answers.get(row.id, {})
        pinned = get_instrument(row.instrument_id, row.instrument_version)
        for item in applying_items(pinned, read_chosen(row.elements).elements, given):
            if item.code in given:
                counts.setdefault((month, item.code), Counter())[given[item.code]] += 1
    found: dict[tuple[date, str], dict[int | None, Score | None]] = {
        key: {None: score_of(each)} for key, each in counts.items()
    }
    made = parts(instrument, found, months, section=section)
    return TeamGlance(
        level=level,
        section=section,
        months=months,
        reviews=[reviews[month] for month in months],
        parts=made,
        total=sum_of("", "All items", [part.sum for part in made], len(months)),
        sections=instrument.sections,
    )
