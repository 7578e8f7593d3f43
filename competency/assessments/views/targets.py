"""What each post aims at, section by section; for administrators."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.assessments.forms.targets import TargetsForm, form_for
from competency.assessments.service import targets as service
from competency.assessments.service.targets import Board
from competency.assessments.views.blueprint import blueprint
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import Refused


@blueprint.get("/targets")
@signed_in
def targets() -> str:
    """Show all posts with what they aim at."""
    board = service.board(work())
    labels = {p.value: p.label for p in board.framework.scale.positions}
    return render_template("assessments/targets.html", board=board, labels=labels)


@blueprint.get("/targets/<id:post_id>")
@signed_in
def post_targets(post_id: int) -> str:
    """Show one post's targets to change."""
    board = service.board(work())
    board.post(post_id)
    return _page(board, post_id, form_for(board, post_id))


@blueprint.post("/targets/<id:post_id>")
@signed_in
@writes
def post_targets_submit(post_id: int) -> Any:
    """Set them."""
    board = service.board(work())
    post = board.post(post_id)
    form = form_for(board, post_id)
    if not form.validate():
        return _page(board, post_id, form), 422
    try:
        changed = service.set_targets(work(), post_id, form.wanted(board))
    except Refused as refused:
        form.show(refused)
        return _page(board, post_id, form), 422
    flash(
        f"The targets of {post.name} are saved." if changed else "Nothing was changed.", "success"
    )
    return redirect(url_for("assessments.targets"))


def _page(board: Board, post_id: int, form: TargetsForm) -> str:
    return render_template(
        "assessments/post_targets.html", board=board, post=board.post(post_id), form=form
    )
