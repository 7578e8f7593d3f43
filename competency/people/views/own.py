"""A person's own account: sign-ins and password."""

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for

from competency.infra.carrying_out import allowed, carried_out
from competency.infra.web import (
    actor,
    database,
    now,
    public,
    signed_in,
    work,
    writes,
    writes_aside,
)
from competency.people.forms import ChangePasswordForm, NewPasswordForm
from competency.people.service import passwords, sign_in, sign_ins
from competency.people.service.sign_in import Proof
from competency.people.views.blueprint import blueprint

NOT_THE_PASSWORD = "That is not the password you use now. Enter it again."


@blueprint.get("/me/sign-ins")
@signed_in
def own_sign_ins() -> str:
    """Show where this person is signed in, and was."""
    return render_template("people/sign_ins.html", rows=sign_ins.list_own_sign_ins(work()))


@blueprint.post("/me/sign-ins/<id:sign_in_id>/end")
@signed_in
@writes
def end_own_sign_in(sign_in_id: int) -> Any:
    """End one of them."""
    sign_ins.end_own_sign_in(work(), sign_in_id)
    flash("That sign-in has ended.", "success")
    return redirect(url_for("people.own_sign_ins"))


@blueprint.post("/me/sign-ins/end-others")
@signed_in
@writes
def end_other_sign_ins() -> Any:
    """End all but this one."""
    sign_ins.end_other_sign_ins(work())
    flash("All your other sign-ins have ended.", "success")
    return redirect(url_for("people.own_sign_ins"))


@blueprint.get("/me/password")
@signed_in
def change_password() -> str:
    """Ask for the old and a new password."""
    return render_template("people/change_password.html", form=ChangePasswordForm())


@blueprint.post("/me/password")
@signed_in
@writes_aside
def change_password_submit() -> Any:
    """Change it; the proof counts failures aside, so it comes before the change's transaction."""
    form = ChangePasswordForm()
    if not form.validate():
        return render_template("people/change_password.html", form=form), 422
    proof = sign_in.prove(
        database(), actor(), form.current.data or "", now(), cheap=_cheap_passwords()
    )
    if proof is None:
        form.current.errors = [NOT_THE_PASSWORD]
        return render_template("people/change_password.html", form=form), 422
    return _change(form, proof)


@writes
def _change(form: ChangePasswordForm, proof: Proof) -> Any:
    def change() -> None:
        passwords.change_password(work(), proof, form.password.data or "", cheap=_cheap_passwords())

    if not allowed(form, change):
        return render_template("people/change_password.html", form=form), 422
    flash("Your password is changed. All your other sign-ins have ended.", "success")
    return redirect(url_for("people.own_sign_ins"))


@blueprint.get("/set-password/<token>")
@public
def set_password(token: str) -> Any:
    """Ask whoever holds a one-time link for their password."""
    if not passwords.link_is_live(work(), token):
        return render_template("people/link_over.html"), 404
    return render_template("people/set_password.html", form=NewPasswordForm())


@blueprint.post("/set-password/<token>")
@public
@writes
def set_password_submit(token: str) -> Any:
    """Set it, use the link up, and lead to the sign-in page."""
    form = NewPasswordForm()
    if not passwords.link_is_live(work(), token):
        return render_template("people/link_over.html"), 404

    def change() -> None:
        passwords.set_password_by_link(
            work(), token, form.password.data or "", cheap=_cheap_passwords()
        )

    if not carried_out(form, change):
        return render_template("people/set_password.html", form=form), 422
    flash("Your password is set. Sign in with it.", "success")
    return redirect(url_for("people.sign_in"))


def _cheap_passwords() -> bool:
    return bool(current_app.extensions["settings"].cheap_passwords)
