"""One person's training for those who answer for it, and the training of one's own line."""

from itertools import groupby

from flask import render_template

from competency.infra.web import signed_in, work
from competency.training.domain.wording import how_far, to_do
from competency.training.service import allowing, overview
from competency.training.views.blueprint import blueprint
from competency.training.views.words import TONES, places, when


@blueprint.get("/training/team")
@signed_in
def team() -> str:
    """Show where those in one's own line stand, person by person."""
    asked = work()
    lines = sorted(overview.team(asked), key=lambda line: (line.name, line.person_id))
    people = [list(lines) for _, lines in groupby(lines, key=lambda line: line.person_id)]
    return render_template(
        "training/team.html",
        people=people,
        today=asked.today,
        tones=TONES,
        when=when,
        how_far=how_far,
        places=places(asked.actor),
    )


@blueprint.get("/people/<id:person_id>/training")
@signed_in
def person(person_id: int) -> str:
    """Show one person's training."""
    asked = work()
    found = overview.record(asked, person_id)
    return render_template(
        "training/person.html",
        record=found,
        person_id=person_id,
        today=asked.today,
        tones=TONES,
        when=when,
        how_far=how_far,
        to_do=to_do,
        may_exempt=allowing.may_exempt(asked, person_id),
    )
