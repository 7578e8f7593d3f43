"""What must hold between the parts of an accreditation standard."""

from competency.frameworks.domain.accreditation.parts import (
    ACTIVITIES,
    CASELOAD,
    CONTACTS,
    COUNT,
    INTERVIEWS,
    MATRIX,
    QUALIFIED_PERSON,
    EvidenceItem,
    EvidenceList,
    Practice,
    RatingMeaning,
    WholeRule,
)
from competency.frameworks.domain.accreditation.whole import RATING_SCALE
from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.protocol.reading import Read, check_filled, check_known, codes_of
from competency.frameworks.domain.reading import Table
from competency.frameworks.domain.standard import HEAD, Scale, Standard

WITH_POINTS = (MATRIX, ACTIVITIES, QUALIFIED_PERSON)
DIRECTIONS = ("higher-is-better", "lower-is-better")


def check_ratings(
    folder: Folder, standard: Standard, ratings: list[tuple[Table, RatingMeaning]]
) -> Scale | None:
    """Return the scale of the ratings; note a missing one, and each rating without a meaning."""
    scale = next((one for one in standard.scales if one.code == RATING_SCALE), None)
    if scale is None:
        folder.fault(HEAD, "scales", f"there is none with the code {RATING_SCALE!r}")
        return None
    if scale.direction and scale.direction not in DIRECTIONS:
        folder.fault(
            HEAD, "scales", f"the direction of {RATING_SCALE!r} must be {' or '.join(DIRECTIONS)}"
        )
    for table, one in ratings:
        _check_on(table, "value", one.value, scale)
    told = {one.value for _, one in ratings}
    for position in scale.positions:
        if ratings and position.value not in told:
            folder.fault("whole.toml", "ratings", f"do not say what {position.value} means")
    return scale


def check_rules(rules: list[tuple[Table, WholeRule]], scale: Scale) -> None:
    """Note a rating that is off the scale, and rules of which the last does not always hold."""
    for table, rule in rules:
        for key, value in (
            ("rating", rule.rating), ("every", rule.every), ("fundamental", rule.fundamental)
        ):  # fmt: skip
            if value is not None:
                _check_on(table, key, value, scale)
    if rules and (rules[-1][1].every, rules[-1][1].fundamental) != (None, None):
        rules[-1][0].fault("", "the last rule must ask nothing, so that one always holds")


def check_practices(practices: list[Read[Practice]], scale: Scale | None) -> None:
    """Note what does not fit the way in which a practice is evidenced."""
    for read in practices:
        _check_parts(read.table, read.part)
        _check_suggestions(read.table, read.part, scale)


def check_evidence(lists: list[Read[EvidenceList]], practices: list[Read[Practice]]) -> None:
    """Note evidence that speaks for nothing known, or lacks what its way of showing needs."""
    counted = {read.part.code for read in practices if read.part.is_counted}
    for read in lists:
        for number, item in enumerate(read.part.items, 1):
            place = f"items {number} ({item.code})"
            key = f"{place}, practices"
            check_filled(read.table, key, item.practices, "practice")
            check_known(read.table, key, item.practices, codes_of(practices), "practices")
            _check_shown(read.table, place, item, counted)


def _check_parts(table: Table, one: Practice) -> None:
    for key, wanted, there in (
        ("points", one.computation in WITH_POINTS, bool(one.points)),
        ("ways", one.computation == MATRIX, bool(one.ways)),
        ("caseload", one.computation == CASELOAD, one.caseload is not None),
        ("contacts", one.computation == CONTACTS, one.contacts is not None),
    ):
        if one.computation and wanted != there:
            reason = "is missing; it needs" if wanted else "does not belong to"
            table.fault(key, f"{reason} the computation {one.computation!r}")
    if one.ways and not any(way.is_gap for way in one.ways):
        table.fault("ways", "name no gap; what is not provided could not be said")


def _check_suggestions(table: Table, one: Practice, scale: Scale | None) -> None:
    for number, rule in enumerate(one.suggestions, 1):
        if rule.rating is not None and scale is not None:
            _check_on(table, f"suggestions {number}, rating", rule.rating, scale)
        last = number == len(one.suggestions)
        if last and rule.when:
            table.fault("suggestions", "the last one must ask nothing, so that one always holds")
        if not last and not rule.when:
            table.fault("suggestions", f"number {number} always holds and hides those after it")


def _check_shown(table: Table, place: str, item: EvidenceItem, counted: set[str]) -> None:
    if (item.shown_by == INTERVIEWS) != bool(item.people):
        table.fault(f"{place}, people", "belong to interviews, which need one or more")
    if item.shown_by == COUNT and not counted & set(item.practices):
        table.fault(f"{place}, shown_by", "is a count, but nothing is counted for its practices")


def _check_on(table: Table, key: str, value: int, scale: Scale) -> None:
    if all(position.value != value for position in scale.positions):
        table.fault(key, f"{value} is not on the scale {scale.code!r}")
