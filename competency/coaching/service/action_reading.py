"""Agreed actions as their pages show them, with names."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import or_, select

from competency.coaching import permissions
from competency.coaching.domain.actions import Ending
from competency.coaching.models import CoachingAction
from competency.coaching.service import actions
from competency.infra.work import Work
from competency.people.service import access, lookup


class Mine(NamedTuple):
    """Open actions with the names of those they name."""

    actions: Sequence[CoachingAction]
    names: Mapping[int, str]


class About(NamedTuple):
    """What an action's page says beside its own row."""

    person: str
    owner: str
    ended_by: str
    area: str
    ending: str
    may_close: bool


def mine(work: Work) -> Mine:
    """Return the open actions that the actor does or that are about their practice, by day due."""
    me = work.actor.person_id or 0
    found = work.session.scalars(
        select(CoachingAction)
        .where(
            CoachingAction.ending.is_(None),
            or_(CoachingAction.owner_id == me, CoachingAction.person_id == me),
            actions.scope(work.actor, work.today, permissions.SEE_ACTION),
        )
        .order_by(CoachingAction.due_on, CoachingAction.id)
    ).all()
    people = [id_ for one in found for id_ in (one.owner_id, one.person_id)]
    return Mine(found, lookup.names(work.session, people))


def about(work: Work, action: CoachingAction) -> About:
    """Return names and words about an action that the actor may see."""
    people, areas = lookup.names_and_practice_areas(
        work.session,
        [id_ for id_ in (action.person_id, action.owner_id, action.ended_by_id) if id_],
    )
    return About(
        person=people[action.person_id],
        owner=people[action.owner_id],
        ended_by=people.get(action.ended_by_id or 0, ""),
        area=areas.get(action.practice_area_id or 0, ""),
        ending=Ending(action.ending).words if action.ending else "",
        may_close=action.ending is None
        and access.allows(work, permissions.CLOSE_ACTION, action.person_id),
    )


def may_write(work: Work, person_id: int) -> bool:
    """Return whether the actor can agree an action about somebody's practice."""
    return access.allows(work, permissions.WRITE_ACTION, person_id)


def check_may_write(work: Work, person_id: int) -> str:
    """Return the person's name where the actor can agree an action with them; refuse others."""
    access.require(work, permissions.WRITE_ACTION, person_id, see=permissions.SEE_ACTION)
    return lookup.get_subject(work.session, person_id).name
