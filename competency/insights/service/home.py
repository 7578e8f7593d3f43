"""Home pages: what waits for somebody, and how the things stand that they come for."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, true

from competency.accreditation.service.due import counts_waiting
from competency.assessments import permissions as appraising
from competency.assessments.domain.state import State
from competency.assessments.models import Appraisal
from competency.assessments.service import overview, picturing
from competency.assessments.service.overview import Waiting
from competency.assessments.service.picturing import Latest
from competency.audit import service as audit
from competency.cases.service import listing as cases
from competency.coaching.service import signals, spot_checks
from competency.coaching.service import supervision_due as supervision
from competency.coaching.service.signals import Told
from competency.evidence.service import reading as evidence
from competency.infra.work import Work
from competency.insights.domain import needs
from competency.insights.domain.needs import CaseDue, Need, ReviewDue, SupervisionDue
from competency.insights.queries import home as queries
from competency.insights.queries.home import SignedThisYear, Underway
from competency.kernel.actor import Actor, Role
from competency.kernel.values import Value
from competency.people.models import Person
from competency.people.service import access
from competency.reviews.domain.duties import DUTY_WORDS
from competency.reviews.service import glance
from competency.reviews.service.due import due_for_me, page_of
from competency.reviews.service.glance import Headline
from competency.training.permissions import VERIFY
from competency.training.queries import records
from competency.training.service import front, standings
from competency.training.service.front import Answer

APPRAISED = (Role.CASE_MANAGER, Role.SUPERVISOR, Role.MANAGER, Role.PEER_REVIEWER)
TRAIL = "trail"
CHECKS = "checks"
LINE, ALL = "line", "all"
BRING, BRING_LATE = "bring", "bring_late"
REVIEWING = (
    *APPRAISED,
    Role.QUALITY_SPECIALIST,
    Role.REGIONAL_LEADERSHIP,
    Role.CENTRAL_OFFICE,
)


class TeamStanding(Value):
    """How appraisals stand in an actor's line."""

    signed: SignedThisYear
    running: Mapping[State, int]


class Home(Value, kw_only=True):
    """What one person finds first; what is None is not theirs to come for, or not there yet.

    `four` says how many of the supervisor's reviews of this month are complete, and of how many.
    `signals` are the strongest of those the actor supervises, five at most; in no order of people.
    """

    needs: Sequence[Need]
    next: Underway | None
    latest: Latest | None
    team: TeamStanding | None
    organisation: SignedThisYear | None
    trail_entries: int | None
    may_have_record: bool
    training: Answer | None
    reviews: Headline | None
    four: tuple[int, int] | None
    signals: Sequence[Told]


def home(work: Work) -> Home:
    """Return what needs the actor now and how things stand, by the roles they hold."""
    actor, session = work.actor, work.session
    counts = _counts(work)
    waiting = _needs(work, counts)
    training = front.first_answer(work)
    return Home(
        needs=waiting,
        next=None
        if waiting or (training and training.lines)
        else queries.next_due(session, actor.person_id),
        # Whoever leads comes for their line; their own profile is on their record.
        latest=picturing.latest(work) if _is_appraised(actor) and not _leads(actor) else None,
        team=_team(work, counts),
        organisation=queries.signed_of(counts, ALL),
        # The entries of the trail are numbered without a gap, so that the newest number counts.
        trail_entries=counts.get(TRAIL),
        may_have_record=actor.has(Role.CASE_MANAGER),
        training=training,
        reviews=glance.headline(work, counts),
        four=(counts[queries.DONE], counts[queries.DRAWN]) if counts.get(queries.DRAWN) else None,
        signals=signals.of_people(work) if _leads(actor) else (),
    )


def _needs(work: Work, counts: Mapping[str, int]) -> list[Need]:
    found = [_of_appraisal(one) for one in overview.waiting(work)]
    found += _of_cases(work)
    found += _of_reviews(work)
    found += needs.of_supervision(
        (SupervisionDue(one.what, one.on, one.path) for one in supervision.due_for_me(work)),
        work.today,
    )
    found += [_COUNTED[name](n) for name, n in counts.items() if n and name in _COUNTED]
    if counts.get(BRING):
        found.append(needs.of_self_study_items(counts[BRING], counts[BRING_LATE]))
    return needs.in_order(found, work.today)


def _counts(work: Work) -> dict[str, int]:
    """Return what is only counted, by name, in one statement."""
    wanted: dict[str, Select[Any]] = {}
    if work.actor.has(Role.TRAINING_LEAD):
        wanted["claimed"] = records.waiting_count(standings.whose(work, VERIFY))
    if work.actor.has(Role.ADMINISTRATOR):
        wanted["locked_out"] = queries.without_password(work.today)
    if work.actor.has(Role.AUDITOR):
        wanted[TRAIL] = audit.newest_number()
    if work.actor.has(Role.SUPERVISOR) or work.actor.has(Role.CASE_MANAGER):
        wanted |= evidence.needing_counts(work)
    if work.actor.has(Role.SUPERVISOR):
        wanted |= queries.of_the_four(work.actor.person_id, work.today.replace(day=1))
    wanted |= queries.signed_this_year(_reaches(work), work.today)
    wanted |= glance.headline_counts(work)
    wanted |= counts_waiting(work, all_as=BRING, late_as=BRING_LATE)
    sampled = spot_checks.waiting_queries(work)
    found = queries.counts(work.session, {**wanted, **sampled})
    found[CHECKS] = spot_checks.waiting({name: found.pop(name) for name in sampled})
    return found


_COUNTED = {
    CHECKS: needs.of_spot_checks,
    "claimed": needs.of_completions_to_verify,
    "locked_out": needs.of_accounts,
    evidence.TO_VERIFY: needs.of_evidence_to_verify,
    evidence.CAME_BACK: needs.of_returned_evidence,
}


def _of_cases(work: Work) -> list[Need]:
    roles = (Role.CASE_MANAGER, Role.SUPERVISOR, Role.MANAGER)
    if not any(work.actor.has(role) for role in roles):
        return []
    due = [
        CaseDue(row.case_id, row.reference, cases.clock_words(row.standard), row.due_on)
        for row in cases.due_on_mine(work)
    ]
    found = needs.of_cases(due, work.today)
    waiting = cases.sign_offs_waiting(work)
    return [*found, needs.of_sign_offs([row.reference for row in waiting])] if waiting else found


def _of_reviews(work: Work) -> list[Need]:
    if not any(work.actor.has(role) for role in REVIEWING):
        return []
    due = [
        ReviewDue(page_of(one), one.reference, DUTY_WORDS[one.duty], one.on)
        for one in due_for_me(work)
    ]
    return needs.of_reviews(due, work.today)


def _of_appraisal(one: Waiting) -> Need:
    whose = f"{one.person}, " if one.person else "your appraisal in "
    about = f"{whose}{one.practice_area}"
    appraisal, second = f"/appraisals/{one.appraisal_id}", f"/second-ratings/{one.second_id}"
    address = second if one.second_id else appraisal
    return needs.of_an_appraisal(address, one.step, one.what, about, one.due_on)


def _is_appraised(actor: Actor) -> bool:
    return not actor.grants or any(actor.has(role) for role in APPRAISED)


def _reaches(work: Work) -> dict[str, ColumnElement[bool]]:
    """Return whose appraisals the actor comes for: their line's, and everybody's."""
    found = {}
    if _leads(work.actor):
        found[LINE] = _in_line(work, Person.__table__.c.id)
    if work.actor.has(Role.CENTRAL_OFFICE):
        found[ALL] = true()
    return found


def _in_line(work: Work, person: ColumnElement[int]) -> ColumnElement[bool]:
    return access.scope(work.actor, work.today, appraising.SEE_TEAM, person)


def _leads(actor: Actor) -> bool:
    return actor.has(Role.SUPERVISOR) or actor.has(Role.MANAGER)


def _team(work: Work, counts: Mapping[str, int]) -> TeamStanding | None:
    """Return how appraisals stand in the actor's line; None for who leads nobody."""
    signed = queries.signed_of(counts, LINE)
    if signed is None:
        return None
    in_line = _in_line(work, Appraisal.__table__.c.person_id)
    return TeamStanding(signed, queries.running_by_state(work.session, in_line))
