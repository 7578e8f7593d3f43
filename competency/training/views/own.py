"""One's own training: where I stand, what I did, and recording more."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from competency.infra.carrying_out import carried_out
from competency.infra.web import actor, signed_in, work, writes
from competency.training.domain.wording import TONES, how_far, own_answer, pressing, to_do
from competency.training.forms.recording import RecordForm
from competency.training.service import completing, overview
from competency.training.views.blueprint import blueprint
from competency.training.views.words import places, when


@blueprint.get("/training")
@signed_in
def mine() -> str:
    """Show where I stand with each course, and all that is on my record."""
    asked = work()
    record = overview.record(asked, asked.actor.person_id or 0)
    lines = sorted(record.lines, key=lambda line: pressing(line.standing))
    return render_template(
        "training/mine.html",
        record=record,
        lines=lines,
        answer=own_answer([(line.course.title, line.standing) for line in lines]),
        today=asked.today,
        tones=TONES,
        when=when,
        how_far=how_far,
        to_do=to_do,
        places=places(asked.actor),
    )


@blueprint.get("/training/record")
@signed_in
def record() -> str:
    """Ask for a completion of one's own."""
    return _page(RecordForm(formdata=None, data={"course_id": request.args.get("course", "")}))


@blueprint.post("/training/record")
@signed_in
@writes
def record_submit() -> Any:
    """Keep it; it counts once it is verified."""
    form = RecordForm()
    person_id = actor().person_id or 0
    if not carried_out(form, lambda: completing.claim(work(), person_id, form.claim())):
        return _page(form), 422
    flash("It is on your record, and counts once a training lead has verified it.", "success")
    return redirect(url_for("training.mine"))


def _page(form: RecordForm) -> str:
    return render_template(
        "training/record.html", form=form.offering(completing.list_courses(work()))
    )
