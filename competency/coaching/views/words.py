"""What the pages of supervision say, and what their forms offer."""

from flask import request

from competency.coaching.domain.sessions import Source
from competency.coaching.forms.actions import ActionForm
from competency.coaching.library import load_supervision_rules
from competency.coaching.service import actions, tagging
from competency.coaching.service.agenda import Suggested
from competency.infra.work import Work

BEFORE = {
    Source.SIGNAL: "Worth a conversation",
    Source.ACTION: "Open action",
    Source.SECOND_LEVEL: "For the supervisor's own supervision",
}


def suggested(one: Suggested) -> str:
    """Return a suggestion with where it comes from; a case by its reference."""
    if one.source is Source.CASE:
        return f"Case {one.reference}: {one.words}"
    return f"{BEFORE[one.source]}: {one.words}"


def offered(work: Work, form: ActionForm, person_id: int) -> ActionForm:
    """Return the form of an action with all that can be chosen for this person.

    Where a strand is chosen already, the measures that speak of it come first.
    """
    return form.offer(
        owners=((str(id_), name) for id_, name in actions.owners_of(work, person_id).items()),
        kinds=load_supervision_rules().coaching.values(),
        areas=tagging.areas(work, person_id),
        strands=tagging.strands(work),
        measures=tagging.measures(work, form.strand.data or ""),
    )


def about() -> dict[str, str]:
    """Return what an action is to be about, where the page that led here has said so."""
    asked = request.args
    known = {one: asked.get(one, "") for one in ("strand", "measure", "signal")}
    return known | {"practice_area": asked.get("area", "")}
