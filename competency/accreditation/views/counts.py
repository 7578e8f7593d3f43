"""Counts of live cases: the policy, what they say now, and those frozen as evidence."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from competency.accreditation.forms.counting import PolicyForm, filled
from competency.accreditation.forms.studies import ButtonForm
from competency.accreditation.service import policy, reading, snapshots, studies
from competency.accreditation.views import count_rows, words
from competency.accreditation.views.blueprint import blueprint
from competency.infra.asking import asked_page
from competency.infra.carrying_out import carried_out
from competency.infra.csv_out import Cell
from competency.infra.take_away import as_file
from competency.infra.web import database, signed_in, work, writes

SHOWN_LIVE = 20
POLICY_HEAD = [
    "From", "Chosen by", "Practice areas", "Direct by", "With", "Cases of a worker",
    "Another case weighs",
]  # fmt: skip


@blueprint.get("/accreditation/<id:study_id>/counts/<code>")
@signed_in
def counts(study_id: int, code: str) -> str:
    """Show the frozen counts of a practice, newest first."""
    reading.note_read(work(), database().aside, what="frozen counts", study_id=study_id)
    return render_template(
        "accreditation/counts.html",
        page=snapshots.list_of(work(), study_id, code),
        audience=words.READERS,
    )


@blueprint.get("/accreditation/<id:study_id>/counts/<code>/live")
@signed_in
def live_count(study_id: int, code: str) -> str:
    """Show what live cases say now, kept nowhere, and offer to freeze it."""
    study, count = snapshots.preview(work(), study_id, code)
    return render_template(
        "accreditation/live_count.html",
        study=study,
        count=count,
        head=count_rows.head(count.practice),
        lines=count_rows.live_lines(count, SHOWN_LIVE),
        months=count_rows.month_rows(count.months),
        form=ButtonForm(formdata=None),
        is_open=study.submitted_at is None,
    )


@blueprint.post("/accreditation/<id:study_id>/counts/<code>/live")
@signed_in
@writes
def freeze_count(study_id: int, code: str) -> Any:
    """Count anew and keep it for good."""
    snapshot = snapshots.freeze(work(), study_id, code)
    flash("The count is frozen. It stays as it is from now on.", "success")
    return redirect(url_for("accreditation.frozen_count", snapshot_id=snapshot.id))


@blueprint.get("/accreditation/counts/<id:snapshot_id>")
@signed_in
def frozen_count(snapshot_id: int) -> str:
    """Show one frozen count with what it rests on, and its rows."""
    study, _ = snapshots.get(work(), snapshot_id)
    reading.note_read(work(), database().aside, what="a frozen count", study_id=study.id)
    page = snapshots.drill_down(work(), snapshot_id, asked_page())
    return render_template(
        "accreditation/frozen_count.html",
        page=page,
        head=count_rows.head(page.practice),
        lines=count_rows.frozen_lines(page),
        months=count_rows.month_rows(page.count.months),
        audience=words.READERS,
    )


@blueprint.get("/accreditation/counts/<id:snapshot_id>/rows.<any(csv, xlsx):kind>")
@signed_in
def frozen_rows(snapshot_id: int, kind: str) -> Response:
    """Give all rows of a frozen count as a file, with no more names than the page has."""
    study, _ = snapshots.get(work(), snapshot_id)
    what = "the rows of a frozen count"
    reading.note_read(work(), database().aside, what=what, study_id=study.id, always=True)
    page = snapshots.all_rows(work(), snapshot_id)
    rows = [(one.what, *one.cells) for one in count_rows.frozen_lines(page)]
    return as_file(f"count-{snapshot_id}", count_rows.head(page.practice), rows, kind)


@blueprint.get("/accreditation/policy")
@signed_in
def counting_policy() -> str:
    """Show what is counted, and ask for another choice."""
    kept = policy.kept(work())
    form = PolicyForm(formdata=None, data=filled(kept.policy, kept.limits))
    return _policy_page(form, kept)


@blueprint.post("/accreditation/policy")
@signed_in
@writes
def keep_policy() -> Any:
    """Keep the choice from now on."""
    form = PolicyForm().offering(policy.offered(work()))
    if not carried_out(form, lambda: policy.keep(work(), form.policy(), form.limits())):
        return _policy_page(form, policy.kept(work())), 422
    flash("The policy is saved. What was frozen before keeps the former one.", "success")
    return redirect(url_for("accreditation.counting_policy"))


@blueprint.get("/accreditation/policy.<any(csv, xlsx):kind>")
@signed_in
def policies_file(kind: str) -> Response:
    """Give what held from each change on as a file."""
    return as_file("counting-policy", POLICY_HEAD, _policy_rows(policy.kept(work())), kind)


def _policy_rows(kept: policy.AllKept) -> list[list[Cell]]:
    return [[one.at, one.by, *words.policy_cells(one, kept.choices)] for one in kept.history]


def _policy_page(form: PolicyForm, kept: policy.AllKept) -> str:
    there, now = kept.choices, kept.policy
    return render_template(
        "accreditation/policy.html",
        form=form.offering(there),
        now=[policy.programme_in_words(now, there), policy.direct_in_words(now, there)],
        limits=kept.limits,
        head=POLICY_HEAD,
        rows=_policy_rows(kept),
        back=words.back_from_policy(studies.may_start(work())),
    )
