"""A learning system's file between its sending and its taking: read, mended, and shown."""

from contextlib import closing
from typing import BinaryIO
from urllib.parse import urlencode

from flask import current_app, render_template, request, url_for

from competency.config import Settings
from competency.infra import set_aside
from competency.infra.csv_out import Cell
from competency.infra.web import actor, now, work
from competency.kernel.errors import Refused
from competency.training.domain.columns import Field
from competency.training.domain.mending import Mending, from_text
from competency.training.forms.importing import EmptyForm, ReadingForm, TakeForm, label_of
from competency.training.forms.mending import errors_of, rows_to_mend
from competency.training.service import completing, importing
from competency.training.service.importing import Preview

LEFT_OUT = ("The whole row", "", "Left out")
SAID_AGAIN = {"name", "order", "course_id", *(field.value for field in Field)}


def settings() -> Settings:
    """Return the installation's settings."""
    found: Settings = current_app.extensions["settings"]
    return found


def reading_form(key: str) -> ReadingForm:
    """Return how the file is read, with its headings and the courses to choose from."""
    importing.require_importer(work())
    with closing(open_file(key)) as source:
        headings = importing.headings(work(), source)
    form = ReadingForm(formdata=request.args)
    return form.offering(headings, completing.list_courses(work()))


def look(key: str, choices: importing.Choices) -> Preview:
    """Return what the file says, as mended so far."""
    with closing(open_file(key)) as source:
        return importing.preview(work(), source, choices, mending_of(key))


def open_file(key: str) -> BinaryIO:
    """Open the file; only its sender can."""
    return set_aside.open_kept(settings(), actor().person_id or 0, key, now())


def mending_of(key: str) -> Mending:
    """Return what was mended so far."""
    return from_text(set_aside.noted(settings(), actor().person_id or 0, key))


def address(key: str, **more: str) -> str:
    """Return the address of the preview, with how the file is read."""
    asked = urlencode({**_asked(), **more})
    return f"{url_for('training.look_at_file', key=key)}?{asked}"


def _asked() -> dict[str, str]:
    """Return what the address says of how the file is read, to be said again."""
    return {name: text for name, text in request.args.items() if text and name in SAID_AGAIN}


def preview_page(key: str, form: TakeForm | None = None) -> str:
    """Return the page of what the file says; once a button was pressed, faults head the page."""
    reading = reading_form(key)
    try:
        found, trouble = look(key, reading.choices()), ""
    except Refused as refused:
        found, trouble = None, refused.message
    asked = _asked()
    name = asked.get("name", "file.csv")[-80:]
    if form is None and found is not None:
        form = TakeForm(formdata=None, data={"sha256": found.sheet.sha256, "name": name})
    rows = rows_to_mend(found.to_mend, found.columns) if found else []
    errors = [*(form.error_list() if form else []), *(errors_of(rows) if _was_sent() else [])]
    return render_template(
        "training/preview.html",
        key=key,
        name=name,
        found=found,
        trouble=trouble,
        reading=reading,
        form=form,
        errors=errors,
        rows=rows,
        mended=_mended_rows(key, found),
        course_names=[one.title for one in completing.list_courses(work())] if rows else [],
        button=EmptyForm(formdata=None),
        query=urlencode(asked),
        asked=asked,
        matched=_matched(found) if found else [],
        fields=[reading[field.value] for field in Field],
        sample=importing.named_sample(work(), found) if found else [],
    )


def _was_sent() -> bool:
    return request.method == "POST" or "checked" in request.args


def _mended_rows(key: str, found: Preview | None) -> list[list[Cell]]:
    """Return what was mended and what was left out so far, row by row."""
    if found is None:
        return []
    mending = mending_of(key)
    rows: list[list[Cell]] = []
    for row in mending.rows:
        if row in mending.left_out:
            rows.append([row, *LEFT_OUT])
            continue
        for name, mend in mending.cells[row].items():
            rows.append([row, found.columns.heading(name), mend.said, mend.typed])
    return rows


def _matched(found: Preview) -> list[tuple[str, str]]:
    columns = found.columns
    return [(label_of(name), columns.headings[at]) for name, at in columns.at.items()]
