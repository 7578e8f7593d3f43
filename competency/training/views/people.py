"""One person's training for those who answer for it, and the training of one's own line."""

from itertools import groupby

from flask import Response, render_template

from competency.infra.csv_out import Cell
from competency.infra.take_away import as_file
from competency.infra.web import signed_in, work
from competency.training.domain.state import PENDING, State
from competency.training.domain.wording import TONES, how_far, line_answer, pressing, to_do
from competency.training.service import allowing, overview
from competency.training.service.overview import Line
from competency.training.views.blueprint import blueprint
from competency.training.views.words import places, when

HEAD = ["Person", "Course", "State", "Due on", "Out of time since"]
NEEDING = PENDING | {State.DUE_SOON}


@blueprint.get("/training/team")
@signed_in
def team() -> str:
    """Show where those in one's own line stand, person by person."""
    asked = work()
    lines = _lines()
    people = [list(group) for _, group in groupby(lines, key=lambda line: line.person_id)]
    needing = sorted(
        (line for line in lines if line.standing.state in NEEDING),
        key=lambda line: pressing(line.standing),
    )
    return render_template(
        "training/team.html",
        people=people,
        needing=needing,
        answer=line_answer(len(people), [line.standing for line in lines]),
        today=asked.today,
        tones=TONES,
        when=when,
        how_far=how_far,
        places=places(asked.actor),
    )


@blueprint.get("/training/team.<any(csv, xlsx):kind>")
@signed_in
def team_file(kind: str) -> Response:
    """Give the same people as a file."""
    return as_file("training-of-my-line", HEAD, map(_cells, _lines()), kind)


def _lines() -> list[Line]:
    return sorted(overview.team(work()), key=lambda line: (line.name, line.person_id))


def _cells(line: Line) -> list[Cell]:
    found = line.standing
    return [line.name, line.course.title, found.state.label, found.due_on, found.since]


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
