"""A case's line of time as its page tells it: what happened, when, and when it was written down."""

from collections.abc import Mapping, Sequence
from datetime import date

from competency.cases.domain.kinds import words_of
from competency.cases.domain.timeline import Event, standing
from competency.cases.views.words import detail_words
from competency.frameworks.domain.kinds.case_management_protocol import CaseManagementProtocol
from competency.infra.formats import moment, plain_day, plural
from competency.kernel.values import Value

NOBODY = "an import"


class Happening(Value):
    """One thing that happened; `corrections` say what was written of it before and why."""

    id: int
    kind: str
    on: date
    what: str
    note: str
    written: str
    corrections: Sequence[str]
    is_struck: bool


def happenings(
    written: Sequence[Event], names: Mapping[int, str], protocol: CaseManagementProtocol
) -> list[Happening]:
    """Return what happened, the newest first, what was struck out among it."""
    counts = {event.id: event for event in standing(written)}
    corrected: dict[int, list[Event]] = {}
    for event in written:
        if event.corrects_id is not None:
            corrected.setdefault(event.corrects_id, []).append(event)
    found = [
        _happening(event, counts.get(event.id), corrected.get(event.id, ()), names, protocol)
        for event in written
        if event.corrects_id is None
    ]
    return sorted(found, key=lambda one: (one.on, one.id), reverse=True)


def _happening(
    event: Event,
    counts: Event | None,
    corrected: Sequence[Event],
    names: Mapping[int, str],
    protocol: CaseManagementProtocol,
) -> Happening:
    shown = counts or event
    detail = detail_words(event.kind, event.detail, protocol)
    what = words_of(event.kind, protocol)
    return Happening(
        id=event.id,
        kind=event.kind,
        on=shown.happened_on,
        what=f"{what}: {detail}" if detail else what,
        note=event.note,
        written=_written(event, names),
        corrections=[_correction(one, event, names) for one in corrected],
        is_struck=counts is None,
    )


def _written(event: Event, names: Mapping[int, str]) -> str:
    who = names.get(event.recorded_by_id or 0, NOBODY)
    days = event.days_until_written
    if days == 0:
        return f"Written down the same day by {who}"
    return f"Written down {plural(days, 'day')} later, on {plain_day(event.recorded_at)}, by {who}"


def _correction(one: Event, event: Event, names: Mapping[int, str]) -> str:
    who = names.get(one.recorded_by_id or 0, NOBODY)
    done = "Struck out" if one.struck else f"Its day corrected to {plain_day(one.happened_on)}"
    was = "" if one.struck else f" (first written: {plain_day(event.happened_on)})"
    said = f"{done}{was} on {moment(one.recorded_at)} by {who}."
    return f"{said} {' '.join(one.note.split())}".strip()
