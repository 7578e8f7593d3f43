"""What the two write down in their conversation."""

from wtforms import StringField, TextAreaField

from competency.assessments.domain.agenda import Agreement, Outcome
from competency.assessments.domain.marks import Answer
from competency.assessments.service.agreeing import Decision
from competency.infra.forms import Form

NOT_APPLICABLE = "na"
LONGEST_NUMBER = 6  # digits


class StrandForm(Form):
    """The outcome of one strand: an agreed position with its reason, or both reasons why not.

    It edits a strand, so it carries the number of the outcome it was filled from (`seq`).
    """

    position = StringField("Position you agree on")
    not_applicable_reason = TextAreaField("Why it does not apply to the role")
    reason = TextAreaField("Why you settled on this")
    self_reason = TextAreaField("The practitioner's reason")
    supervisor_reason = TextAreaField("The supervisor's reason")
    seq = StringField()

    def decision(self, strand: str) -> Decision:
        """Return what was decided on the strand, for the rules to judge."""
        typed = self.position.data or ""
        return Decision(
            strand=strand,
            answer=_answer(typed),
            position=_number(typed),
            not_applicable_reason=self.not_applicable_reason.data or "",
            reason=self.reason.data or "",
            seq=self.number,
        )

    @property
    def number(self) -> int:
        """Return the number of the outcome the form was filled from; 0 for none."""
        return _number(self.seq.data or "") or 0


class WordsForm(Form):
    """The agreed practice level of a section in the two people's words."""

    words = TextAreaField("Agreed practice level, in your own words")
    seq = StringField()

    @property
    def number(self) -> int:
        """Return the number of the words the form was filled from; 0 for none."""
        return _number(self.seq.data or "") or 0


def filled(agreement: Agreement | None) -> dict[str, str]:
    """Return what a strand's form starts with: what is recorded, and nothing where nothing is."""
    if agreement is None:
        return {"seq": "0"}
    mark = agreement.mark
    position = "" if mark.position is None else str(mark.position)
    if agreement.outcome is Outcome.AGREED and mark.answer is Answer.NOT_APPLICABLE:
        position = NOT_APPLICABLE
    return {
        "position": position,
        "not_applicable_reason": mark.reason,
        "reason": agreement.reason,
        "self_reason": agreement.self_reason,
        "supervisor_reason": agreement.supervisor_reason,
        "seq": str(agreement.seq),
    }


def _answer(typed: str) -> str:
    if typed == NOT_APPLICABLE:
        return Answer.NOT_APPLICABLE
    return Answer.RATED if typed else ""


def _number(typed: str) -> int | None:
    right = typed.isascii() and typed.isdigit() and len(typed) < LONGEST_NUMBER
    return int(typed) if right else None
