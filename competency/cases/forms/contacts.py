"""Recording a contact: with whom, how, and a button."""

from wtforms import RadioField, TextAreaField

from competency.cases.forms.choosing import choices_of
from competency.frameworks.domain.kinds.case_management_protocol import CaseManagementProtocol
from competency.infra.forms import DateParts, Form, Required


class ContactForm(Form):
    """With whom and how; the day is today and the note empty unless somebody says otherwise."""

    with_whom = RadioField("With whom", [Required("Choose with whom.")])
    how = RadioField("How", [Required("Choose how.")])
    happened_on = DateParts("On which day", [Required("Enter the day.")])
    note = TextAreaField("What was said and done")

    def offer(self, protocol: CaseManagementProtocol) -> "ContactForm":
        """Offer the protocol's lists."""
        self.with_whom.choices = choices_of(protocol.contact_parties)
        self.how.choices = choices_of(protocol.contact_ways)
        return self
