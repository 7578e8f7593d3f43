"""What somebody meets who is not signed in (any more); what they typed is kept."""

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError

from competency.infra.errors import problem
from competency.infra.web import wants_json
from competency.people.forms import SignInForm

KEPT = "kept."
NOT_KEPT = ("csrf_token", "password", "again", "current")  # no password goes back into a page


def ask_to_sign_in() -> Any:
    """Answer a request that needs a sign-in: to a script in words, to a person with the form."""
    if wants_json():
        return problem(401, "signed_out", "You have been signed out. Sign in again.")
    target = request.full_path.rstrip("?")
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("people.sign_in", next=target))
    return Response(sign_in_page(SignInForm(formdata=None), target, _typed()), status=401)


def sign_in_page(form: SignInForm, target: str, kept: list[tuple[str, str]]) -> str:
    """Return the page that asks for name and password, carrying on what was typed before."""
    return render_template("people/sign_in.html", form=form, target=target, kept=kept, prefix=KEPT)


def kept_fields() -> list[tuple[str, str]]:
    """Return what the sign-in page carried on from an interrupted form."""
    return [
        (name.removeprefix(KEPT), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(KEPT)
    ]


def _typed() -> list[tuple[str, str]]:
    """Return what was sent, if the form was really ours: a forged one must not be carried on."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return []
    return [pair for pair in request.form.items(multi=True) if pair[0] not in NOT_KEPT]
