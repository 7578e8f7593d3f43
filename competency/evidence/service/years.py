"""A year of a log: hours, gaps, what is reached, and which strands lack fresh evidence."""

from datetime import date
from decimal import Decimal

from competency.evidence import permissions
from competency.evidence.domain.year import (
    Gap,
    KindHours,
    Measure,
    Reached,
    Target,
    gaps,
    hours_by_kind,
    reached,
    stale_strands,
)
from competency.evidence.queries import figures
from competency.evidence.service import writing
from competency.frameworks import service as frameworks
from competency.frameworks.domain.kinds.cpd_scheme import CpdScheme
from competency.infra.work import Work
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.people.service import access

FRESH_MONTHS = 12
LONGEST_DAYS = 3 * 366


class Year(Value):
    """What a log shows of some days, counted until the last of them that has come.

    `stale` are the strands without evidence of the `fresh_months` before that day; `latest` has
    the day of the newest evidence of each strand that has any, `scheme` whose targets count.
    """

    first: date
    last: date
    until: date
    hours: Decimal
    entries: int
    kinds: list[KindHours]
    gaps: list[Gap]
    stale: list[str]
    fresh_months: int
    latest: dict[str, date]
    scheme: str
    reached: list[Reached]


def year(
    work: Work,
    person_id: int,
    first: date,
    last: date,
    *,
    scheme_id: str | None = None,
    practice_area_id: int | None = None,
) -> Year:
    """Return the figures of a log from first to last day; others are not counted one's drafts.

    Days that have not come yet are no gap, and evidence begun after the last day made no strand
    fresh by then. How old is fresh is the scheme's to say, else a year. Refuses days in the wrong
    order or more than three years, and an unknown scheme; raises NotFound for who may see nothing
    of the log.
    """
    access.require(work, permissions.SEE_YEAR, person_id, see=permissions.SEE)
    if last < first or (last - first).days > LONGEST_DAYS:
        raise Refused("bad_period", "Choose a first and a last day at most three years apart.")
    scheme = _scheme(scheme_id)
    done = figures.done_between(
        work.session,
        person_id,
        first,
        last,
        scheme=scheme.standard.id if scheme else "",
        with_drafts=work.actor.person_id == person_id,
        practice_area_id=practice_area_id,
    )
    framework = frameworks.get_framework()
    until = min(last, work.today)
    latest = _latest(work, person_id, framework.id, practice_area_id, until)
    strands = [strand.code for strand in framework.strands]
    targets = _targets(scheme)
    stale = {
        target.code: len(stale_strands(strands, latest, until, int(target.amount)))
        for target in targets
        if target.measure is Measure.FRESH_MONTHS
    }
    asked = [int(one.amount) for one in targets if one.measure is Measure.FRESH_MONTHS]
    fresh_months = min(asked, default=FRESH_MONTHS)
    return Year(
        first=first,
        last=last,
        until=until,
        entries=len(done),
        hours=sum((one.hours for one in done), Decimal(0)),
        kinds=hours_by_kind(done),
        gaps=gaps(done, first, until),
        stale=stale_strands(strands, latest, until, fresh_months),
        fresh_months=fresh_months,
        latest=latest,
        scheme=scheme.standard.title if scheme else "",
        reached=reached(targets, done, first, until, stale),
    )


def schemes() -> list[CpdScheme]:
    """Return the schemes whose targets a year can be held against."""
    return [scheme for scheme in writing.schemes() if scheme.targets]


def _latest(
    work: Work, person_id: int, framework_id: str, practice_area_id: int | None, until: date
) -> dict[str, date]:
    found = figures.evidenced(
        work.session, person_id, framework_id, practice_area_id=practice_area_id, until=until
    )
    latest: dict[str, date] = {}
    for one in found:
        latest[one.strand] = max(one.latest, latest.get(one.strand, one.latest))
    return latest


def _scheme(scheme_id: str | None) -> CpdScheme | None:
    if scheme_id is None:
        return None
    found = frameworks.get_standard(scheme_id)
    if not isinstance(found, CpdScheme):
        raise Refused("not_a_scheme", f"{scheme_id} is no scheme with targets.")
    return found


def _targets(scheme: CpdScheme | None) -> list[Target]:
    if scheme is None:
        return []
    return [
        Target(one.code, one.text, Measure(one.measure), Decimal(one.amount))
        for one in scheme.targets
    ]
