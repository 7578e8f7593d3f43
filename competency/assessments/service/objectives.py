"""Objectives of an appraisal: written in the talk, closed out before the next sign-off."""

from collections.abc import Sequence

from competency.assessments import permissions, queries
from competency.assessments.domain import state
from competency.assessments.domain.objectives import (
    Ending,
    Smarter,
    check_ending,
    check_objective,
)
from competency.assessments.events import ObjectiveClosed, ObjectiveRemoved, ObjectiveWritten
from competency.assessments.models import Appraisal, Objective, ObjectiveEnding
from competency.assessments.service.loading import facts_of, framework_of, hand_of, load
from competency.assessments.service.reading import Sheet
from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused, Stale, Version

LABELS = {
    "specific": "What will be different",
    "measurable": "How we will know",
    "achievable": "What makes it achievable",
    "relevant": "Why it matters",
    "evaluation": "How we judge whether it worked",
}


def write(
    work: Work,
    appraisal_id: int,
    wanted: Smarter,
    *,
    objective_id: int | None = None,
    version: int = 0,
    carried_from_id: int | None = None,
) -> Objective:
    """Write a new objective, or change one, and return it; raises Stale when it was changed."""
    appraisal = _talking(work, appraisal_id)
    check_objective(wanted, work.today)
    _check_about(work, appraisal, wanted.about)
    if objective_id is None:
        objective = Objective(appraisal_id=appraisal.id, carried_from_id=carried_from_id)
        work.session.add(objective)
    else:
        objective = _of(work, appraisal, objective_id)
        if objective.version != version:
            raise Stale(
                "This objective was changed meanwhile. Nothing is lost: both versions are shown.",
                mine=Version("This page", _texts(wanted)),
                theirs=Version("Saved", _texts(objective)),
            )
    for name in (*LABELS, "about", "due_on", "review_on"):
        value = getattr(wanted, name)
        setattr(objective, name, value.strip() if isinstance(value, str) else value)
    work.session.flush()
    work.record(ObjectiveWritten(appraisal_id=appraisal.id, objective_id=objective.id))
    return objective


def list_written(work: Work, found: Sheet) -> Sequence[Objective]:
    """Return the objectives of an appraisal the actor may see, as they were written."""
    return queries.objectives(work.session, found.appraisal.id)


def list_with_earlier(work: Work, found: Sheet) -> tuple[Sequence[Objective], Sequence[Objective]]:
    """Return this cycle's objectives, and earlier ones to be closed out before it is finished.

    A revision has no earlier ones: they were closed out before the first signatures.
    """
    own = found.appraisal
    listed = queries.open_objectives(
        work.session, own.person_id, own.practice_area_id, and_of=own.id
    )
    earlier = [o for o in listed if o.appraisal_id != own.id and not own.revises_id]
    return [o for o in listed if o.appraisal_id == own.id], earlier


def get(work: Work, appraisal_id: int, objective_id: int) -> tuple[Appraisal, Objective]:
    """Return an appraisal the actor may see and one of its objectives; raises NotFound."""
    appraisal = load(work, appraisal_id, permissions.SEE)
    return appraisal, _of(work, appraisal, objective_id)


def get_earlier(work: Work, appraisal_id: int, objective_id: int) -> Objective:
    """Return an objective of an earlier cycle that is still open, to carry it forward here."""
    appraisal = load(work, appraisal_id, permissions.TALK)
    for objective in queries.open_objectives(
        work.session, appraisal.person_id, appraisal.practice_area_id
    ):
        if objective.id == objective_id:
            return objective
    raise NotFound("There is no such objective to carry forward.")


def carry_forward(work: Work, appraisal_id: int, wanted: Smarter, earlier_id: int) -> Objective:
    """Write an earlier objective anew in this appraisal, and close out the earlier one, as one."""
    earlier = get_earlier(work, appraisal_id, earlier_id)
    written = write(work, appraisal_id, wanted, carried_from_id=earlier.id)
    close_out(work, earlier.appraisal_id, earlier.id, Ending.CARRIED_FORWARD, "")
    return written


def talk_to_carry_into(work: Work, appraisal: Appraisal) -> int | None:
    """Return the appraisal whose conversation is open, to which an objective can be carried."""
    running = queries.running(
        work.session, appraisal.person_id, appraisal.practice_area_id, appraisal.framework_id
    )
    if running is None or state.state_of(facts_of(work, running)) not in state.TALKING:
        return None
    return running.id


def remove(work: Work, appraisal_id: int, objective_id: int) -> None:
    """Take an objective out of a talk that is not finished."""
    appraisal = _talking(work, appraisal_id)
    objective = _of(work, appraisal, objective_id)
    work.session.delete(objective)
    work.record(ObjectiveRemoved(appraisal_id=appraisal.id, objective_id=objective_id))


def close_out(work: Work, appraisal_id: int, objective_id: int, ending: str, reason: str) -> Ending:
    """Record how an objective of a signed appraisal ended; once, and dropping needs a reason."""
    appraisal = load(work, appraisal_id, permissions.CLOSE_OBJECTIVES)
    if appraisal.sealed_at is None:
        raise Refused("not_signed", "Objectives are closed out once their appraisal is signed.")
    objective = _of(work, appraisal, objective_id)
    found, reason = check_ending(ending, reason)
    if objective.id in queries.endings(work.session, appraisal.id):
        raise Refused("closed", "This objective is closed out already.", field="ending")
    work.session.add(
        ObjectiveEnding(
            objective_id=objective.id,
            ending=found.value,
            reason=reason,
            recorded_by_id=work.actor.person_id,
            at=work.now,
        )
    )
    work.record(
        ObjectiveClosed(appraisal_id=appraisal.id, objective_id=objective.id, ending=found.value)
    )
    return found


def _talking(work: Work, appraisal_id: int) -> Appraisal:
    appraisal = load(work, appraisal_id, permissions.TALK, lock=True)
    hand_of(work, appraisal)
    state.check_may_talk(facts_of(work, appraisal))
    return appraisal


def _of(work: Work, appraisal: Appraisal, objective_id: int) -> Objective:
    objective = work.session.get(Objective, objective_id)
    if objective is None or objective.appraisal_id != appraisal.id:
        raise NotFound("There is no such objective in this appraisal.")
    return objective


def _check_about(work: Work, appraisal: Appraisal, about: str) -> None:
    if not about:
        return
    framework = framework_of(work, appraisal)
    sections = {section.code for section in framework.sections}
    if about not in sections and framework.find_strand(about) is None:
        raise Refused("unknown_code", "Choose a section or strand of the list.", field="about")


def _texts(objective: Smarter | Objective) -> list[tuple[str, str]]:
    return [(label, getattr(objective, name)) for name, label in LABELS.items()]
