"""Rating a practice, and answering its points."""

from wtforms import FileField, RadioField, StringField, TextAreaField

from competency.accreditation.domain.parts import MET, PartAnswer
from competency.accreditation.domain.rating import Answer, Said
from competency.frameworks.domain.kinds.accreditation_standard import (
    QUALIFIED_PERSON,
    AccreditationStandard,
    Practice,
)
from competency.infra.forms import DateParts, Form, Required, SelectChoice
from competency.kernel.errors import Refused

NOT_APPLICABLE = "not-applicable"


class RatingForm(Form):
    """A rating of one practice in own words; `version` is the number of what was seen."""

    answer = RadioField("Your rating", validate_choice=False)
    reason = TextAreaField("Why it does not apply")
    narrative = TextAreaField("In your own words")

    def offering(self, standard: AccreditationStandard, practice: Practice) -> "RatingForm":
        """Return the form with the ratings of the standard's own scale, in its order."""
        choices = [
            SelectChoice(str(p.value), f"{p.value}: {p.label}") for p in standard.scale.positions
        ]
        if practice.may_not_apply:
            choices.append(SelectChoice(NOT_APPLICABLE, "Does not apply"))
        self.answer.choices = [*choices, SelectChoice("", "Not rated yet")]
        return self

    def said(self) -> Said:
        """Return what was typed, for the rules to judge; refuses what is no rating at all."""
        typed = self.answer.data or ""
        reason, narrative = self.reason.data or "", self.narrative.data or ""
        if typed == "":
            return Said(Answer.NONE, None, "", narrative)
        if typed == NOT_APPLICABLE:
            return Said(Answer.NOT_APPLICABLE, None, reason, narrative)
        if not (typed.isascii() and typed.isdigit() and len(typed) < 4):
            raise Refused("off_the_scale", "Choose one of the ratings.", field="answer")
        return Said(Answer.RATED, int(typed), "", narrative)


def rated(said: Said, seq: int) -> dict[str, object]:
    """Return what stands in the form of a practice that something was said of."""
    answer = str(said.rating) if said.answer is Answer.RATED else ""
    return {
        "answer": NOT_APPLICABLE if said.answer is Answer.NOT_APPLICABLE else answer,
        "reason": said.reason,
        "narrative": said.narrative,
        "version": seq,
    }


class PartForm(Form):
    """How one point of a practice is met."""

    means = RadioField("How is it provided?", validate_choice=False)
    words = TextAreaField("In your own words")
    party = StringField("Who the agreement is with")
    agreed_from = DateParts("The agreement holds from")
    agreed_until = DateParts("Until (leave empty if it goes on)")

    def offering(self, practice: Practice) -> "PartForm":
        """Return the form with the ways that the standard knows; without any, it is shown so."""
        self.means.choices = [SelectChoice(way.code, way.label) for way in practice.ways]
        if not practice.ways:
            self.means.data = MET
            self.means.choices = [SelectChoice(MET, "Shown as follows")]
        if practice.computation == QUALIFIED_PERSON:
            self.words.label.text = "Who it is, with what qualification and experience"
        return self

    def answer(self) -> PartAnswer:
        """Return what was typed, for the rules to judge; only after it was found whole."""
        return PartAnswer(
            means=self.means.data or "",
            words=self.words.data or "",
            party=self.party.data or "",
            agreed_from=self.agreed_from.data,
            agreed_until=self.agreed_until.data,
        )


class FileForm(Form):
    """A file to add."""

    file = FileField("Add a file", [Required("Choose a file.")])
