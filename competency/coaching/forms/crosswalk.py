"""Adding a link of one's own, setting a released one aside, taking a change back."""

from collections.abc import Iterable

from wtforms import RadioField, SelectField, TextAreaField

from competency.coaching.domain.crosswalk import Strength
from competency.coaching.service.own_links import NewLink
from competency.coaching.service.sources import StrandName
from competency.infra.forms import Form, Required, SelectChoice


class LinkForm(Form):
    """Which strand, how strong, and why."""

    strand = SelectField(
        "Which strand does it tell something about?",
        [Required("Choose one of the strands.")],
        validate_choice=False,
    )
    strength = RadioField(
        "How strong is the link?", [Required("Choose how strong the link is.")], choices=[]
    )
    reason = TextAreaField("Why, in one sentence", [Required("Say why in one sentence.")])

    def offering(self, strands: Iterable[StrandName], strengths: Iterable[Strength]) -> "LinkForm":
        """Return the form with the strands and strengths to choose from."""
        self.strand.choices = [
            SelectChoice("", "Choose"),
            *(SelectChoice(one.code, one.words) for one in strands),
        ]
        self.strength.choices = [
            SelectChoice(one.code, one.title, render_kw={"hint": one.meaning}) for one in strengths
        ]
        return self

    def wanted(self, kind: str, code: str) -> NewLink:
        """Return what was typed, for the rules to judge."""
        return NewLink(
            kind=kind,
            code=code,
            strand=self.strand.data or "",
            strength=self.strength.data or "",
            reason=self.reason.data or "",
        )


class SetAsideForm(Form):
    """Why the link does not count here."""

    reason = TextAreaField(
        "Why does it not hold here? One sentence", [Required("Say why in one sentence.")]
    )


class TakeBackForm(Form):
    """A button."""
