"""How a person wants to be told by mail."""

from competency.infra.work import Work
from competency.notifications import permissions
from competency.notifications.domain.digest import Frequency
from competency.notifications.events import DigestChosen
from competency.notifications.models import DigestPreference
from competency.notifications.service.reading import own

UNCHOSEN = Frequency.DAILY


def own_frequency(work: Work) -> Frequency:
    """Return how often the actor gets the digest; daily for who has not chosen."""
    chosen = work.session.get(DigestPreference, own(work, permissions.CHOOSE))
    return Frequency(chosen.frequency) if chosen else UNCHOSEN


def choose_frequency(work: Work, frequency: Frequency) -> None:
    """Let the actor choose how often the digest comes; the notices on the pages stay."""
    person_id = own(work, permissions.CHOOSE)
    chosen = work.session.get(DigestPreference, person_id)
    if chosen is None:
        work.session.add(DigestPreference(person_id=person_id, frequency=frequency.value))
    else:
        chosen.frequency = frequency.value
    work.record(DigestChosen(person_id=person_id, frequency=frequency.value))
