"""Where one can go in the room of reviews, by role; and what its lists share."""

from datetime import date
from typing import Any

from flask import current_app, request, url_for

from competency.kernel.actor import Actor, Role
from competency.reviews.forms.listing import month_or_none

REGION = {Role.QUALITY_SPECIALIST, Role.REGIONAL_LEADERSHIP}
OFFICE = {*REGION, Role.CENTRAL_OFFICE}
# Page, its words, and the roles that come for it; the first is everybody's.
PLACES: tuple[tuple[str, str, set[Role]], ...] = (
    ("reviews.mine", "What is due, and my reviews", set(Role)),
    ("reviews.calendar", "The review calendar", set(Role)),
    ("reviews.substitutions", "Other cases asked for", {*OFFICE, Role.SUPERVISOR}),
    ("reviews.second_level", "Assign the second level", {Role.QUALITY_SPECIALIST}),
    ("reviews.vacant_posts", "Vacant posts", {Role.QUALITY_SPECIALIST}),
    ("reviews.monitoring", "What is missing", OFFICE),
    ("reviews.draws", "Draws", OFFICE),
    ("reviews.targetings", "Targeted reviews", {Role.CENTRAL_OFFICE}),
    ("reviews.glance", "Data in a glance", OFFICE),
    ("reviews.team_glance", "My team's findings", {Role.SUPERVISOR, Role.MANAGER}),
    ("reviews.calibration", "How reviewers agree", {*OFFICE, Role.SUPERVISOR, Role.PEER_REVIEWER}),
)


def places(actor: Actor) -> list[dict[str, Any]]:
    """Return the pages of the room that the actor comes for."""
    held = {grant.role for grant in actor.grants}
    return [
        {"text": text, "href": url_for(endpoint), "here": request.endpoint == endpoint}
        for endpoint, text, roles in PLACES
        if held & roles and endpoint in current_app.view_functions
    ]


def asked_month(default: date) -> date:
    """Return the month that the address asks for; what is no month asks for the default."""
    return month_or_none(request.args.get("month")) or default


def how_far(on: date, today: date) -> str:
    """Return how far away a day is, in words."""
    days = (on - today).days
    if days in (-1, 0, 1):
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"
