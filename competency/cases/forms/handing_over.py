"""Handing over a caseload: who takes which case, from when, and why."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import SelectField, StringField

from competency.infra.forms import DateParts, Form, Required, SelectChoice

NOBODY = 0


class HandOverForm(Form):
    """Who takes all the cases that have no choice of their own, from which day, and why."""

    everything_to = SelectField("Who takes them", coerce=int)
    happened_on = DateParts("From which day", [Required("Enter the day.")])
    reason = StringField("Why", [Required("Say why these cases are handed over.")])

    def offer(self, people: Mapping[int, str]) -> "HandOverForm":
        """Offer those who can take cases."""
        self.everything_to.choices = [
            SelectChoice(NOBODY, "I choose for each case below"),
            *(SelectChoice(id_, name) for id_, name in people.items()),
        ]
        return self

    def chosen(
        self, case_ids: Iterable[int], people: Mapping[int, str], sent: Mapping[str, Any]
    ) -> tuple[dict[int, int], set[int]]:
        """Return who takes which case, and the cases that stay.

        A case has its own choice (`case-7`: a person, `stay`, or nothing) or goes with the rest.
        """
        to: dict[int, int] = {}
        staying: set[int] = set()
        for case_id in case_ids:
            own = str(sent.get(f"case-{case_id}", ""))
            taker = int(own) if own.isascii() and own.isdigit() and len(own) < 10 else NOBODY
            taker = taker if taker in people else NOBODY
            if own != "stay" and not taker:
                taker = self.everything_to.data or NOBODY
            if own == "stay" or not taker:
                staying.add(case_id)
            else:
                to[case_id] = taker
        return to, staying
