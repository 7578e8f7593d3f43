"""The self-study pack: what it holds, and taking it away on paper or as an archive."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from flask import Response, render_template

from competency.accreditation.service import packing as service
from competency.accreditation.service import reading
from competency.accreditation.views import words
from competency.accreditation.views.blueprint import blueprint
from competency.accreditation.views.pack_printing import compose
from competency.infra import pdf
from competency.infra.downloads import SANDBOX, store
from competency.infra.files import CHUNK
from competency.infra.web import database, give_back, signed_in, work


@blueprint.get("/accreditation/<id:study_id>/pack")
@signed_in
def pack(study_id: int) -> str:
    """Show what the pack holds, and offer it."""
    reading.note_read(work(), database().aside, what="a self-study pack", study_id=study_id)
    page = reading.page(work(), study_id)
    size = sum(one.size for one in page.whole.files)
    return render_template(
        "accreditation/pack.html",
        page=page,
        whole=page.whole,
        size=words.size_words(size),
        places=words.places(page, "pack"),
        audience=words.READERS,
    )


@blueprint.get("/accreditation/<id:study_id>/pack.pdf")
@signed_in
def pack_pdf(study_id: int) -> Any:
    """Give the self-study on paper."""
    found = _taken(study_id, "a self-study pack as PDF")
    give_back()  # laying it out takes seconds, and nothing more is asked
    return _as_download(Response(pdf.render(compose(found)), mimetype="application/pdf"), "pdf")


@blueprint.get("/accreditation/<id:study_id>/pack.zip")
@signed_in
def pack_zip(study_id: int) -> Any:
    """Give the self-study with all its evidence as an archive."""
    found = _taken(study_id, "a self-study pack as zip")
    give_back()
    made = service.as_zip(found, pdf.render(compose(found)), store())
    answer = Response(_pieces(made), mimetype="application/zip")
    answer.call_on_close(made.close)
    answer.content_length = made.seek(0, 2)
    made.seek(0)
    return _as_download(answer, "zip")


def _taken(study_id: int, what: str) -> service.Pack:
    """Return what goes into the pack, after noting that it was taken."""
    reading.note_read(work(), database().aside, what=what, study_id=study_id, always=True)
    return service.pack_of(work(), study_id)


def _pieces(made: BinaryIO) -> Iterator[bytes]:
    with made:
        while piece := made.read(CHUNK):
            yield piece


def _as_download(answer: Response, ending: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="self-study.{ending}"'
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
