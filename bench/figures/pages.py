"""The two pages with the most on them, against a bare page that prints the same rows."""

from collections.abc import Iterator

from bench.browsing import getter, sign_in
from bench.data import FEW
from bench.measuring import Found, compare
from bench.stage import signed_appraisal, stage, teams
from competency.demo.domain.size import LARGEST_TEAM

LIMIT = 2.0


def appraisal() -> Iterator[Found]:
    """Measure a whole appraisal on one page: 65 strands, 195 descriptors, three ratings each."""
    here = stage(FEW)
    looked_at = signed_appraisal(here)
    cookie, _token = sign_in(here.product, looked_at.person_id)
    times = compare(
        getter(here.floor, f"/appraisals/{looked_at.id}"),
        getter(here.product, f"/appraisals/{looked_at.id}/whole", cookie),
    )
    what = f"a whole signed appraisal to the bare page with the same rows: {times.words}"
    yield Found("appraisal_page", times.ratio, LIMIT, what)


def team() -> Iterator[Found]:
    """Measure the team page of twelve people and fourteen sections."""
    here = stage(FEW)
    largest = teams(here)[0]
    if largest.people != LARGEST_TEAM:
        raise RuntimeError(f"the largest team has {largest.people} people, not {LARGEST_TEAM}")
    cookie, _token = sign_in(here.product, largest.supervisor_id)
    times = compare(
        getter(here.floor, f"/team/{largest.supervisor_id}/{largest.practice_area_id}"),
        getter(here.product, f"/team?area={largest.practice_area_id}", cookie),
    )
    what = f"a team of {largest.people} to the bare page with the same rows: {times.words}"
    yield Found("team_page", times.ratio, LIMIT, what)
