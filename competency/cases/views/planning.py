"""The care plan: shown whole, its words, what the client says to it, and from when it counts."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.cases import permissions
from competency.cases.domain import timeline
from competency.cases.domain.kinds import Happened
from competency.cases.forms.choosing import YES
from competency.cases.forms.planning import AgreementForm, DayForm, WordsForm
from competency.cases.service import planning, reading
from competency.cases.service.reading import Whole
from competency.cases.views import plan_lines
from competency.cases.views.blueprint import blueprint
from competency.cases.views.one_case import form_page, to_work_on
from competency.infra.carrying_out import carried_out
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import Stale

WORDS = {"own_words": {"rows": 8, "hint": "As the client said it. Nobody else's words."}}
AGREEMENT: dict[str, dict[str, Any]] = {
    "happened_on": {},
    "agrees": {"classes": "govuk-radios--inline"},
    "disagreement": {"rows": 3, "hint": "Only where they disagree. It stops nothing."},
    "client_signed": {},
    "copy_offered": {},
}


@blueprint.get("/cases/<id:case_id>/plan")
@signed_in
def plan(case_id: int) -> str:
    """Show the whole plan, and what it still lacks."""
    found = reading.whole_case(work(), case_id)
    goals, said = plan_lines.goals_of(found), plan_lines.agreements_of(found)
    is_accepted = timeline.first(found.line, Happened.ACCEPTED) is not None
    return render_template(
        "cases/plan.html",
        case=found,
        head=found.head,
        plan=found.newest("plan"),
        goals=goals,
        said=said,
        since=plan_lines.in_force_since(found),
        missing=plan_lines.missing(found, goals, said),
        signed_on=timeline.last(found.line, Happened.PLAN_SIGNED),
        offered_on=timeline.last(found.line, Happened.COPY_OFFERED),
        today=work().today,
        is_accepted=is_accepted,
        may_work=found.may[permissions.WORK] and is_accepted and not found.head.stage.is_end,
    )


@blueprint.get("/cases/<id:case_id>/plan/words")
@signed_in
def plan_words(case_id: int) -> str:
    """Show the client's own words, to write or change them."""
    found = to_work_on(case_id)
    return _words_page(found, _words_form(found))


@blueprint.post("/cases/<id:case_id>/plan/words")
@signed_in
@writes
def plan_words_submit(case_id: int) -> Any:
    """Keep the words; who was second is shown both versions, and loses neither."""
    found = to_work_on(case_id)
    form = WordsForm()

    def keep() -> None:
        planning.write_words(work(), case_id, form.own_words.data or "", form.version.data or 0)

    try:
        if not carried_out(form, keep):
            return _words_page(found, form), 422
    except Stale as stale:
        found = to_work_on(case_id)
        form.version.data = _words_form(found).version.data
        return _words_page(found, form, stale), 409
    flash("The client's words are saved.", "success")
    return redirect(url_for("cases.plan", case_id=case_id))


@blueprint.get("/cases/<id:case_id>/plan/agreement")
@signed_in
def plan_agreement(case_id: int) -> str:
    """Ask what the client says to the plan as it stands."""
    data = {"happened_on": work().today}
    return _agreement_page(to_work_on(case_id), AgreementForm(formdata=None, data=data))


@blueprint.post("/cases/<id:case_id>/plan/agreement")
@signed_in
@writes
def plan_agreement_submit(case_id: int) -> Any:
    """Keep what the client said, with the plan as it stood then."""
    found = to_work_on(case_id)
    form = AgreementForm()

    def keep() -> None:
        planning.agree(
            work(),
            case_id,
            form.happened_on.data or work().today,
            agrees=form.agrees.data == YES,
            disagreement=form.disagreement.data or "",
            client_signed=bool(form.client_signed.data),
            copy_offered=bool(form.copy_offered.data),
        )

    if not carried_out(form, keep):
        return _agreement_page(found, form), 422
    flash("What the client says to the plan is recorded.", "success")
    return redirect(url_for("cases.plan", case_id=case_id))


@blueprint.get("/cases/<id:case_id>/plan/start")
@signed_in
def plan_start(case_id: int) -> str:
    """Ask from which day the plan is in force."""
    data = {"happened_on": work().today}
    return _start_page(to_work_on(case_id), DayForm(formdata=None, data=data))


@blueprint.post("/cases/<id:case_id>/plan/start")
@signed_in
@writes
def plan_start_submit(case_id: int) -> Any:
    """Put the plan in force; what it still lacks is said."""
    found = to_work_on(case_id)
    form = DayForm()

    def keep() -> None:
        planning.enter_plan(work(), case_id, form.happened_on.data or work().today)

    if not carried_out(form, keep):
        return _start_page(found, form), 422
    flash("The care plan is in force.", "success")
    return redirect(url_for("cases.plan", case_id=case_id))


def to_the_plan(case_id: int) -> tuple[str, str]:
    """Return the way back to the plan."""
    return url_for("cases.plan", case_id=case_id), "Back to the care plan"


def _words_form(found: Whole) -> WordsForm:
    plan = found.newest("plan")
    data = {"own_words": plan.text if plan else "", "version": plan.version if plan else 0}
    return WordsForm(formdata=None, data=data)


def _words_page(found: Whole, form: WordsForm, theirs: Stale | None = None) -> str:
    return form_page(
        found,
        form,
        "The client's own words",
        "Save",
        WORDS,
        back=to_the_plan(found.head.id),
        theirs=theirs,
    )


def _agreement_page(found: Whole, form: AgreementForm) -> str:
    return form_page(
        found,
        form,
        "What the client says to the plan",
        "Record it",
        AGREEMENT,
        back=to_the_plan(found.head.id),
        lead="The plan is kept as it stands now, so that it can be seen what was agreed.",
    )


def _start_page(found: Whole, form: DayForm) -> str:
    return form_page(
        found,
        form,
        "Put the plan in force",
        "Put it in force",
        {"happened_on": {}},
        back=to_the_plan(found.head.id),
        lead="From this day the plan and its interventions are reviewed every three months.",
    )
