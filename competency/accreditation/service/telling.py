"""Who is told what of a self-study: an item to bring, its day, the panel, an answer."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import func, select

from competency.accreditation.domain.items import SOON
from competency.accreditation.domain.states import DONE, StudyState
from competency.accreditation.events import (
    ItemPlanned,
    ItemsReminded,
    PanelCommented,
    PanelMemberNamed,
    SelfStudySubmitted,
)
from competency.accreditation.models import ChecklistItem, PanelComment, SelfStudy
from competency.accreditation.queries import studies as queries
from competency.accreditation.service.due import PAGE
from competency.accreditation.service.library import get_standard
from competency.infra.formats import plural
from competency.infra.work import Work
from competency.kernel.actor import SYSTEM
from competency.kernel.errors import Forbidden
from competency.notifications.service.telling import Said, hold_telling, notify_each, untold
from competency.people.events import PersonLeaves
from competency.people.service import lookup

STUDY_PAGE = "/accreditation"
_DONE = sorted(state.value for state in DONE)


def tell_planned(work: Work, happened: ItemPlanned) -> None:
    """Tell the new owner what they are asked to bring, and the former one that they are not."""
    item = work.session.get_one(ChecklistItem, happened.item_id)
    study = work.session.get_one(SelfStudy, happened.study_id)
    title = get_standard(study.standard_id, study.standard_version).item(item.code).title
    if happened.owner_id == happened.former_id:
        return
    key = f"accreditation-{item.id}-{item.version}"
    words = f"You are asked to bring for the self-study: {title}"
    _tell(work, [happened.owner_id], "asked", words, f"{PAGE}/{item.id}", key)
    words = f"Somebody else brings this for the self-study now: {title}"
    _tell(work, [happened.former_id], "not-asked", words, PAGE, key)


def tell_named(work: Work, happened: PanelMemberNamed) -> None:
    """Tell somebody who is put on the panel after the submission that they can read it."""
    study = work.session.get_one(SelfStudy, happened.study_id)
    if study.submitted_at is not None:
        _tell_panel(work, study, [happened.person_id])


def tell_submitted(work: Work, happened: SelfStudySubmitted) -> None:
    """Tell the panel that the self-study can be read."""
    study = work.session.get_one(SelfStudy, happened.study_id)
    members = queries.members(work.session, study.id)
    _tell_panel(work, study, [one.person_id for one in members])


def tell_commented(work: Work, happened: PanelCommented) -> None:
    """Tell central office what the panel said, and whoever said it that it was answered."""
    row = work.session.get_one(PanelComment, happened.comment_id)
    study = work.session.get_one(SelfStudy, happened.study_id)
    to = {study.opened_by_id, study.submitted_by_id}
    if row.answers_id is not None:
        to.add(work.session.get_one(PanelComment, row.answers_id).by_id)
    where = f"on {row.practice}" if row.practice else "on the whole"
    what = "There is an answer" if happened.is_answer else "The panel commented"
    path = f"{STUDY_PAGE}/{study.id}/panel"
    _tell(work, to, "panel", f"{what} {where} of the self-study", path, f"comment-{row.id}")


def tell_leaver(work: Work, happened: PersonLeaves) -> None:
    """Tell central office that somebody leaves who was to bring items, so that others do."""
    waiting = work.session.execute(
        select(SelfStudy.id, SelfStudy.opened_by_id, func.count(ChecklistItem.id))
        .join(ChecklistItem, ChecklistItem.study_id == SelfStudy.id)
        .where(
            SelfStudy.state == StudyState.OPEN.value,
            ChecklistItem.state.not_in(_DONE),
            ChecklistItem.owner_id == happened.person_id,
        )
        .group_by(SelfStudy.id, SelfStudy.opened_by_id)
        .order_by(SelfStudy.id)
    )
    for study_id, opened_by_id, count in waiting:
        words = f"Somebody leaves who was to bring {plural(count, 'item')} for the self-study"
        path = f"{STUDY_PAGE}/{study_id}/checklist?owner={happened.person_id}"
        _tell(work, [opened_by_id], "leaver", words, path, f"{study_id}-{happened.person_id}")


def remind(work: Work) -> int:
    """Tell owners what falls due within a week and what is past its day, each once a day set.

    Run by the system each time notices are sent. Returns how many things were said.
    """
    if work.actor != SYSTEM:
        raise Forbidden("The system tells these by itself.")
    hold_telling(work)
    rows = work.session.execute(
        select(ChecklistItem, SelfStudy)
        .join(SelfStudy, SelfStudy.id == ChecklistItem.study_id)
        .where(
            SelfStudy.state == StudyState.OPEN.value,
            ChecklistItem.state.not_in(_DONE),
            ChecklistItem.owner_id.is_not(None),
            ChecklistItem.due_on <= work.today + timedelta(days=SOON),
        )
        .order_by(ChecklistItem.due_on, ChecklistItem.id)
    ).all()
    said = [_reminder(work, item, study) for item, study in rows]
    here = lookup.contacts_here(work.session, [one.to_id for one in said], work.today)
    fresh = untold(work.session, [one for one in said if one.to_id in here])
    notify_each(work, fresh)
    if fresh:
        people = len({one.to_id for one in fresh})
        work.record(ItemsReminded(items=len(fresh), people=people))
    return len(fresh)


def _reminder(work: Work, item: ChecklistItem, study: SelfStudy) -> Said:
    title = get_standard(study.standard_id, study.standard_version).item(item.code).title
    late = item.due_on is not None and item.due_on < work.today
    when = "is past its day" if late else "falls due"
    occasion = "late" if late else "soon"
    return Said(
        to_id=item.owner_id or 0,
        kind="accreditation-due",
        words=f"What you bring for the self-study {when}: {title}",
        path=f"{PAGE}/{item.id}",
        key=f"accreditation-{item.id}-{item.due_on}-{occasion}",
        due_on=item.due_on,
    )


def _tell_panel(work: Work, study: SelfStudy, to: Iterable[int]) -> None:
    words = "A self-study is submitted; you are on its panel and can read and comment it"
    path = f"{STUDY_PAGE}/{study.id}"
    _tell(work, to, "submitted", words, path, f"accreditation-submitted-{study.id}")


def _tell(work: Work, to: Iterable[int | None], kind: str, words: str, path: str, key: str) -> None:
    people = sorted({one for one in to if one} - {work.actor.person_id or 0})
    notify_each(
        work,
        (
            Said(
                to_id=one,
                kind=f"accreditation-{kind}",
                words=words,
                path=path,
                key=f"{kind}-{key}",
            )
            for one in people
        ),
    )
