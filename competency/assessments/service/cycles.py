"""Starting, passing on, withdrawing and reopening appraisals."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from competency.assessments import permissions, queries
from competency.assessments.domain import state
from competency.assessments.domain.marks import Hand
from competency.assessments.events import (
    AppraisalReopened,
    AppraisalStarted,
    AppraisalWithdrawn,
    SupervisorPartTaken,
    VersionMoved,
)
from competency.assessments.models import (
    Appraisal,
    Objective,
    ObjectiveEnding,
    Rating,
    SectionLevel,
    StrandAgreement,
)
from competency.assessments.queries import moderations
from competency.assessments.service import confirming
from competency.assessments.service.loading import check_version, facts_of, framework_of, load
from competency.frameworks import service as frameworks
from competency.infra.db import Base
from competency.infra.work import Work
from competency.kernel.errors import Refused
from competency.people.service import access, lookup

LONGEST_REASON = 1_000
LONGEST_TITLE = 120


def start(
    work: Work,
    *,
    person_id: int,
    practice_area_id: int,
    title: str,
    due_on: date | None = None,
    supervisor_id: int | None = None,
) -> Appraisal:
    """Start a person's next cycle in a practice area and return it.

    It is pinned to the newest released framework and carries the last signed cycle's answers,
    to be shown as "carried, not confirmed". The supervisor is the one named, else the actor if
    they supervise the person, else the only present supervisor, else nobody yet. Refuses a
    practice area the person does not work in, and a second running cycle in the same one.
    """
    access.require(work, permissions.START, person_id, see=permissions.SEE_RECORD)
    title = _text(title, "title", "Give this appraisal a name, such as Appraisal 2026.")
    if len(title) > LONGEST_TITLE:
        raise Refused("long_title", f"Use at most {LONGEST_TITLE} characters.", field="title")
    if due_on is not None and due_on < work.today:
        raise Refused("past", "Choose a day from today on.", field="due_on")
    if practice_area_id not in {
        area.id for area in lookup.practice_areas_of(work.session, person_id)
    }:
        raise Refused(
            "other_practice_area",
            "Choose a practice area this person works in.",
            field="practice_area",
        )
    framework = frameworks.get_framework()
    _refuse_second(work, person_id, practice_area_id, framework.id)
    last = queries.last_sealed(work.session, person_id, practice_area_id, framework.id)
    appraisal = Appraisal(
        person_id=person_id,
        practice_area_id=practice_area_id,
        supervisor_id=_supervisor(work, person_id, supervisor_id),
        framework_id=framework.id,
        framework_version=framework.version,
        title=title,
        started_on=work.today,
        due_on=due_on,
        open_ratings=lookup.has_open_ratings(work.session),
        carried_from_id=last.id if last else None,
    )
    work.session.add(appraisal)
    work.session.flush()
    work.record(
        AppraisalStarted(
            appraisal_id=appraisal.id,
            person_id=person_id,
            practice_area_id=practice_area_id,
            framework_version=framework.version,
            carried_from_id=appraisal.carried_from_id,
        )
    )
    return appraisal


def take_part(work: Work, appraisal_id: int) -> None:
    """Give the actor, a present supervisor or invited rater, the supervisor's part.

    Before the reveal they begin with a blank rating; what a former supervisor submitted stays
    theirs but no longer counts. After it the shown ratings stand and only the talk passes on.
    Refuses, before the reveal, who has given the second rating: both would be theirs.
    """
    appraisal = load(work, appraisal_id, permissions.TAKE_PART, lock=True)
    found = state.state_of(facts_of(work, appraisal))
    if found in state.ENDED:
        raise Refused("ended", f"This appraisal is {found.words.lower()} and no longer changes.")
    if appraisal.supervisor_id == work.actor.person_id:
        return
    if found is state.State.SIGNED_BY_ONE and Hand.SUPERVISOR in queries.signatures(
        work.session, appraisal.id
    ):
        raise Refused("signed_by_former", "The former supervisor has signed. Open the talk again.")
    second = moderations.standing(work.session, appraisal.id) if found in state.RATING else None
    if second is not None and second.rater_id == work.actor.person_id:
        raise Refused(
            "second_rater",
            "You have given the second rating of this appraisal, so the supervisor's is for "
            "somebody else to give.",
        )
    former = appraisal.supervisor_id
    appraisal.supervisor_id = work.actor.person_id
    if found in state.RATING:
        appraisal.supervisor_submitted_at = None
        appraisal.supervisor_submitted_by_id = None
    work.record(
        SupervisorPartTaken(
            appraisal_id=appraisal.id,
            supervisor_id=work.actor.person_id or 0,
            former_id=former,
        )
    )


def withdraw(work: Work, appraisal_id: int, reason: str, version: int) -> None:
    """Withdraw an appraisal that is not signed, with a reason; what was written stays kept."""
    appraisal = load(work, appraisal_id, permissions.WITHDRAW, lock=True)
    state.check_may_withdraw(facts_of(work, appraisal))
    check_version(appraisal, version, "withdraw it")
    appraisal.withdrawn_reason = _text(reason, "reason", "Say why you withdraw this appraisal.")
    appraisal.withdrawn_at = work.now
    work.record(AppraisalWithdrawn(appraisal_id=appraisal.id))


def reopen(work: Work, appraisal_id: int, reason: str) -> Appraisal:
    """Make a new revision of a signed appraisal, with a reason, and return it.

    The signed one never changes. The revision begins with the same ratings, agreements,
    section words and objectives, to be talked about and signed again.
    """
    signed = load(work, appraisal_id, permissions.REOPEN, lock=True)
    if signed.sealed_at is None:
        raise Refused("not_signed", "Only a signed appraisal is reopened; this one can be changed.")
    reason = _text(reason, "reason", "Say why this signed appraisal is opened again.")
    later = work.session.scalar(
        select(Appraisal.id).where(
            Appraisal.revises_id == signed.id, Appraisal.withdrawn_at.is_(None)
        )
    )
    if later is not None:
        raise Refused("already_reopened", "There is a later revision already. Reopen that one.")
    _refuse_second(work, signed.person_id, signed.practice_area_id, signed.framework_id)
    revision = Appraisal(
        person_id=signed.person_id,
        practice_area_id=signed.practice_area_id,
        supervisor_id=signed.supervisor_id
        if work.actor.person_id == signed.person_id
        else work.actor.person_id,
        framework_id=signed.framework_id,
        framework_version=signed.framework_version,
        title=signed.title,
        started_on=signed.started_on,
        open_ratings=signed.open_ratings,
        carried_from_id=signed.carried_from_id,
        revision=signed.revision + 1,
        revises_id=signed.id,
        reopened_reason=reason,
        self_submitted_at=signed.self_submitted_at,
        supervisor_submitted_at=signed.supervisor_submitted_at,
        supervisor_submitted_by_id=signed.supervisor_submitted_by_id,
    )
    work.session.add(revision)
    work.session.flush()
    _copy(work, signed.id, revision.id)
    work.record(AppraisalReopened(appraisal_id=signed.id, revision_id=revision.id))
    return revision


def newer_version(work: Work, appraisal: Appraisal) -> str | None:
    """Return the newest released version when the appraisal is pinned to an older one."""
    newest = frameworks.get_framework(appraisal.framework_id).version
    return newest if newest != appraisal.framework_version else None


def would_confirm(appraisal: Appraisal, newest: str, given: Mapping[str, queries.GivenMark]) -> int:
    """Return how many of the ratings given would have to be confirmed under a newer version."""
    framework = frameworks.get_framework(appraisal.framework_id, newest)
    return len(confirming.to_confirm(framework, newest, given))


def move_to_newest(work: Work, appraisal_id: int, version: int) -> int:
    """Pin a running appraisal to the newest released framework version.

    Returns how many of the actor's own ratings are to be given again: those on strands whose
    wording changed. Refused once a rating is submitted.
    """
    appraisal = load(work, appraisal_id, permissions.MOVE_VERSION, lock=True)
    if state.state_of(facts_of(work, appraisal)) is not state.State.OPEN:
        raise Refused(
            "submitted", "A rating is submitted on the version it began with; finish it on that."
        )
    check_version(appraisal, version, "move it to the newest framework")
    newest = newer_version(work, appraisal)
    if newest is None:
        raise Refused("newest", "This appraisal already rests on the newest version.")
    old, appraisal.framework_version = appraisal.framework_version, newest
    work.session.flush()
    framework = framework_of(work, appraisal)
    mine = Hand.SELF if work.actor.person_id == appraisal.person_id else Hand.SUPERVISOR
    given = queries.marks(work.session, appraisal.id, mine, work.actor.person_id)
    again = len(confirming.to_confirm(framework, newest, given))
    work.record(
        VersionMoved(
            appraisal_id=appraisal.id, old_version=old, new_version=newest, to_confirm=again
        )
    )
    return again


def _supervisor(work: Work, person_id: int, wanted: int | None) -> int | None:
    present = [named.id for named in lookup.supervisors_of(work.session, person_id, work.today)]
    if wanted is not None:
        if wanted not in present:
            raise Refused(
                "not_a_supervisor",
                "Choose somebody who supervises this person today.",
                field="supervisor",
            )
        return wanted
    if work.actor.person_id in present:
        return work.actor.person_id
    return present[0] if len(present) == 1 else None


def _refuse_second(work: Work, person_id: int, practice_area_id: int, framework_id: str) -> None:
    running = work.session.scalar(
        select(Appraisal.id).where(
            Appraisal.person_id == person_id,
            Appraisal.practice_area_id == practice_area_id,
            Appraisal.framework_id == framework_id,
            Appraisal.sealed_at.is_(None),
            Appraisal.withdrawn_at.is_(None),
        )
    )
    if running is not None:
        raise Refused(
            "one_running",
            "There is an appraisal under way in this practice area. Finish or withdraw it first.",
            field="practice_area",
        )


def _copy(work: Work, source_id: int, target_id: int) -> None:
    """Copy what was said and agreed into a revision: the latest of each, who and when kept."""
    session = work.session
    for model, keys in (
        (Rating, ("hand", "rater_id", "strand")),
        (StrandAgreement, ("strand",)),
        (SectionLevel, ("section",)),
    ):
        rows = session.scalars(
            select(model).where(model.appraisal_id == source_id).order_by(model.seq)
        )
        latest = {tuple(getattr(row, key) for key in keys): row for row in rows}
        session.add_all(model(**_columns(row, appraisal_id=target_id)) for row in latest.values())
    ended = queries.endings(session, source_id)
    for objective in queries.objectives(session, source_id):
        copy = Objective(**_columns(objective, appraisal_id=target_id))
        session.add(copy)
        session.flush()
        if objective.id in ended:  # what is closed out stays so in the revision
            of_copy = _columns(ended[objective.id], objective_id=copy.id)
            session.add(ObjectiveEnding(**of_copy))


def _columns(row: Base, **changes: object) -> Mapping[str, object]:
    """Return a row's columns for its copy, which begins its own count of versions."""
    own = {"id", "version"}
    facts = {c.name: getattr(row, c.name) for c in row.__table__.columns if c.name not in own}
    return facts | changes | ({"seq": 1} if "seq" in facts else {})


def _text(text: str, field: str, ask: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(f"{field}_needed", ask, field=field)
    if len(text) > LONGEST_REASON:
        raise Refused("too_long", f"Use at most {LONGEST_REASON:,} characters.", field=field)
    return text
