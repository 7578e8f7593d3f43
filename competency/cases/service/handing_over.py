"""Handing over a caseload, for leave or a move: one action with a list."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from competency.cases import permissions
from competency.cases.domain.writing import checked
from competency.cases.events import CaseloadHandedOver
from competency.cases.models import CaseFile, CaseHandover
from competency.cases.service import register
from competency.cases.service.loading import Open
from competency.infra.work import Work
from competency.kernel.errors import Refused, RefusedEach
from competency.people.service import access


def hand_over(
    work: Work, from_id: int, to: Mapping[int, int], on: date, reason: str
) -> CaseHandover:
    """Give open cases of one person to others, from a day on, and return the handover.

    `to` says for each case who takes it. All or nothing: RefusedEach names each case that cannot
    go as said. For those who supervise or manage the person.
    """
    access.require(work, permissions.HAND_OVER, from_id, see=permissions.SEE_CASELOAD)
    if not to:
        raise Refused("none_chosen", "Choose at least one case.", field="cases")
    reason = checked(reason, "reason", "Say why these cases are handed over.", longest=500)
    cases = work.session.scalars(
        select(CaseFile)
        .where(CaseFile.key_worker_id == from_id, CaseFile.ended_on.is_(None))
        .where(CaseFile.id.in_(sorted(to)))
        .order_by(CaseFile.id)
        .with_for_update(of=CaseFile)
        .execution_options(populate_existing=True)
    ).all()
    if {case.id for case in cases} != set(to):
        raise Refused(
            "list_changed", "Some of these cases have another key worker by now. Look again."
        )
    row = CaseHandover(
        from_id=from_id,
        on=on,
        reason=reason,
        cases=len(cases),
        by_id=work.actor.person_id,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    refusals: dict[str, Refused] = {}
    for case in cases:
        try:
            register.give(Open(work, case), to[case.id], on, handover_id=row.id, other_team=True)
        except Refused as refusal:
            refusals[case.reference] = refusal
    if refusals:
        raise RefusedEach(refusals)
    work.record(CaseloadHandedOver(handover_id=row.id, from_id=from_id, cases=len(cases)))
    return row
