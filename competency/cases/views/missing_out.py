"""Missed appointments, and the steps by which somebody is won back."""

from flask import render_template

from competency.cases import permissions
from competency.cases.domain.kinds import Happened
from competency.cases.service import reading
from competency.cases.views.blueprint import blueprint
from competency.infra.web import signed_in, work

H = Happened


@blueprint.get("/cases/<id:case_id>/missed")
@signed_in
def missed(case_id: int) -> str:
    """Show the appointments that were missed, and which steps were taken since the last one."""
    found = reading.whole_case(work(), case_id)
    days = [event for event in found.line if event.kind == H.APPOINTMENT_MISSED]
    since = days[-1].happened_on if days else None
    taken = {
        event.detail: event.happened_on
        for event in found.line
        if since and event.kind == H.RE_ENGAGEMENT_STEP and event.happened_on >= since
    }
    return render_template(
        "cases/missed.html",
        head=found.head,
        missed=list(reversed(days)),
        steps=[(step, taken.get(step.code)) for step in found.protocol.re_engagement_steps],
        may_work=found.may[permissions.WORK] and not found.head.stage.is_end,
    )
