"""One strand of one person, among 3,000 people: against a bare page, and against a hundredth."""

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.browsing import getter, sign_in
from bench.floor_practice import bare_strand
from bench.measuring import Call, Found, compare
from bench.observatory import LARGE, SMALL, product
from competency.assessments.models import Appraisal
from competency.cases.models import CaseClock
from competency.coaching.domain.crosswalk import SourceKind
from competency.coaching.service import crosswalk
from competency.infra.work import Work
from competency.kernel.actor import SYSTEM
from competency.kernel.clock import system_clock
from competency.reviews.models import Review
from competency.timeliness.service.standards import get_standards

LIMIT, GROWTH = 3.0, 1.3
STRAND = "IMP-1a"  # most standards inform it
AREA = Appraisal.practice_area_id


def page() -> Iterator[Found]:
    """Measure all that is known of a strand, for whom it is about."""
    app = product(LARGE)
    person_id, area_id = _somebody(app)
    standards, items = _asked(app)
    floor = bare_strand(app.extensions["settings"].database_url, standards, items)
    bare = getter(floor, f"/practice/{person_id}/{area_id}/{STRAND}")
    times = compare(bare, _page(app))
    what = f"one strand of one person to the bare page with the same rows: {times.words}"
    yield Found("coaching_strand_page", times.ratio, LIMIT, what)


def growth() -> Iterator[Found]:
    """Measure the same page in the large house and in a hundredth of it."""
    times = compare(_page(product(SMALL)), _page(product(LARGE)))
    what = (
        f"the same among {LARGE.cases:,} cases, {LARGE.reviews:,} reviews and {LARGE.people:,} "
        f"people to among a hundredth: {times.words}"
    )
    yield Found("coaching_strand_growth", times.ratio, GROWTH, what)


def _page(app: Flask) -> Call:
    person_id, area_id = _somebody(app)
    cookie, _token = sign_in(app, person_id)
    found = getter(app, f"/practice/{person_id}/{area_id}/strands/{STRAND}", cookie)
    status, content = found()
    if b"What do we know about this strand?" not in content or b" of 20" not in content:
        raise RuntimeError(f"the page of a strand ({status}) shows no last twenty")
    return found


def _somebody(app: Flask) -> tuple[int, int]:
    """Return who of those with a signed appraisal and a review is first, and in which area."""
    with Session(app.extensions["database"].engine) as session:
        reviewed = select(Review.worker_id).where(Review.state == "submitted")
        holders = select(CaseClock.holder_id).where(CaseClock.holder_id.is_not(None)).distinct()
        person_id = session.scalars(
            select(func.min(Appraisal.person_id)).where(
                Appraisal.sealed_at.is_not(None),
                Appraisal.person_id.in_(reviewed),
                Appraisal.person_id.in_(holders),
            )
        ).one()
        area = select(func.min(AREA)).where(Appraisal.person_id == person_id)
        return person_id, session.scalars(area).one()


def _asked(app: Flask) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the worker's standards and the items that inform the strand, as the product has."""
    with app.extensions["database"].reading() as session:
        walk = crosswalk.get(Work(actor=SYSTEM, now=system_clock(), session=session))
    links = walk.sources_of(STRAND)
    own = {one.code for one in get_standards().standards if one.actor == "worker"}
    standards = [x.code for x in links if x.kind is SourceKind.TIMELINESS and x.code in own]
    items = [x.code for x in links if x.kind is SourceKind.REVIEW_ITEM]
    return tuple(standards), tuple(items)
