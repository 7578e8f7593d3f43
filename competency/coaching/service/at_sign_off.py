"""Which agreed actions an appraisal asks to be closed out before both sign it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from competency.coaching import permissions
from competency.coaching.models import CoachingAction
from competency.coaching.service import actions
from competency.infra.slots import OpenAction
from competency.infra.work import Work


def open_at_sign_off(
    work: Work, person_id: int, practice_area_id: int, since: date
) -> Sequence[OpenAction]:
    """Return the person's open actions of the area and of none from before a day, first due first.

    `since` is the day on which the appraisal began. What was agreed on it or later, or carried
    forward since, belongs to the new cycle, as the objectives of this talk do, and is closed out
    before the next sign-off (product page, The bridge, 6). An action's day never changes, so
    nothing can be added to these between the talk and its signatures. The caller has authorised
    the appraisal; an actor who may not read an action (an outside rater) gets it without words,
    since it counts all the same.
    """
    action = CoachingAction
    rows = work.session.execute(
        select(
            action.id,
            action.text,
            action.due_on,
            actions.scope(work.actor, work.today, permissions.SEE_ACTION).label("may"),
        )
        .where(
            action.person_id == person_id,
            action.ending.is_(None),
            or_(action.practice_area_id == practice_area_id, action.practice_area_id.is_(None)),
            action.agreed_on < since,
        )
        .order_by(action.due_on, action.id)
    )
    return [
        OpenAction(
            row.id, row.text if row.may else "", row.due_on, f"/actions/{row.id}" if row.may else ""
        )
        for row in rows
    ]
