"""What the pages of draws show: the months drawn, one draw, and what a draw would give today."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, select

from competency.cases.service import held
from competency.infra.work import Work
from competency.kernel.actor import Role, ScopeKind
from competency.kernel.errors import NotFound, Refused
from competency.kernel.values import Value
from competency.people.service import access, lookup, standing
from competency.reviews import permissions
from competency.reviews.domain.calendar import month_words
from competency.reviews.domain.draw import Draw, Exclusion, Frame, Quota, check_seed, draw
from competency.reviews.domain.levels import Level
from competency.reviews.domain.supply import Supply, supply
from competency.reviews.models import Review, ReviewDraw
from competency.reviews.queries import drawn
from competency.reviews.service import drawing
from competency.reviews.service.loading import scope
from competency.reviews.service.rules import get_instrument, quota

PAGE = 50
ANY_SEED = 0  # of a preview: it shows only what every seed gives


class Preview(Value, kw_only=True):
    """What a draw would give today: how many cases, and which supervisors have fewer."""

    month: date
    first: int
    second: int
    supervisors: int
    fewer: Sequence[Supply]
    left_out: Mapping[Exclusion, int]
    names: Mapping[str, str]
    quota: int


class Shown(Value, kw_only=True):
    """One draw as its page shows it, in the reach of the actor; `broken` says why it is not whole.

    `reach` names the regions, None where it is all of them; `names` has people by id,
    `by_number` by staff number.
    """

    month: date
    seed: int
    frame_hash: str
    quota: Quota
    on: date
    by: str
    reach: Sequence[str] | None
    supply: Sequence[Supply]
    left_out: Mapping[Exclusion, int]
    first: Sequence[Row[Any]]
    count: int
    second: Sequence[Row[Any]]
    regions: Mapping[int, str]
    names: Mapping[int, str]
    by_number: Mapping[str, str]
    broken: str


def list_draws(work: Work) -> tuple[Sequence[Row[Any]], Mapping[int, str]]:
    """Return the draws, newest month first, and who drew by name, for those who may see draws."""
    access.require_role(work, permissions.SEE_DRAW)
    rows = drawn.draws(work.session)
    return rows, lookup.names(work.session, [row.by_id for row in rows])


def months_to_draw(work: Work) -> list[date]:
    """Return the months that can be drawn today, this one and the next, for who may draw."""
    access.require_role(work, permissions.DRAW)
    this = work.today.replace(day=1)
    after = date(this.year + this.month // 12, this.month % 12 + 1, 1)
    return [this, after]


def preview(work: Work, month: date, seed: int | None) -> Preview:
    """Return what a draw of the month would give today, and store nothing.

    Which cases is not said, so that nobody can try seeds until the list pleases. Refuses what
    the draw would refuse.
    """
    _check(work, month, seed)
    frame, wanted = drawing.todays_frame(work, month), quota(get_instrument())
    made = draw(frame, ANY_SEED if seed is None else seed, month, wanted)
    each = supply(frame, made)
    fewer = [one for one in each if one.drawn < wanted.first]
    return Preview(
        month=month,
        first=len(made.first),
        second=len(made.second),
        supervisors=len(each),
        fewer=fewer,
        left_out=_by_reason(made, None, frame),
        names=_by_number(work, {one.supervisor for one in fewer}),
        quota=wanted.first,
    )


def draw_now(work: Work, month: date, seed: int | None) -> drawing.Result:
    """Draw the cases of this month or the next, as `draw_month` does; refuses other months."""
    _check(work, month, seed)
    return drawing.draw_month(work, month, seed=seed)


def show(work: Work, month: date, *, page: int = 1) -> Shown:
    """Return a month's draw as far as the actor reaches; 404 for a month that was not drawn."""
    access.require_role(work, permissions.SEE_DRAW)
    stored = drawing.find_draw(work.session, month)
    if stored is None:
        raise NotFound("No cases were drawn for this month.")
    regions = standing.region_names(work.session)
    reach = _reach(work, regions)
    broken, each, left_out = "", list[Supply](), dict[Exclusion, int]()
    try:
        frame, made = _made_again(stored)
        each = [s for s in supply(frame, made) if reach is None or s.regions & set(reach)]
        left_out = _by_reason(made, reach, frame)
    except Refused as refused:
        broken = refused.message
    first = _reviews(work, stored.id, Level.FIRST, limit=PAGE, offset=PAGE * (page - 1))
    second = _reviews(work, stored.id, Level.SECOND)
    numbers = {number: id_ for id_, number in standing.staff_numbers(work.session).items()}
    ids = {i for row in (*first, *second) for i in (row.supervisor_id, row.reviewer_id)}
    ids |= {numbers.get(one.supervisor, 0) for one in each}
    names = lookup.names(work.session, [*ids, stored.by_id])
    by_number = {s.supervisor: names.get(numbers.get(s.supervisor, 0), "") for s in each}
    return Shown(
        month=month,
        seed=stored.seed,
        frame_hash=stored.frame_hash,
        quota=Quota(stored.first_quota, stored.second_quota),
        on=stored.on,
        by=names.get(stored.by_id or 0, "the system"),
        reach=reach,
        supply=each,
        left_out=left_out,
        first=first,
        count=first[0].of if first else 0,
        second=second,
        regions=regions,
        names=names,
        by_number={number: name or number for number, name in by_number.items()},
        broken=broken,
    )


def left_out(work: Work, month: date) -> list[tuple[str, Exclusion]]:
    """Return the references of a month that could not be drawn, and why, in the actor's reach."""
    access.require_role(work, permissions.SEE_DRAW)
    stored = drawing.find_draw(work.session, month)
    if stored is None:
        raise NotFound("No cases were drawn for this month.")
    reach = _reach(work, standing.region_names(work.session))
    frame, made = _made_again(stored)
    here = {row.case_ref for row in frame.rows if reach is None or row.region in reach}
    return [(ref, why) for ref, why in sorted(made.excluded.items()) if ref in here]


def _check(work: Work, month: date, seed: int | None) -> None:
    if month not in months_to_draw(work):
        raise Refused(
            "not_now", "Only this month's and the next month's cases are drawn.", field="month"
        )
    if seed is not None:
        check_seed(seed)
    before = select(ReviewDraw.id).where(ReviewDraw.month == month)
    if work.session.scalar(before) is not None:
        said = f"The cases of {month_words(month)} have been drawn already."
        raise Refused("drawn_already", said, field="month")


def _made_again(stored: ReviewDraw) -> tuple[Frame, Draw]:
    frame = drawing.frame_of(stored)
    limits = Quota(stored.first_quota, stored.second_quota)
    return frame, draw(frame, stored.seed, stored.month, limits)


def _reviews(work: Work, draw_id: int, level: Level, **part: int) -> Sequence[Row[Any]]:
    reach = scope(work.actor, work.today, permissions.SEE)
    within = and_(reach, Review.draw_id == draw_id, Review.level == level.value)
    return drawn.reviews(work.session, within, held.reference_of, **part)


def _by_reason(made: Draw, reach: Sequence[str] | None, frame: Frame) -> dict[Exclusion, int]:
    here = {row.case_ref for row in frame.rows if reach is None or row.region in reach}
    return dict(sorted(Counter(w for ref, w in made.excluded.items() if ref in here).items()))


def _by_number(work: Work, wanted: set[str]) -> dict[str, str]:
    """Return the names of people by staff number."""
    numbers = {id_: n for id_, n in standing.staff_numbers(work.session).items() if n in wanted}
    return {numbers[id_]: name for id_, name in lookup.names(work.session, numbers).items()}


def _reach(work: Work, regions: Mapping[int, str]) -> list[str] | None:
    """Return the names of the actor's regions as frames have them; None where it is all."""
    if work.actor.has(Role.CENTRAL_OFFICE):
        return None
    found = []
    for grant in work.actor.grants:
        if grant.role in (Role.QUALITY_SPECIALIST, Role.REGIONAL_LEADERSHIP):
            if grant.scope is ScopeKind.EVERYONE:
                return None
            if grant.scope is ScopeKind.REGION:
                found.append(" ".join(regions[grant.scope_id or 0].split()))
    return sorted(found)
