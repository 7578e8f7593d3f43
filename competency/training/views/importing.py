"""Completions from a learning system's file: sent, looked at, taken, and taken back."""

from contextlib import closing
from typing import Any, BinaryIO, cast

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage

from competency.infra import set_aside
from competency.infra.carrying_out import allowed
from competency.infra.csv_out import Cell
from competency.infra.formats import plural
from competency.infra.take_away import as_file
from competency.infra.web import accepts_files, actor, now, signed_in, work, writes, writes_aside
from competency.kernel.errors import NotFound, Refused
from competency.training.domain.columns import Field
from competency.training.domain.mending import NOTHING_MENDED, Mending, as_text
from competency.training.domain.sheet import BIGGEST_FILE
from competency.training.forms.importing import EmptyForm, TakeForm, UploadForm, label_of
from competency.training.forms.mending import typed_of
from competency.training.service import importing
from competency.training.service.importing import Imported
from competency.training.views.blueprint import blueprint
from competency.training.views.previewing import (
    LEFT_OUT,
    address,
    look,
    mending_of,
    open_file,
    preview_page,
    reading_form,
    settings,
)
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
    key = set_aside.keep(settings(), actor().person_id or 0, content, now())
    name = (sent.filename or "file.csv").replace("\\", "/").rsplit("/", 1)[-1]
    return redirect(url_for("training.look_at_file", key=key, name=name[-80:]))


@blueprint.get("/training/import/<key>")
@signed_in
def look_at_file(key: str) -> Any:
    """Show what the file says and what taking it would add."""
    return preview_page(key)


@blueprint.get("/training/import/<key>/faults.<any(csv, xlsx):kind>")
@signed_in
def faults_file(key: str, kind: str) -> Any:
    """Give the rows that need somebody as a file."""
    found = look(key, reading_form(key).choices())
    faults = found.reading.faults
    rows: list[list[Cell]] = [[fault.row, fault.column, fault.reason] for fault in faults]
    return as_file("faults", FAULT_HEAD, rows, kind)


@blueprint.post("/training/import/<key>/check")
@signed_in
@writes_aside
def check_file(key: str) -> Any:
    """Keep what was mended beside the file, and look again.

    Not carried out once only: who goes back a page may mend more and look again.
    """
    form = TakeForm()
    if not form.validate() or not allowed(form, lambda: _note_mends(key)):
        return preview_page(key, form), 422
    return redirect(address(key, checked="1"))


@blueprint.post("/training/import/<key>/forget")
@signed_in
@writes_aside
def forget_mends(key: str) -> Any:
    """Go back to what the file says."""
    importing.require_importer(work())
    _note(key, NOTHING_MENDED)
    return redirect(address(key))


@blueprint.post("/training/import/<key>")
@signed_in
@writes
def take_file(key: str) -> Any:
    """Take all good rows, as mended, or none."""
    form = TakeForm()
    done: list[Imported] = []

    def act() -> None:
        _note_mends(key)
        done.append(_take(key, form))

    if not form.validate() or not allowed(form, act):
        return preview_page(key, form), 422
    set_aside.let_go(settings(), actor().person_id or 0, key)
    flash(_said(done[0]), "success")
    return redirect(url_for("training.send_file"))


@blueprint.get("/training/batches/<id:batch_id>")
@signed_in
def batch(batch_id: int) -> str:
    """Show what was imported, and what was mended in it."""
    found = next((b for b in importing.list_batches(work()) if b.id == batch_id), None)
    if found is None:
        raise NotFound("There is no such batch of yours.")
    rows = [
        [one.row, label_of(Field(one.field)), one.said, one.typed]
        if one.field
        else [one.row, *LEFT_OUT]
        for one in importing.mended_in(work(), batch_id)
    ]
    return render_template("training/batch.html", batch=found, rows=rows)


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


def _note(key: str, mending: Mending) -> None:
    set_aside.note(settings(), actor().person_id or 0, key, as_text(mending), now())


def _note_mends(key: str) -> None:
    """Keep what was typed into the boxes of the page."""
    choices, before = reading_form(key).choices(), mending_of(key)
    typed, left_out = typed_of(request.form.items())
    if not typed and not left_out:
        return
    with closing(open_file(key)) as source:
        found = importing.mend(work(), source, typed, left_out, choices=choices, before=before)
    _note(key, found)


def _take(key: str, form: TakeForm) -> Imported:
    choices = reading_form(key).choices()
    with closing(open_file(key)) as source:
        return importing.take(
            work(),
            source,
            name=form.name.data or "",
            sha256=form.sha256.data or "",
            leave_out=bool(form.leave_out.data),
            choices=choices,
            mending=mending_of(key),
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


def _said(done: Imported) -> str:
    verb = "was" if done.added == 1 else "were"
    said = f"{plural(done.added, 'completion')} {verb} taken. Here already: {done.known:,}."
    said += f" Left out: {done.faulty:,}." if done.faulty else ""
    return said + (f" Mended: {done.mended:,}." if done.mended else "")
