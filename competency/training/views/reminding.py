"""Reminding people of what is due, at the training lead's wish instead of at the next sending."""

from typing import Any

from flask import flash, redirect, url_for

from competency.infra.formats import plural
from competency.infra.web import signed_in, work, writes
from competency.training.service import telling
from competency.training.views.blueprint import blueprint

NOBODY = "Nobody had to be told: all who are due have been told already."


@blueprint.post("/training/remind")
@signed_in
@writes
def remind() -> Any:
    """Tell everybody in the training lead's scope what is due; what was told is not repeated."""
    said = telling.remind(work())
    flash(f"{plural(said, 'reminder')} given." if said else NOBODY, "success" if said else "note")
    return redirect(url_for("training.overview_page"))
