"""Signing in and out."""

from typing import Any

from flask import current_app, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import generate_csrf

from competency.infra import login
from competency.infra.web import actor, database, local_path, now, public, signed_in, writes_aside
from competency.people.forms import SignInForm
from competency.people.service import sign_in as service
from competency.people.views.asking import kept_fields, sign_in_page
from competency.people.views.blueprint import blueprint

NO_MATCH = "Email address and password do not match. Check both and try again."


@blueprint.get("/sign-in")
@public
def sign_in() -> Any:
    """Ask who it is."""
    target = local_path(request.args.get("next"))
    if actor().person_id is not None:
        return redirect(target)
    return sign_in_page(SignInForm(), target, [])


@blueprint.post("/sign-in")
@public
@writes_aside
def sign_in_submit() -> Any:
    """Let in whoever gives the right password, and go on with what they were doing."""
    form, kept = SignInForm(), kept_fields()
    target = local_path(request.form.get("next"))
    if not form.validate():
        return sign_in_page(form, target, kept), 422
    token = service.start(
        database(),
        email=form.email.data or "",
        password=form.password.data or "",
        now=now(),
        address=request.remote_addr or "",
        browser=request.user_agent.string,
        cheap=current_app.extensions["settings"].cheap_passwords,
    )
    if token is None:
        form.email.errors = [NO_MATCH]
        return sign_in_page(form, target, kept), 422
    login.begin(token)
    if kept:
        return render_template("people/go_on.html", target=target, kept=kept)
    return redirect(target)


@blueprint.post("/sign-out")
@signed_in
@writes_aside
def sign_out() -> Any:
    """End this sign-in."""
    sign_in_id = actor().sign_in_id
    if sign_in_id is not None:
        service.end(database(), sign_in_id, now())
    login.forget()
    return redirect(url_for("people.sign_in"))


@blueprint.get("/csrf")
@signed_in
def csrf_token() -> Any:
    """Give a script a new token, for what waited while somebody signed in again."""
    return jsonify(csrf_token=generate_csrf())
