"""The goals of a care plan with their objectives and actions; two editors lose nothing."""

from typing import Any

from flask import flash, redirect, request, url_for

from competency.cases.domain.planning import ACTION, OBJECTIVE
from competency.cases.forms.planning import (
    PARTS,
    GoalEndingForm,
    GoalForm,
    StepDoneForm,
    StepForm,
)
from competency.cases.service import planning
from competency.cases.service.reading import Whole
from competency.cases.views.blueprint import blueprint
from competency.cases.views.one_case import Fields, form_page, to_work_on
from competency.cases.views.plan_lines import GoalLine, StepLine, goals_of
from competency.cases.views.planning import to_the_plan
from competency.infra.carrying_out import carried_out
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import NotFound, Stale

GOAL: Fields = {
    "need_id": {},
    "specific": {"rows": 2},
    "measurable": {"rows": 2},
    "achievable": {"rows": 2},
    "relevant": {"rows": 2, "hint": "In the client's words where you can"},
    "due_on": {},
    "evaluation": {"rows": 2},
    "review_on": {},
}
STEP: Fields = {
    "kind": {},
    "words": {"rows": 2},
    "who": {"hint": "For an action: the client, you, or somebody else by name or role"},
    "due_on": {"hint": "An action needs a day. An objective may have one."},
    "under_id": {"hint": "For an action"},
}


@blueprint.get("/cases/<id:case_id>/plan/goals/new")
@signed_in
def add_goal(case_id: int) -> str:
    """Ask for a new goal."""
    return _goal_page(to_work_on(case_id), GoalForm(formdata=None))


@blueprint.post("/cases/<id:case_id>/plan/goals/new")
@signed_in
@writes
def add_goal_submit(case_id: int) -> Any:
    """Keep a new goal."""
    found = to_work_on(case_id)
    form = GoalForm().offer(_needs(found))
    if not carried_out(form, lambda: planning.add_goal(work(), case_id, form.goal())):
        return _goal_page(found, form), 422
    flash("The goal is in the plan. Give it an objective and an action.", "success")
    return redirect(url_for("cases.plan", case_id=case_id))


@blueprint.get("/cases/<id:case_id>/plan/goals/<id:goal_id>")
@signed_in
def change_goal(case_id: int, goal_id: int) -> str:
    """Show a goal, to change it."""
    found = to_work_on(case_id)
    row = _goal(found, goal_id).row
    data = {name: getattr(row, name) for name in (*PARTS, "due_on", "review_on", "version")}
    form = GoalForm(formdata=None, data=data | {"need_id": row.need_id or 0})
    return _goal_page(found, form, change=True)


@blueprint.post("/cases/<id:case_id>/plan/goals/<id:goal_id>")
@signed_in
@writes
def change_goal_submit(case_id: int, goal_id: int) -> Any:
    """Keep the changed goal; who was second is shown both versions, and loses neither."""
    found = to_work_on(case_id)
    _goal(found, goal_id)
    form = GoalForm().offer(_needs(found))

    def keep() -> None:
        planning.save_goal(work(), goal_id, form.goal(), form.version.data or 0)

    try:
        if not carried_out(form, keep):
            return _goal_page(found, form, change=True), 422
    except Stale as stale:
        found = to_work_on(case_id)
        form.version.data = _goal(found, goal_id).row.version
        return _goal_page(found, form, change=True, theirs=stale), 409
    flash("The goal is saved.", "success")
    return redirect(url_for("cases.plan", case_id=case_id))


@blueprint.get("/cases/<id:case_id>/plan/goals/<id:goal_id>/end")
@signed_in
def end_goal(case_id: int, goal_id: int) -> str:
    """Ask how a goal ended."""
    found = to_work_on(case_id)
    data = {"ended_on": work().today, "version": _goal(found, goal_id).row.version}
    return _ending_page(found, goal_id, GoalEndingForm(formdata=None, data=data))


@blueprint.post("/cases/<id:case_id>/plan/goals/<id:goal_id>/end")
@signed_in
@writes
def end_goal_submit(case_id: int, goal_id: int) -> Any:
    """Keep how it ended; the goal stays in the record."""
    found = to_work_on(case_id)
    _goal(found, goal_id)
    form = GoalEndingForm()

    def keep() -> None:
        planning.end_goal(
            work(),
            goal_id,
            form.ending.data,
            form.ended_on.data or work().today,
            form.reason.data or "",
            form.version.data or 0,
        )

    if not carried_out(form, keep):
        return _ending_page(found, goal_id, form), 422
    flash("How the goal ended is recorded.", "success")
    return redirect(url_for("cases.plan", case_id=case_id))


@blueprint.get("/cases/<id:case_id>/plan/goals/<id:goal_id>/steps/new")
@signed_in
def add_step(case_id: int, goal_id: int) -> str:
    """Ask for an objective or an action of a goal."""
    found = to_work_on(case_id)
    goal = _goal(found, goal_id)
    asked = request.args.get("kind", "")
    kind = asked if asked in (OBJECTIVE, ACTION) else ACTION if goal.objectives else OBJECTIVE
    only = goal.objectives[0][0] if kind == ACTION and len(goal.objectives) == 1 else 0
    form = StepForm(formdata=None, data={"kind": kind, "under_id": only})
    return _step_page(found, goal, form)


@blueprint.post("/cases/<id:case_id>/plan/goals/<id:goal_id>/steps/new")
@signed_in
@writes
def add_step_submit(case_id: int, goal_id: int) -> Any:
    """Keep an objective or an action."""
    found = to_work_on(case_id)
    goal = _goal(found, goal_id)
    form = StepForm().offer(goal.objectives)

    def keep() -> None:
        planning.add_step(
            work(),
            goal_id,
            form.kind.data,
            form.words.data or "",
            who=form.who.data or "",
            due_on=form.due_on.data,
            under_id=(form.under_id.data or None) if form.kind.data == ACTION else None,
        )

    if not carried_out(form, keep):
        return _step_page(found, goal, form), 422
    flash("It is in the plan.", "success")
    return redirect(url_for("cases.plan", case_id=case_id))


@blueprint.get("/cases/<id:case_id>/plan/steps/<id:step_id>")
@signed_in
def finish_step(case_id: int, step_id: int) -> str:
    """Ask on which day a step was done."""
    found = to_work_on(case_id)
    step = _step(found, step_id)
    data = {"done_on": step.done_on or work().today, "version": step.version}
    return _done_page(found, step, StepDoneForm(formdata=None, data=data))


@blueprint.post("/cases/<id:case_id>/plan/steps/<id:step_id>")
@signed_in
@writes
def finish_step_submit(case_id: int, step_id: int) -> Any:
    """Keep the day on which a step was done; an empty one says that it is not."""
    found = to_work_on(case_id)
    step = _step(found, step_id)
    form = StepDoneForm()

    def keep() -> None:
        planning.finish_step(work(), step_id, form.done_on.data, form.version.data or 0)

    if not carried_out(form, keep):
        return _done_page(found, step, form), 422
    flash("It is done." if form.done_on.data else "It is open again.", "success")
    return redirect(url_for("cases.plan", case_id=case_id))


def _needs(found: Whole) -> list[tuple[int, str]]:
    return [(paper.id, paper.text) for paper in found.papers.get("need", ())]


def _goal(found: Whole, goal_id: int) -> GoalLine:
    for goal in goals_of(found):
        if goal.id == goal_id:
            return goal
    raise NotFound("There is no such goal in this plan.")


def _step(found: Whole, step_id: int) -> StepLine:
    for goal in goals_of(found):
        for step in goal.every_step:
            if step.id == step_id:
                return step
    raise NotFound("There is no such step in this plan.")


def _goal_page(
    found: Whole, form: GoalForm, *, change: bool = False, theirs: Stale | None = None
) -> str:
    return form_page(
        found,
        form.offer(_needs(found)),
        "Change a goal" if change else "Add a goal",
        "Save",
        GOAL,
        back=to_the_plan(found.head.id),
        theirs=theirs,
    )


def _ending_page(found: Whole, goal_id: int, form: GoalEndingForm) -> str:
    return form_page(
        found,
        form,
        "How the goal ended",
        "Record it",
        {"ending": {}, "ended_on": {}, "reason": {"rows": 3, "hint": "Needed where it is dropped"}},
        back=to_the_plan(found.head.id),
        lead=_goal(found, goal_id).row.specific,
    )


def _step_page(found: Whole, goal: GoalLine, form: StepForm) -> str:
    return form_page(
        found,
        form.offer(goal.objectives),
        "Add an objective or an action",
        "Save",
        STEP,
        back=to_the_plan(found.head.id),
        lead=goal.row.specific,
    )


def _done_page(found: Whole, step: StepLine, form: StepDoneForm) -> str:
    what = "objective" if step.kind == OBJECTIVE else "action"
    return form_page(
        found,
        form,
        f"When was this {what} done?",
        "Save",
        {"done_on": {"hint": "Leave it empty to say that it is not done"}},
        back=to_the_plan(found.head.id),
        lead=step.words,
    )
