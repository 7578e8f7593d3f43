"""The concerns of all cases that the reader may see."""

from flask import render_template

from competency.cases.service import concerned, escalating
from competency.cases.service.loading import get_protocol
from competency.cases.views.blueprint import blueprint
from competency.cases.views.rows import places
from competency.infra.web import signed_in, work


@blueprint.get("/cases/concerns")
@signed_in
def safeguarding() -> str:
    """Show the newest concerns: which case, since when, who was told, which form is to be sent."""
    asked, protocol = work(), get_protocol()
    rows = concerned.list_concerns(asked)
    recipients = {one.code: one.title for one in protocol.recipients}
    return render_template(
        "cases/safeguarding.html",
        rows=rows,
        kinds={kind.code: kind.title for kind in protocol.escalations},
        told={
            row.id: [recipients.get(code, code) for code in escalating.told_of(row)] for row in rows
        },
        places=places(asked.actor),
        now=asked.now,
    )
