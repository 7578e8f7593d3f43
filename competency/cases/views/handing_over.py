"""Handing over a caseload, for leave or a move: one list, looked over, then confirmed."""

from dataclasses import dataclass, field
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from competency.cases import permissions
from competency.cases.forms.handing_over import HandOverForm
from competency.cases.queries.lists import PAGE, CaseRow
from competency.cases.service import handing_over, listing
from competency.cases.views.blueprint import blueprint
from competency.cases.views.rows import places
from competency.infra.formats import plural
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import Refused, RefusedEach
from competency.people.service import access, lookup, rosters, teams


@dataclass(slots=True)
class Caseload:
    """Whose cases are handed over, which, and who can take them."""

    person_id: int
    name: str
    cases: list[CaseRow]
    count: int
    people: dict[int, str]
    refusals: dict[str, str] = field(default_factory=dict)

    @property
    def left_out(self) -> int:
        """Return how many cases do not fit on the list."""
        return max(0, self.count - PAGE)


@blueprint.get("/cases/hand-over")
@signed_in
def hand_over_whose() -> str:
    """Ask whose cases are handed over."""
    return render_template(
        "cases/hand_over_whose.html",
        people=rosters.in_scope(work(), permissions.HAND_OVER),
        places=places(work().actor),
    )


@blueprint.get("/cases/hand-over/<id:person_id>")
@signed_in
def hand_over(person_id: int) -> str:
    """Show somebody's open cases, to say who takes each."""
    return _page(
        _caseload(person_id), HandOverForm(formdata=None, data={"happened_on": work().today})
    )


@blueprint.post("/cases/hand-over/<id:person_id>")
@signed_in
@writes
def hand_over_submit(person_id: int) -> Any:
    """Show what would be handed over; once that was confirmed, do it."""
    load = _caseload(person_id)
    form = HandOverForm().offer(load.people)
    to, staying = form.chosen([row.id for row in load.cases], load.people, request.form)
    step = request.form.get("step", "")
    if step == "change":
        return _page(load, form)
    if not _is_whole(form, to):
        return _page(load, form), 422
    if step != "confirm":
        return _preview(load, form, to, staying)
    if not _handed_over(load, form, to):
        return _page(load, form), 422
    flash(f"{plural(len(to), 'case')} handed over from {load.name}.", "success")
    return redirect(url_for("cases.hand_over_whose"))


def _is_whole(form: HandOverForm, to: dict[int, int]) -> bool:
    """Return whether the form says all that is needed; else it says what is not."""
    if not form.validate():
        return False
    if not to:
        form.show(Refused("none_chosen", "Choose who takes at least one case."))
        return False
    if form.happened_on.data is not None and form.happened_on.data > work().today:
        form.show(Refused("future", "This day has not come yet.", field="happened_on"))
        return False
    return True


def _handed_over(load: Caseload, form: HandOverForm, to: dict[int, int]) -> bool:
    """Return whether all of it was handed over; else the page says what stood in the way."""
    on, reason = form.happened_on.data or work().today, form.reason.data or ""
    try:
        handing_over.hand_over(work(), load.person_id, to, on, reason)
    except Refused as refused:
        form.show(refused)
        return False
    except RefusedEach as several:
        load.refusals = {key: one.message for key, one in several.refusals.items()}
        return False
    return True


def _caseload(person_id: int) -> Caseload:
    asked = work()
    access.require(asked, permissions.HAND_OVER, person_id, see=permissions.SEE_CASELOAD)
    found = listing.caseload(asked, person_id)
    team_id = teams.team_of(asked.session, person_id)
    near = teams.members(asked.session, team_id, asked.today) if team_id else {}
    led = {one.id: one.name for one in rosters.in_scope(asked, permissions.HAND_OVER)}
    people = sorted(((near | led).items()), key=lambda one: (one[1], one[0]))
    names = lookup.names(asked.session, [person_id])
    return Caseload(
        person_id=person_id,
        name=names[person_id],
        cases=list(found.cases),
        count=found.count,
        people={id_: name for id_, name in people if id_ != person_id},
    )


def _page(load: Caseload, form: HandOverForm) -> str:
    form.offer(load.people)
    refused = {row.id: load.refusals[row.reference] for row in load.cases
               if row.reference in load.refusals}  # fmt: skip
    errors = [
        *form.error_list(),
        *({"text": words, "href": f"#case-{id_}"} for id_, words in refused.items()),
    ]
    return render_template(
        "cases/hand_over.html",
        load=load,
        form=form,
        errors=errors,
        refused=refused,
        sent=request.form,
    )


def _preview(load: Caseload, form: HandOverForm, to: dict[int, int], staying: set[int]) -> str:
    return render_template(
        "cases/hand_over_preview.html",
        load=load,
        filled=form,
        going=[(row, load.people[to[row.id]]) for row in load.cases if row.id in to],
        staying=[row for row in load.cases if row.id in staying],
        sent=[(key, value) for key, value in request.form.items() if key.startswith("case-")],
    )
