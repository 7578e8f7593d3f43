"""The agenda of a session: what is suggested for it, what the two put on it, what came of it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.service.soonest import due_soonest
from competency.coaching import permissions
from competency.coaching.domain.sessions import (
    LONGEST_ITEM,
    OPEN,
    Outcome,
    Source,
    check_held,
    check_open,
    check_planned,
    said,
)
from competency.coaching.domain.supervision import KindOfSupervision
from competency.coaching.events import AgendaChanged
from competency.coaching.library import load_supervision_rules
from competency.coaching.models import AgendaItem, SupervisionSession
from competency.coaching.service import actions
from competency.coaching.service.session_loading import check_version, load, state
from competency.coaching.service.signals import worth_a_talk
from competency.infra.formats import plain_day
from competency.infra.work import Work
from competency.kernel.clock import london_date
from competency.kernel.errors import Forbidden, NotFound, Refused
from competency.kernel.values import Value
from competency.people.service import access
from competency.reviews.service import coached

MOST_CASES = 8
SOME = 500
NOTES_OF = timedelta(days=365)


class Suggested(Value, kw_only=True):
    """Something the system knows that may be worth talking about, with a key to choose it by."""

    key: str
    source: Source
    words: str
    rule: str = ""
    subject: str = ""
    action_id: int | None = None
    case_id: int | None = None
    review_id: int | None = None
    note_id: int | None = None
    reference: str = ""  # of a case, for the page alone: the agenda keeps its number


class Preparing(NamedTuple):
    """A session that is being prepared, a few words to know it by, and what is suggested for it."""

    session: SupervisionSession
    kind: KindOfSupervision
    who: str
    suggestions: list[Suggested]

    @property
    def is_group(self) -> bool:
        """Return whether several people meet."""
        return self.session.person_id is None


def list_items(work: Work, session: SupervisionSession) -> list[AgendaItem]:
    """Return the agenda of a session that the actor may read, in the order it was made."""
    return list(
        work.session.scalars(
            select(AgendaItem).where(AgendaItem.session_id == session.id).order_by(AgendaItem.id)
        )
    )


def suggestions(work: Work, session: SupervisionSession) -> list[Suggested]:
    """Return what is not on the agenda yet: signals, open actions, cases, coaching notes.

    A group gets none, since it would show one member's figures to the others; and a former
    supervisor none, who finishes the session but learns nothing new of the person. Of somebody
    who has left no signal is told. The caller may take part in the session.
    """
    person_id = session.person_id
    if person_id is None:
        return []
    return _suggested(work, session, person_id)


def preparing(work: Work, session_id: int) -> Preparing:
    """Return what the two can put on the agenda of a session that is still open.

    Refuses (Forbidden) a session that is signed or called off.
    """
    session = load(work, session_id, permissions.TAKE_PART)
    if state(work, session) not in OPEN:
        raise Forbidden("This session is signed or called off, so its agenda stays as it is.")
    kind = load_supervision_rules().kind_of_supervision(session.kind)
    if session.person_id is None:
        return Preparing(session, kind, session.title, [])
    day = plain_day(session.held_on or session.planned_on)
    return Preparing(session, kind, day, _suggested(work, session, session.person_id))


def _suggested(work: Work, session: SupervisionSession, person_id: int) -> list[Suggested]:
    if not access.allows(work, permissions.SEE_KEPT, person_id):
        return []
    there = {_key_of(item) for item in list_items(work, session)}
    known = {one.key: one for find in SOURCES for one in find(work, person_id)}
    return [one for key, one in known.items() if key not in there]


def add_own(work: Work, session_id: int, words: str) -> None:
    """Put something in one's own words on the agenda."""
    session = _taking_part(work, session_id)
    asked = said(words, "words", "Say what you want to talk about.", LONGEST_ITEM)
    _append(work, session, [Suggested(key="", source=Source.OWN, words=asked)])


def add_suggested(work: Work, session_id: int, keys: Collection[str]) -> None:
    """Put suggestions on the agenda by their keys; what is there already is left as it is.

    Refuses no choice at all, and a key that is not among the suggestions.
    """
    session = _taking_part(work, session_id)
    if not keys:
        raise Refused("none_chosen", "Choose what to talk about.", field="keys")
    there = {_key_of(item) for item in list_items(work, session)}
    offered = {one.key: one for one in suggestions(work, session)}
    unknown = set(keys) - set(offered) - there
    if unknown:
        raise Refused("not_offered", "Choose from the list.", field="keys")
    _append(work, session, [one for key, one in offered.items() if key in keys])


def remove(work: Work, session_id: int, item_id: int) -> None:
    """Take a point off the agenda before the session; whoever put it there, or who leads it."""
    session = _taking_part(work, session_id)
    check_planned(state(work, session))
    item = _item(work, session, item_id)
    me = work.actor.person_id
    if me not in (item.by_id, session.supervisor_id):
        raise Forbidden("Somebody else put this on the agenda.")
    work.session.delete(item)
    work.session.flush()
    work.record(AgendaChanged(session_id=session.id, removed=1))


def settle(work: Work, session_id: int, outcomes: Mapping[int, str], version: int) -> None:
    """Say of each point of a session that was held whether it was covered or is carried over.

    Refuses a point left open, so that nothing is lost between two sessions.
    """
    session = load(work, session_id, permissions.TAKE_PART, lock=True)
    check_version(session, version, [("Points of the agenda", f"{len(outcomes)} settled")])
    check_held(state(work, session))
    known = {one.value for one in Outcome}
    for item in list_items(work, session):
        outcome = outcomes.get(item.id, "")
        if outcome not in known:
            raise Refused(
                "unsettled",
                "Say of this point whether you covered it or carry it over.",
                field=f"item_{item.id}",
            )
        item.outcome = outcome
    work.session.flush()
    work.record(AgendaChanged(session_id=session.id, settled=len(outcomes)))


def on_an_agenda(session: Session, case_ids: Sequence[int]) -> Iterator[int]:
    """Return those of the cases that stand on an agenda, so that they stay."""
    for start in range(0, len(case_ids), SOME):
        some = case_ids[start : start + SOME]
        found = session.scalars(
            select(AgendaItem.case_id).where(AgendaItem.case_id.in_(some)).distinct()
        )
        yield from (case_id for case_id in found if case_id is not None)


def _taking_part(work: Work, session_id: int) -> SupervisionSession:
    session = load(work, session_id, permissions.TAKE_PART, lock=True)
    check_open(state(work, session))
    return session


def _item(work: Work, session: SupervisionSession, item_id: int) -> AgendaItem:
    item = work.session.get(AgendaItem, item_id)
    if item is None or item.session_id != session.id:
        raise NotFound("There is no such point on this agenda.")
    return item


def _append(work: Work, session: SupervisionSession, wanted: Collection[Suggested]) -> None:
    work.session.add_all(
        AgendaItem(
            session_id=session.id,
            source=one.source.value,
            words=one.words,
            rule=one.rule,
            subject=one.subject,
            action_id=one.action_id,
            case_id=one.case_id,
            review_id=one.review_id,
            note_id=one.note_id,
            by_id=work.actor.person_id or 0,
            at=work.now,
        )
        for one in wanted
    )
    work.session.flush()
    work.record(AgendaChanged(session_id=session.id, added=len(wanted)))


def _key_of(item: AgendaItem) -> str:
    known = {
        Source.SIGNAL: f"{item.rule}|{item.subject}",
        Source.ACTION: str(item.action_id),
        Source.CASE: str(item.case_id),
        Source.SECOND_LEVEL: str(item.note_id),
    }
    return f"{item.source}:{known.get(Source(item.source), f'item-{item.id}')}"


def _signals(work: Work, person_id: int) -> Iterator[Suggested]:
    """Offer strengths too, each with its sentence of today; the subject says of which area."""
    for one in worth_a_talk(work, person_id):
        subject = f"{one.key.practice_area_id}/{one.subject}"
        yield Suggested(
            key=f"{Source.SIGNAL}:{one.code}|{subject}",
            source=Source.SIGNAL,
            words=one.sentence,
            rule=one.code,
            subject=subject,
        )


def _open_actions(work: Work, person_id: int) -> Iterator[Suggested]:
    for action in actions.list_open(work, person_id):
        yield Suggested(
            key=f"{Source.ACTION}:{action.id}",
            source=Source.ACTION,
            words=f"{action.text} (due {plain_day(action.due_on)})",
            action_id=action.id,
        )


def _cases(work: Work, person_id: int) -> Iterator[Suggested]:
    """Name cases by number only: the page looks the reference up, so that none is kept twice."""
    for one in due_soonest(work.session, person_id, MOST_CASES):
        since = "overdue since" if one.due_on < work.today else "due"
        yield Suggested(
            key=f"{Source.CASE}:{one.case_id}",
            source=Source.CASE,
            words=f"{one.what}, {since} {plain_day(one.due_on)}",
            case_id=one.case_id,
            reference=one.reference,
        )


def _coaching_notes(work: Work, person_id: int) -> Iterator[Suggested]:
    """That a note is there both may know; its words open only to whom it was written."""
    for one in coached.notes_to(work.session, person_id, work.now - NOTES_OF):
        yield Suggested(
            key=f"{Source.SECOND_LEVEL}:{one.note_id}",
            source=Source.SECOND_LEVEL,
            words=f"Coaching note after a second-level review, {plain_day(london_date(one.at))}",
            review_id=one.review_id,
            note_id=one.note_id,
        )


SOURCES: tuple[Callable[[Work, int], Iterator[Suggested]], ...] = (
    _signals,
    _open_actions,
    _cases,
    _coaching_notes,
)
