"""The instrument and its rules as the library holds them: quotas, calendar, reasons, limits."""

from datetime import date

from competency.frameworks import service as frameworks
from competency.frameworks.domain.kinds.case_review_instrument import (
    CASE_REVIEW,
    CaseReviewInstrument,
)
from competency.kernel.errors import Refused
from competency.reviews.domain.calendar import Dates, dates
from competency.reviews.domain.draw import FOUR_AND_EIGHTEEN, Quota


def get_instrument(id_: str = CASE_REVIEW, version: str | None = None) -> CaseReviewInstrument:
    """Return one version of an instrument, by default the newest released one; refuse others."""
    found = frameworks.get_standard(id_, version)
    if not isinstance(found, CaseReviewInstrument):
        raise Refused("no_instrument", f"{id_} is not a case review instrument.")
    return found


def quota(instrument: CaseReviewInstrument) -> Quota:
    """Return how many cases are drawn, by the levels of the instrument; unsaid, 4 and 18."""
    first, second = instrument.level("first").quota, instrument.level("second").quota
    return Quota(
        first=FOUR_AND_EIGHTEEN.first if first is None else first,
        second=FOUR_AND_EIGHTEEN.second if second is None else second,
    )


def dates_of(month: date, instrument: CaseReviewInstrument | None = None) -> Dates:
    """Return the days of the draw of a month, by default under the newest instrument."""
    return dates(month, (instrument or get_instrument()).milestones)
