"""What a gate of the protocol can ask for that is no event, told of one case."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, select

from competency.cases.domain import eligibility
from competency.cases.domain.consent import Consent, standing_consents
from competency.cases.domain.kinds import Happened
from competency.cases.domain.timeline import Event, newest
from competency.cases.models import CaseAgreement, CaseGoal
from competency.cases.service.loading import Open
from competency.frameworks.domain.kinds.case_management_protocol import CaseManagementProtocol
from competency.kernel.errors import Refused
from competency.timeliness.domain.due import add_months


def facts_of(
    opened: Open, line: Sequence[Event], stated: dict[str, bool] | None = None
) -> dict[str, bool]:
    """Return the facts of a case that gates ask for, with those stated for this step on top."""
    consents = standing_consents(line)
    session, case_id = opened.work.session, opened.id

    def there(condition: ColumnElement[bool]) -> bool:
        return bool(session.scalar(select(condition)))

    found = {
        "referral_consent": Consent.REFERRAL in consents,
        "storing_consent": Consent.STORING in consents,
        "in_area": in_area(opened.case.postcode_area, opened.protocol),
        "goals_set": there(exists().where(CaseGoal.case_id == case_id)),
        "client_view_recorded": there(exists().where(CaseAgreement.case_id == case_id)),
        "within_quick_return": within_return(opened, line),
    }
    return found | (stated or {})


def in_area(postcode: str, protocol: CaseManagementProtocol) -> bool:
    """Return whether a postcode lies in the service's area; none is no."""
    try:
        return bool(postcode) and eligibility.is_in_area(postcode, protocol.areas)
    except Refused:
        return False


def within_return(opened: Open, line: Sequence[Event]) -> bool:
    """Return whether the client can still come back without a new referral."""
    closed = newest(line, Happened.CLOSED)
    if closed is None:
        return False
    return opened.work.today <= add_months(closed.happened_on, opened.protocol.quick_return.months)
