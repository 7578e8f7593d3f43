"""Concerns as people write them: what was seen, when it was known, who was told."""

from datetime import datetime
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError

from competency.cases.forms.choosing import choices_of, in_london, time_of_day
from competency.frameworks.domain.kinds.case_management_protocol import (
    CaseManagementProtocol,
    Point,
)
from competency.infra.forms import DateParts, Form, Required
from competency.kernel.errors import Refused

NOT_A_TIME = "Enter a time of the day, such as 9:30 or 14:05."


class ConcernForm(Form):
    """A concern: its kind, what was seen and done, since when it is known, and who knows."""

    kind = RadioField("What kind of concern is it?", [Required("Choose what kind it is.")])
    what = TextAreaField("What was seen or said", [Required("Say what was seen or said.")])
    done = TextAreaField("What was done at once")
    known_at = DateParts("Known since: the day", [Required("Enter the day.")])
    known_time = StringField("Known since: the time", [Required("Enter the time.")])
    told = SelectMultipleField("Who has been told already?")

    def offer(self, protocol: CaseManagementProtocol) -> "ConcernForm":
        """Offer the protocol's kinds of concern and those who are told."""
        self.kind.choices = choices_of(protocol.escalations, "meaning")
        self.told.choices = choices_of(protocol.recipients, "text")
        return self

    def validate_known_time(self, field: Any) -> None:
        """Refuse what is no time of the day."""
        if time_of_day(field.data or "") is None:
            raise ValidationError(NOT_A_TIME)

    def show(self, refused: Refused) -> None:
        """Put what the line of the case says of the day beside the day."""
        super().show(_beside(refused, "known_at"))

    def moment(self) -> datetime:
        """Return when it was known; only after the form was found whole."""
        return _moment(self.known_at.data, self.known_time.data)


class TellForm(Form):
    """Who else has been told."""

    recipient = SelectField("Who else has been told?", [Required("Choose who was told.")])

    def offer(self, recipients: list[Point]) -> "TellForm":
        """Offer those who have not been told yet."""
        self.recipient.choices = choices_of(recipients)
        return self


class FormSentForm(Form):
    """When the form of an incident was sent."""

    sent_at = DateParts("Sent: the day", [Required("Enter the day.")])
    sent_time = StringField("Sent: the time", [Required("Enter the time.")])

    def validate_sent_time(self, field: Any) -> None:
        """Refuse what is no time of the day."""
        if time_of_day(field.data or "") is None:
            raise ValidationError(NOT_A_TIME)

    def show(self, refused: Refused) -> None:
        """Put what the line of the case says of the day beside the day."""
        super().show(_beside(refused, "sent_at"))

    def moment(self) -> datetime:
        """Return when it was sent; only after the form was found whole."""
        return _moment(self.sent_at.data, self.sent_time.data)


class TagForm(Form):
    """From which day the safeguarding tag is set, or no longer needed, and why."""

    happened_on = DateParts("From which day", [Required("Enter the day.")])
    reason = TextAreaField("Why", [Required("Say why.")])


def _beside(refused: Refused, day: str) -> Refused:
    if refused.field != "happened_on":
        return refused
    return Refused(refused.code, refused.message, field=day)


def _moment(day: Any, typed: str | None) -> datetime:
    at = time_of_day(typed or "")
    if day is None or at is None:
        raise ValueError("a moment without its day or time")
    return in_london(day, at)
