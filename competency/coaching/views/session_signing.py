"""Signing a session, opening it again, adding to its record, and the record on paper."""

from collections.abc import Iterator
from typing import Any

from flask import Response, current_app, flash, redirect, url_for

from competency.coaching.domain.sessions import State
from competency.coaching.forms.supervision import AddForm, SignForm
from competency.coaching.service import sealing, session_reading
from competency.coaching.service.session_reading import SessionPage
from competency.coaching.views.blueprint import blueprint
from competency.coaching.views.sessions import SOURCE_WORDS, shown, to_session
from competency.infra import pdf
from competency.infra.carrying_out import carried_out
from competency.infra.formats import moment, plain_day
from competency.infra.pdf import Block, Document, Fact, Heading, Paragraph
from competency.infra.web import (
    actor,
    database,
    now,
    signed_in,
    work,
    writes,
    writes_aside,
)
from competency.kernel.errors import Forbidden, Refused
from competency.people.service import sign_in
from competency.people.service.sign_in import Proof

NOT_THE_PASSWORD = "That is not your password. Enter it again; nothing is lost."


@blueprint.get("/supervision/sessions/<id:session_id>/sign")
@signed_in
def sign_session(session_id: int) -> Any:
    """Show all that is signed, and ask for a signature under it."""
    found = session_reading.page(work(), session_id)
    if not found.may_sign or not found.is_settled:
        return redirect(url_for("coaching.session", session_id=session_id))
    return _sign_page(found, SignForm(formdata=None))


@blueprint.post("/supervision/sessions/<id:session_id>/sign")
@signed_in
@writes_aside
def sign_session_submit(session_id: int) -> Any:
    """Prove the password first, because its check is slow and counts failures aside; then sign."""
    sealing.check_may_open_signing(work(), session_id)
    form = SignForm()
    proof = None
    if form.validate():
        cheap = bool(current_app.extensions["settings"].cheap_passwords)
        proof = sign_in.prove(database(), actor(), form.password.data or "", now(), cheap=cheap)
        if proof is None:
            form.password.errors = [NOT_THE_PASSWORD]
    if proof is None:
        return _sign_page(session_reading.page(work(), session_id), form), 422
    return _sign(session_id, form, proof)


@writes
def _sign(session_id: int, form: SignForm, proof: Proof) -> Any:
    try:
        after = sealing.sign(work(), session_id, proof, form.shown.data or "")
    except Refused as refused:
        form.show(refused)
        return _sign_page(session_reading.page(work(), session_id), form), 422
    done = "Both have signed. The record is complete."
    flash(
        done if after is State.SEALED else "Your signature is kept.",
        "success",
    )
    return to_session(session_id)


@blueprint.post("/supervision/sessions/<id:session_id>/open-again")
@signed_in
@writes
def open_session_again(session_id: int) -> Any:
    """Open a session that one has signed, so that it can be mended."""
    sealing.open_again(work(), session_id)
    flash("The session is open again. The signature is void; both sign anew.", "success")
    return to_session(session_id)


@blueprint.get("/supervision/sessions/<id:session_id>/add")
@signed_in
def add_to_record(session_id: int) -> str:
    """Ask what is added to a sealed record."""
    return shown("add", _sealed(session_id), form=AddForm(formdata=None))


@blueprint.post("/supervision/sessions/<id:session_id>/add")
@signed_in
@writes
def add_to_record_submit(session_id: int) -> Any:
    """Add it, with name and day."""
    form = AddForm()
    if not carried_out(form, lambda: sealing.add_to(work(), session_id, form.words.data or "")):
        return shown("add", _sealed(session_id), form=form), 422
    flash("It is added. The signed record itself stays as it is.", "success")
    return to_session(session_id)


@blueprint.get("/supervision/sessions/<id:session_id>.pdf")
@signed_in
def printed_session(session_id: int) -> Response:
    """Give the record of a session as a PDF, without private notes."""
    found = session_reading.page(work(), session_id, private=False)
    answer = Response(pdf.render(compose(found)), mimetype="application/pdf")
    name = f"supervision-{found.session.planned_on.isoformat()}-{session_id}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def compose(found: SessionPage) -> Document:
    """Return a session as a document; one that is not sealed is marked as such on each page."""
    title = f"{found.kind.title}: {found.who}"
    notice = "Signed and sealed" if found.state is State.SEALED else f"{found.state.words}"
    document = Document(title=title, running_head=title, notice=notice, made_at=now())
    document.add(Heading(title, 1), *_facts(found))
    document.add(Heading("Agenda", 2))
    for item in found.items:
        said = {"covered": "covered", "carried-over": "carried over"}.get(item.outcome, "open")
        document.add(Fact(_source(item.source), f"{found.said(item)} ({said})"))
    document.add(Heading("Notes", 2))
    for note in found.notes:
        tag = f" · {note.strand}" if note.strand else ""
        seen = "For the record" if note.visibility == "record" else "Shared"
        document.add(Paragraph(note.words))
        document.add(Paragraph(f"{seen} · {found.name(note.by_id)}{tag}", small=True))
    document.add(Heading("Agreed actions", 2))
    for action in found.actions:
        document.add(Paragraph(action.text))
        facts = f"{found.name(action.owner_id)}, by {plain_day(action.due_on)}"
        document.add(Paragraph(facts, small=True))
    for one in found.addenda:
        document.add(Heading("Added later", 2), Paragraph(one.words))
        document.add(Paragraph(f"{found.name(one.by_id)}, {moment(one.at)}", small=True))
    return document


def _facts(found: SessionPage) -> Iterator[Block]:
    row = found.session
    yield Fact("Led by", found.name(row.supervisor_id))
    if row.person_id is not None:
        yield Fact("With", found.name(row.person_id))
    for one in found.attendees:
        here = {True: "was there", False: "was not there", None: "was asked"}[one.was_there]
        yield Fact(found.name(one.person_id), here)
    yield Fact("Planned for", plain_day(row.planned_on))
    if row.held_on:
        yield Fact("Held on", plain_day(row.held_on))
    for signature in found.signatures:
        who = f"{found.name(signature.person_id)} ({signature.role_then})"
        signed = f"{who}, {moment(signature.at)}"
        yield Fact("Signed", signed)
    if row.seal:
        yield Fact("Seal", row.seal)


def _source(source: str) -> str:
    return next(words for one, words in SOURCE_WORDS.items() if one == source)


def _sealed(session_id: int) -> SessionPage:
    found = session_reading.page(work(), session_id)
    if not found.takes_part or found.state is not State.SEALED:
        raise Forbidden("Only those who met add to a record, and only once it is sealed.")
    return found


def _sign_page(found: SessionPage, form: SignForm) -> str:
    form.shown.data = sealing.shown_hash(work(), found.session)
    return shown("sign", found, form=form)
