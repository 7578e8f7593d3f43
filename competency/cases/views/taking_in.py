"""Cases from a file: sent, looked at, taken in, and taken back."""

from collections.abc import Iterable
from contextlib import closing
from typing import Any, BinaryIO, cast

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage

from competency.cases.domain.incoming import BIGGEST, COLUMNS, MOST_ROWS
from competency.cases.forms.taking_in import EmptyForm, TakeForm, UploadForm, file_name
from competency.cases.models import CaseBatch
from competency.cases.service import taking_in
from competency.cases.service.taking_in import Preview
from competency.cases.views.blueprint import blueprint
from competency.cases.views.rows import places
from competency.config import Settings
from competency.infra import set_aside
from competency.infra.carrying_out import allowed
from competency.infra.csv_out import Cell
from competency.infra.formats import plural, short_day
from competency.infra.take_away import as_file
from competency.infra.web import accepts_files, actor, now, signed_in, work, writes
from competency.people.service import lookup, teams

FAULT_HEAD = ["Row", "Column", "What is wrong"]
SHOWN = 100  # rows of each list on the page; the file of faults has all
SAMPLE = 10


@blueprint.get("/cases/import")
@signed_in
def send_cases() -> str:
    """Ask for a file, and list what came in before."""
    return _upload_page(UploadForm(formdata=None))


@blueprint.post("/cases/import")
@signed_in
@accepts_files(BIGGEST)
@writes
def send_cases_submit() -> Any:
    """Keep the file for its preview, and show that."""
    form = UploadForm()
    taking_in.require_importer(work())
    sent = form.file.data
    if not form.validate() or not isinstance(sent, FileStorage):
        return _upload_page(form), 422
    content = cast(BinaryIO, sent.stream)
    if not allowed(form, lambda: taking_in.preview(work(), content.read(BIGGEST + 1))):
        return _upload_page(form), 422
    content.seek(0)
    key = set_aside.keep(_settings(), actor().person_id or 0, content, now())
    return redirect(url_for("cases.look_at_cases", key=key, name=file_name(sent.filename)))


@blueprint.get("/cases/import/<key>")
@signed_in
def look_at_cases(key: str) -> str:
    """Show what taking the file in would bring, and what stands in the way."""
    name = file_name(request.args.get("name"))
    return _preview_page(key, TakeForm(formdata=None, data={"name": name}))


@blueprint.get("/cases/import/<key>/faults.<table:kind>")
@signed_in
def faults_of_cases(key: str, kind: str) -> Any:
    """Give the rows that need somebody as a file."""
    found = taking_in.preview(work(), _content(key))
    return as_file("faults", FAULT_HEAD, _faults(found), kind)


@blueprint.post("/cases/import/<key>")
@signed_in
@writes
def take_cases(key: str) -> Any:
    """Take in all new cases, or none."""
    form = TakeForm().offer(lookup.practice_areas(work().session))
    done: list[CaseBatch] = []
    if not form.validate() or not allowed(form, lambda: done.append(_take(key, form))):
        return _preview_page(key, form), 422
    set_aside.let_go(_settings(), actor().person_id or 0, key)
    came = plural(done[0].cases, "case")
    flash(f"{came} {'is' if done[0].cases == 1 else 'are'} in the register.", "success")
    return redirect(url_for("cases.batch", batch_id=done[0].id))


@blueprint.get("/cases/batches/<id:batch_id>")
@signed_in
def batch(batch_id: int) -> str:
    """Show what came in together, and what can be taken back."""
    found = taking_in.get_batch(work(), batch_id)
    return render_template(
        "cases/batch.html",
        found=found,
        batch=found.batch,
        by=lookup.names(work().session, [found.batch.by_id]).get(found.batch.by_id, "Somebody"),
        shown=SHOWN,
        button=EmptyForm(formdata=None),
    )


@blueprint.post("/cases/batches/<id:batch_id>/undo")
@signed_in
@writes
def undo_batch(batch_id: int) -> Any:
    """Take back the cases on which nobody has worked since."""
    removed, kept = taking_in.undo(work(), batch_id)
    stay = f" {plural(kept, 'case')} stayed, as somebody has worked on them." if kept else ""
    flash(f"{plural(removed, 'case')} taken back.{stay}", "success")
    return redirect(url_for("cases.batch", batch_id=batch_id))


def _take(key: str, form: TakeForm) -> CaseBatch:
    content = _content(key)
    confirmed: Iterable[str] = form.confirmed.data or ()
    if form.confirm_all.data:
        confirmed = [one.reference for one in taking_in.preview(work(), content).impossible]
    return taking_in.take_in(
        work(),
        content,
        file_name(form.name.data),
        form.practice_area_id.data,
        confirmed=list(confirmed),
        leave_out=bool(form.leave_out.data),
    )


def _content(key: str) -> bytes:
    with closing(set_aside.open_kept(_settings(), actor().person_id or 0, key, now())) as source:
        return source.read()


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _faults(found: Preview) -> list[list[Cell]]:
    return [[fault.row, fault.column, fault.reason] for fault in found.faults]


def _upload_page(form: UploadForm) -> str:
    batches = taking_in.batches(work())
    return render_template(
        "cases/import.html",
        form=form,
        batches=batches,
        names=lookup.names(work().session, {one.by_id for one in batches}),
        places=places(actor()),
        columns=COLUMNS,
        most=MOST_ROWS,
    )


def _preview_page(key: str, form: TakeForm) -> str:
    found = taking_in.preview(work(), _content(key))
    session = work().session
    here = teams.names(session, found.teams.values())
    people = lookup.names(session, found.workers.values())
    return render_template(
        "cases/import_preview.html",
        key=key,
        found=found,
        form=form.offer(lookup.practice_areas(session)),
        name=file_name(form.name.data),
        faults=_faults(found)[:SHOWN],
        chosen=set(form.confirmed.data or ()),
        shown=SHOWN,
        teams=[[word, here[id_]] for word, id_ in sorted(found.teams.items())],
        people=[[word, people[id_]] for word, id_ in sorted(found.workers.items())],
        sample=_sample(found),
    )


def _sample(found: Preview) -> list[list[Cell]]:
    """Return the first new cases: their reference, team, key worker, first and last day."""
    rows: list[list[Cell]] = []
    for one in found.new[:SAMPLE]:
        days = [event.happened_on for event in one.line()]
        first, last = short_day(min(days)), short_day(max(days))
        rows.append([one.reference, one.team, one.worker or "Nobody yet", first, last])
    return rows
