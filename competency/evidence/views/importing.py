"""An existing log from a file: sent, its columns matched, looked at, mended, taken in."""

from contextlib import closing
from typing import Any, BinaryIO, cast

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage

from competency.config import Settings
from competency.evidence.domain.log_file import BIGGEST
from competency.evidence.forms.importing import (
    ReadingForm,
    TakeForm,
    Typed,
    UploadForm,
    file_name,
    typed_of,
)
from competency.evidence.models import EvidenceBatch
from competency.evidence.service import batches, importing
from competency.evidence.service.importing import Looked
from competency.evidence.views.blueprint import blueprint
from competency.evidence.views.preview import columns_page, preview_page
from competency.infra import set_aside
from competency.infra.carrying_out import allowed
from competency.infra.formats import plural
from competency.infra.take_away import as_file
from competency.infra.web import accepts_files, actor, now, signed_in, work, writes
from competency.kernel.errors import Refused

FAULT_HEAD = ("Row", "Column", "What is wrong")


@blueprint.get("/evidence/import")
@signed_in
def send_log() -> str:
    """Ask for a file, and list what came in before."""
    return _upload_page(UploadForm(formdata=None))


@blueprint.post("/evidence/import")
@signed_in
@accepts_files(BIGGEST)
@writes
def send_log_submit() -> Any:
    """Look whether it is a CSV file, keep it for its preview, and show its columns."""
    form = UploadForm()
    sent = form.file.data
    if not form.validate() or not isinstance(sent, FileStorage):
        return _upload_page(form), 422
    content = cast(BinaryIO, sent.stream)
    if not allowed(form, lambda: importing.headings(work(), content.read(BIGGEST + 1))):
        return _upload_page(form), 422
    content.seek(0)
    key = set_aside.keep(_settings(), actor().person_id or 0, content, now())
    name = file_name(sent.filename)
    return redirect(url_for("evidence.match_columns", key=key, name=name))


@blueprint.get("/evidence/import/<key>/columns")
@signed_in
def match_columns(key: str) -> str:
    """Show which column gives what, to be corrected."""
    content = _content(key)
    return columns_page(key, ReadingForm(formdata=request.args), importing.look(work(), content))


@blueprint.get("/evidence/import/<key>")
@signed_in
def look_at_log(key: str) -> Any:
    """Show what the file says and what taking it in would add."""
    return _looked_page(key, TakeForm(formdata=None), Typed({}, {}))


@blueprint.get("/evidence/import/<key>/faults.csv")
@signed_in
def log_faults_csv(key: str) -> Any:
    """Give the rows that need the person as a file."""
    found = _look(key, ReadingForm(formdata=request.args), Typed({}, {}))
    faults = found.preview.faults if found.preview else ()
    return as_file("faults", FAULT_HEAD, [[str(f.row), f.column, f.message] for f in faults])


@blueprint.post("/evidence/import/<key>/check")
@signed_in
@writes
def check_log(key: str) -> Any:
    """Look again at the file with what was mended; nothing is kept."""
    form = TakeForm()
    form.validate()
    return _looked_page(key, form, typed_of(request.form.items()), pressed=True)


@blueprint.post("/evidence/import/<key>")
@signed_in
@writes
def take_log(key: str) -> Any:
    """Take in all good rows, as mended, or none."""
    form = TakeForm()
    typed = typed_of(request.form.items())
    done: list[EvidenceBatch] = []
    if not form.validate() or not allowed(form, lambda: done.append(_take(key, form, typed))):
        return _looked_page(key, form, typed, pressed=True)
    set_aside.let_go(_settings(), actor().person_id or 0, key)
    verb = "is" if done[0].entries == 1 else "are"
    came = plural(done[0].entries, "entry", "entries")
    flash(f"{came} {verb} in your log, as drafts.", "success")
    return redirect(url_for("evidence.batch", batch_id=done[0].id))


def _looked_page(key: str, form: TakeForm, typed: Typed, *, pressed: bool = False) -> Any:
    """Return the preview, or the columns where these cannot be read; 422 for what was refused."""
    reading = ReadingForm(formdata=request.args)
    try:
        found = _look(key, reading, typed)
    except Refused as refused:
        reading.show(refused)
        return columns_page(key, reading, importing.look(work(), _content(key))), 422
    if found.preview is None:
        for missing in found.match.missing:
            reading.show(Refused("no_column", "Choose the column with this.", field=missing))
        return columns_page(key, reading, found), 422
    is_good = not (pressed and (found.preview.faults or form.error_list()))
    return preview_page(key, form, found, typed, pressed=pressed), 200 if is_good else 422


def _look(key: str, reading: ReadingForm, typed: Typed) -> Looked:
    return importing.look(
        work(),
        _content(key),
        columns=reading.columns(),
        day_first=reading.day_first(),
        mends=typed.mends,
    )


def _take(key: str, form: TakeForm, typed: Typed) -> EvidenceBatch:
    reading = ReadingForm(formdata=request.args)
    return importing.bring_in(
        work(),
        _content(key),
        name=file_name(form.name.data),
        columns=reading.columns(),
        day_first=reading.day_first(),
        mends=typed.mends,
        without_faulty=bool(form.leave_out.data),
    )


def _content(key: str) -> bytes:
    with closing(set_aside.open_kept(_settings(), actor().person_id or 0, key, now())) as source:
        return source.read()


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _upload_page(form: UploadForm) -> str:
    return render_template("evidence/import.html", form=form, batches=batches.list_batches(work()))
