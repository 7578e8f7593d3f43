"""A self-study's page against a bare page with the same rows, and among a hundred times the cases.

The page shows frozen counts, not live ones: it costs the same however many cases there are.
"""

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.browsing import getter, sign_in
from bench.data import FEW
from bench.floor_study import bare_study
from bench.measuring import Call, Found, compare
from bench.observatory import LARGE, SMALL, product
from bench.stage import stage
from competency.accreditation.models import SelfStudy
from competency.kernel.actor import Role
from competency.people.models import RoleGrant

LIMIT, GROWTH = 3.0, 1.3


def page() -> Iterator[Found]:
    """Measure how far a self-study is, its practices, suggestions and contradictions."""
    here = stage(FEW).product
    floor = bare_study(here.extensions["settings"].database_url)
    times = compare(getter(floor, f"/accreditation/{_study(here)}"), _page(here))
    what = f"a self-study half way to the bare page with the same rows: {times.words}"
    yield Found("accreditation_study_page", times.ratio, LIMIT, what)


def growth() -> Iterator[Found]:
    """Measure the same page among 300,000 cases against a hundredth of them."""
    times = compare(_page(product(SMALL)), _page(product(LARGE)))
    what = f"the same page among {LARGE.cases:,} cases to among {SMALL.cases:,}: {times.words}"
    yield Found("accreditation_growth", times.ratio, GROWTH, what)


def _study(app: Flask) -> int:
    with Session(app.extensions["database"].engine) as session:
        return session.scalars(select(func.max(SelfStudy.id))).one()


def _page(app: Flask) -> Call:
    with Session(app.extensions["database"].engine) as session:
        central = RoleGrant.role == Role.CENTRAL_OFFICE.value
        person_id = session.scalars(select(func.min(RoleGrant.person_id)).where(central)).one()
    cookie, _token = sign_in(app, person_id)
    get = getter(app, f"/accreditation/{_study(app)}", cookie)
    status, content = get()
    if b"items ready" not in content:
        raise RuntimeError(f"the page of a self-study ({status}) does not say how far it is")
    return get
