"""The scores of all regions over 50,000 reviews of thirty items, and with as many more before."""

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.browsing import getter, sign_in
from bench.measuring import Call, Found, compare, compare_long
from bench.reviewed import ITEMS, REVIEWS, product, shown
from competency.kernel.actor import Role
from competency.people.models import RoleGrant
from competency.reviews.models import Review, ReviewAnswer
from competency.reviews.service.glance import begin_of
from competency.timeliness.domain.due import add_months

LIMIT, GROWTH = 2.0, 1.3


def glance() -> Iterator[Found]:
    """Measure the whole page for central office, against one aggregate over the same answers."""
    here = product(REVIEWS)
    times = compare_long(_aggregate(here), _page(here))
    what = (
        f"the page of scores over {REVIEWS:,} reviews of {ITEMS} items to one SQL aggregate over "
        f"the same rows: {times.words}"
    )
    yield Found("reviews_glance", times.ratio, LIMIT, what)


def growth() -> Iterator[Found]:
    """Measure the page where there are twice as many reviews, the others before what it shows."""
    times = compare(_page(product(REVIEWS)), _page(product(2 * REVIEWS)))
    what = (
        f"the page of scores with {REVIEWS:,} reviews more outside its quarters to without them: "
        f"{times.words}"
    )
    yield Found("reviews_glance_growth", times.ratio, GROWTH, what)


def _page(app: Flask) -> Call:
    with Session(app.extensions["database"].engine) as session:
        central = RoleGrant.role == Role.CENTRAL_OFFICE.value
        person_id = session.scalars(select(func.min(RoleGrant.person_id)).where(central)).one()
    cookie, _token = sign_in(app, person_id)
    page = getter(app, "/reviews/glance", cookie)
    status, content = page()
    if b"All items together" not in content or b"kept back</span>" in content:
        raise RuntimeError(f"the page of scores ({status}) does not show all of them")
    return page


def _aggregate(app: Flask) -> Call:
    """Return the floor: the answers of the quarters shown, counted by quarter, region and item."""
    database = app.extensions["database"]
    quarters = shown()
    month = func.strftime("%Y-%m", Review.submitted_at)
    groups = (month, Review.region_id, ReviewAnswer.item, ReviewAnswer.answer)
    query = (
        select(*groups, func.count())
        .join(Review, Review.id == ReviewAnswer.review_id)
        .where(
            Review.level == "first",
            Review.state == "submitted",
            Review.submitted_at >= begin_of(quarters[0]),
            Review.submitted_at < begin_of(add_months(quarters[-1], 3)),
        )
        .group_by(*groups)
    )

    def count() -> None:
        with database.reading() as session:
            found = session.execute(query).all()
        if sum(row[-1] for row in found) != REVIEWS * ITEMS:
            raise RuntimeError(f"the aggregate found {sum(row[-1] for row in found):,} answers")

    return count
