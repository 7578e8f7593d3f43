"""All that a self-study holds, read at once, with how far it is."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Row

from competency.accreditation.domain import figures
from competency.accreditation.domain.contradictions import (
    Contradiction,
    PracticeAsRated,
    StudyAsRated,
    contradictions,
)
from competency.accreditation.domain.figures import Figures, Provided
from competency.accreditation.domain.items import Due, due
from competency.accreditation.domain.parts import WITH_POINTS, has_lapsed
from competency.accreditation.domain.rating import Answer
from competency.accreditation.domain.readiness import ItemFacts, Readiness, readiness
from competency.accreditation.domain.states import ItemState, StudyState
from competency.accreditation.domain.suggesting import Suggestion, suggest, suggest_whole
from competency.accreditation.models import SelfStudy
from competency.accreditation.queries import studies as queries
from competency.accreditation.queries.studies import FileRow
from competency.accreditation.service import counting, snapshots
from competency.accreditation.service.library import get_standard
from competency.accreditation.service.parts import answer_in
from competency.accreditation.service.snapshots import Frozen
from competency.frameworks.domain.kinds.accreditation_standard import (
    ACTIVITIES,
    MATRIX,
    QUALIFIED_PERSON,
    AccreditationStandard,
    EvidenceItem,
    EvidenceList,
    Practice,
)
from competency.infra.work import Work
from competency.kernel.values import Value


class Item(NamedTuple):
    """An item of the checklist as it stands, with what the standard says of it."""

    row: Row[Any]
    item: EvidenceItem
    of_list: EvidenceList
    state: ItemState
    due: Due


class Whole(Value, kw_only=True):
    """A self-study with its standard and everything in it; by code of the practice where it says.

    `parts` are by practice, then by point; `counts` are the newest that are frozen.
    """

    study: SelfStudy | Row[Any]
    standard: AccreditationStandard
    ratings: Mapping[str, Row[Any]]
    items: Sequence[Item]
    parts: Mapping[str, Mapping[str, Row[Any]]]
    files: Sequence[FileRow]
    figures: Mapping[str, Figures]
    counts: Mapping[str, Frozen]
    contradictions: Sequence[Contradiction]
    readiness: Readiness

    @property
    def state(self) -> StudyState:
        """Return how far the self-study is."""
        return StudyState(self.study.state)

    def items_for(self, practice: str) -> list[Item]:
        """Return the items of the checklist that speak for a practice."""
        return [one for one in self.items if practice in one.item.practices]

    def files_of_part(self, part_id: int) -> list[FileRow]:
        """Return the files of an agreement or document, by the number of its part."""
        return [one for one in self.files if one.part_id == part_id]

    def files_of_item(self, item_id: int) -> list[FileRow]:
        """Return the files of an item of the checklist."""
        return [one for one in self.files if one.item_id == item_id]

    def suggestion(self, practice: Practice) -> Suggestion:
        """Return the rating that the figures suggest, with its reason."""
        is_open = practice.is_counted and practice.code not in self.counts
        return suggest(practice, None if is_open else self.figures[practice.code])

    def suggestion_of_whole(self) -> Suggestion:
        """Return what the own ratings of the practices suggest for the standard as a whole."""
        said = {code: row for code, row in self.ratings.items() if row.answer != Answer.NONE}
        return suggest_whole(self.standard, {code: row.rating for code, row in said.items()})

    def contradictions_of(self, practice: str) -> list[Contradiction]:
        """Return what does not go together in one practice."""
        return [one for one in self.contradictions if one.practice == practice]


def whole_of(work: Work, study: SelfStudy | Row[Any]) -> Whole:
    """Return all that a self-study holds; the caller has authorised it. Six statements, and
    two more where the whole standard is said not to apply."""
    session = work.session
    standard = get_standard(study.standard_id, study.standard_version)
    ratings = queries.standing_ratings(session, study.id)
    items = [_item(standard, row, work.today) for row in queries.items(session, study.id)]
    parts, files = queries.parts(session, study.id), queries.files(session, study.id)
    counts = snapshots.newest_of(session, study.id)
    found = {
        one.code: _figures(one, parts.get(one.code, {}), files, items, work.today)
        | dict(counts[one.code].figures if one.code in counts else {})
        for one in standard.practices
    }
    cases = counting.programme_cases(session) if study.not_applicable else 0
    rated = _as_rated(study, standard, ratings, parts, found, counts, cases)
    against = contradictions(standard, rated)
    return Whole(
        study=study,
        standard=standard,
        ratings=ratings,
        items=items,
        parts=parts,
        files=files,
        figures=found,
        counts=counts,
        contradictions=against,
        readiness=_readiness(
            study, standard, ratings, items, parts, counts, work.today, len(against)
        ),
    )


def _as_rated(
    study: SelfStudy | Row[Any],
    standard: AccreditationStandard,
    ratings: Mapping[str, Row[Any]],
    parts: Mapping[str, Mapping[str, Row[Any]]],
    found: Mapping[str, Figures],
    counts: Mapping[str, Frozen],
    programme_cases: int,
) -> StudyAsRated:
    """Return the self-study as the check for contradictions looks at it."""

    def practice(code: str) -> PracticeAsRated:
        row = ratings.get(code)
        ready, frozen = found[code]["evidence-ready"], counts.get(code)
        return PracticeAsRated(
            code=code,
            rating=row.rating if row else None,
            not_applicable=row is not None and row.answer == Answer.NOT_APPLICABLE,
            found=None if standard.practice(code).is_counted and not frozen else found[code],
            shown_by=ready
            + _shown(standard.practice(code), parts.get(code, {}))
            + (frozen is not None),
            counted_to=frozen.row.last_on if frozen else None,
        )

    return StudyAsRated(
        period_from=study.period_from,
        not_applicable=bool(study.not_applicable),
        programme_cases=programme_cases,
        practices=tuple(practice(one.code) for one in standard.practices),
    )


def _shown(practice: Practice, parts: Mapping[str, Row[Any]]) -> int:
    """Return how many points of a practice are met: a gap shows nothing."""
    gaps = {way.code for way in practice.ways if way.is_gap}
    return sum(row.means not in gaps for row in parts.values())


def _item(standard: AccreditationStandard, row: Row[Any], today: date) -> Item:
    state = ItemState(row.state)
    return Item(
        row=row,
        item=standard.item(row.code),
        of_list=standard.list_of(row.code),
        state=state,
        due=due(state, row.due_on, today),
    )


def _figures(
    practice: Practice,
    parts: Mapping[str, Row[Any]],
    files: Sequence[FileRow],
    items: Sequence[Item],
    today: date,
) -> dict[str, int]:
    """Return what the self-study itself shows of a practice."""
    with_file = {one.part_id for one in files if one.part_id is not None}
    mine = [
        one.state
        for one in items
        if practice.code in one.item.practices and one.state is not ItemState.NOT_NEEDED
    ]
    found = dict(figures.of_evidence(len(mine), mine.count(ItemState.READY)))
    if practice.computation == MATRIX:
        given = {
            code: Provided(row.means, row.id in with_file and not has_lapsed(answer_in(row), today))
            for code, row in parts.items()
        }
        found |= figures.of_matrix(practice, given)
    elif practice.computation == ACTIVITIES:
        found |= figures.of_activities(practice, parts)
    elif practice.computation == QUALIFIED_PERSON:
        needing = {point.code for point in practice.points if point.needs}
        named = {code: code not in needing or row.id in with_file for code, row in parts.items()}
        found |= figures.of_qualified_person(practice, named)
    return found


def _readiness(
    study: SelfStudy | Row[Any],
    standard: AccreditationStandard,
    ratings: Mapping[str, Row[Any]],
    items: Sequence[Item],
    parts: Mapping[str, Mapping[str, Row[Any]]],
    counts: Mapping[str, Frozen],
    today: date,
    against: int,
) -> Readiness:
    facts = [ItemFacts(one.state, one.row.due_on, one.row.owner_id is not None) for one in items]
    if study.not_applicable:
        return readiness(facts, today, contradictions=against)
    return readiness(
        facts,
        today,
        unrated=[
            one.code
            for one in standard.practices
            if one.code not in ratings or ratings[one.code].answer == Answer.NONE
        ],
        unanswered=list(_with_points_open(standard, parts)),
        uncounted=[
            one.code for one in standard.practices if one.is_counted and one.code not in counts
        ],
        contradictions=against,
    )


def _with_points_open(
    standard: AccreditationStandard, parts: Mapping[str, Mapping[str, Row[Any]]]
) -> Iterator[str]:
    for one in standard.practices:
        answered = set(parts.get(one.code, {}))
        if one.computation == QUALIFIED_PERSON:  # one of the alternatives is enough
            if not answered:
                yield one.code
        elif one.computation in WITH_POINTS and answered < {p.code for p in one.points}:
            yield one.code
