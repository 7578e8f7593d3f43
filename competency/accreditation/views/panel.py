"""The panel of a self-study: who is on it, its comments, their answers; submitting and closing."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.accreditation import permissions
from competency.accreditation.domain.states import StudyState
from competency.accreditation.forms.studies import (
    AnswerForm,
    ButtonForm,
    CloseForm,
    CommentForm,
    MemberForm,
    SubmitForm,
)
from competency.accreditation.service import panel as service
from competency.accreditation.service import reading, studies
from competency.accreditation.service.reading import Page
from competency.accreditation.views import words
from competency.accreditation.views.blueprint import blueprint
from competency.infra.carrying_out import carried_out
from competency.infra.web import database, signed_in, work, writes
from competency.kernel.errors import Forbidden, NotFound
from competency.people.service import lookup

ASKED = (permissions.COMMENT,)


@blueprint.get("/accreditation/<id:study_id>/panel")
@signed_in
def panel(study_id: int) -> str:
    """Show who is on the panel and what it said."""
    reading.note_read(work(), database().aside, what="a panel's comments", study_id=study_id)
    return _page(reading.page(work(), study_id, ASKED))


@blueprint.post("/accreditation/<id:study_id>/panel")
@signed_in
@writes
def comment(study_id: int) -> Any:
    """Keep a comment."""
    page, form = reading.page(work(), study_id, ASKED), CommentForm()
    form.offering(one.code for one in page.whole.standard.practices)

    def keep() -> None:
        practice, said_by = form.practice.data or "", form.said_by.data or ""
        service.comment(work(), study_id, form.words.data or "", practice=practice, said_by=said_by)

    if not carried_out(form, keep):
        return _page(page, form=form), 422
    flash("The comment is kept.", "success")
    return redirect(url_for("accreditation.panel", study_id=study_id))


@blueprint.get("/accreditation/<id:study_id>/panel/<id:comment_id>")
@signed_in
def thread(study_id: int, comment_id: int) -> str:
    """Show one comment and ask for an answer."""
    return _answer_page(
        reading.page(work(), study_id, ASKED), comment_id, AnswerForm(formdata=None)
    )


@blueprint.post("/accreditation/<id:study_id>/panel/<id:comment_id>")
@signed_in
@writes
def answer_comment(study_id: int, comment_id: int) -> Any:
    """Keep an answer."""
    page, form = reading.page(work(), study_id, ASKED), AnswerForm()

    def keep() -> None:
        service.comment(work(), study_id, form.words.data or "", answers_id=comment_id)

    if not carried_out(form, keep):
        return _answer_page(page, comment_id, form), 422
    flash("The answer is kept.", "success")
    return redirect(url_for("accreditation.panel", study_id=study_id))


@blueprint.post("/accreditation/<id:study_id>/panel/members")
@signed_in
@writes
def name_member(study_id: int) -> Any:
    """Put somebody on the panel."""
    page, form = reading.page(work(), study_id, ASKED), MemberForm()
    if not carried_out(form, lambda: service.name_member(work(), study_id, form.member.data or "")):
        return _page(page, member_form=form), 422
    flash("The panel has a new member.", "success")
    return redirect(url_for("accreditation.panel", study_id=study_id))


@blueprint.post("/accreditation/<id:study_id>/panel/members/<id:member_id>/end")
@signed_in
@writes
def end_member(study_id: int, member_id: int) -> Any:
    """Take somebody off the panel."""
    service.end_member(work(), study_id, member_id)
    flash("This person is not on the panel any more. What they said stays.", "success")
    return redirect(url_for("accreditation.panel", study_id=study_id))


@blueprint.get("/accreditation/<id:study_id>/submit")
@signed_in
def submit(study_id: int) -> str:
    """Show what is still open before it is submitted."""
    page = _running(study_id)
    return _submit_page(page, SubmitForm(formdata=None, data={"version": page.study.version}))


@blueprint.post("/accreditation/<id:study_id>/submit")
@signed_in
@writes
def submit_submit(study_id: int) -> Any:
    """Submit it, by which it is frozen."""
    page, form = _running(study_id), SubmitForm()

    def act() -> None:
        knowing = bool(form.knowing.data)
        studies.submit(work(), study_id, form.version.data, knowing=knowing)

    if not carried_out(form, act):
        return _submit_page(page, form), 422
    flash("The self-study is with the panel. It stays as it is now.", "success")
    return redirect(url_for("accreditation.study", study_id=study_id))


@blueprint.get("/accreditation/<id:study_id>/close")
@signed_in
def close(study_id: int) -> str:
    """Ask what came of it."""
    page = _running(study_id)
    form = CloseForm(formdata=None, data={"version": page.study.version})
    return render_template("accreditation/close.html", page=page, form=form)


@blueprint.post("/accreditation/<id:study_id>/close")
@signed_in
@writes
def close_submit(study_id: int) -> Any:
    """Close it with its outcome."""
    page, form = _running(study_id), CloseForm()

    def act() -> None:
        studies.close(work(), study_id, form.words.data or "", form.version.data)

    if not carried_out(form, act):
        return render_template("accreditation/close.html", page=page, form=form), 422
    flash("The self-study is closed.", "success")
    return redirect(url_for("accreditation.study", study_id=study_id))


def _running(study_id: int) -> Page:
    page = reading.page(work(), study_id)
    if not page.may[permissions.RUN]:
        raise Forbidden("Central office runs the self-study.")
    return page


def _submit_page(page: Page, form: SubmitForm) -> str:
    return render_template("accreditation/submit.html", page=page, whole=page.whole, form=form)


def _answer_page(page: Page, comment_id: int, form: AnswerForm) -> str:
    found = [one for one in service.threads(work(), page.study.id) if one.comment.id == comment_id]
    if not found:
        raise NotFound("There is no such comment.")
    if not page.may[permissions.COMMENT]:
        raise Forbidden("Only the panel and central office answer here.")
    return render_template("accreditation/answer.html", page=page, one=found[0], form=form)


def _page(
    page: Page, form: CommentForm | None = None, member_form: MemberForm | None = None
) -> str:
    whole = page.whole
    members = service.members(work(), page.study.id)
    shown = form or CommentForm(formdata=None)
    filled = [one for one in (form, member_form) if one is not None]
    return render_template(
        "accreditation/panel.html",
        page=page,
        form=shown.offering(one.code for one in whole.standard.practices),
        member_form=member_form or MemberForm(formdata=None),
        button=ButtonForm(formdata=None),
        errors=[error for one in filled for error in one.error_list()],
        members=members,
        names=lookup.names(work().session, [one.person_id for one in members]),
        threads=service.threads(work(), page.study.id),
        may_comment=page.may[permissions.COMMENT] and whole.state is StudyState.SUBMITTED,
        may_run=page.may[permissions.RUN] and whole.state is not StudyState.CLOSED,
        places=words.places(page, "panel"),
        audience=words.READERS,
    )
