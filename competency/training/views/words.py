"""What the pages of training say and where their tables may be taken from."""

from flask import request, url_for

from competency.infra.formats import plain_day
from competency.kernel.actor import Actor, Role, ScopeKind
from competency.training.domain.state import Standing, State

LONGEST_NUMBER = 10  # digits
PLACES = (
    ("training.overview_page", "Who is in time", {Role.TRAINING_LEAD}),
    ("training.waiting", "Completions to verify", {Role.TRAINING_LEAD}),
    ("training.attendance", "Record an attendance list", {Role.TRAINING_LEAD}),
    ("training.exceptions", "Exemptions and refreshers", {Role.TRAINING_LEAD}),
    ("training.send_file", "Bring in completions from a file", {Role.TRAINING_LEAD}),
    ("training.reports", "Governance reports", {Role.TRAINING_LEAD}),
    (
        "training.list_requirements",
        "What is asked of whom",
        {Role.TRAINING_LEAD, Role.ADMINISTRATOR},
    ),
    ("training.team", "Those in your line", {Role.SUPERVISOR, Role.MANAGER}),
)
OF_THE_WHOLE = {"training.reports", "training.list_requirements"}


def places(actor: Actor) -> list[dict[str, str]]:
    """Return the further pages of training that the actor comes for."""
    here = request.endpoint
    whole = {grant.role for grant in actor.grants if grant.scope is ScopeKind.EVERYONE}
    held = {grant.role for grant in actor.grants}
    return [
        {"text": text, "href": url_for(endpoint)}
        for endpoint, text, roles in PLACES
        if roles & (whole if endpoint in OF_THE_WHOLE else held) and endpoint != here
    ]


def when(found: Standing) -> str:
    """Return the day that counts for somebody's standing, in words."""
    if found.state is State.EXEMPT and found.until is not None:
        return f"Exempt until {plain_day(found.until)}"
    if found.due_on is None:
        return "No day ahead"
    return plain_day(found.due_on)


def asked_number(name: str) -> int | None:
    """Return a number of the address's question, None where there is none."""
    text = request.args.get(name, "")
    right = text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER
    return int(text) if right else None
