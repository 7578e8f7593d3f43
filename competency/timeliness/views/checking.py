"""Judging a file of cases: sent, judged by a process of its own, shown and taken away."""

from typing import Any, BinaryIO, cast

from flask import Response, current_app, redirect, render_template, send_file, url_for
from werkzeug.datastructures import FileStorage

from competency.calendars.service.closures import nation_of
from competency.infra.carrying_out import carried_out
from competency.infra.csv_out import Cell
from competency.infra.formats import k_of_n
from competency.infra.take_away import as_file
from competency.infra.web import accepts_files, signed_in, work, writes_aside
from competency.timeliness.domain.rates import Tally
from competency.timeliness.domain.results import COUNTED, Result
from competency.timeliness.forms.checking import CheckForm, nation_words
from competency.timeliness.service import sent_files
from competency.timeliness.service.sent_files import Sent
from competency.timeliness.service.standards import list_standards
from competency.timeliness.views.blueprint import blueprint

BIGGEST_FILE = 300_000_000  # two million cases as CSV
SHOWN = 200  # faults on the page; all that are kept are in the file of faults
LONGEST_NAME = 80
FAULT_HEAD = ["Row", "Column", "What is wrong"]
STATES = {
    sent_files.RUNNING: ("Being judged", "now"),
    sent_files.DONE: ("Judged", "good"),
    sent_files.FAULTY: ("Has faults", "late"),
    sent_files.REFUSED: ("Cannot be judged", "late"),
    sent_files.STOPPED: ("Stopped", "late"),
}
BESIDE = tuple(result for result in Result if result not in COUNTED)
HEAD = ["Standard", "In time", *(one.value.replace("_", " ").capitalize() for one in BESIDE)]


@blueprint.get("/timeliness/check")
@signed_in
def check() -> str:
    """Ask for a file, and list those that are still kept."""
    data = {"as_of": work().today, "nation": nation_of(work().session)}
    return _page(_form(CheckForm(formdata=None, data=data)))


@blueprint.post("/timeliness/check")
@signed_in
@accepts_files(BIGGEST_FILE)
@writes_aside
def check_submit() -> Any:
    """Keep the file, begin to judge it, and lead to what comes of it."""
    form, keys = _form(CheckForm()), []

    def send() -> None:
        sent = cast(FileStorage, form.file.data)
        keys.append(
            sent_files.send(
                work(),
                _data_dir(),
                cast(BinaryIO, sent.stream),
                _name(sent),
                as_of=form.as_of.data or work().today,
                nation=form.nation.data,
                standards=form.standards.data,
                skip_faulty=form.skip_faulty.data,
                results=form.results.data,
            )
        )

    if not carried_out(form, send):
        return _page(form), 422
    return redirect(url_for("timeliness.checked", key=keys[0]))


@blueprint.get("/timeliness/check/<key>")
@signed_in
def checked(key: str) -> str:
    """Show how far a file is, what came of it, or what is wrong with it."""
    found = sent_files.find(work(), _data_dir(), key)
    return render_template(
        "timeliness/checked.html",
        found=found,
        state=STATES[found.state],
        nation=nation_words(found.question.nation),
        head=HEAD,
        rows=_rows(found),
        faults=found.faults[:SHOWN],
        fault_head=FAULT_HEAD,
    )


@blueprint.get("/timeliness/check/<key>/results")
@signed_in
def check_results(key: str) -> Response:
    """Give the results of a file."""
    found = sent_files.find(work(), _data_dir(), key)
    path = sent_files.results(work(), _data_dir(), key)
    answer = send_file(path, as_attachment=True, download_name=f"results{path.suffix}")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.set_etag(found.key)
    return answer


@blueprint.get("/timeliness/check/<key>/faults.<table:kind>")
@signed_in
def check_faults(key: str, kind: str) -> Response:
    """Give what is wrong with a file, by row and column."""
    found = sent_files.find(work(), _data_dir(), key)
    return as_file("faults", FAULT_HEAD, found.faults, kind)


def _form(form: CheckForm) -> CheckForm:
    return form.offering(list_standards())


def _page(form: CheckForm) -> str:
    sent = sent_files.list_sent(work(), _data_dir())
    return render_template("timeliness/check.html", form=form, sent=sent, states=STATES)


def _name(sent: FileStorage) -> str:
    """Return the file's own name, its end where it is long: the end says what it is."""
    name = (sent.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    return name[-LONGEST_NAME:]


def _rows(found: Sent) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for code, counts in found.tallies.items():
        tally = Tally({Result(name): number for name, number in counts.items()})
        rows.append([code, k_of_n(tally.k, tally.n), *(f"{tally.of(one):,}" for one in BESIDE)])
    return rows


def _data_dir() -> Any:
    return current_app.extensions["settings"].data_dir
