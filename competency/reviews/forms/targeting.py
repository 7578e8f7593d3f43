"""Reviews of central office: why, which cases, how many, until when."""

from collections.abc import Mapping
from datetime import date

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField

from competency.infra.forms import DateParts, Form, Required, SelectChoice
from competency.kernel.errors import Refused
from competency.reviews.domain.targeting import Query, Standing, Targeting
from competency.reviews.forms.posts import chosen

STANDING_WORDS = {
    Standing.OPEN: "Open cases",
    Standing.ENDED: "Ended cases",
    Standing.ALL: "Open and ended cases",
}


class TargetForm(Form):
    """What central office wants reviewed."""

    title = StringField("What do you call these reviews?", [Required("Give them a name.")])
    purpose = TextAreaField(
        "What are they to show?", [Required("Say what these reviews are to show.")]
    )
    standing = RadioField(
        "Which cases?",
        choices=[SelectChoice(one.value, STANDING_WORDS[one]) for one in Standing],
        default=Standing.OPEN.value,
    )
    region = SelectField("Region", validate_choice=False)
    area = SelectField("Programme", validate_choice=False)
    missed = SelectField("That missed this standard", validate_choice=False)
    since = DateParts("Missed or ended since (if it matters)")
    safeguarding = BooleanField("Only cases with a safeguarding concern")
    count = IntegerField("How many cases at most?", [Required("Enter how many.")])
    due_on = DateParts("Complete by", [Required("Enter the day by which they are complete.")])

    def offering(
        self,
        regions: Mapping[int, str],
        areas: Mapping[int, str],
        clocks: Mapping[str, str],
    ) -> "TargetForm":
        """Return the form with the regions, programmes and standards to choose from."""
        self.region.choices = _any("All regions", regions)
        self.area.choices = _any("All programmes", areas)
        self.standards = {"", *clocks}
        self.missed.choices = [
            SelectChoice("", "No matter which"),
            *(SelectChoice(code, title) for code, title in clocks.items()),
        ]
        return self

    def query(self) -> Query:
        """Return the query as chosen; refuses a standard that was not offered."""
        missed = self.missed.data or ""
        if missed not in self.standards:
            raise Refused("unknown_standard", "Choose one of the standards.", field="missed")
        return Query(
            region_id=chosen(self.region.data) or None,
            practice_area_id=chosen(self.area.data) or None,
            standing=Standing(self.standing.data),
            since=self.since.data,
            missed=missed,
            safeguarding=bool(self.safeguarding.data),
        )

    def wanted(self) -> Targeting:
        """Return what was typed, for the rules to judge; only after it was found whole."""
        return Targeting(
            title=self.title.data or "",
            purpose=self.purpose.data or "",
            query=self.query(),
            count=self.count.data or 0,
            due_on=self.due_on.data or date.min,
        )


def query_words(
    query: Query, regions: Mapping[int, str], areas: Mapping[int, str], clocks: Mapping[str, str]
) -> list[str]:
    """Return what a query asks for, a phrase for each part."""
    found = [STANDING_WORDS[query.standing]]
    if query.region_id is not None:
        found.append(f"region {regions.get(query.region_id, '')}")
    if query.practice_area_id is not None:
        found.append(areas.get(query.practice_area_id, ""))
    if query.missed:
        found.append(f"missed: {clocks.get(query.missed, query.missed)}")
    if query.since:
        found.append(f"since {query.since.isoformat()}")
    if query.safeguarding:
        found.append("with a safeguarding concern")
    return found


def _any(nothing: str, named: Mapping[int, str]) -> list[SelectChoice]:
    return [SelectChoice("", nothing), *(SelectChoice(str(i), name) for i, name in named.items())]
