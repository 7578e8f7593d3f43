"""The organisation's policy on what is counted, as a form."""

from wtforms import IntegerField, SelectMultipleField
from wtforms.validators import InputRequired

from competency.accreditation.domain.policy import Policy
from competency.accreditation.service.policy import Choices
from competency.cases.domain.caseload_range import CaseloadRange
from competency.infra.forms import Form, SelectChoice


class PolicyForm(Form):
    """Which cases and contacts count, how many cases a worker holds, what another case weighs."""

    areas = SelectMultipleField("Practice areas of the programme", coerce=int)
    ways = SelectMultipleField("Ways of contact that are direct")
    parties = SelectMultipleField("With whom a contact counts")
    least = IntegerField(
        "Fewest cases of a full-time worker", [InputRequired("Enter a number of cases.")]
    )
    most = IntegerField(
        "Most cases of a full-time worker", [InputRequired("Enter a number of cases.")]
    )
    other_percent = IntegerField(
        "What a case outside the programme weighs, in percent",
        [InputRequired("Enter a percent from 0 to 100.")],
    )

    def offering(self, there: Choices) -> "PolicyForm":
        """Return the form with what there is to choose from."""
        self.areas.choices = [SelectChoice(number, name) for number, name in there.areas.items()]
        self.ways.choices = [SelectChoice(code, name) for code, name in there.ways.items()]
        self.parties.choices = [SelectChoice(code, name) for code, name in there.parties.items()]
        return self

    def policy(self) -> Policy:
        """Return what was chosen, for the rules to judge; no area is every case."""
        return Policy(
            area_ids=tuple(self.areas.data or ()),
            ways=tuple(self.ways.data or ()),
            parties=tuple(self.parties.data or ()),
            other_percent=self.other_percent.data if self.other_percent.data is not None else -1,
        )

    def limits(self) -> CaseloadRange:
        """Return the range of caseloads, for the rules to judge."""
        return CaseloadRange(self.least.data or 0, self.most.data or 0)


def filled(policy: Policy, limits: CaseloadRange) -> dict[str, object]:
    """Return what stands in the form of the policy that holds."""
    return {
        "areas": list(policy.area_ids),
        "ways": list(policy.ways),
        "parties": list(policy.parties),
        "other_percent": policy.other_percent,
        "least": limits.least,
        "most": limits.most,
    }
