"""What the address of a page on timeliness asks for."""

import re
from datetime import date
from typing import Any

from flask import request

from competency.insights.domain.standing import Period
from competency.insights.service.standing import REGION, TEAM, Asked
from competency.kernel.errors import NotFound, Refused
from competency.timeliness.domain.results import Result

PLACE = re.compile(rf"({TEAM}|{REGION})-([1-9][0-9]{{0,8}})")
MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
NUMBER = re.compile(r"[1-9][0-9]{0,8}")
KEPT = ("place", "standard", "first", "last")
EARLIEST, LATEST = 2000, 2100


def asked() -> Asked:
    """Return what the address asks for; refuses what is no month; raises NotFound for no place."""
    given = request.args.get("place", "").strip()
    found = PLACE.fullmatch(given)
    if given and found is None:
        raise NotFound("There is no such team or region, or it is not yours to see.")
    return Asked(
        place=(found[1], int(found[2])) if found else None,
        standard=request.args.get("standard", "").strip(),
        first=asked_month("first"),
        last=asked_month("last"),
    )


def asked_month(name: str) -> date | None:
    """Return a month that was typed as 2026-03, by its first day; None for nothing."""
    text = request.args.get(name, "").strip()
    if not text:
        return None
    found = MONTH.fullmatch(text)
    if found and EARLIEST <= int(found[1]) <= LATEST and 1 <= int(found[2]) <= 12:
        return date(int(found[1]), int(found[2]), 1)
    raise Refused("no_month", "Enter a month as year and month, like 2026-03.", field=name)


def asked_number(name: str) -> int | None:
    """Return a record's number that the address asks for; what is no number asks for none."""
    text = request.args.get(name, "")
    return int(text) if NUMBER.fullmatch(text) else None


def months_of(period: Period) -> dict[str, str]:
    """Return the months of a period as an address has them."""
    return {"first": f"{period.first:%Y-%m}", "last": f"{period.last:%Y-%m}"}


def typed_months(period: Period) -> dict[str, str]:
    """Return the months that were typed, those shown where nothing was."""
    shown = months_of(period)
    return {name: request.args.get(name, "").strip() or shown[name] for name in shown}


def error_of(refusal: Refused) -> dict[str, str]:
    """Return a refused question for the summary of what is wrong."""
    return {"text": refusal.message, "href": f"#{refusal.field}"}


def asked_result() -> Result | None:
    """Return which result is asked for, None for all; refuses another word."""
    text = request.args.get("result", "").strip()
    if not text:
        return None
    if text in set(Result):
        return Result(text)
    raise Refused("unknown_result", "Choose a result of the list.", field="result")


def kept(**changes: str | None) -> dict[str, Any]:
    """Return the address's own questions, with some of them changed, for links onwards."""
    found = {name: request.args.get(name, "").strip() for name in KEPT}
    return {name: value for name, value in {**found, **changes}.items() if value}
