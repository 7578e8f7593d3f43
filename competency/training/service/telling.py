"""Telling people what training is due: each reminder a notice, and the log of who was told."""

from collections.abc import Iterator

from competency.infra.slots import DateDue
from competency.infra.work import Work
from competency.notifications.service.telling import Said, hold_telling, notify_each
from competency.training.domain.reminding import tells_supervisor
from competency.training.service import reminding, standings
from competency.training.service.reminding import Item, Reminder

OWN_PAGE = "/training"


def remind(work: Work) -> int:
    """Tell everybody in reach what is due, note whom it was told, and return how many things.

    The system reminds everybody, a training lead those in scope; what was told is not repeated.
    """
    hold_telling(work)
    reminders = reminding.due_for_reminder(work)
    notify_each(work, (_said(one, item) for one in reminders for item in one.items))
    return reminding.note_told(work, reminders)


def dates_due(work: Work) -> Iterator[DateDue]:
    """Return when the actor's own courses, checks and registrations fall due."""
    board = standings.load(work, None, person_id=work.actor.person_id)
    for one, course, found in board.each(work.today):
        if one.id == work.actor.person_id and found.due_on is not None:
            key = f"training-{course.id}-{one.id}"
            yield DateDue(found.due_on, f"{course.title} is due", OWN_PAGE, key)


def _said(reminder: Reminder, item: Item) -> Said:
    own = reminder.told_id == item.person_id
    whom = "you" if own else item.name
    when = "is past its due day" if tells_supervisor(item.occasion) else "falls due"
    return Said(
        to_id=reminder.told_id,
        kind="training",
        words=f"{item.course} {when} for {whom}",
        path=OWN_PAGE if own else f"/people/{item.person_id}/training",
        key=f"training-{item.course_id}-{item.person_id}-{item.due_on}-{item.occasion}",
        due_on=item.due_on,
    )
