"""Asking somebody outside the line for a second rating, ending it, and comparing afterwards."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from competency.assessments import permissions, queries
from competency.assessments.domain import comparing, moderation, state
from competency.assessments.domain.comparing import Compared
from competency.assessments.domain.marks import Hand
from competency.assessments.domain.moderation import Candidate, Standing
from competency.assessments.events import SecondRatingAsked, SecondRatingEnded
from competency.assessments.library import load_minimum
from competency.assessments.models import Appraisal, Moderation
from competency.assessments.queries import moderations
from competency.assessments.service import confirming, loading
from competency.assessments.service.loading import facts_of, framework_of
from competency.assessments.service.reading import Sheet
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.work import Work
from competency.kernel.actor import Actor
from competency.kernel.authz import Action, Relation
from competency.kernel.errors import NotFound
from competency.kernel.values import Value
from competency.people.service import access, lookup, outside_line
from competency.people.service.lookup import Named, Subject


class Asked(Value):
    """One second rating in an appraisal's list."""

    row: Moderation
    standing: Standing
    rater: str
    asked_by: str
    ended_by: str


class SecondRatings(Value):
    """The second ratings of an appraisal, newest first, and what the reader may do about them.

    `open_id` is the one that may be compared now, `may_ask` whether there is room for another.
    """

    asked: Sequence[Asked]
    may_ask: bool
    may_end: bool
    open_id: int | None


class Comparison(Value, kw_only=True):
    """A second rating beside the supervisor's; `compared` is None while one is still missing."""

    moderation: Moderation
    standing: Standing
    title: str
    appraisal_id: int
    framework: CompetencyFramework
    subject: Subject
    practice_area: str
    supervisor: str
    second: str
    minimum: int
    is_withdrawn: bool
    compared: Compared | None


def ask(work: Work, appraisal_id: int, *, rater_id: int | None, due_on: date | None) -> Moderation:
    """Ask a supervisor from outside the person's line to rate the appraisal a second time, blind.

    Refuses a second one beside one that stands, whoever rated or could see the ratings, whoever
    is no supervisor here, and a day that is past or more than 90 days ahead.
    """
    appraisal = loading.load(work, appraisal_id, permissions.ASK_SECOND, lock=True)
    has_one = moderations.standing(work.session, appraisal.id) is not None
    moderation.check_may_ask(state.state_of(facts_of(work, appraisal)), has_one=has_one)
    _check_rater(work, appraisal, rater_id)
    moderation.check_due(due_on, work.today)
    asked = Moderation(
        appraisal_id=appraisal.id,
        rater_id=rater_id,
        asked_by_id=work.actor.person_id,
        asked_at=work.now,
        due_on=due_on,
    )
    work.session.add(asked)
    work.session.flush()
    work.record(
        SecondRatingAsked(
            appraisal_id=appraisal.id, moderation_id=asked.id, rater_id=asked.rater_id
        )
    )
    return asked


def end(work: Work, moderation_id: int, reason: str) -> Moderation:
    """End a second rating that is not submitted: by whoever may ask for one, or by its rater.

    What the rater saved is kept and shown to nobody else.
    """
    found, appraisal = _load_to_end(work, moderation_id, lock=True)
    standing = moderation.standing_of(found.submitted_at, found.ended_at)
    found.ended_reason = moderation.check_may_end(standing, reason)
    found.ended_at = work.now
    found.ended_by_id = work.actor.person_id
    work.record(SecondRatingEnded(appraisal_id=appraisal.id, moderation_id=found.id))
    return found


def ending(work: Work, moderation_id: int) -> Comparison:
    """Return what a page says before a second rating is ended; refuses who may not end it."""
    _load_to_end(work, moderation_id)
    return compare(work, moderation_id)


def candidates(work: Work, found: Sheet, seconds: SecondRatings) -> list[Named]:
    """Return who may be asked for a second rating, by name; nobody where the reader may not ask."""
    if not seconds.may_ask:
        return []
    appraisal = found.appraisal
    here = outside_line.supervisors_here(
        work.session, work.today, without=moderations.who_rated(appraisal.id)
    )
    unfit = _above(work, appraisal) | _of_the_first_part(appraisal) | {appraisal.person_id}
    return [named for named in here if named.id not in unfit]


def of_sheet(work: Work, found: Sheet) -> SecondRatings:
    """Return the second ratings of an appraisal that the reader sees."""
    rule = loading.scope(work.actor, work.today, permissions.ASK_SECOND)
    rows, may_ask = moderations.of_appraisal(work.session, found.appraisal.id, rule)
    people = {p for row in rows for p in (row.rater_id, row.asked_by_id, row.ended_by_id) if p}
    unknown = people - set(found.names)
    names = {**found.names, **(lookup.names(work.session, unknown) if unknown else {})}
    asked = [
        Asked(
            row,
            moderation.standing_of(row.submitted_at, row.ended_at),
            names[row.rater_id],
            names[row.asked_by_id],
            names.get(row.ended_by_id or 0, ""),
        )
        for row in rows
    ]
    standing = [one for one in asked if one.standing is not Standing.ENDED]
    open_ones = [one.row.id for one in standing if moderation.is_open(found.facts, one.standing)]
    room = not standing and found.state is not state.State.WITHDRAWN
    return SecondRatings(
        asked,
        may_ask=may_ask and room,
        may_end=may_ask and any(one.standing is Standing.ASKED for one in standing),
        open_id=open_ones[0] if open_ones else None,
    )


def compare(work: Work, moderation_id: int) -> Comparison:
    """Return a second rating beside the supervisor's, strand by strand and in all.

    Nothing of either before all three have submitted; who may not see the appraisal and is not
    its second rater gets NotFound. It changes nothing that was agreed.
    """
    found, appraisal, _sees = load_second(work, moderation_id, permissions.SEE_SECOND)
    standing = moderation.standing_of(found.submitted_at, found.ended_at)
    framework = framework_of(work, appraisal)
    facts = queries.facts_of(appraisal, 0)
    subject, practice_area = lookup.get_subject_in(
        work.session, appraisal.person_id, appraisal.practice_area_id
    )
    rater_id = appraisal.supervisor_submitted_by_id or appraisal.supervisor_id
    names = lookup.names(work.session, {rater_id, found.rater_id})
    is_open = moderation.is_open(facts, standing)
    return Comparison(
        moderation=found,
        standing=standing,
        title=appraisal.title,
        appraisal_id=appraisal.id,
        framework=framework,
        subject=subject,
        practice_area=practice_area,
        supervisor=names.get(rater_id or 0, "the supervisor"),
        second=names[found.rater_id],
        minimum=load_minimum(),
        is_withdrawn=facts.withdrawn_at is not None,
        compared=_compared(work, found, appraisal, framework) if is_open else None,
    )


def load_second(
    work: Work, moderation_id: int, action: Action, *, lock: bool = False
) -> tuple[Moderation, Appraisal, bool]:
    """Return a second rating, its appraisal, and whether the actor may do this as one who sees it.

    Its rater gets it whatever the action, and False unless the action is theirs; everybody else
    who may not see it gets NotFound. `lock` makes others who would change it wait.
    """
    query = (
        select(
            Moderation,
            Appraisal,
            scope(work.actor, work.today, action).label("may"),
            scope(work.actor, work.today, permissions.SEE_SECOND).label("sees"),
        )
        .join(Appraisal, Appraisal.id == Moderation.appraisal_id)
        .where(Moderation.id == moderation_id)
    )
    if lock:
        query = query.with_for_update(of=Moderation).execution_options(populate_existing=True)
    row: Any = work.session.execute(query).one_or_none()
    if row is None or not row.sees:
        raise NotFound("There is no such second rating, or it is not yours to see.")
    return row[0], row[1], bool(row.may)


def scope(actor: Actor, today: date, action: Action) -> ColumnElement[bool]:
    """Return SQL that is true for the second ratings on which the actor may do this."""

    def resolve(relation: Relation) -> ColumnElement[bool] | None:
        if relation is Relation.IS_SECOND_RATER:
            return moderations.is_second_rater(actor)
        return queries.invited(actor, today) if relation is Relation.IS_INVITED else None

    return access.scope(actor, today, action, Appraisal.__table__.c.person_id, resolve)


def _load_to_end(
    work: Work, moderation_id: int, *, lock: bool = False
) -> tuple[Moderation, Appraisal]:
    found, appraisal, may_ask = load_second(work, moderation_id, permissions.ASK_SECOND, lock=lock)
    access.decide(may_ask or found.rater_id == work.actor.person_id, seen=True)
    return found, appraisal


def _check_rater(work: Work, appraisal: Appraisal, rater_id: int | None) -> None:
    here = outside_line.supervisors_here(work.session, work.today)
    moderation.check_second_rater(
        Candidate(
            is_the_person=rater_id == appraisal.person_id,
            has_rated=rater_id in _first_raters(work, appraisal),
            stood_above=rater_id in _above(work, appraisal),
            may_rate=rater_id in {named.id for named in here},
        )
    )


def _first_raters(work: Work, appraisal: Appraisal) -> set[int]:
    rated = set(work.session.scalars(moderations.who_rated(appraisal.id)))
    return rated | _of_the_first_part(appraisal)


def _of_the_first_part(appraisal: Appraisal) -> set[int]:
    both = (appraisal.supervisor_id, appraisal.supervisor_submitted_by_id)
    return {person_id for person_id in both if person_id is not None}


def _above(work: Work, appraisal: Appraisal) -> set[int]:
    return outside_line.stood_above(
        work.session, appraisal.person_id, appraisal.started_on, work.today
    )


def _compared(
    work: Work, found: Moderation, appraisal: Appraisal, framework: CompetencyFramework
) -> Compared:
    version = appraisal.framework_version
    first = queries.marks(
        work.session, appraisal.id, Hand.SUPERVISOR, appraisal.supervisor_submitted_by_id
    )
    second = moderations.marks(work.session, found.id)
    return comparing.compare(
        [strand.code for strand in framework.strands],
        confirming.standing(framework, version, first),
        confirming.standing(framework, version, second),
        [position.value for position in framework.scale.positions],
        minimum=load_minimum(),
    )
