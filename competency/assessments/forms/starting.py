"""What people type to start an appraisal, to withdraw one, or to invite a rater to it."""

from wtforms import EmailField, RadioField, StringField, TextAreaField
from wtforms.validators import ValidationError

from competency.assessments.service.starting import AreaOffer, Offer
from competency.infra.forms import DateParts, Form, Required, SelectChoice


class StartForm(Form):
    """A title, a practice area of the person's own, and perhaps a day and a supervisor."""

    title = StringField("Name of this appraisal", [Required("Give this appraisal a name.")])
    practice_area = RadioField(
        "Practice area",
        [Required("Choose the practice area.")],
        coerce=int,
        validate_choice=False,  # the service refuses what is not the person's own, in words
    )
    due_on = DateParts("Due date (if there is one)")
    supervisor = RadioField("Supervisor", coerce=int, validate_choice=False)

    def validate_supervisor(self, field: RadioField) -> None:
        """Ask for a choice where there is one to make."""
        if len(field.choices or ()) > 1 and field.data is None:
            raise ValidationError("Choose the supervisor for this appraisal.")

    def offering(self, offer: Offer, actor_id: int | None) -> "StartForm":
        """Return the form with this person's choices; what can only be one thing is chosen."""
        self.practice_area.choices = [_choice(area) for area in offer.areas]
        self.supervisor.choices = [(named.id, named.name) for named in offer.supervisors]
        free = [area.id for area in offer.areas if area.running_id is None]
        if not self.is_submitted():
            self.practice_area.data = free[0] if len(free) == 1 else None
            here = {named.id for named in offer.supervisors}
            self.supervisor.data = actor_id if actor_id in here else None
        return self


class WithdrawForm(Form):
    """Why an appraisal is withdrawn."""

    reason = TextAreaField(
        "Why is it withdrawn?", [Required("Say why you withdraw this appraisal.")]
    )


class InviteForm(Form):
    """Somebody from outside, and until when they may rate."""

    name = StringField("Their name", [Required("Enter their name.")])
    email = EmailField("Their email address", [Required("Enter their email address.")])
    expires_on = DateParts("Until when they may rate", [Required("Enter the last day.")])


def _choice(area: AreaOffer) -> SelectChoice:
    if area.running_id is not None:
        hint = "An appraisal is under way here."
    elif area.last_signed_on is not None:
        hint = (
            f"{area.carried} agreed answers of {area.last_title} are carried forward, "
            "to be confirmed."
        )
    else:
        hint = "The first appraisal here: nothing is carried forward."
    return SelectChoice(area.id, area.name, render_kw={"hint": hint})
