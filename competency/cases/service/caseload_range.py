"""The range of caseloads: the one place that signals, dashboards and self-studies read it from."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from competency.cases import permissions
from competency.cases.domain.caseload_range import CaseloadRange, checked
from competency.cases.events import CaseloadRangeKept
from competency.cases.models import CaseloadPolicy
from competency.cases.queries import caseload_range as queries
from competency.frameworks import service as frameworks
from competency.frameworks.domain.kinds.accreditation_standard import AccreditationStandard
from competency.infra.work import Work
from competency.kernel.clock import london_date
from competency.people.service import access

# Where the range stands that holds until the organisation chooses one (CM 5.03: 10 to 15).
STANDARD, PRACTICE = "coa-cm5", "5.03"


@lru_cache(maxsize=1)
def of_the_standard() -> CaseloadRange:
    """Return the range of the newest released standard for intensive case management."""
    standard = frameworks.get_standard(STANDARD)
    assert isinstance(standard, AccreditationStandard)
    found = standard.practice(PRACTICE).caseload
    assert found is not None
    return CaseloadRange(found.least, found.most)


def current(session: Session, unchosen: CaseloadRange | None = None) -> CaseloadRange:
    """Return the range that holds, in one statement.

    Until the organisation has chosen, that is `unchosen`, by default the standard's own.
    """
    row = queries.newest(session)
    if row is None:
        return unchosen or of_the_standard()
    return CaseloadRange(row.least, row.most, london_date(row.at))


def history(session: Session) -> Sequence[Row[Any]]:
    """Return all ranges that were ever chosen, oldest first; the caller has authorised that."""
    return queries.listed(session)


def keep(work: Work, least: int, most: int) -> CaseloadRange:
    """Keep a range from now on and return it; the same again changes nothing.

    Refuses a range that cannot be, and who may not choose it.
    """
    access.require_role(work, permissions.KEEP_CASELOAD_RANGE)
    new, now = checked(least, most), current(work.session)
    if (new.least, new.most) == (now.least, now.most):
        return now
    row = CaseloadPolicy(
        least=new.least, most=new.most, by_id=work.actor.person_id or 0, at=work.now
    )
    work.session.add(row)
    work.session.flush()
    work.record(CaseloadRangeKept(policy_id=row.id, least=new.least, most=new.most))
    return current(work.session)
