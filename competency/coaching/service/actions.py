"""Agreed actions: written in a session or outside one, listed, and closed out once."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, select

from competency.coaching import permissions
from competency.coaching.domain.actions import Agreed, Ending, check_agreed, check_ending
from competency.coaching.domain.measures import Measure, MeasureKind
from competency.coaching.domain.sessions import check_open
from competency.coaching.events import ActionAgreed, ActionClosed
from competency.coaching.library import load_signal_rules, load_supervision_rules
from competency.coaching.models import CoachingAction
from competency.coaching.service import session_loading
from competency.frameworks import service as frameworks
from competency.infra.work import Work
from competency.kernel.actor import Actor
from competency.kernel.authz import Action
from competency.kernel.errors import NotFound, Refused, Stale, Version
from competency.kernel.values import replace
from competency.people.service import access, lookup
from competency.reviews.service import rules as reviews
from competency.timeliness.service import standards as timeliness

LONGEST_SUBJECT = 80
NO_ACTION = "There is no such action, or it is not yours to see."


def scope(actor: Actor, today: date, action: Action) -> ColumnElement[bool]:
    """Return SQL that is true for the agreed actions to which the actor may do this."""
    return access.scope(actor, today, action, CoachingAction.__table__.c.person_id)


def write(work: Work, wanted: Agreed) -> CoachingAction:
    """Write an agreed action and return it.

    Refuses empty words, a day gone by, an unknown kind of coaching, strand, measure or signal, a
    practice area the person does not work in, and an owner who is neither the person nor
    supervises them (product page, The bridge, 3). Of a session: only for those who take part in
    it, about whom it is, and until somebody has signed it. A person outside the line is not found.
    """
    access.require(work, permissions.WRITE_ACTION, wanted.person_id, see=permissions.SEE_ACTION)
    if wanted.signal is not None:
        _check_signal(*wanted.signal)
    if wanted.session_id is not None:
        _check_session(work, wanted, wanted.session_id)
    return _append(work, wanted)


def _check_signal(rule: str, subject: str) -> None:
    """Refuse what no rule speaks of. Whether the signal is still there does not matter."""
    load_signal_rules().rule(rule)
    if len(subject) > LONGEST_SUBJECT:
        raise Refused("unknown_subject", "There is no such signal.", field="signal")


def _check_session(work: Work, wanted: Agreed, session_id: int) -> None:
    """Refuse what would change a signed record; who signs meanwhile waits until this is done."""
    session = session_loading.load(work, session_id, permissions.TAKE_PART, lock=True)
    check_open(session_loading.state(work, session))
    if wanted.person_id != (session.person_id or work.actor.person_id):
        raise Refused("other_person", "This session is about somebody else's practice.")


def get(work: Work, action_id: int) -> CoachingAction:
    """Return an action that the actor may see; raises NotFound."""
    return load(work, action_id, permissions.SEE_ACTION)


def load(work: Work, action_id: int, action: Action, *, lock: bool = False) -> CoachingAction:
    """Return the action, or refuse who may not do this to it."""
    query = select(
        CoachingAction,
        scope(work.actor, work.today, action).label("may"),
        scope(work.actor, work.today, permissions.SEE_ACTION).label("sees"),
    ).where(CoachingAction.id == action_id)
    if lock:
        query = query.with_for_update(of=CoachingAction).execution_options(populate_existing=True)
    row = work.session.execute(query).one_or_none()
    if row is None:
        raise NotFound(NO_ACTION)
    access.decide(bool(row.may), bool(row.sees))
    found: CoachingAction = row[0]
    return found


def list_open(
    work: Work, person_id: int, practice_area_id: int | None = None
) -> Sequence[CoachingAction]:
    """Return the actions about a person's practice that are not closed out, the first due first.

    With a practice area: those of that area and those of none. An outsider finds none.
    """
    wanted = [CoachingAction.person_id == person_id, CoachingAction.ending.is_(None)]
    if practice_area_id is not None:
        wanted.append(
            (CoachingAction.practice_area_id == practice_area_id)
            | CoachingAction.practice_area_id.is_(None)
        )
    return work.session.scalars(
        select(CoachingAction)
        .where(*wanted, scope(work.actor, work.today, permissions.SEE_ACTION))
        .order_by(CoachingAction.due_on, CoachingAction.id)
    ).all()


def close_out(
    work: Work,
    action_id: int,
    ending: str,
    reason: str = "",
    *,
    version: int,
    due_on: date | None = None,
) -> CoachingAction | None:
    """Close an action out, once; return the new one where it is carried forward, else None.

    Dropping needs a reason, carrying forward the new day by which it is due. Raises Stale where
    somebody changed the action since the page was shown.
    """
    action = load(work, action_id, permissions.CLOSE_ACTION, lock=True)
    found, reason = check_ending(ending, reason)
    if action.ending is not None:
        raise Refused("closed", "This action is closed out already.", field="ending")
    if action.version != version:
        raise Stale(
            "This action was changed meanwhile. Nothing is lost: both versions are shown.",
            mine=Version("This page", [("How it ended", found.words), ("Why", reason)]),
            theirs=Version("Saved meanwhile", [("The action", action.text)]),
        )
    if found is Ending.CARRIED_FORWARD and due_on is None:
        raise Refused("day_needed", "Say by when it is due now.", field="due_on")
    action.ending, action.reason = found.value, reason
    action.ended_on, action.ended_by_id = work.today, work.actor.person_id
    work.session.flush()
    work.record(ActionClosed(action_id=action.id, person_id=action.person_id, ending=found.value))
    if found is not Ending.CARRIED_FORWARD or due_on is None:
        return None
    anew = replace(agreed_of(action), due_on=due_on, session_id=None)
    return _append(work, _with_an_owner(work, anew), carried_from_id=action.id)


def agreed_of(action: CoachingAction) -> Agreed:
    """Return what an action agrees, as a value."""
    return Agreed(
        person_id=action.person_id,
        owner_id=action.owner_id,
        text=action.text,
        kind=action.kind,
        due_on=action.due_on,
        practice_area_id=action.practice_area_id,
        strand=action.strand,
        measure=measure_of(action),
        signal=(action.signal_rule, action.signal_subject or "") if action.signal_rule else None,
        session_id=action.session_id,
    )


def measure_of(action: CoachingAction) -> Measure | None:
    """Return the figure that an action is meant to move, None where it names none."""
    if action.measure_kind is None or action.measure_code is None:
        return None
    return Measure(MeasureKind(action.measure_kind), action.measure_code)


def measures() -> dict[Measure, str]:
    """Return what an action can be meant to move, with titles, in the order of the standards.

    Only clocks that the worker acts on count as their own (product page, row 2).
    """
    clocks = {
        Measure(MeasureKind.TIMELINESS, one.code): f"{one.title}: on time"
        for one in timeliness.get_standards().standards
        if one.actor == "worker"
    }
    items = {
        Measure(MeasureKind.REVIEW_ITEM, item.code): f"Case review {item.code}: {item.title}"
        for item in reviews.get_instrument().items
    }
    return clocks | items


def _check_measure(measure: Measure) -> None:
    if measure not in measures():
        raise Refused("unknown_measure", "Choose a measure of the list.", field="measure")


def _append(work: Work, wanted: Agreed, carried_from_id: int | None = None) -> CoachingAction:
    words = check_agreed(wanted, work.today)
    load_supervision_rules().kind_of_coaching(wanted.kind)
    _check_owner(work, wanted)
    _check_about(work, wanted)
    action = CoachingAction(
        session_id=wanted.session_id,
        person_id=wanted.person_id,
        owner_id=wanted.owner_id,
        practice_area_id=wanted.practice_area_id,
        text=words,
        kind=wanted.kind,
        strand=wanted.strand or None,
        measure_kind=wanted.measure.kind.value if wanted.measure else None,
        measure_code=wanted.measure.code if wanted.measure else None,
        signal_rule=wanted.signal[0] if wanted.signal else None,
        signal_subject=wanted.signal[1] if wanted.signal else None,
        agreed_on=work.today,
        due_on=wanted.due_on,
        carried_from_id=carried_from_id,
        by_id=work.actor.person_id,
    )
    work.session.add(action)
    work.session.flush()
    work.record(
        ActionAgreed(
            action_id=action.id,
            person_id=action.person_id,
            owner_id=action.owner_id,
            session_id=action.session_id,
            kind=action.kind,
        )
    )
    return action


def owners_of(work: Work, person_id: int) -> dict[int, str]:
    """Return who can own an action about the person: they and their supervisors, names by id."""
    names, line = lookup.names_and_line(work.session, [person_id], person_id, work.today)
    return {person_id: names.get(person_id, "")} | {one.id: one.name for one in line}


def _check_owner(work: Work, wanted: Agreed) -> None:
    if wanted.owner_id not in owners_of(work, wanted.person_id):
        raise Refused("owner", "Choose the person or somebody who supervises them.", field="owner")


def _with_an_owner(work: Work, wanted: Agreed) -> Agreed:
    """Return an action carried forward; where its owner has moved on, the person has it."""
    if wanted.owner_id in owners_of(work, wanted.person_id):
        return wanted
    return replace(wanted, owner_id=wanted.person_id)


def _check_about(work: Work, wanted: Agreed) -> None:
    if wanted.practice_area_id is not None:
        areas = lookup.practice_areas_of(work.session, wanted.person_id)
        if wanted.practice_area_id not in {area.id for area in areas}:
            raise Refused(
                "unknown_area", "Choose an area the person works in.", field="practice_area"
            )
    if wanted.strand and frameworks.get_framework().find_strand(wanted.strand) is None:
        raise Refused("unknown_strand", "Choose a strand of the list.", field="strand")
    if wanted.measure is not None:
        _check_measure(wanted.measure)
