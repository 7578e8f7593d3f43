"""Targeted reviews of central office: the list, new ones by a query, and their reviewers."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from competency.infra.carrying_out import allowed
from competency.infra.formats import plural
from competency.infra.web import actor, signed_in, work, writes
from competency.people.service import lookup
from competency.reviews.domain.levels import OPEN, STATE_WORDS, State
from competency.reviews.domain.targeting import checked
from competency.reviews.forms.targeting import TargetForm, query_words
from competency.reviews.service import targeting as service
from competency.reviews.views.blueprint import blueprint
from competency.reviews.views.places import places

SURE = "sure"


@blueprint.get("/reviews/targeted")
@signed_in
def targetings() -> str:
    """Show what central office had reviewed, newest first."""
    rows = service.list_targetings(work())
    return render_template(
        "reviews/month/targetings.html",
        rows=rows,
        names=lookup.names(work().session, [row.by_id for row in rows]),
        places=places(actor()),
    )


@blueprint.get("/reviews/targeted/new")
@signed_in
def new_targeting() -> str:
    """Ask what is to be reviewed, and why."""
    return _new_page(TargetForm(formdata=None))


@blueprint.post("/reviews/targeted/new")
@signed_in
@writes
def new_targeting_submit() -> Any:
    """Say how many cases fit; open the reviews once that was seen."""
    form, done = _offered(TargetForm()), list[int]()
    if not form.validate():
        return _new_page(form), 422

    def act() -> None:
        wanted = form.wanted()
        if SURE in request.form:
            done.append(service.target(work(), wanted).id)
        else:
            done.append(service.preview(work(), checked(wanted, work().today).query))

    if not allowed(form, act):
        return _new_page(form), 422
    if SURE not in request.form:
        return _new_page(form, done[0])
    flash("The reviews are open. Choose now who does each.", "success")
    return redirect(url_for("reviews.targeting", targeting_id=done[0]))


@blueprint.get("/reviews/targeted/<id:targeting_id>")
@signed_in
def targeting(targeting_id: int) -> str:
    """Show what was asked for, and its reviews with their reviewers."""
    asked = work()
    kept, offered = service.get_targeting(asked, targeting_id), service.offered(asked)
    rows = service.reviews_of(asked, targeting_id)
    people = [one for row in rows for one in (row.worker_id, row.reviewer_id)]
    return render_template(
        "reviews/month/targeting.html",
        kept=kept,
        rows=rows,
        names=lookup.names(asked.session, [kept.by_id, *people]),
        asked=query_words(kept.wanted.query, offered.regions, offered.areas, offered.standards),
        states=STATE_WORDS,
        open_states=[state.value for state in OPEN],
        complete=sum(row.state == State.SUBMITTED for row in rows),
    )


def _offered(form: TargetForm) -> TargetForm:
    found = service.offered(work())
    return form.offering(found.regions, found.areas, found.standards)


def _new_page(form: TargetForm, found: int | None = None) -> str:
    return render_template(
        "reviews/month/new_targeting.html",
        form=_offered(form),
        found=None if found is None else plural(found, "case"),
        count=found,
    )
