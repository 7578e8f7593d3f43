"""Completions from a learning system's file: sent, looked at, taken, and taken back."""

from contextlib import closing
from typing import Any, BinaryIO, cast
from urllib.parse import urlencode

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage

from competency.config import Settings
from competency.infra import set_aside
from competency.infra.carrying_out import allowed
from competency.infra.csv_out import Cell
from competency.infra.formats import plural
from competency.infra.take_away import as_file
from competency.infra.web import accepts_files, actor, now, signed_in, work, writes
from competency.kernel.errors import Refused
from competency.training.domain.columns import Field
from competency.training.domain.sheet import BIGGEST_FILE
from competency.training.forms.importing import (
    EmptyForm,
    ReadingForm,
    TakeForm,
    UploadForm,
    label_of,
)
from competency.training.service import completing, importing
from competency.training.service.importing import Imported, Preview
from competency.training.views.blueprint import blueprint
from competency.training.views.words import places

FAULT_HEAD = ["Row", "Column", "What is wrong"]


@blueprint.get("/training/import")
@signed_in
def send_file() -> str:
    """Ask for a file, and list what was taken before."""
    return _upload_page(UploadForm(formdata=None))


@blueprint.post("/training/import")
@signed_in
@accepts_files(BIGGEST_FILE)
@writes
def send_file_submit() -> Any:
    """Look whether it is a CSV file, keep it for its preview, and show that."""
    form = UploadForm()
    importing.require_importer(work())
    sent = form.file.data
    if not form.validate() or not isinstance(sent, FileStorage):
        return _upload_page(form), 422
    content = cast(BinaryIO, sent.stream)
    if not allowed(form, lambda: importing.headings(work(), content)):
        return _upload_page(form), 422
    content.seek(0)
    key = set_aside.keep(_settings(), actor().person_id or 0, content, now())
    name = (sent.filename or "file.csv").replace("\\", "/").rsplit("/", 1)[-1]
    return redirect(url_for("training.look_at_file", key=key, name=name[-80:]))


@blueprint.get("/training/import/<key>")
@signed_in
def look_at_file(key: str) -> Any:
    """Show what the file says and what taking it would add."""
    return _preview_page(key)


@blueprint.get("/training/import/<key>/faults.<any(csv, xlsx):kind>")
@signed_in
def faults_file(key: str, kind: str) -> Any:
    """Give the rows that need somebody as a file."""
    found = _preview(key, _reading_form(key).choices())
    faults = found.reading.faults
    rows: list[list[Cell]] = [[fault.row, fault.column, fault.reason] for fault in faults]
    return as_file("faults", FAULT_HEAD, rows, kind)


@blueprint.post("/training/import/<key>")
@signed_in
@writes
def take_file(key: str) -> Any:
    """Take all good rows, or none."""
    form = TakeForm()
    done: list[Imported] = []
    if not form.validate() or not allowed(form, lambda: done.append(_take(key, form))):
        return _preview_page(key, form), 422
    set_aside.let_go(_settings(), actor().person_id or 0, key)
    flash(_said(done[0]), "success")
    return redirect(url_for("training.send_file"))


@blueprint.post("/training/batches/<id:batch_id>/undo")
@signed_in
@writes
def undo_batch(batch_id: int) -> Any:
    """Take a batch back."""
    try:
        count = importing.undo(work(), batch_id)
        verb = "counts" if count == 1 else "count"
        flash(f"Taken back: {plural(count, 'completion')} no longer {verb}.", "success")
    except Refused as refused:
        flash(refused.message, "note")
    return redirect(url_for("training.send_file"))


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _reading_form(key: str) -> ReadingForm:
    importing.require_importer(work())
    kept = set_aside.open_kept(_settings(), actor().person_id or 0, key, now())
    with closing(kept) as source:
        headings = importing.headings(work(), source)
    form = ReadingForm(formdata=request.args)
    return form.offering(headings, completing.list_courses(work()))


def _preview(key: str, choices: importing.Choices) -> Preview:
    kept = set_aside.open_kept(_settings(), actor().person_id or 0, key, now())
    with closing(kept) as source:
        return importing.preview(work(), source, choices)


def _take(key: str, form: TakeForm) -> Imported:
    choices = _reading_form(key).choices()
    kept = set_aside.open_kept(_settings(), actor().person_id or 0, key, now())
    with closing(kept) as source:
        return importing.take(
            work(),
            source,
            name=form.name.data or "",
            sha256=form.sha256.data or "",
            leave_out=bool(form.leave_out.data),
            choices=choices,
        )


def _upload_page(form: UploadForm) -> str:
    batches = importing.list_batches(work())
    return render_template(
        "training/import.html",
        form=form,
        button=EmptyForm(formdata=None),
        batches=batches,
        may_undo={b.id for b in batches if importing.may_undo(work(), b)},
        places=places(actor()),
    )


def _preview_page(key: str, form: TakeForm | None = None) -> str:
    reading = _reading_form(key)
    try:
        found, trouble = _preview(key, reading.choices()), ""
    except Refused as refused:
        found, trouble = None, refused.message
    name = request.args.get("name", "file.csv")[-80:]
    if form is None and found is not None:
        form = TakeForm(formdata=None, data={"sha256": found.sheet.sha256, "name": name})
    asked = {k: v for k, v in request.args.items() if v}
    return render_template(
        "training/preview.html",
        key=key,
        name=name,
        found=found,
        trouble=trouble,
        reading=reading,
        form=form,
        query=urlencode(asked),
        matched=[(label_of(f), found.columns.headings[at]) for f, at in found.columns.at.items()]
        if found
        else [],
        fields=[reading[field.value] for field in Field],
        sample=importing.named_sample(work(), found) if found else [],
    )


def _said(done: Imported) -> str:
    verb = "was" if done.added == 1 else "were"
    said = f"{plural(done.added, 'completion')} {verb} taken. Here already: {done.known:,}."
    return f"{said} Left out: {done.faulty:,}." if done.faulty else said
