"""Self-studies: their list, starting one, and how far one is."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.accreditation.domain.states import ITEM_WORDS, STUDY_WORDS
from competency.accreditation.forms.studies import StudyForm, filled
from competency.accreditation.service import due, library, reading, studies
from competency.accreditation.service.reading import Page
from competency.accreditation.views import words
from competency.accreditation.views.blueprint import blueprint
from competency.infra.carrying_out import carried_out
from competency.infra.web import database, signed_in, work, writes
from competency.kernel.errors import Forbidden


@blueprint.get("/accreditation")
@signed_in
def index() -> str:
    """Show the self-studies that one may read, and what one was asked to bring."""
    return render_template(
        "accreditation/index.html",
        rows=studies.list_studies(work()),
        mine=due.my_items(work()),
        may_start=studies.may_start(work()),
        states=STUDY_WORDS,
        tones=words.STUDY_TONES,
        item_states=ITEM_WORDS,
        item_tones=words.ITEM_TONES,
    )


@blueprint.get("/accreditation/items")
@signed_in
def my_items() -> str:
    """Show what one was asked to bring."""
    return render_template(
        "accreditation/my_items.html",
        mine=due.my_items(work()),
        item_states=ITEM_WORDS,
        item_tones=words.ITEM_TONES,
    )


@blueprint.get("/accreditation/new")
@signed_in
def new() -> str:
    """Ask what the new self-study is about."""
    return _new_page(StudyForm(formdata=None))


@blueprint.post("/accreditation/new")
@signed_in
@writes
def new_submit() -> Any:
    """Start it, and go on to its page."""
    form, made = _offered(StudyForm()), list[int]()
    if not carried_out(form, lambda: made.append(studies.start(work(), form.beginning()).id)):
        return _new_page(form), 422
    flash("The self-study is started. Say now who brings what.", "success")
    return redirect(url_for("accreditation.checklist", study_id=made[0]))


@blueprint.get("/accreditation/<id:study_id>")
@signed_in
def study(study_id: int) -> str:
    """Show how far a self-study is, then its practices."""
    reading.note_read(work(), database().aside, what="a self-study", study_id=study_id)
    page = reading.page(work(), study_id)
    return render_template(
        "accreditation/study.html",
        page=page,
        whole=page.whole,
        places=words.places(page, "study"),
        state=STUDY_WORDS[page.whole.state],
        tone=words.STUDY_TONES[page.whole.state],
        period=words.period(page),
        lines=words.practice_lines(page),
        whole_suggested=words.suggested_whole(page),
        best=words.best_end(page),
        audience=words.READERS,
    )


@blueprint.get("/accreditation/<id:study_id>/change")
@signed_in
def change(study_id: int) -> str:
    """Show the name, the period, and whether the whole standard applies."""
    page = _to_change(study_id)
    return _change_page(page, StudyForm(formdata=None, data=filled(page.study)))


@blueprint.post("/accreditation/<id:study_id>/change")
@signed_in
@writes
def change_submit(study_id: int) -> Any:
    """Keep what was changed."""
    page, form = _to_change(study_id), StudyForm()

    def keep() -> None:
        wanted = form.beginning(page.study.standard_id)
        studies.change(work(), study_id, wanted, form.version.data)

    if not carried_out(form, keep):
        return _change_page(page, form), 422
    flash("The change is saved.", "success")
    return redirect(url_for("accreditation.study", study_id=study_id))


def _offered(form: StudyForm) -> StudyForm:
    if not studies.may_start(work()):
        raise Forbidden("Central office starts self-studies.")
    return form.offering(library.offered())


def _new_page(form: StudyForm) -> str:
    return render_template("accreditation/new.html", form=_offered(form))


def _to_change(study_id: int) -> Page:
    page = reading.page(work(), study_id)
    if not page.may_write:
        raise Forbidden("Only central office changes a self-study, until it is submitted.")
    return page


def _change_page(page: Page, form: StudyForm) -> str:
    return render_template("accreditation/change.html", page=page, form=form)
