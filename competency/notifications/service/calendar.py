"""The calendar of what is due, at a private address that its owner makes and revokes."""

import secrets
from datetime import datetime, timedelta

from competency.infra import slots
from competency.infra.slots import DateDue
from competency.infra.work import Work
from competency.kernel.actor import Actor
from competency.kernel.errors import NotFound
from competency.notifications import permissions, queries
from competency.notifications.events import CalendarFeedMade, CalendarFeedRevoked
from competency.notifications.models import CalendarFeed
from competency.notifications.service.reading import own
from competency.people.service import lookup
from competency.people.service.sign_in import token_hash

NO_CALENDAR = "There is no calendar at this address."


def own_feed_made_at(work: Work) -> datetime | None:
    """Return when the actor's calendar address was made, or None where there is none."""
    found = queries.live_feed(work.session, own(work, permissions.CHOOSE))
    return found.made_at if found else None


def make_feed(work: Work) -> str:
    """Return the token of a new calendar address; the one before it ends."""
    person_id = own(work, permissions.CHOOSE)
    _revoke(work, person_id)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(person_id=person_id, token_hash=token_hash(token), made_at=work.now)
    work.session.add(feed)
    work.session.flush()
    work.record(CalendarFeedMade(person_id=person_id, feed_id=feed.id))
    return token


def revoke_feed(work: Work) -> bool:
    """End the actor's calendar address; return whether there was one."""
    return _revoke(work, own(work, permissions.CHOOSE))


def feed(work: Work, token: str, site: str) -> bytes:
    """Return as iCalendar what is due for whoever made the address; `site` begins the links.

    Raises NotFound where the address is none, is revoked, or its owner has left.
    """
    person_id = queries.holder_of(work.session, token_hash(token))
    here = lookup.contacts_here(work.session, [person_id] if person_id else [], work.today)
    if person_id is None or person_id not in here:
        raise NotFound(NO_CALENDAR)
    # As its owner would ask, without roles: what is due for them, and in their own line.
    holder = Actor(person_id=person_id, name=here[person_id].name)
    asking = Work(actor=holder, now=work.now, session=work.session)
    return _written(sorted(slots.dates_due(asking), key=lambda d: (d.on, d.key)), work.now, site)


def _revoke(work: Work, person_id: int) -> bool:
    live = queries.live_feed(work.session, person_id)
    if live is None:
        return False
    live.revoked_at = work.now
    work.record(CalendarFeedRevoked(person_id=person_id, feed_id=live.id))
    return True


def _written(dates: list[DateDue], now: datetime, site: str) -> bytes:
    from icalendar import Calendar, Event  # only where a calendar is read: it loads slowly

    calendar = Calendar()
    calendar.add("prodid", "-//Casebridge//What is due//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Casebridge: what is due")
    for due in dates:
        event = Event()
        event.add("uid", f"{due.key}@casebridge")
        event.add("dtstamp", now)
        event.add("dtstart", due.on)
        event.add("dtend", due.on + timedelta(days=1))
        event.add("summary", due.words)
        event.add("url", site + due.path)
        event.add("transp", "TRANSPARENT")  # a day to know of, not an hour taken
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
