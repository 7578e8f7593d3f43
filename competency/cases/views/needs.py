"""The needs of a client, as they were found."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.cases import permissions
from competency.cases.domain import timeline
from competency.cases.domain.kinds import Happened
from competency.cases.forms.assessing import NeedsBoxes, needs_form
from competency.cases.forms.recording import day_of
from competency.cases.service import assessing, reading
from competency.cases.service.reading import Whole
from competency.cases.views.blueprint import blueprint
from competency.cases.views.one_case import to_work_on
from competency.infra.carrying_out import carried_out
from competency.infra.web import signed_in, work, writes

H = Happened


@blueprint.get("/cases/<id:case_id>/needs")
@signed_in
def needs(case_id: int) -> str:
    """Show the needs by area, and ask for them or for more."""
    found = reading.whole_case(work(), case_id)
    data = {"happened_on": work().today}
    return _page(
        found, needs_form(found.protocol, is_first=_first(found), formdata=None, data=data)
    )


@blueprint.post("/cases/<id:case_id>/needs")
@signed_in
@writes
def needs_submit(case_id: int) -> Any:
    """Keep the needs that were written down."""
    found = to_work_on(case_id)
    is_first = _first(found)
    form = needs_form(found.protocol, is_first=is_first)

    def keep() -> None:
        written = form.needs(found.protocol)
        if is_first:
            assessing.assess_needs(work(), case_id, day_of(form["happened_on"]), written)
        else:
            assessing.add_needs(work(), case_id, written)

    if not carried_out(form, keep):
        return _page(found, form), 422
    flash("The needs are recorded.", "success")
    return redirect(url_for("cases.needs", case_id=case_id))


def _first(found: Whole) -> bool:
    return timeline.first(found.line, H.NEEDS_ASSESSED) is None


def _page(found: Whole, form: NeedsBoxes) -> str:
    papers = found.papers.get("need", ())
    areas = found.protocol.need_areas
    return render_template(
        "cases/needs.html",
        head=found.head,
        form=form,
        areas=areas,
        found={area.code: [one for one in papers if one.code == area.code] for area in areas},
        assessed_on=timeline.first(found.line, H.NEEDS_ASSESSED),
        may_work=found.may[permissions.WORK] and not found.head.stage.is_end,
    )
