"""Home pages: what needs me now, then how things stand."""

from flask import render_template

from competency.infra.web import Blueprint, signed_in

blueprint = Blueprint("insights", __name__)


@blueprint.get("/")
@signed_in
def home() -> str:
    """Show what waits for this person."""
    return render_template("insights/home.html")
