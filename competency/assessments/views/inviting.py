"""Inviting a rater from outside to one appraisal, and ending an invitation."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.assessments.forms.starting import InviteForm
from competency.assessments.models import Invitation
from competency.assessments.service import inviting, reading
from competency.assessments.views.blueprint import blueprint
from competency.assessments.views.words import who_sees_page
from competency.infra.carrying_out import carried_out
from competency.infra.web import signed_in, work, writes


@blueprint.get("/appraisals/<id:appraisal_id>/invite")
@signed_in
def invite(appraisal_id: int) -> str:
    """Ask whom, and list who is invited."""
    return _page(appraisal_id, InviteForm(formdata=None))


@blueprint.post("/appraisals/<id:appraisal_id>/invite")
@signed_in
@writes
def invite_submit(appraisal_id: int) -> Any:
    """Invite them and show their link, this once."""
    form = InviteForm()
    made: list[tuple[Invitation, str | None]] = []

    def act() -> None:
        made.append(
            inviting.invite(
                work(),
                appraisal_id,
                name=form.name.data or "",
                email=form.email.data or "",
                expires_on=form.expires_on.data or work().today,
            )
        )

    if not carried_out(form, act):
        return _page(appraisal_id, form), 422
    invitation, token = made[0]
    return render_template(
        "assessments/invited.html",
        sheet=reading.sheet(work(), appraisal_id),
        name=form.name.data,
        until=invitation.expires_on,
        link=token and url_for("people.set_password", token=token, _external=True),
        address=url_for("assessments.appraisal", appraisal_id=appraisal_id, _external=True),
    )


@blueprint.post("/appraisals/<id:appraisal_id>/invitations/<id:invitation_id>/revoke")
@signed_in
@writes
def revoke_invitation(appraisal_id: int, invitation_id: int) -> Any:
    """End an invitation at once."""
    inviting.revoke(work(), appraisal_id, invitation_id)
    flash("The invitation has ended. What was submitted stays.", "success")
    return redirect(url_for("assessments.invite", appraisal_id=appraisal_id))


def _page(appraisal_id: int, form: InviteForm) -> str:
    found = reading.sheet(work(), appraisal_id)
    return render_template(
        "assessments/invite.html",
        sheet=found,
        form=form,
        invited=inviting.invited(work(), found),
        may_invite=inviting.may_invite(work(), found),
        longest=inviting.LONGEST.days,
        audience=who_sees_page(found),
    )
