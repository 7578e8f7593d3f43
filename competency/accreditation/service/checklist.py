"""The checklist: who brings which item until when, and how far it is."""

from sqlalchemy import func, select

from competency.accreditation import permissions
from competency.accreditation.domain.items import Plan, Progress, checked_plan, checked_progress
from competency.accreditation.domain.states import ITEM_WORDS, ItemState, StudyState, check_open
from competency.accreditation.events import ItemFilledIn, ItemPlanned
from competency.accreditation.models import ChecklistItem, StudyFile
from competency.accreditation.service.library import get_standard
from competency.accreditation.service.loading import Facts, check_version, load_item
from competency.accreditation.service.snapshots import counts_for
from competency.infra.formats import plain_day
from competency.infra.work import Work
from competency.people.service import lookup


def plan_item(work: Work, item_id: int, new: Plan, version: int | None) -> ChecklistItem:
    """Say who brings an item until when, and return it; the same again changes nothing.

    Refuses a day that is over, and what was submitted; raises Stale where it changed meanwhile.
    """
    item, study, _ = load_item(work, item_id, permissions.RUN, lock=True)
    check_open(StudyState(study.state))
    before = Plan(item.owner_id, item.due_on)
    if new == before:
        return item
    new = checked_plan(new, before, work.today)
    check_version(item, version, _planned(work, new), [*_planned(work, before), *_filled(item)])
    item.owner_id, item.due_on = new.owner_id, new.due_on
    item.changed_at = work.now
    work.session.flush()
    work.record(
        ItemPlanned(
            study_id=study.id, item_id=item.id, owner_id=new.owner_id, former_id=before.owner_id
        )
    )
    return item


def find_owner(work: Work, words: str, now_id: int | None) -> int | None:
    """Return who was meant by an email address, staff number or full name; None where empty.

    The name of who brings it now is that person, however many have the same name.
    """
    if not words.strip():
        return None
    if lookup.names(work.session, [now_id]).get(now_id or 0) == words.strip():
        return now_id
    return lookup.find_working(work.session, words, work.today, field="owner").id


def fill_in(work: Work, item_id: int, new: Progress, version: int | None) -> ChecklistItem:
    """Say how far an item is, for central office and its owner; return it.

    Refuses what `checked_progress` refuses, and what was submitted; raises Stale where it
    changed meanwhile.
    """
    item, study, _ = load_item(work, item_id, permissions.FILL_ITEM, lock=True)
    check_open(StudyState(study.state))
    item_there = get_standard(study.standard_id, study.standard_version).item(item.code)
    counts = len(counts_for(work.session, study.id, item_there))
    new = checked_progress(new, files=files_of(work, item_id) + counts)
    before = Progress(ItemState(item.state), item.notes, item.reason)
    if new == before:
        return item
    check_version(item, version, _said(new), _filled(item))
    item.state, item.notes, item.reason = new.state.value, new.notes, new.reason
    item.changed_at = work.now
    work.session.flush()
    work.record(ItemFilledIn(study_id=study.id, item_id=item.id, state=item.state))
    return item


def files_of(work: Work, item_id: int) -> int:
    """Return how many files an item has."""
    count = select(func.count()).select_from(StudyFile).where(StudyFile.item_id == item_id)
    return work.session.scalar(count) or 0


def _planned(work: Work, plan: Plan) -> Facts:
    names = lookup.names(work.session, [plan.owner_id])
    return [
        ("Who brings it", names.get(plan.owner_id or 0, "Nobody yet")),
        ("By", plain_day(plan.due_on) if plan.due_on else "No day set"),
    ]


def _filled(item: ChecklistItem) -> Facts:
    return _said(Progress(ItemState(item.state), item.notes, item.reason))


def _said(progress: Progress) -> Facts:
    found = [("State", ITEM_WORDS[progress.state])]
    if progress.reason:
        found.append(("Why it is not needed", progress.reason))
    return [*found, ("Notes", progress.notes or "None")]
