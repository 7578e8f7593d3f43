"""What the cases of a programme come to over the whole organisation, for rooms above.

Nothing is authorised here: the caller has decided that its actor may have these figures, and
shows no person or case that is not theirs to see. Each function is one statement.
"""

from collections.abc import Collection

from competency.cases.permissions import SEE
from competency.cases.queries import programme as queries
from competency.cases.queries.programme import (
    Direct,
    Holding,
    Made,
    Programme,
    Span,
    contacts_by_month,
    contacts_by_worker,
    holdings,
    needs,
    open_cases,
    open_goals,
    spans,
)
from competency.cases.service.loading import get_protocol, scope
from competency.frameworks.domain.kinds.case_management_protocol import CaseManagementProtocol
from competency.infra.work import Work

__all__ = [
    "Direct", "Holding", "Made", "Programme", "Span", "as_the_protocol_says", "contacts_by_month",
    "contacts_by_worker", "holdings", "needs", "open_cases", "open_goals", "protocol",
    "references_seen", "spans",
]  # fmt: skip


def protocol() -> CaseManagementProtocol:
    """Return the protocol whose lists of ways and parties a contact is recorded with today."""
    return get_protocol()


def as_the_protocol_says() -> Direct:
    """Return what the protocol itself calls a direct contact: in a direct way, with the client."""
    now = get_protocol()
    return Direct(
        ways=tuple(one.code for one in now.contact_ways if one.is_direct),
        parties=tuple(one.code for one in now.contact_parties if one.is_client),
    )


def references_seen(work: Work, case_ids: Collection[int]) -> dict[int, str]:
    """Return by number the references of those of the cases that the actor may see.

    Unlike the rest here this authorises: what is not theirs to see, or gone, is left out.
    """
    seen = scope(work.actor, work.today, SEE)
    return queries.references(work.session, case_ids, seen)
