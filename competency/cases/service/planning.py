"""The care plan: goals, objectives, actions, the client's words; nothing is lost to two editors."""

import json
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases import permissions
from competency.cases.domain import way
from competency.cases.domain.kinds import Happened
from competency.cases.domain.planning import (
    ACTION,
    LABELS,
    OBJECTIVE,
    Goal,
    checked_ending,
    checked_goal,
)
from competency.cases.domain.writing import at_most, checked
from competency.cases.events import PlanAgreed, PlanChanged
from competency.cases.models import CaseAgreement, CaseGoal, CaseNeed, CasePlan, CaseStep
from competency.cases.service import recording
from competency.cases.service.loading import Open, open_case
from competency.infra.formats import plain_day
from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused, Stale, Version
from competency.people.service import lookup

H = Happened
CHANGED = (
    "{who} changed this while your page was open. Nothing is lost: both versions are shown. "
    "Take over what you need, then save again."
)
PARTS = ("need_id", *LABELS, "due_on", "review_on")


def write_words(work: Work, case_id: int, own_words: str, version: int) -> CasePlan:
    """Write what the client says of the plan, in their own words, and return the plan.

    `version` is 0 where there was no plan yet. Raises Stale, with both texts, when somebody else
    wrote meanwhile.
    """
    opened = _planning(work, case_id)
    plan = _plan(work.session, case_id)
    now_there = plan.version if plan else 0
    if now_there != version:
        raise _stale(
            work,
            plan.changed_by_id if plan else None,
            [("The client's own words", own_words)],
            [("The client's own words", plan.own_words if plan else "")],
        )
    own_words = at_most(own_words, "own_words")
    if plan is None:
        plan = CasePlan(case_id=case_id)
        work.session.add(plan)
    plan.own_words, plan.changed_by_id, plan.changed_at = (
        own_words,
        opened.work.actor.person_id,
        work.now,
    )
    work.session.flush()
    work.record(PlanChanged(case_id=case_id, part="words", part_id=plan.id))
    return plan


def add_goal(work: Work, case_id: int, goal: Goal) -> CaseGoal:
    """Write a new SMARTER goal and return it; refuses empty parts and days that have passed."""
    opened = _planning(work, case_id)
    goal = checked_goal(goal, work.today)
    _check_need(opened, goal.need_id)
    row = CaseGoal(case_id=case_id)
    _fill(work, row, goal)
    work.session.add(row)
    work.session.flush()
    work.record(PlanChanged(case_id=case_id, part="goal", part_id=row.id))
    return row


def save_goal(work: Work, goal_id: int, goal: Goal, version: int) -> CaseGoal:
    """Change a goal and return it; raises Stale, with both versions, when it changed meanwhile."""
    row, opened = _goal(work, goal_id)
    if row.version != version:
        raise _stale(work, row.changed_by_id, _texts(goal), _texts(row))
    if row.ending:
        raise Refused("ended", "This goal has ended. Write a new one.")
    goal = checked_goal(goal, work.today)
    _check_need(opened, goal.need_id)
    _fill(work, row, goal)
    work.session.flush()
    work.record(PlanChanged(case_id=row.case_id, part="goal", part_id=row.id))
    return row


def end_goal(
    work: Work, goal_id: int, ending: str, on: date, reason: str, version: int
) -> CaseGoal:
    """Say how a goal ended, and return it; it stays in the record."""
    row, _ = _goal(work, goal_id)
    if row.version != version:
        raise _stale(work, row.changed_by_id, [("Ending", ending)], _texts(row))
    if row.ending:
        raise Refused("ended", "This goal has ended already.")
    if on > work.today:
        raise Refused("future", "This day has not come yet.", field="ended_on")
    found, reason = checked_ending(ending, reason)
    row.ending, row.ended_on, row.ending_reason = found.value, on, reason
    row.changed_by_id, row.changed_at = work.actor.person_id, work.now
    work.session.flush()
    work.record(PlanChanged(case_id=row.case_id, part="goal", part_id=row.id))
    return row


def add_step(
    work: Work,
    goal_id: int,
    kind: str,
    words: str,
    *,
    who: str = "",
    due_on: date | None = None,
    under_id: int | None = None,
) -> CaseStep:
    """Write an objective of a goal, or an action (who does what by when), and return it."""
    goal, _ = _goal(work, goal_id)
    if kind not in (OBJECTIVE, ACTION):
        raise Refused("unknown_kind", "Choose objective or action.", field="kind")
    if kind == ACTION:
        who = checked(who, "who", "Say who does it.", longest=120)
        if due_on is None:
            raise Refused("due_needed", "Say by when.", field="due_on")
    if due_on is not None and due_on < work.today:
        raise Refused("past", "Choose a day that is still to come.", field="due_on")
    above = work.session.get(CaseStep, under_id) if under_id else None
    if under_id and (above is None or above.goal_id != goal_id or above.kind != OBJECTIVE):
        raise NotFound("There is no such objective of this goal.")
    row = CaseStep(
        case_id=goal.case_id,
        goal_id=goal_id,
        under_id=under_id,
        kind=kind,
        words=checked(words, "words", "Say what is to be done."),
        who=who,
        due_on=due_on,
        done_on=None,
    )
    work.session.add(row)
    work.session.flush()
    work.record(PlanChanged(case_id=goal.case_id, part=kind, part_id=row.id))
    return row


def finish_step(work: Work, step_id: int, on: date | None, version: int) -> CaseStep:
    """Say on which day a step was done, or with None that it is not, and return it."""
    row = work.session.get(CaseStep, step_id)
    if row is None:
        raise NotFound("There is no such step of a plan.")
    open_case(work, row.case_id, permissions.WORK)
    if row.version != version:
        done = plain_day(row.done_on) if row.done_on else "not done"
        mine = plain_day(on) if on else "not done"
        raise _stale(work, None, [("Done", mine)], [("Done", done)])
    if on is not None and on > work.today:
        raise Refused("future", "This day has not come yet.", field="done_on")
    row.done_on = on
    work.session.flush()
    work.record(PlanChanged(case_id=row.case_id, part=row.kind, part_id=row.id))
    return row


def agree(
    work: Work,
    case_id: int,
    on: date,
    *,
    agrees: bool,
    disagreement: str = "",
    client_signed: bool = False,
    copy_offered: bool = False,
) -> CaseAgreement:
    """Record what the client said to the plan as it stands, and return it.

    A disagreement is written down and stops nothing. Refuses a plan without the client's words.
    """
    opened = _planning(work, case_id)
    plan = _plan(work.session, case_id)
    if plan is None or not plan.own_words:
        raise Refused("own_words_needed", "Write down first what the client says of the plan.")
    disagreement = at_most(disagreement, "disagreement")
    if not agrees:
        checked(disagreement, "disagreement", "Say in their words what they disagree with.")
    event = recording.write(opened, H.PLAN_TALKED_OVER, on)
    if copy_offered:
        recording.write(opened, H.COPY_OFFERED, on)
    if client_signed:
        recording.write(opened, H.PLAN_SIGNED, on)
    row = CaseAgreement(
        case_id=case_id,
        event_id=event.id,
        agrees=agrees,
        disagreement=disagreement,
        client_signed=client_signed,
        copy_offered=copy_offered,
        plan_then=_as_it_stands(work.session, plan),
    )
    work.session.add(row)
    work.session.flush()
    work.record(PlanAgreed(case_id=case_id, agrees=agrees))
    return row


def enter_plan(work: Work, case_id: int, on: date) -> None:
    """Put the plan in force from a day on.

    Refuses while the protocol's gates ask for something: a goal with an objective and an action,
    the client's view, a copy offered.
    """
    opened = _planning(work, case_id)
    recording.write(opened, H.PLAN_ENTERED, on, stated={"goals_set": _goals_set(work, case_id)})


def _goals_set(work: Work, case_id: int) -> bool:
    """Return whether a goal that is not ended has an objective and an action."""
    rows = work.session.execute(
        select(CaseStep.goal_id, CaseStep.kind)
        .join(CaseGoal, CaseGoal.id == CaseStep.goal_id)
        .where(CaseGoal.case_id == case_id, CaseGoal.ending == "")
    ).all()
    kinds: dict[int, set[str]] = {}
    for goal_id, kind in rows:
        kinds.setdefault(goal_id, set()).add(kind)
    return any(found >= {OBJECTIVE, ACTION} for found in kinds.values())


def _planning(work: Work, case_id: int) -> Open:
    opened = open_case(work, case_id, permissions.WORK)
    way.check_accepted(opened.line, opened.protocol, "work on the care plan")
    return opened


def _goal(work: Work, goal_id: int) -> tuple[CaseGoal, Open]:
    row = work.session.get(CaseGoal, goal_id)
    if row is None:
        raise NotFound("There is no such goal.")
    opened = _planning(work, row.case_id)
    work.session.refresh(row)  # somebody may have saved it before this work had the lock
    return row, opened


def _plan(session: Session, case_id: int) -> CasePlan | None:
    query = select(CasePlan).where(CasePlan.case_id == case_id)
    return session.scalar(query.execution_options(populate_existing=True))


def _check_need(opened: Open, need_id: int | None) -> None:
    if need_id is None:
        return
    need = opened.work.session.get(CaseNeed, need_id)
    if need is None or need.case_id != opened.id:
        raise Refused("unknown_need", "Choose a need of this case.", field="need_id")


def _fill(work: Work, row: CaseGoal, goal: Goal) -> None:
    for name in PARTS:
        setattr(row, name, getattr(goal, name))
    row.changed_by_id, row.changed_at = work.actor.person_id, work.now


def _texts(goal: Goal | CaseGoal) -> list[tuple[str, str]]:
    return [
        *((label, getattr(goal, name)) for name, label in LABELS.items()),
        ("To be reached by", plain_day(goal.due_on)),
        ("Looked at again on", plain_day(goal.review_on)),
    ]


def _stale(
    work: Work,
    by_id: int | None,
    mine: Sequence[tuple[str, str]],
    theirs: Sequence[tuple[str, str]],
) -> Stale:
    who = lookup.names(work.session, [by_id]).get(by_id or 0, "Somebody")
    return Stale(
        CHANGED.format(who=who), mine=Version("This page", mine), theirs=Version(who, theirs)
    )


def _as_it_stands(session: Session, plan: CasePlan) -> str:
    goals = session.scalars(
        select(CaseGoal)
        .where(CaseGoal.case_id == plan.case_id, CaseGoal.ending == "")
        .order_by(CaseGoal.id)
    )
    return json.dumps(
        {"own_words": plan.own_words, "goals": [dict(_texts(goal)) for goal in goals]},
        ensure_ascii=False,
    )
