"""Writing in a session: its agenda, what came of it, notes, and agreed actions."""

from typing import Any

from flask import flash, render_template

from competency.coaching.forms.actions import ActionForm
from competency.coaching.forms.supervision import (
    ItemForm,
    NoteForm,
    SuggestedForm,
    number,
    settle_form,
)
from competency.coaching.service import actions, agenda, notes, session_reading, tagging
from competency.coaching.service.session_reading import SessionPage
from competency.coaching.views import words
from competency.coaching.views.blueprint import blueprint
from competency.coaching.views.sessions import GROUP, TWO, shown, to_session
from competency.infra.carrying_out import carried_out
from competency.infra.forms import Form
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import Forbidden, NotFound


@blueprint.get("/supervision/sessions/<id:session_id>/agenda/add")
@signed_in
def add_to_agenda(session_id: int) -> str:
    """Show what is suggested, and ask for something in one's own words."""
    own, suggested = ItemForm(formdata=None), SuggestedForm(formdata=None)
    return _agenda_page(session_id, own, suggested)


@blueprint.post("/supervision/sessions/<id:session_id>/agenda/add")
@signed_in
@writes
def add_to_agenda_submit(session_id: int) -> Any:
    """Put something in one's own words on the agenda."""
    form = ItemForm()
    if not carried_out(form, lambda: agenda.add_own(work(), session_id, form.words.data or "")):
        return _agenda_page(session_id, form, SuggestedForm(formdata=None)), 422
    flash("It is on the agenda.", "success")
    return to_session(session_id)


@blueprint.post("/supervision/sessions/<id:session_id>/agenda/suggested")
@signed_in
@writes
def add_suggested(session_id: int) -> Any:
    """Put what was chosen of the suggestions on the agenda."""
    form = SuggestedForm()
    form.keys.choices = []
    if not carried_out(
        form, lambda: agenda.add_suggested(work(), session_id, form.keys.data or [])
    ):
        return _agenda_page(session_id, ItemForm(formdata=None), form), 422
    flash("It is on the agenda.", "success")
    return to_session(session_id)


@blueprint.post("/supervision/sessions/<id:session_id>/agenda/<id:item_id>/remove")
@signed_in
@writes
def remove_from_agenda(session_id: int, item_id: int) -> Any:
    """Take a point off the agenda."""
    agenda.remove(work(), session_id, item_id)
    flash("It is off the agenda.", "success")
    return to_session(session_id)


@blueprint.get("/supervision/sessions/<id:session_id>/agenda")
@signed_in
def settle(session_id: int) -> str:
    """Ask of each point whether it was covered."""
    found = _open(session_id)
    data = {"version": found.session.version}
    return shown("settle", found, form=_settling(found, formdata=None, data=data))


@blueprint.post("/supervision/sessions/<id:session_id>/agenda")
@signed_in
@writes
def settle_submit(session_id: int) -> Any:
    """Keep what became of the agenda."""
    found = _open(session_id)
    form = _settling(found)

    def keep() -> None:
        outcomes = {one.id: form[f"item_{one.id}"].data or "" for one in found.items}
        agenda.settle(work(), session_id, outcomes, form.version.data or 0)

    if not carried_out(form, keep):
        return shown("settle", found, form=form), 422
    flash("What became of the agenda is kept.", "success")
    return to_session(session_id)


@blueprint.get("/supervision/sessions/<id:session_id>/notes/add")
@signed_in
def add_note(session_id: int) -> str:
    """Ask for a note, and who reads it."""
    return _note_page(_open(session_id), NoteForm(formdata=None))


@blueprint.post("/supervision/sessions/<id:session_id>/notes/add")
@signed_in
@writes
def add_note_submit(session_id: int) -> Any:
    """Keep a note."""
    return _keep_note(session_id, None)


@blueprint.get("/supervision/sessions/<id:session_id>/notes/<id:note_id>")
@signed_in
def change_note(session_id: int, note_id: int) -> str:
    """Show one's own note to change it."""
    note = notes.get_own(work(), session_id, note_id)
    data = {
        "words": note.words,
        "visibility": note.visibility,
        "strand": note.strand,
        "practice_area": str(note.practice_area_id or ""),
        "version": note.version,
    }
    return _note_page(_open(session_id), NoteForm(formdata=None, data=data))


@blueprint.post("/supervision/sessions/<id:session_id>/notes/<id:note_id>")
@signed_in
@writes
def change_note_submit(session_id: int, note_id: int) -> Any:
    """Keep the changed note; both are shown where it was changed meanwhile."""
    return _keep_note(session_id, note_id)


@blueprint.get("/supervision/sessions/<id:session_id>/actions/add")
@signed_in
def add_action(session_id: int) -> str:
    """Ask what is to be done."""
    return _action_page(_agreeing(session_id), ActionForm(formdata=None, data=words.about()))


@blueprint.post("/supervision/sessions/<id:session_id>/actions/add")
@signed_in
@writes
def add_action_submit(session_id: int) -> Any:
    """Keep an agreed action."""
    found = _agreeing(session_id)
    form = words.offered(work(), ActionForm(), _whose(found))

    def keep() -> None:
        actions.write(work(), form.agreed(_whose(found), session_id))

    if not carried_out(form, keep):
        return _action_page(found, form), 422
    flash("The action is agreed.", "success")
    return to_session(session_id)


def _open(session_id: int) -> SessionPage:
    """Return a session in which the actor can still write; refuses one that is signed."""
    found = session_reading.page(work(), session_id)
    if not found.may_change:
        raise Forbidden("This session is signed or called off, or it is not yours to write in.")
    return found


def _agreeing(session_id: int) -> SessionPage:
    """Return a session in which the actor can agree an action; not for a former supervisor."""
    found = _open(session_id)
    if found.only_finishes:
        raise Forbidden("What is to be done now is for the two who meet from now on to agree.")
    return found


def _whose(found: SessionPage) -> int:
    """Return about whose practice an action is: in a group one's own."""
    return found.session.person_id or found.reader_id


def _settling(found: SessionPage, **options: Any) -> Form:
    if not found.session.held_on:
        raise NotFound("Record first that this session was held.")
    return settle_form([(one, found.said(one)) for one in found.items], **options)


def _agenda_page(session_id: int, own: ItemForm, suggested: SuggestedForm) -> str:
    found = agenda.preparing(work(), session_id)
    suggested.offer((one.key, words.suggested(one)) for one in found.suggestions)
    return render_template(
        "coaching/supervision/agenda.html",
        found=found,
        row=found.session,
        own=own,
        suggested=suggested,
        errors=[*own.error_list(), *suggested.error_list()],
        audience=GROUP if found.is_group else TWO.format("the same person"),
    )


def _note_page(found: SessionPage, form: NoteForm) -> str:
    person_id = found.session.person_id
    areas = tagging.areas(work(), person_id) if person_id else []
    form.offer(is_group=found.is_group).tags(areas, tagging.strands(work()))
    return shown("note", found, form=form)


def _keep_note(session_id: int, note_id: int | None) -> Any:
    found = _open(session_id)
    form = NoteForm().offer(is_group=found.is_group)

    def keep() -> None:
        notes.write(
            work(),
            session_id,
            form.visibility.data or "",
            form.words.data or "",
            strand=form.strand.data or "",
            practice_area_id=number(form.practice_area.data),
            note_id=note_id,
            version=form.version.data or 0,
        )

    form.strand.choices = form.practice_area.choices = []
    if not carried_out(form, keep):
        return _note_page(found, form), 422
    flash("The note is kept.", "success")
    return to_session(session_id)


def _action_page(found: SessionPage, form: ActionForm) -> str:
    return shown("action", found, form=words.offered(work(), form, _whose(found)))
