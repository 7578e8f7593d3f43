"""The checklist: who brings an item, how far it is, and narrowing the list."""

import re
from collections.abc import Iterable, Mapping

from wtforms import RadioField, SelectField, StringField, TextAreaField

from competency.accreditation.domain.items import Due, Progress
from competency.accreditation.domain.states import ITEM_WORDS, ItemState
from competency.frameworks.domain.kinds.accreditation_standard import EvidenceList
from competency.infra.forms import DateParts, Form, Required, SelectChoice
from competency.kernel.values import Value

NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
NOBODY = "nobody"
DUE_WORDS = {
    Due.LATE: "Past its day",
    Due.SOON: "Due within a week",
    Due.LATER: "Due later",
    Due.NONE: "No day, or done",
}


class PlanForm(Form):
    """Who brings an item, and until when."""

    owner = StringField("Who brings it?")
    due_on = DateParts("By")


class ProgressForm(Form):
    """How far an item is."""

    state = RadioField(
        "How far is it?",
        [Required("Say how far it is.")],
        choices=[SelectChoice(one.value, ITEM_WORDS[one]) for one in ItemState],
    )
    notes = TextAreaField("Notes")
    reason = TextAreaField("Why it is not needed (if it is not)")

    def progress(self) -> Progress:
        """Return what was typed, for the rules to judge; only after it was found whole."""
        return Progress(ItemState(self.state.data), self.notes.data or "", self.reason.data or "")


class Wanted(Value):
    """Which items are listed; None asks nothing, owner 0 means that nobody has them."""

    list_code: str | None = None
    owner_id: int | None = None
    state: ItemState | None = None
    due: Due | None = None


class ChecklistFilter(Form):
    """Which items are listed."""

    list = SelectField("List", validate_choice=False)
    owner = SelectField("Who brings it", validate_choice=False)
    state = SelectField(
        "State",
        choices=[
            SelectChoice("", "Any state"),
            *(SelectChoice(one.value, ITEM_WORDS[one]) for one in ItemState),
        ],
        validate_choice=False,
    )
    due = SelectField(
        "Due",
        choices=[
            SelectChoice("", "Any day"),
            *(SelectChoice(one.value, DUE_WORDS[one]) for one in Due),
        ],
        validate_choice=False,
    )

    def offering(
        self, lists: Iterable[EvidenceList], owners: Mapping[int, str] | None
    ) -> "ChecklistFilter":
        """Return the form with the lists and owners to choose from; None names no owner."""
        self.list.choices = [
            SelectChoice("", "All lists"),
            *(SelectChoice(one.code, one.title) for one in lists),
        ]
        self.owner.choices = [
            SelectChoice("", "Anybody"),
            SelectChoice(NOBODY, "Nobody yet"),
            *(SelectChoice(str(id_), name) for id_, name in (owners or {}).items()),
        ]
        return self

    def wanted(self) -> Wanted:
        """Return what the address asks for; it may be typed by hand, so odd parts are left out."""
        owner = self.owner.data or ""
        return Wanted(
            list_code=self.list.data or None,
            owner_id=0 if owner == NOBODY else int(owner) if NUMBER.fullmatch(owner) else None,
            state={one.value: one for one in ItemState}.get(self.state.data or ""),
            due={one.value: one for one in Due}.get(self.due.data or ""),
        )

    def kept(self) -> dict[str, str]:
        """Return the filters that are set, for the addresses of the same list as a file."""
        asked = {name: self[name].data or "" for name in ("list", "owner", "state", "due")}
        return {name: value for name, value in asked.items() if value}
