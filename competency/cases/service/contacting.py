"""Contacts: with whom and how; two fields and a button."""

from datetime import date

from competency.cases import permissions
from competency.cases.domain.kinds import Happened
from competency.cases.domain.timeline import CLIENT
from competency.cases.events import ContactRecorded
from competency.cases.models import CaseContact
from competency.cases.service import recording
from competency.cases.service.loading import open_case
from competency.infra.work import Work

ATTEMPT = "attempt"  # the way of a contact in which nobody was reached


def record_contact(
    work: Work,
    case_id: int,
    *,
    with_whom: str,
    how: str,
    on: date | None = None,
    note: str = "",
) -> CaseContact:
    """Record a contact, today unless said, and return it.

    Whether it was direct follows from the protocol's list: with the client, in a direct way. The
    first in which the client was reached is the first contact of the standards.
    """
    opened = open_case(work, case_id, permissions.WORK)
    way, party = opened.protocol.contact_way(how), opened.protocol.contact_party(with_whom)
    detail = party.code
    if party.is_client:
        detail = ATTEMPT if way.code == ATTEMPT else CLIENT
    event = recording.write(
        opened,
        Happened.CONTACT,
        on or work.today,
        detail=detail,
        note=note,
    )
    contact = CaseContact(
        case_id=case_id,
        event_id=event.id,
        with_whom=party.code,
        how=way.code,
        is_direct=opened.protocol.is_direct(how, with_whom),
    )
    work.session.add(contact)
    work.session.flush()
    work.record(
        ContactRecorded(case_id=case_id, contact_id=contact.id, is_direct=contact.is_direct)
    )
    return contact
