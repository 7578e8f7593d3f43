"""Every component on one page, with a server behind it that answers saves as a test wishes."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, Response, flash, jsonify, render_template, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError, generate_csrf
from jinja2 import BytecodeCache, ChoiceLoader, FileSystemLoader
from jinja2.bccache import Bucket
from wtforms import (
    BooleanField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)

from competency.infra import look
from competency.infra.forms import DateParts, Form, Required, SelectChoice

ROOT = Path(__file__).parents[2]
NONCE = "nonce-of-the-gallery"
POLICY = f"default-src 'self'; script-src 'self' 'nonce-{NONCE}'"
LEVELS = {
    "CMP1": "Writes plans with the client's goals in them and has a colleague read them.",
    "CMP2": "Writes plans for people with several needs and shows how the parts depend.",
    "CMP3": "Sets the standard for plans and changes practice where results ask for it.",
}
SCALE = (
    ("Not yet", "CMP1"),
    ("Working towards CMP1", "CMP1"),
    ("CMP1", "CMP1"),
    ("Working towards CMP2", "CMP2"),
    ("CMP2", "CMP2"),
    ("Working towards CMP3", "CMP3"),
    ("CMP3", "CMP3"),
)


class EveryField(Form):
    """One field of each kind."""

    name = StringField("Full name", validators=[Required("Enter the person's name")])
    email = StringField("Work email", description="We use it only to say what is due")
    password = PasswordField("Password", validators=[Required("Enter your password")])
    basis = TextAreaField("What I base this on")
    area = SelectField(
        "Practice area", choices=[SelectChoice("a", "Brain injury"), SelectChoice("b", "Spinal")]
    )
    kind = RadioField(
        "Kind of supervision",
        choices=[
            SelectChoice("line", "Case management", render_kw={"hint": "With your supervisor"}),
            SelectChoice("peer", "Peer"),
        ],
        validators=[Required("Choose the kind of supervision")],
    )
    roles = SelectMultipleField("Roles", choices=[SelectChoice("cm", "Case manager")])
    read = BooleanField("I have read this")
    due = DateParts("Date of supervision", validators=[Required("Enter the date of supervision")])
    certificate = FileField("Certificate")
    send = SubmitField("Save and go on")


class Compiled(BytecodeCache):
    """The templates of all galleries of this process, compiled once."""

    kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what another gallery compiled, if it is of the same source."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what this gallery compiled."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


@dataclass
class Server:
    """How the server answers the next saves, and what it was sent."""

    status: int = 200
    signed_in: bool = True
    seq: int = 0
    got: list[dict[str, str]] = field(default_factory=list)


def make_gallery() -> Flask:
    """An application with the components and the saving behind them; no database."""
    app = Flask(
        "competency",
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "competency" / "static"),
    )
    look.install(app)
    app.config.update(SECRET_KEY="only-for-tests-" * 3, SESSION_COOKIE_NAME="gallery")
    here = FileSystemLoader(Path(__file__).parent)
    app.jinja_env.loader = ChoiceLoader([here, app.jinja_env.loader])  # type: ignore[list-item]
    app.jinja_env.bytecode_cache = Compiled()
    CSRFProtect(app)
    server = app.extensions["server"] = Server()
    app.context_processor(_surroundings)
    app.after_request(_guard)
    _add_pages(app)
    _add_saving(app, server)
    return app


def _surroundings() -> dict[str, Any]:
    entries = ["What needs me now", "My appraisal", "The framework", "My team"]
    return {
        "organisation": "Harbour Rehabilitation",
        "actor": SimpleNamespace(name="Asha Patel"),
        "csp_nonce": NONCE,
        "product_version": "0.0.0",
        "navigation": [{"text": t, "href": "/", "active": t == entries[1]} for t in entries],
    }


def _guard(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _add_pages(app: Flask) -> None:
    @app.route("/", methods=["GET", "POST"])
    def gallery() -> str:
        form = EveryField()
        if request.method == "POST":
            form.validate()
        else:
            flash("Your self-assessment was sent.", "success")
            flash("Supervision is due soon.", "note")
        return render_template("gallery.html", form=form, **_content())

    @app.get("/error/<name>")
    def error(name: str) -> str:
        typed, stands = {"Comment": "Mine"}, {"Comment": "Theirs"}
        return render_template(
            f"errors/{name}.html", mine=typed, theirs=stands, error_id="7f3a", retry_after=90
        )

    @app.get("/chart.svg")
    def chart() -> Response:
        picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 2"></svg>'
        return Response(picture, mimetype="image/svg+xml")


def _content() -> dict[str, Any]:
    positions = [
        SimpleNamespace(value=value, label=label, level=level)
        for value, (label, level) in enumerate(SCALE)
    ]
    strands = [
        SimpleNamespace(code=code, title="Producing plans", levels=LEVELS)
        for code in ("PLA-4a", "PLA-4b", "PLA-5a")
    ]
    return {"positions": positions, "strands": strands, "today": date(2026, 12, 3)}


def _add_saving(app: Flask, server: Server) -> None:
    answers: dict[int, dict[str, Any]] = {
        401: {"code": "signed_out", "message": "Sign in first."},
        409: {"code": "stale", "message": "This changed meanwhile.", "theirs": {"label": "CMP2"}},
        422: {"code": "refused", "message": "This position is not on the scale."},
    }

    @app.errorhandler(CSRFError)
    def old_token(_error: CSRFError) -> tuple[Response, int]:
        return jsonify(code="form_expired", message="This form is no longer valid."), 400

    @app.post("/save")
    def save() -> tuple[Response, int]:
        status = server.status if server.signed_in else 401
        if status != 200:
            return jsonify(answers[status] | {"seq": server.seq}), status
        server.got.append(request.form.to_dict())
        server.seq += 1
        counts = {"rated": 31 + len(server.got)}
        return jsonify(saved_at="14:02", seq=server.seq, progress=counts), 200

    @app.get("/csrf")
    def csrf() -> tuple[Response, int]:
        if not server.signed_in:
            return jsonify(answers[401]), 401
        return jsonify(csrf_token=generate_csrf()), 200
