"""Data in a glance: the scores of all regions by quarter, and the reviews behind one's own."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Row, Select

from competency.cases.service import held
from competency.frameworks.domain.kinds.case_review_instrument import Item, Section
from competency.infra.work import Work
from competency.kernel.actor import Actor, Role
from competency.kernel.clock import LONDON
from competency.kernel.errors import Forbidden, NotFound, Refused
from competency.kernel.values import Value
from competency.people.service import access, lookup
from competency.people.service.lookup import Named
from competency.reviews import permissions
from competency.reviews.domain.applying import applying_items, decides
from competency.reviews.domain.calendar import quarter_of
from competency.reviews.domain.glance import (
    IN_CHART,
    IN_TABLE,
    Line,
    Part,
    line,
    parts,
    quarters_until,
    scores,
    sum_of,
)
from competency.reviews.domain.levels import Answer, Level
from competency.reviews.domain.scores import COUNTED, GOOD, SMALLEST_GROUP, Score
from competency.reviews.queries import glance as queries
from competency.reviews.queries.glance import Wanted
from competency.reviews.service.loading import regions_of, scope
from competency.reviews.service.rules import get_instrument
from competency.reviews.service.sheets import read_chosen
from competency.timeliness.domain.due import add_months

PAGE = 50
OWN_ROLES = (Role.REGIONAL_LEADERSHIP, Role.QUALITY_SPECIALIST, Role.CENTRAL_OFFICE)
EVERYWHERE = "The whole organisation"
HEADLINE = "reviews"


class Asked(Value):
    """What a reader asks for: the last quarter shown, the level, and what it is narrowed to."""

    quarter: date
    level: Level = Level.FIRST
    region_id: int | None = None
    section: str = ""
    item: str = ""


class Board(Value, kw_only=True):
    """The scores of one place, and over time for the chart.

    `is_open` says that the reviews behind them are the reader's to see, `leaves_out` that small
    numbers of other regions are kept back.
    """

    asked: Asked
    place: str
    quarters: Sequence[date]
    parts: Sequence[Part]
    total: Line
    over_time: Line
    drawn: Sequence[date]
    regions: Sequence[Named]
    sections: Sequence[Section]
    is_open: bool
    leaves_out: bool


class OneItem(Value, kw_only=True):
    """The scores of one item, region by region; `own` are the regions of the reader."""

    asked: Asked
    item: Item
    section: Section
    place: str
    quarters: Sequence[date]
    lines: Sequence[tuple[int, Line]]
    whole: Line
    over_time: Line
    drawn: Sequence[date]
    regions: Sequence[Named]
    own: frozenset[int]
    leaves_out: bool


class Headline(Value):
    """How the reader's regions are doing: all items of the first level, until this quarter."""

    is_everywhere: bool
    quarter: date
    total: Line

    @property
    def score(self) -> Score:
        """Return the score of the quarter."""
        return self.total.cells[-1] or Score()


class Behind(Value):
    """One review behind a number: the case's reference, and what was answered when."""

    review_id: int
    reference: str
    region: str
    submitted_at: datetime
    answer: Answer


class Found(Value):
    """The reviews behind a number: a page of them, how many, and how many are closed as yet.

    Where so few are closed that what they found could be worked out from the others, `is_held`
    is true and none is told.
    """

    rows: Sequence[Behind]
    count: int
    closed: int

    @property
    def is_held(self) -> bool:
        """Return whether the others are held back for the sake of those that are closed."""
        return 0 < self.closed < SMALLEST_GROUP


def board(work: Work, asked: Asked) -> Board:
    """Return the scores of the organisation or of a region, in two statements.

    Every region's leadership and specialists and central office see those of all regions.
    Refuses other roles, an unknown region (NotFound), section and item.
    """
    access.require_role(work, permissions.SEE_GLANCE)
    instrument = get_instrument()
    _check(asked)
    regions = lookup.regions(work.session)
    place = _place(regions, asked.region_id)
    own = own_regions(work.actor)
    shown, drawn = _quarters(asked)
    found = scores(_counted(work, asked), own)
    narrowed = {"section": asked.section, "item": asked.item}
    made = parts(instrument, found, shown, asked.region_id, **narrowed)
    longer = parts(instrument, found, drawn, asked.region_id, **narrowed)
    return Board(
        asked=asked,
        place=place,
        quarters=shown,
        parts=made,
        total=_total(made, asked, len(shown)),
        over_time=_total(longer, asked, len(drawn)),
        drawn=drawn,
        regions=regions,
        sections=instrument.sections,
        is_open=own is None or (asked.region_id in own),
        leaves_out=_leaves_out(found),
    )


def one_item(work: Work, asked: Asked) -> OneItem:
    """Return the scores of one item in every region and in the organisation, in two statements.

    Refuses as `board` does.
    """
    access.require_role(work, permissions.SEE_GLANCE)
    instrument = get_instrument()
    _check(asked)
    regions = lookup.regions(work.session)
    own = own_regions(work.actor)
    shown, drawn = _quarters(asked)
    found = scores(_counted(work, asked), own)
    item = instrument.item(asked.item)
    place = _place(regions, asked.region_id)
    return OneItem(
        asked=asked,
        item=item,
        section=instrument.section_of(item.code),
        place=place,
        quarters=shown,
        lines=[(one.id, line(found, item.code, one.name, shown, one.id)) for one in regions],
        whole=line(found, item.code, EVERYWHERE, shown),
        over_time=line(found, item.code, place, drawn, asked.region_id),
        drawn=drawn,
        regions=regions,
        own=frozenset(one.id for one in regions if own is None or one.id in own),
        leaves_out=_leaves_out(found),
    )


def behind(
    work: Work, asked: Asked, answer: Answer | None = None, *, page: int | None = 1
) -> Found:
    """Return the reviews behind the number of one item and quarter, in at most four statements.

    Only of the reader's own regions; central office has all. What was found while a second-level
    review of the case is awaited is counted and not told, and while that is so of one to four,
    none is: the score less the others would tell it. `page` None returns all, for a file.
    Refuses (Forbidden) another region and other roles.
    """
    access.require_role(work, permissions.SEE_GLANCE)
    _check(asked)
    own = own_regions(work.actor)
    if asked.region_id is not None and own is not None and asked.region_id not in own:
        raise Forbidden("The reviews behind a number are seen in their own region.")
    regions = {one.id: one.name for one in lookup.regions(work.session)}
    if asked.region_id is not None and asked.region_id not in regions:
        raise NotFound("There is no such region.")
    counting = _counting(work, asked)
    open_ones = [row for row in counting if row.may_read]
    held_back = Found([], 0, len(counting) - len(open_ones))
    if held_back.is_held:
        return held_back
    chosen = [row for row in open_ones if answer is None or row.answer == answer.value]
    some = chosen if page is None else chosen[(page - 1) * PAGE : page * PAGE]
    references = held.references(work.session, (row.case_id for row in some))
    rows = [
        Behind(
            row.id,
            references[row.case_id],
            regions[row.region_id],
            row.submitted_at,
            Answer(row.answer),
        )
        for row in some
    ]
    return Found(rows, len(chosen), len(counting) - len(open_ones))


def headline_counts(work: Work) -> dict[str, Select[int]]:
    """Return what a home page has to count for its headline, by name; `headline` reads it.

    First-level answers of this quarter and the one before in the reader's own regions; nothing
    for who does not come for scores.
    """
    if not any(work.actor.has(role) for role in OWN_ROLES):
        return {}
    own = own_regions(work.actor)
    quarters = quarters_until(quarter_of(work.today), 2)
    answers = {"good": sorted(GOOD), "all": sorted(COUNTED)}
    return {
        f"{HEADLINE} {what} {quarter}": queries.how_many(Level.FIRST.value, quarter, given, own)
        for quarter in quarters
        for what, given in answers.items()
    }


def headline(work: Work, counts: Mapping[str, int]) -> Headline | None:
    """Return how the reader's regions are doing, from what was counted; None where nothing was."""
    quarters = quarters_until(quarter_of(work.today), 2)
    names = [[f"{HEADLINE} {what} {quarter}" for what in ("good", "all")] for quarter in quarters]
    if names[0][0] not in counts:
        return None
    cells = tuple(Score(counts[good], counts[all_]) for good, all_ in names)
    is_everywhere = own_regions(work.actor) is None
    return Headline(is_everywhere, quarters[-1], Line("", "All items", cells))


def own_regions(actor: Actor) -> frozenset[int] | None:
    """Return the regions whose reviews the actor may look behind; None is all of them.

    The same as the permission DRILL says of each review.
    """
    return regions_of(actor, *OWN_ROLES)


def begin_of(day: date) -> datetime:
    """Return the moment at which a day begins in London."""
    return datetime.combine(day, time(), LONDON)


def _counted(work: Work, asked: Asked) -> list[tuple[date, int, str, str, int]]:
    drawn = quarters_until(asked.quarter, IN_CHART)
    return queries.counted(work.session, asked.level.value, drawn[0], drawn[-1], asked.item)


def _quarters(asked: Asked) -> tuple[tuple[date, ...], tuple[date, ...]]:
    return quarters_until(asked.quarter, IN_TABLE), quarters_until(asked.quarter, IN_CHART)


def _total(made: Sequence[Part], asked: Asked, quarters: int) -> Line:
    """Return all that is shown as one: all items, the section or the item that is asked for."""
    title = "All items"
    if made and asked.item:
        title = f"{asked.item} {made[0].items[0].title}"
    elif made and asked.section:
        title = made[0].sum.title
    return sum_of("", title, [part.sum for part in made], quarters)


def _place(regions: Sequence[Named], region_id: int | None) -> str:
    if region_id is None:
        return EVERYWHERE
    for one in regions:
        if one.id == region_id:
            return one.name
    raise NotFound("There is no such region.")


def _check(asked: Asked) -> None:
    instrument = get_instrument()
    if asked.section:
        instrument.section(asked.section)
    if asked.item:
        instrument.item(asked.item)
        if asked.section and instrument.section_of(asked.item).code != asked.section:
            raise Refused(
                "not_in_section",
                "This item is in another section: choose one of them.",
                field="item",
            )


def _leaves_out(found: Mapping[tuple[date, str], Mapping[int | None, object]]) -> bool:
    return any(score is None for places in found.values() for score in places.values())


def _counting(work: Work, asked: Asked) -> list[Row[Any]]:
    """Return the reviews of the reader's regions in which the item applied and was answered."""
    today = work.today
    wanted = Wanted(
        asked.level.value,
        begin_of(asked.quarter),
        begin_of(add_months(asked.quarter, 3)),
        asked.region_id,
    )
    within = scope(work.actor, today, permissions.DRILL)
    may_read = scope(work.actor, today, permissions.READ)
    rows = queries.behind(work.session, wanted, asked.item, within, may_read)
    pinned = {(row.instrument_id, row.instrument_version) for row in rows}
    deciding = sorted(
        {code for one in pinned for code in decides(get_instrument(*one), asked.item)}
    )
    others = queries.answers_of(work.session, wanted, within, deciding) if deciding else {}
    known: dict[object, bool] = {}
    found = []
    for row in rows:
        given = others.get(row.id, {})
        key = (row.instrument_id, row.instrument_version, row.elements, *sorted(given.items()))
        if key not in known:
            instrument = get_instrument(row.instrument_id, row.instrument_version)
            items = applying_items(instrument, read_chosen(row.elements).elements, given)
            known[key] = any(item.code == asked.item for item in items)
        if known[key]:
            found.append(row)
    return found
