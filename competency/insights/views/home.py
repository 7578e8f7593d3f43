"""Home pages: what needs me now, then how things stand."""

from flask import render_template

from competency.infra.web import signed_in, work
from competency.insights.domain.needs import away
from competency.insights.service import home as service
from competency.insights.views.blueprint import blueprint
from competency.training.domain.wording import TONES, how_far


@blueprint.get("/")
@signed_in
def home() -> str:
    """Show what waits for this person, and how the things stand that they come for."""
    asked = work()
    return render_template(
        "insights/home.html",
        home=service.home(asked),
        today=asked.today,
        away=away,
        tones=TONES,
        how_far=how_far,
    )
