"""A second look at a small sample of what went through with one click.

Whoever looks says that a place stands or that it is worth talking about. Nothing is changed by
it: the appraisal and the review stay as they are, and the people concerned read what was said.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple, NoReturn

from sqlalchemy import Select

from competency.assessments.service import sampled as appraisals
from competency.cases.service import held
from competency.coaching.domain.spot_checks import CheckKind, CheckRules, Verdict
from competency.coaching.events import SpotChecked
from competency.coaching.library import load_spot_check_rules
from competency.coaching.models.spot_checks import SpotCheck
from competency.coaching.queries import spot_checks as queries
from competency.coaching.queries.spot_checks import Checked
from competency.coaching.service import sources
from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.kernel.errors import Forbidden, NotFound, Refused
from competency.people.service import lookup
from competency.reviews.service import sampled as reviews

MOST_LISTED = 25
LONGEST_WORDS = 500
DAYS_A_MONTH = 31
CHECKERS = {CheckKind.AGREED_TOGETHER: Role.MANAGER, CheckKind.CONFIRMED: Role.QUALITY_SPECIALIST}


class Record(NamedTuple):
    """An appraisal or a review: whose it is, what it is called, who is told, and since when.

    `who` is the person an appraisal is about, and the reviewer of a review.
    """

    id: int
    who_id: int | None
    told: tuple[int, ...]
    about_id: int
    at: datetime


class Place(NamedTuple):
    """One place of the sample, with the names that its page shows, and what was found."""

    kind: CheckKind
    record: Record
    code: str
    title: str
    who: str
    about: str
    found: Checked | None
    found_by: str

    @property
    def verdict(self) -> Verdict | None:
        """Return what was found, or None where nobody has looked yet."""
        return Verdict(self.found.verdict) if self.found else None


def list_sample(work: Work) -> list[tuple[CheckRules, list[Place]]]:
    """Return the sample that the actor is to look at, by kind; to be looked at first.

    Of each kind the newest 25 records of the sample. Nothing for who has no such part.
    """
    return [(rules, _list(work, rules)) for rules in load_spot_check_rules().of.values()]


def waiting_queries(work: Work) -> dict[str, Select[str]]:
    """Return by name what is asked for `waiting`, to be asked among other counts."""
    asked = {}
    for rules in load_spot_check_rules().of.values():
        if work.actor.has(CHECKERS[rules.kind]):
            sizes = (appraisals if rules.kind is CheckKind.AGREED_TOGETHER else reviews).sizes
            most = 2 * MOST_LISTED * 100 // rules.share_percent  # twice what the list needs
            question = sizes(work, _since(work, rules), most)
            asked[rules.kind.value] = queries.to_look_at(rules.kind, question)
    return asked


def waiting(answers: Mapping[str, str | None]) -> int:
    """Return how many places of the actor's sample nobody has looked at, from the answers."""
    whole = load_spot_check_rules()
    found = 0
    for kind, rules in whole.of.items():
        each = queries.read_to_look_at(answers.get(kind.value))
        drawn = [one for one in each if whole.is_sampled(kind, one.record_id)][:MOST_LISTED]
        found += sum(max(min(one.codes, rules.most_each) - one.looked_at, 0) for one in drawn)
    return found


def _since(work: Work, rules: CheckRules) -> datetime:
    return work.now - timedelta(days=DAYS_A_MONTH * rules.months)


def get_place(work: Work, kind: CheckKind, record_id: int, code: str) -> tuple[Place, bool]:
    """Return one place, and whether the actor may say what they found.

    The people concerned read it once somebody has looked. Raises NotFound before that, outside
    the actor's scope, and for a place that is not in the sample.
    """
    try:
        record = _get(work, kind, record_id, to_check=True)
        is_checker = True
    except (Forbidden, NotFound):
        record = _get(work, kind, record_id, to_check=False)
        is_checker = False
    place = next(iter(_places(work, kind, [record], only=code)), None)
    if place is None or not (is_checker or place.found):
        raise NotFound("There is no such place in the sample.")
    return place, is_checker and place.found is None


def say(work: Work, kind: CheckKind, record_id: int, code: str, verdict: str, words: str) -> int:
    """Keep what the actor found at a place, once, and return the number of the check.

    Refuses an unknown verdict, `talk` without words, words of over 500 characters, and a place
    that somebody has looked at; raises Forbidden to who is no checker of it, NotFound outside.
    """
    record = _get(work, kind, record_id, to_check=True)
    place = next(iter(_places(work, kind, [record], only=code)), None)
    if place is None:
        raise NotFound("There is no such place in the sample.")
    if place.found is not None:
        _refuse("checked_already", f"{place.found_by} has looked at this already.")
    words = words.strip()
    if verdict not in list(Verdict):
        _refuse("unknown_verdict", "Say whether it stands or is worth talking about.", "verdict")
    if verdict == Verdict.TALK and not words:
        _refuse("words_missing", "Say in a few words what is worth talking about.", "words")
    if len(words) > LONGEST_WORDS:
        _refuse("too_long", f"Use at most {LONGEST_WORDS} characters.", "words")
    row = SpotCheck(
        appraisal_id=record_id if kind is CheckKind.AGREED_TOGETHER else None,
        review_id=record_id if kind is CheckKind.CONFIRMED else None,
        code=code,
        verdict=verdict,
        words=words,
        by_id=work.actor.person_id,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.record(
        SpotChecked(
            check_id=row.id, kind=kind.value, record_id=record_id, code=code, verdict=verdict
        )
    )
    return row.id


def told(work: Work, kind: CheckKind, record_id: int) -> tuple[int, ...]:
    """Return who is concerned by a place of this record: the two who talked, or the reviewer."""
    return _get(work, kind, record_id, to_check=True).told


def _list(work: Work, rules: CheckRules) -> list[Place]:
    since = _since(work, rules)
    if rules.kind is CheckKind.AGREED_TOGETHER:
        records = [_of_appraisal(one) for one in appraisals.talked_over(work, since)]
    else:
        records = [_of_review(one) for one in reviews.submitted(work, since)]
    whole = load_spot_check_rules()
    drawn = [one for one in records if whole.is_sampled(rules.kind, one.id)][:MOST_LISTED]
    return sorted(_places(work, rules.kind, drawn), key=lambda place: place.found is not None)


def _get(work: Work, kind: CheckKind, record_id: int, *, to_check: bool) -> Record:
    if kind is CheckKind.AGREED_TOGETHER:
        return _of_appraisal(appraisals.get_talked_over(work, record_id, to_check=to_check))
    return _of_review(reviews.get_submitted(work, record_id, to_check=to_check))


def _of_appraisal(one: appraisals.TalkedOver) -> Record:
    concerned = tuple(id_ for id_ in (one.person_id, one.supervisor_id) if id_ is not None)
    return Record(one.id, one.person_id, concerned, one.practice_area_id, one.finished_at)


def _of_review(one: reviews.Submitted) -> Record:
    concerned = () if one.reviewer_id is None else (one.reviewer_id,)
    return Record(one.id, one.reviewer_id, concerned, one.case_id, one.submitted_at)


def _places(
    work: Work, kind: CheckKind, records: Iterable[Record], only: str | None = None
) -> list[Place]:
    """Return the sampled places of these records in their order, with names; `only` this code."""
    by_id = {one.id: one for one in records}
    if not by_id:
        return []
    is_appraisal = kind is CheckKind.AGREED_TOGETHER
    codes = (appraisals.agreed_together if is_appraisal else reviews.confirmed)(work, by_id)
    rules = load_spot_check_rules()
    drawn = [
        (record, code)
        for record in by_id.values()
        for code in rules.places(kind, record.id, codes.get(record.id, ()))
        if only in (None, code)
    ]
    found = queries.checked(work.session, kind, by_id)
    about = _abouts(work, kind, by_id.values())
    people = {one.who_id for one in by_id.values()} | {one.by_id for one in found.values()}
    names = lookup.names(work.session, people)
    return [
        Place(
            kind=kind,
            record=record,
            code=code,
            title=_title(kind, code),
            who=names.get(record.who_id or 0, "Nobody"),
            about=about.get(record.about_id, ""),
            found=(one := found.get((record.id, code))),
            found_by=names.get(one.by_id, "") if one else "",
        )
        for record, code in drawn
    ]


def _abouts(work: Work, kind: CheckKind, records: Iterable[Record]) -> dict[int, str]:
    if kind is CheckKind.AGREED_TOGETHER:
        return lookup.practice_area_names(work.session)
    return held.references(work.session, {one.about_id for one in records})


def _title(kind: CheckKind, code: str) -> str:
    if kind is CheckKind.AGREED_TOGETHER:
        strand = sources.find_strand(code)
        return strand.criterion if strand else code
    return sources.find_title("review-item", code)


def _refuse(code: str, message: str, field: str | None = None) -> NoReturn:
    raise Refused(code, message, field=field)
