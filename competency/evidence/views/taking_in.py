"""A portfolio from another installation: sent, looked at, and taken in."""

from contextlib import closing
from datetime import datetime
from typing import Any, BinaryIO, cast

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage

from competency.config import Settings
from competency.evidence.domain.entry import hours_text
from competency.evidence.forms.answering import STATES
from competency.evidence.forms.portfolio import PortfolioForm, TakeInForm
from competency.evidence.models import EvidenceBatch
from competency.evidence.service import batches, taking_in
from competency.evidence.service.archives import BIGGEST_PORTFOLIO
from competency.evidence.service.taking_in import Looked
from competency.evidence.views.blueprint import blueprint
from competency.infra import set_aside
from competency.infra.carrying_out import allowed, carried_out
from competency.infra.downloads import store
from competency.infra.formats import moment, plural
from competency.infra.web import accepts_files, actor, now, signed_in, work, writes, writes_aside

LISTED = 50
LONGEST_NAME = 80


@blueprint.get("/evidence/portfolio/import")
@signed_in
def send_portfolio() -> str:
    """Ask for a portfolio, and list those taken in before."""
    return _upload_page(PortfolioForm(formdata=None))


@blueprint.post("/evidence/portfolio/import")
@signed_in
@accepts_files(BIGGEST_PORTFOLIO)
@writes_aside
def send_portfolio_submit() -> Any:
    """Look whether it is a portfolio, keep it for its preview, and show that."""
    form = PortfolioForm()
    person_id = taking_in.require_owner(work())
    sent = form.file.data
    if not form.validate() or not isinstance(sent, FileStorage):
        return _upload_page(form), 422
    archive = cast(BinaryIO, sent.stream)
    if not allowed(form, lambda: taking_in.look(work(), archive)):
        return _upload_page(form), 422
    archive.seek(0)
    key = set_aside.keep(_settings(), person_id, archive, now())
    name = (sent.filename or "portfolio.zip").replace("\\", "/").rsplit("/", 1)[-1]
    return redirect(url_for("evidence.look_at_portfolio", key=key, name=name[-LONGEST_NAME:]))


@blueprint.get("/evidence/portfolio/import/<key>")
@signed_in
def look_at_portfolio(key: str) -> str:
    """Show what is new in it, what is here, and what cannot be taken in."""
    name = request.args.get("name", "")[-LONGEST_NAME:]
    return _preview_page(key, TakeInForm(formdata=None, data={"name": name}))


@blueprint.post("/evidence/portfolio/import/<key>")
@signed_in
@writes
def take_portfolio_in(key: str) -> Any:
    """Take all that is new in, or nothing."""
    form = TakeInForm()
    taken: list[EvidenceBatch] = []
    if not carried_out(form, lambda: taken.append(_take_in(key, form))):
        return _preview_page(key, form), 422
    set_aside.let_go(_settings(), actor().person_id or 0, key)
    said = plural(taken[0].entries, "entry is", "entries are")
    flash(f"{said} in your log now, as drafts that only you see.", "success")
    return redirect(url_for("evidence.batch", batch_id=taken[0].id))


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _waiting(key: str) -> BinaryIO:
    person_id = taking_in.require_owner(work())
    return set_aside.open_kept(_settings(), person_id, key, now())


def _take_in(key: str, form: TakeInForm) -> EvidenceBatch:
    with closing(_waiting(key)) as archive:
        return taking_in.take_in(
            work(),
            archive,
            store(),
            name=form.name.data or "portfolio.zip",
            surely_mine=bool(form.surely_mine.data),
            without_faulty=bool(form.without_faulty.data),
        )


def _upload_page(form: PortfolioForm) -> str:
    taking_in.require_owner(work())
    came_in = batches.list_batches(work())
    return render_template(
        "evidence/portfolio_import.html",
        form=form,
        batches=[one for one in came_in if one.source == "portfolio"],
        most=BIGGEST_PORTFOLIO // 1_000_000,
        person_id=actor().person_id,
    )


def _preview_page(key: str, form: TakeInForm) -> str:
    with closing(_waiting(key)) as archive:
        found = taking_in.look(work(), archive)
    return render_template(
        "evidence/portfolio_preview.html",
        key=key,
        form=form,
        found=found,
        listed=LISTED,
        made_at=_made_at(found),
        states=STATES,
        hours_text=hours_text,
    )


def _made_at(found: Looked) -> str:
    """Return when the portfolio says it was made, as we write moments where it is one."""
    try:
        return moment(datetime.fromisoformat(found.portfolio.made_at))
    except (ValueError, OverflowError):
        return found.portfolio.made_at
