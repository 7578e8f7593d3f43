"""Disposal of cases whose time is over: looked at, proposed, carried out by somebody else."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from competency.cases.forms.disposing import ProposalForm, VersionForm
from competency.cases.models import CaseDisposalRun
from competency.cases.service import disposing
from competency.cases.service.loading import get_protocol
from competency.cases.views.blueprint import blueprint
from competency.cases.views.rows import places
from competency.infra.carrying_out import carried_out
from competency.infra.csv_out import Cell
from competency.infra.formats import plural
from competency.infra.take_away import as_file
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import NotFound
from competency.people.service import lookup

HEAD = ["Case", "Ended on", "Kept until", "Entries removed", "Documents removed", "Disposed of on"]


@blueprint.get("/cases/disposals")
@signed_in
def disposals() -> str:
    """Show which cases' time is over, and the runs so far."""
    return _page(ProposalForm(formdata=None))


@blueprint.post("/cases/disposals")
@signed_in
@writes
def propose_disposal() -> Any:
    """Propose to dispose of what the page shows; a second person carries it out."""
    form = ProposalForm()
    made: list[int] = []
    if not carried_out(
        form, lambda: made.append(disposing.propose(work(), form.reason.data or "").id)
    ):
        return _page(form), 422
    flash("It is proposed. Somebody else carries it out.", "success")
    return redirect(url_for("cases.disposal", run_id=made[0]))


@blueprint.get("/cases/disposals/<id:run_id>")
@signed_in
def disposal(run_id: int) -> str:
    """Show a run: what would go, or the certificates of what went."""
    asked = work()
    run = _run(run_id)
    waits = not run.outcome
    return render_template(
        "cases/disposal.html",
        run=run,
        listed=[due for due in disposing.preview(asked, run.as_of) if not due.held]
        if waits
        else [],
        certificates=[] if waits else disposing.certificates(asked, run_id),
        names=lookup.names(asked.session, [run.proposed_by_id, run.decided_by_id]),
        is_own=run.proposed_by_id == asked.actor.person_id,
        form=VersionForm(formdata=None),
        retention=get_protocol().retention,
    )


@blueprint.post("/cases/disposals/<id:run_id>/carry-out")
@signed_in
@writes
def carry_out_disposal(run_id: int) -> Any:
    """Remove the content of the cases of a run, and show their certificates."""
    made = disposing.carry_out(work(), run_id)
    flash(f"{plural(len(made), 'case')} disposed of. The certificates stay.", "success")
    return redirect(url_for("cases.disposal", run_id=run_id))


@blueprint.post("/cases/disposals/<id:run_id>/drop")
@signed_in
@writes
def drop_disposal(run_id: int) -> Any:
    """Drop a proposal, so that nothing is removed."""
    disposing.drop(work(), run_id)
    flash("The proposal is dropped. Nothing was removed.", "success")
    return redirect(url_for("cases.disposals"))


@blueprint.get("/cases/disposals/<id:run_id>/certificates.<table:kind>")
@signed_in
def certificates_file(run_id: int, kind: str) -> Response:
    """Give the certificates of a run as a file."""
    _run(run_id)
    rows: list[list[Cell]] = [
        [one.reference, one.ended_on, one.retain_until, one.rows_removed, one.files_removed,
         one.at.date()]
        for one in disposing.certificates(work(), run_id)
    ]  # fmt: skip
    return as_file(f"disposal-{run_id}", HEAD, rows, kind)


def _run(run_id: int) -> CaseDisposalRun:
    for run in disposing.runs(work()):
        if run.id == run_id:
            return run
    raise NotFound("There is no such disposal.")


def _page(form: ProposalForm) -> str:
    asked = work()
    due, runs = disposing.preview(asked), disposing.runs(asked)
    people = {person for run in runs for person in (run.proposed_by_id, run.decided_by_id)}
    return render_template(
        "cases/disposals.html",
        form=form,
        due=due,
        runs=runs,
        waiting=[run for run in runs if not run.outcome],
        names=lookup.names(asked.session, people),
        places=places(asked.actor),
        retention=get_protocol().retention,
    )
