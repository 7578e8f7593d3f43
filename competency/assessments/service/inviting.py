"""A lone practitioner, or one supervised from outside, invites a rater to one appraisal."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from competency.assessments import permissions
from competency.assessments.domain import state
from competency.assessments.domain.marks import Hand
from competency.assessments.events import InvitationRevoked, RaterInvited
from competency.assessments.models import Invitation
from competency.assessments.service.loading import facts_of, load
from competency.assessments.service.reading import Sheet
from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused
from competency.people.service import directory, lookup, passwords

LONGEST = timedelta(days=90)


def invite(
    work: Work, appraisal_id: int, *, name: str, email: str, expires_on: date
) -> tuple[Invitation, str | None]:
    """Invite an outside rater until a day; return the invitation and the token of their link.

    The rater gets an account that reaches nothing but this appraisal, and a link to set its
    password; somebody who rated here before has one and gets none. Refused while somebody in
    the organisation supervises the person, for a colleague, and for more than 90 days.
    """
    appraisal = load(work, appraisal_id, permissions.INVITE, lock=True)
    found = state.state_of(facts_of(work, appraisal))
    if found not in state.RATING or appraisal.supervisor_submitted_at:
        raise Refused("too_late", "An outside rater is invited before there is a second rating.")
    if lookup.supervisors_of(work.session, appraisal.person_id, work.today):
        raise Refused(
            "has_supervisor",
            "You have a supervisor here, who rates you. An outside rater is for people without.",
        )
    if not work.today < expires_on <= work.today + LONGEST:
        raise Refused(
            "bad_expiry",
            f"Choose a day after today, at most {LONGEST.days} days ahead.",
            field="expires_on",
        )
    rater_id = directory.add_outside_rater(work, name, email)
    account = lookup.account(work.session, rater_id)
    if account.is_colleague:
        # Not only who may rate: a link for a colleague would let the inviter into their account.
        raise Refused(
            "colleague",
            "That is a colleague's address. Invite somebody from outside.",
            field="email",
        )
    token = None if account.has_password else passwords.issue_password_link(work, rater_id)
    for former in live(work, appraisal.id):
        former.revoked_at = work.now
    invitation = Invitation(
        appraisal_id=appraisal.id,
        rater_id=rater_id,
        invited_by_id=work.actor.person_id,
        expires_on=expires_on,
    )
    work.session.add(invitation)
    appraisal.supervisor_id = rater_id
    work.session.flush()
    work.record(
        RaterInvited(appraisal_id=appraisal.id, invitation_id=invitation.id, rater_id=rater_id)
    )
    return invitation, token


def revoke(work: Work, appraisal_id: int, invitation_id: int) -> None:
    """End an invitation at once; what the rater submitted stays theirs."""
    appraisal = load(work, appraisal_id, permissions.INVITE, lock=True)
    invitation = work.session.get(Invitation, invitation_id)
    if invitation is None or invitation.appraisal_id != appraisal.id:
        raise NotFound("There is no such invitation.")
    if invitation.revoked_at is None:
        invitation.revoked_at = work.now
        work.record(InvitationRevoked(appraisal_id=appraisal.id, invitation_id=invitation.id))


def may_invite(work: Work, found: Sheet) -> bool:
    """Return whether the reader may invite an outside rater to their own appraisal now."""
    return (
        found.hand is Hand.SELF
        and found.state in (state.State.OPEN, state.State.SELF_SUBMITTED)
        and not lookup.supervisors_of(work.session, found.appraisal.person_id, work.today)
    )


def invited(work: Work, sheet: Sheet) -> list[tuple[Invitation, str]]:
    """Return the invitations in force with the raters' names; for who may invite."""
    appraisal = load(work, sheet.appraisal.id, permissions.INVITE)
    found = live(work, appraisal.id)
    unknown = {one.rater_id for one in found} - set(sheet.names)
    names = {**sheet.names, **lookup.names(work.session, unknown)}
    return [(one, names[one.rater_id]) for one in found]


def live(work: Work, appraisal_id: int) -> Sequence[Invitation]:
    """Return the invitations to an appraisal that are in force today."""
    return work.session.scalars(
        select(Invitation).where(
            Invitation.appraisal_id == appraisal_id,
            Invitation.revoked_at.is_(None),
            Invitation.expires_on >= work.today,
        )
    ).all()
