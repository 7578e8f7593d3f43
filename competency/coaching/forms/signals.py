"""Saying what was made of a signal, in its place on the page."""

from datetime import date

from wtforms import HiddenField, RadioField, TextAreaField

from competency.coaching.domain.signals.responding import ANSWERED, State
from competency.infra.forms import DateParts, Form, Required, SelectChoice

_CHOICES = (
    (State.DISCUSSED, "We talked about it", ""),
    (State.PARKED, "Park it until a day", "Say until when, below."),
    (State.DISMISSED, "Set it aside", "Say why, below, so that both of you know."),
)


class ResponseForm(Form):
    """What somebody makes of a signal; `about` is its key, `seen_on` its newest fact as shown."""

    about = HiddenField()
    seen_on = HiddenField()
    state = RadioField("What do you make of it?", [Required("Choose what you make of it.")])
    words = TextAreaField("In your own words")
    until = DateParts("Until which day is it parked?")

    def offer(self, *, is_own: bool) -> "ResponseForm":
        """Return the form with its choices; only the worker gives an answer of their own."""
        answer = SelectChoice(
            ANSWERED,
            "I want to say something about it",
            render_kw={"hint": "Your answer stands beside it. It stays open until you talk."},
        )
        said = [SelectChoice(one, label, render_kw={"hint": hint}) for one, label, hint in _CHOICES]
        self.state.choices = [answer, *said] if is_own else said
        return self

    @property
    def seen(self) -> date | None:
        """Return the day of the newest fact that the page showed; None where it says none."""
        try:
            return date.fromisoformat(self.seen_on.data or "")
        except ValueError:
            return None
