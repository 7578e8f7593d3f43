"""A person's pages among 3,000 people, against the same among 60."""

from collections.abc import Iterator

from bench.browsing import getter, sign_in
from bench.data import FEW, MANY
from bench.measuring import Call, Found, compare
from bench.stage import Stage, signed_appraisal, stage

LIMIT = 1.2
PAGES = (
    ("person_page", "/people/{person}/record", "a person's record"),
    ("person_appraisal_page", "/appraisals/{appraisal}/whole", "a person's whole appraisal"),
)


def pages() -> Iterator[Found]:
    """Measure each page with both numbers of people."""
    for name, path, words in PAGES:
        times = compare(_page(stage(FEW), path), _page(stage(MANY), path))
        what = f"{words} among {MANY:,} people to among {FEW}: {times.words}"
        yield Found(name, times.ratio, LIMIT, what)


def _page(here: Stage, path: str) -> Call:
    looked_at = signed_appraisal(here)
    cookie, _token = sign_in(here.product, looked_at.person_id)
    address = path.format(person=looked_at.person_id, appraisal=looked_at.id)
    return getter(here.product, address, cookie)
