"""Calibration: how far the first and the second level agree on cases that both answered."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.kernel.agreement import Disputed
from competency.kernel.values import Value
from competency.people.service import access, lookup
from competency.reviews import permissions
from competency.reviews.domain.calendar import months_before
from competency.reviews.domain.calibration import (
    Calibration,
    Group,
    TwoLevels,
    both_answered,
    calibrate,
)
from competency.reviews.domain.levels import Level
from competency.reviews.queries import pairs
from competency.reviews.service.loading import scope
from competency.reviews.service.rules import get_instrument
from competency.reviews.service.sheets import read_chosen

MONTHS = (3, 12, 24)
USUAL = 12
REVIEWERS = (Role.SUPERVISOR, Role.PEER_REVIEWER)


class Named(Value):
    """The agreement over the cases of a region, or of a reviewer at a level."""

    name: str
    level: Level | None
    group: Group


class DisputedItem(Value):
    """An item on which the levels differ, with its words as the newest instrument has them."""

    title: str
    figures: Disputed


class Calibrated(Value, kw_only=True):
    """Both levels' agreement over the draws from one month to another, as the actor may see it.

    Reviewers and regions come by name, never by how far they agree.
    """

    first_month: date
    last_month: date
    found: Calibration
    regions: Sequence[Named]
    reviewers: Sequence[Named]
    disputed: Sequence[DisputedItem]


def calibration(work: Work, months: int = USUAL) -> Calibrated:
    """Return the agreement of the two levels over the draws of so many months, this one included.

    Reviewers see the pairs that they are part of, and supervisors those of their four;
    specialists and leadership those of their region; central office all, by region and without
    names, because it knows people only in aggregate. Nothing is told below the instrument's
    minimum of answers that both gave. At most five statements, however many pairs there are.
    Refuses (Forbidden) whoever neither reviews nor answers for a region's quality.
    """
    if not any(work.actor.has(role) for role in REVIEWERS):
        access.require_role(work, permissions.SEE_CALIBRATION)
    months = months if months in MONTHS else USUAL
    last = work.today.replace(day=1)
    first = months_before(last, months - 1)[-1]
    within = scope(work.actor, work.today, permissions.COMPARE_REVIEWERS)
    named = scope(work.actor, work.today, permissions.COMPARE_BY_NAME)
    rows = pairs.pairs(work.session, within, named, (first, last))
    answers = pairs.answers(work.session, within, (first, last)) if rows else {}
    newest = get_instrument()
    found = calibrate(
        [_two_levels(row, answers) for row in rows], minimum=newest.limits.calibration_minimum
    )
    people = lookup.names(work.session, {who for _level, who in found.reviewers})
    places = lookup.region_names(work.session, found.regions)
    titles = {item.code: item.title for item in newest.items}
    return Calibrated(
        first_month=first,
        last_month=last,
        found=found,
        regions=_by_name(
            Named(places[region], None, group) for region, group in found.regions.items()
        ),
        reviewers=_by_name(
            Named(people[who], level, group) for (level, who), group in found.reviewers.items()
        ),
        disputed=[DisputedItem(titles.get(one.item, one.item), one) for one in found.disputed],
    )


def _two_levels(row: Row[Any], answers: Mapping[int, Mapping[str, str]]) -> TwoLevels:
    instrument = get_instrument(row.instrument_id, row.instrument_version)
    return TwoLevels(
        first_reviewer_id=row.first_reviewer_id,
        second_reviewer_id=row.second_reviewer_id,
        region_id=row.region_id,
        is_named=bool(row.is_named),
        answered=both_answered(
            instrument,
            (read_chosen(row.first_elements).elements, answers.get(row.first_id, {})),
            (read_chosen(row.second_elements).elements, answers.get(row.second_id, {})),
        ),
    )


def _by_name(some: Any) -> list[Named]:
    return sorted(some, key=lambda one: (one.level or "", one.name))
