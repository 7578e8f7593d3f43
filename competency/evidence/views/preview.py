"""The pages between a sent log and its import: its columns, and what it says."""

from urllib.parse import urlencode

from flask import render_template, request

from competency.evidence.domain.entry import Content, hours_text
from competency.evidence.domain.log_file import FIELDS
from competency.evidence.forms.importing import (
    LABELS,
    ReadingForm,
    RowToMend,
    TakeForm,
    Typed,
    carried,
    file_name,
    rows_to_mend,
)
from competency.evidence.service.importing import Looked
from competency.infra.formats import short_day

SAMPLE = 5
READING = (*FIELDS, "order")


def columns_page(key: str, reading: ReadingForm, found: Looked) -> str:
    """Return the page on which each column is matched."""
    reading.offer(found.header, found.sample, found.match)
    return render_template(
        "evidence/import_columns.html",
        key=key,
        name=_name(),
        form=reading,
        rows=found.rows,
        said=_said(found, reading),
    )


def preview_page(key: str, form: TakeForm, found: Looked, typed: Typed, *, pressed: bool) -> str:
    """Return the page of what the file says; once a button was pressed, faults head the page."""
    if found.preview is None:
        raise ValueError("a preview needs its columns")
    rows = rows_to_mend(found.preview.faults, typed)
    form.name.data = form.name.data or _name()
    return render_template(
        "evidence/import_preview.html",
        key=key,
        name=_name(),
        query=urlencode(_asked()),
        found=found,
        preview=found.preview,
        here=len(found.preview.entries) - len(found.new),
        rows=rows,
        carried=carried(typed, rows),
        form=form,
        errors=[*form.error_list(), *(_errors(rows) if pressed else [])],
        matched=[(LABELS[f], found.header[at]) for f, at in found.match.columns.items()],
        sample=[_cells(entry) for _row, entry in found.new[:SAMPLE]],
    )


def _said(found: Looked, reading: ReadingForm) -> str:
    guessed = len(found.match.columns)
    if reading.error_list() or not guessed:
        return "Say which column of the file gives what."
    return f"{guessed} of {len(FIELDS)} were told from the headings. Correct what is wrong."


def _errors(rows: list[RowToMend]) -> list[dict[str, str]]:
    return [
        {"text": f"Row {row.number}, {box.label}: {box.message}", "href": f"#{box.name}"}
        for row in rows
        for box in row.boxes
    ]


def _cells(entry: Content) -> list[str]:
    strands = ", ".join(link.strand for link in entry.links)
    return [
        entry.title,
        short_day(entry.starts_on),
        hours_text(entry.hours),
        entry.kind.words,
        strands or "None",
    ]


def _name() -> str:
    return file_name(request.args.get("name"))


def _asked() -> dict[str, str]:
    """Return what the address says of how the file is read, to be said again."""
    asked = {name: request.args.get(name, "") for name in READING}
    return {"name": _name()} | {name: value for name, value in asked.items() if value}
