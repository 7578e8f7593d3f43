"""How a person wants to be told: the digest, and the address of their calendar."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.infra.web import signed_in, work, writes
from competency.notifications.domain.digest import Frequency
from competency.notifications.forms import FrequencyForm
from competency.notifications.service import calendar, choosing
from competency.notifications.views.blueprint import blueprint


@blueprint.get("/me/notices")
@signed_in
def choices() -> str:
    """Show what was chosen."""
    return _page(FrequencyForm(data={"frequency": choosing.own_frequency(work()).value}))


@blueprint.post("/me/notices")
@signed_in
@writes
def choose() -> Any:
    """Keep how often the digest comes."""
    form = FrequencyForm()
    if not form.validate():
        return _page(form), 422
    choosing.choose_frequency(work(), Frequency(form.frequency.data))
    flash("Your choice is saved.", "success")
    return redirect(url_for("notifications.choices"))


@blueprint.post("/me/notices/calendar")
@signed_in
@writes
def make_calendar() -> str:
    """Make a calendar address and show it once: only its hash is kept."""
    token = calendar.make_feed(work())
    address = url_for("notifications.feed", token=token, _external=True)
    return render_template("notifications/calendar_made.html", address=address)


@blueprint.post("/me/notices/calendar/revoke")
@signed_in
@writes
def revoke_calendar() -> Any:
    """End the calendar address."""
    if calendar.revoke_feed(work()):
        flash("The address of your calendar has ended.", "success")
    return redirect(url_for("notifications.choices"))


def _page(form: FrequencyForm) -> str:
    made_at = calendar.own_feed_made_at(work())
    return render_template("notifications/choices.html", form=form, made_at=made_at)
