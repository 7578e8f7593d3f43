"""Writing the digests into the outbox: one mail a person with everything new."""

from datetime import timedelta
from itertools import groupby

from competency.infra.formats import day
from competency.infra.work import Work
from competency.kernel.clock import london_date
from competency.notifications import queries
from competency.notifications.domain import digest
from competency.notifications.domain.digest import Line
from competency.notifications.events import DigestsWritten
from competency.notifications.models import Notice, OutboxMail, OutboxSending
from competency.notifications.service.choosing import UNCHOSEN
from competency.notifications.service.telling import hold_telling
from competency.people.service import directory, lookup

STILL_NEWS = timedelta(days=31)


def write_digests(work: Work, site: str) -> int:
    """Write a mail for each person with unread news whose time has come; return how many.

    Who has left, or wants no mail, gets none. `site` is where the links begin.
    """
    hold_telling(work)
    chosen, last = queries.frequencies(work.session), queries.last_mails(work.session)
    waiting: dict[int, list[Notice]] = {}
    found = queries.not_mailed(work.session, work.now - STILL_NEWS)
    for person_id, group in groupby(found, key=lambda notice: notice.person_id):
        news = list(group)
        last_on = london_date(last[person_id]) if person_id in last else None
        often = chosen.get(person_id, UNCHOSEN)
        if digest.is_time(often, last_on, work.today, news[0].due_on):  # the soonest comes first
            waiting[person_id] = news
    here = lookup.contacts_here(work.session, waiting, work.today)
    organisation = directory.organisation_name(work.session)
    mails = {
        person_id: _mail(work, person_id, contact.name, organisation, waiting[person_id], site)
        for person_id, contact in here.items()
    }
    _put_out(work, mails, waiting)
    return len(mails)


def _mail(
    work: Work, person_id: int, name: str, organisation: str, news: list[Notice], site: str
) -> OutboxMail:
    lines = [Line(n.words, day(n.due_on) if n.due_on else "", site + n.path) for n in news]
    return OutboxMail(
        person_id=person_id,
        subject=digest.subject(lines, organisation),
        body=digest.body(name, lines, all_at=f"{site}/notices", choose_at=f"{site}/me/notices"),
        key=f"digest-{person_id}-{work.today.isoformat()}",
        at=work.now,
    )


def _put_out(work: Work, mails: dict[int, OutboxMail], news: dict[int, list[Notice]]) -> None:
    if not mails:
        return
    work.session.add_all(mails.values())
    work.session.flush()
    for person_id, mail in mails.items():
        work.session.add(OutboxSending(mail_id=mail.id, next_at=work.now))
        for notice in news[person_id]:
            notice.mail_id = mail.id
    told = sum(len(news[person_id]) for person_id in mails)
    work.record(DigestsWritten(mails=len(mails), notices=told))
