"""One practice: what is expected, the ratings side by side, the own rating, its points."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.accreditation import permissions
from competency.accreditation.forms.practices import FileForm, PartForm, RatingForm, rated
from competency.accreditation.forms.studies import ButtonForm
from competency.accreditation.service import attaching, parts, rating, reading
from competency.accreditation.service.reading import Page
from competency.accreditation.views import words
from competency.accreditation.views.blueprint import blueprint
from competency.frameworks.domain.kinds.accreditation_standard import Practice
from competency.infra.carrying_out import carried_out
from competency.infra.downloads import store
from competency.infra.files import BIGGEST
from competency.infra.web import accepts_files, database, signed_in, work, writes
from competency.kernel.errors import Forbidden, NotFound, Refused


@blueprint.get("/accreditation/<id:study_id>/practices/<code>")
@signed_in
def practice(study_id: int, code: str) -> str:
    """Show one practice with its rating, and ask for it while it may be changed."""
    reading.note_read(work(), database().aside, what="a practice", study_id=study_id)
    page, one = _found(study_id, code)
    row = page.whole.ratings.get(code)
    data = rated(rating.said_in(row), row.seq if row else 0)
    return _practice_page(page, one, RatingForm(formdata=None, data=data))


@blueprint.post("/accreditation/<id:study_id>/practices/<code>")
@signed_in
@writes
def rate(study_id: int, code: str) -> Any:
    """Keep what is said of the practice."""
    page, one = _found(study_id, code)
    form = _writing(page, RatingForm()).offering(page.whole.standard, one)

    def keep() -> None:
        rating.rate(work(), study_id, code, form.said(), form.version.data)

    if not carried_out(form, keep):
        return _practice_page(page, one, form), 422
    flash(f"What you said of {code} is saved.", "success")
    return redirect(url_for("accreditation.practice", study_id=study_id, code=code))


@blueprint.get("/accreditation/<id:study_id>/practices/<code>/history")
@signed_in
def history(study_id: int, code: str) -> str:
    """Show all that was said of a practice, newest first."""
    page, one = _found(study_id, code)
    rows = rating.history(work(), study_id, code)
    said = [
        (row.at, rating.words_of(page.whole.standard, rating.said_in(row)), row) for row in rows
    ]
    return render_template(
        "accreditation/history.html", page=page, one=one, said=said, audience=words.READERS
    )


@blueprint.get("/accreditation/<id:study_id>/practices/<code>/points/<point>")
@signed_in
def point(study_id: int, code: str, point: str) -> str:
    """Show how one point of a practice is met, and ask for it while it may be changed."""
    page, one = _found(study_id, code)
    row = page.whole.parts.get(code, {}).get(point)
    form = PartForm(formdata=None, obj=row).offering(one)
    return _point_page(page, one, point, form)


@blueprint.post("/accreditation/<id:study_id>/practices/<code>/points/<point>")
@signed_in
@writes
def answer(study_id: int, code: str, point: str) -> Any:
    """Keep how the point is met."""
    page, one = _found(study_id, code)
    form = _writing(page, PartForm()).offering(one)

    def keep() -> None:
        version = form.version.data
        parts.answer_part(work(), study_id, code, point, form.answer(), version)

    if not carried_out(form, keep):
        return _point_page(page, one, point, form), 422
    flash("The answer is saved.", "success")
    return redirect(url_for("accreditation.point", study_id=study_id, code=code, point=point))


@blueprint.post("/accreditation/<id:study_id>/practices/<code>/points/<point>/files")
@signed_in
@writes
@accepts_files(BIGGEST)
def attach_to_point(study_id: int, code: str, point: str) -> Any:
    """Add the file of an agreement or a document."""
    page, one = _found(study_id, code)
    form, row = _writing(page, FileForm()), page.whole.parts.get(code, {}).get(point)
    if row is None:
        raise NotFound("Answer this point first; then its file has a place.")

    def keep() -> None:
        sent = form.file.data
        attaching.attach_to_part(work(), row.id, sent.filename or "", sent.stream, store())

    if not carried_out(form, keep):
        shown = PartForm(formdata=None, obj=row).offering(one)
        return _point_page(page, one, point, shown, file_form=form), 422
    flash("The file is added.", "success")
    return redirect(url_for("accreditation.point", study_id=study_id, code=code, point=point))


def _found(study_id: int, code: str) -> tuple[Page, Practice]:
    page = reading.page(work(), study_id)
    try:
        return page, page.whole.standard.practice(code)
    except Refused:
        raise NotFound("The standard of this self-study has no such practice.") from None


def _writing(page: Page, form: Any) -> Any:
    if not page.may[permissions.RUN]:
        raise Forbidden("Central office writes the self-study.")
    return form


def _practice_page(page: Page, one: Practice, form: RatingForm) -> str:
    whole = page.whole
    return render_template(
        "accreditation/practice.html",
        page=page,
        one=one,
        form=form.offering(whole.standard, one) if page.may_write else None,
        said=rating.words_of(whole.standard, rating.said_in(whole.ratings.get(one.code))),
        row=whole.ratings.get(one.code),
        points=words.point_lines(page, one),
        items=whole.items_for(one.code),
        item_words=words.item_words,
        line=words.line_of(page, one),
        against=whole.contradictions_of(one.code),
        **words.around(page, one),
        audience=words.READERS,
    )


def _point_page(
    page: Page, one: Practice, code: str, form: PartForm, file_form: FileForm | None = None
) -> str:
    try:
        point = one.point(code)
    except Refused:
        raise NotFound("This practice has no such point.") from None
    row = page.whole.parts.get(one.code, {}).get(code)
    return render_template(
        "accreditation/point.html",
        page=page,
        one=one,
        point=point,
        form=form if page.may_write else None,
        file_form=file_form or FileForm(formdata=None),
        button=ButtonForm(formdata=None),
        row=row,
        means=parts.means_words(one, row.means) if row else "Not answered yet",
        files=page.whole.files_of_part(row.id) if row else [],
        needs_agreement=any(way.needs_agreement for way in one.ways) or bool(point.needs),
        size_words=words.size_words,
        audience=words.READERS,
        errors=[*form.error_list(), *(file_form.error_list() if file_form else [])],
    )
