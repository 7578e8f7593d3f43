"""The requirements: adopted, added, changed with their effect shown first, and ended."""

import secrets
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from competency.infra.carrying_out import allowed, carried_out
from competency.infra.csv_out import Cell
from competency.infra.formats import plural
from competency.infra.take_away import as_file
from competency.infra.web import actor, signed_in, work, writes
from competency.training.domain.requirements import Requirement, Subject
from competency.training.domain.state import State
from competency.training.forms.importing import EmptyForm
from competency.training.forms.requirements import CourseForm, RequirementForm, filled
from competency.training.queries.rules import KeptRequirement
from competency.training.service import requirements
from competency.training.service.requirements import Effect
from competency.training.views.blueprint import blueprint
from competency.training.views.words import places

SURE = "sure"
HEAD = (
    "What",
    "Who",
    "Days of grace",
    "Not before",
    "Again every months",
    "Again also",
    "Due soon, days before",
    "Assumption",
    "Source",
)
NEW = {"who": "everyone", "grace_days": 28, "window_days": 60}


@blueprint.get("/training/requirements")
@signed_in
def list_requirements() -> str:
    """Show the requirements in force."""
    courses, kept = requirements.list_requirements(work())
    return render_template(
        "training/requirements.html",
        courses=courses,
        kept=kept,
        teams=requirements.teams(work()),
        button=EmptyForm(formdata=None),
        places=places(actor()),
    )


@blueprint.get("/training/requirements.<any(csv, xlsx):kind>")
@signed_in
def requirements_file(kind: str) -> Response:
    """Give the requirements in force as a file."""
    courses, kept = requirements.list_requirements(work())
    titles, teams = {c.id: c.title for c in courses}, requirements.teams(work())
    rows = [_cells(one, titles, teams) for one in kept]
    return as_file("training-requirements", HEAD, rows, kind)


@blueprint.post("/training/requirements/adopt")
@signed_in
@writes
def adopt() -> Any:
    """Take over the shipped requirements; what is there already stays as it is."""
    new = requirements.adopt_standard(work())
    flash(f"{plural(new, 'course')} added with the requirement that belongs to it.", "success")
    return redirect(url_for("training.list_requirements"))


@blueprint.get("/training/requirements/add")
@signed_in
def add_requirement() -> str:
    """Ask for a new requirement."""
    data = {**NEW, "course_id": request.args.get("course", "")}
    return _page(RequirementForm(formdata=None, data=data))


@blueprint.post("/training/requirements/add")
@signed_in
@writes
def add_requirement_submit() -> Any:
    """Show what it would do; keep it once that was seen."""
    return _save(RequirementForm(), None)


@blueprint.get("/training/requirements/<id:requirement_id>")
@signed_in
def change_requirement(requirement_id: int) -> str:
    """Show a requirement to change or to end."""
    kept = requirements.get_requirement(work(), requirement_id)
    form = RequirementForm(formdata=None, data=filled(kept.requirement, kept.version))
    return _page(form, requirement_id)


@blueprint.post("/training/requirements/<id:requirement_id>")
@signed_in
@writes
def change_requirement_submit(requirement_id: int) -> Any:
    """Show what the change would do; keep it once that was seen."""
    return _save(RequirementForm(), requirement_id)


@blueprint.get("/training/requirements/<id:requirement_id>/end")
@signed_in
def end_requirement(requirement_id: int) -> str:
    """Show what ending it would do."""
    kept, effect = requirements.effect_of_ending(work(), requirement_id)
    form = EmptyForm(formdata=None, data={"version": kept.version})
    return render_template(
        "training/end_requirement.html", form=form, effect=effect, states=State, kept=kept
    )


@blueprint.post("/training/requirements/<id:requirement_id>/end")
@signed_in
@writes
def end_requirement_submit(requirement_id: int) -> Any:
    """Ask this of nobody any more."""
    form = EmptyForm()
    requirements.end_requirement(work(), requirement_id, version=form.version.data)
    flash("This is asked of nobody any more.", "success")
    return redirect(url_for("training.list_requirements"))


@blueprint.get("/training/courses/add")
@signed_in
def add_course() -> str:
    """Ask for something to learn or to hold."""
    requirements.require_keeper(work())
    return render_template("training/course.html", form=CourseForm(formdata=None))


@blueprint.post("/training/courses/add")
@signed_in
@writes
def add_course_submit() -> Any:
    """Keep it, and go on to who needs it."""
    form = CourseForm()
    requirements.require_keeper(work())
    made: list[int] = []
    if not carried_out(form, lambda: made.append(_add_course(form))):
        return render_template("training/course.html", form=form), 422
    flash("Added. Say now who needs it.", "success")
    return redirect(url_for("training.add_requirement", course=made[0]))


def _cells(kept: KeptRequirement, titles: dict[int, str], teams: dict[int, str]) -> list[Cell]:
    asked = kept.requirement
    whom = asked.role.label if asked.role else teams.get(asked.team_id or 0, "Everyone")
    again = [
        words
        for words, is_so in (
            ("after an audit finding", asked.after_audit_finding),
            ("after an incident", asked.after_incident),
        )
        if is_so
    ]
    return [
        titles[asked.course_id],
        whom,
        asked.grace_days,
        asked.applies_from,
        asked.repeat_months,
        ", ".join(again),
        asked.window_days,
        kept.assumption,
        kept.source,
    ]


def _add_course(form: CourseForm) -> int:
    return requirements.add_course(
        work(),
        code=f"own-{secrets.token_hex(4)}",  # permanent, and never derived from the title
        title=form.title.data or "",
        subject=Subject(form.subject.data),
        also=[form.also.data or ""],
    )


def _save(form: RequirementForm, requirement_id: int | None) -> Any:
    requirements.require_keeper(work())
    seen: list[Effect] = []
    if not form.validate():
        return _page(form, requirement_id), 422
    wanted = form.wanted()

    def act() -> None:
        if SURE in request.form:
            _keep(wanted, requirement_id, form.version.data)
        else:
            seen.append(requirements.effect_of(work(), wanted, requirement_id=requirement_id))

    if not allowed(form, act):
        return _page(form, requirement_id), 422
    if seen:
        return _page(form, requirement_id, seen[0])
    flash("The requirement is saved.", "success")
    return redirect(url_for("training.list_requirements"))


def _keep(wanted: Requirement, requirement_id: int | None, version: int | None) -> None:
    requirements.keep_requirement(work(), wanted, requirement_id=requirement_id, version=version)


def _page(
    form: RequirementForm, requirement_id: int | None = None, effect: Effect | None = None
) -> str:
    courses, _ = requirements.list_requirements(work())
    return render_template(
        "training/requirement.html",
        form=form.offering(courses, requirements.teams(work())),
        requirement_id=requirement_id,
        effect=effect,
        states=State,
    )
