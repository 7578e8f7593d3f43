"""What others agreed in supervision, each with the figure it was meant to move, as rows."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from competency.coaching.domain.actions import Ending
from competency.coaching.models import CoachingAction
from competency.demo.domain.cast import Cast, Member
from competency.demo.domain.chance import between, pick, stream
from competency.demo.domain.texts import CaseTexts
from competency.demo.service.batch import write_rows
from competency.infra.work import Work
from competency.kernel.actor import Role

AGREED = 0.75  # of those in practice
AGO, LATELY, SINCE = (90, 560), (6, 16), 0.15  # days ago; how many agreed one lately
DUE_AFTER, DONE_AFTER = 21, (20, 48)  # days
DROPPED = 0.08


def write_actions(work: Work, found: Cast, texts: CaseTexts, *, seed: int, as_of: date) -> None:
    """Write an action of most people in practice; the newest of them are still open.

    The first case manager has one of their own already, and whoever has left none.
    """
    rows = [
        row
        for member in found.members
        if member is not found.first_team[0] and member.left_on is None
        for row in _of(member, texts, stream(seed, "actions", member.id), as_of)
    ]
    write_rows(work.session, CoachingAction, rows)


def _of(member: Member, texts: CaseTexts, chance: Random, as_of: date) -> Iterator[dict[str, Any]]:
    if not member.holds(Role.CASE_MANAGER) or chance.random() >= AGREED:
        return
    is_new = chance.random() < SINCE
    agreed = as_of - timedelta(days=between(chance, *(LATELY if is_new else AGO)))
    agreed -= timedelta(days=max(0, agreed.weekday() - 4))
    supervisor = member.supervisor_on(agreed)
    if supervisor is None or agreed < member.started_on or not member.practice_areas:
        return
    words = pick(chance, texts.actions)
    kind, _, code = words["measure"].partition(":")
    dropped = chance.random() < DROPPED
    done = agreed + timedelta(days=between(chance, *DONE_AFTER))
    ending = Ending.DROPPED if dropped else Ending.COMPLETE
    yield {
        "person_id": member.id,
        "owner_id": member.id,
        "practice_area_id": member.practice_areas[0],
        "text": words["text"],
        "kind": words["kind"],
        "strand": words["strand"],
        "measure_kind": kind,
        "measure_code": code,
        "agreed_on": agreed,
        "due_on": agreed + timedelta(days=DUE_AFTER),
        "ending": None if is_new else ending.value,
        "reason": texts.turn["dropped"] if dropped and not is_new else "",
        "ended_on": None if is_new else done,
        "ended_by_id": None if is_new else member.id,
        "by_id": supervisor.id,
        "version": 1,
    }
