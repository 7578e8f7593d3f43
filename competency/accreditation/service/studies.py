"""Self-studies as a whole: started, changed, submitted to the panel, closed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from competency.accreditation import permissions
from competency.accreditation.domain.starting import Beginning, checked
from competency.accreditation.domain.states import StudyState, check_open, check_with_panel
from competency.accreditation.domain.writing import at_most
from competency.accreditation.events import (
    SelfStudyChanged,
    SelfStudyClosed,
    SelfStudyStarted,
    SelfStudySubmitted,
)
from competency.accreditation.models import ChecklistItem, SelfStudy
from competency.accreditation.queries import studies as queries
from competency.accreditation.service.library import get_standard
from competency.accreditation.service.loading import check_version, load, load_open, scope
from competency.accreditation.service.whole import whole_of
from competency.infra.work import Work
from competency.kernel.errors import Refused
from competency.people.service import access

CHANGED = ("title", "period_from", "period_to", "not_applicable")


def list_studies(work: Work) -> Sequence[Row[Any]]:
    """Return the self-studies that the actor may read, newest period first; one statement."""
    return queries.listed(work.session, scope(work.actor, work.today, permissions.SEE))


def may_start(work: Work) -> bool:
    """Return whether the actor may start a self-study."""
    return access.may(work.session, work.actor, work.today, permissions.START)


def start(work: Work, new: Beginning) -> SelfStudy:
    """Start a self-study on the newest released version of a standard and return it.

    Its checklist is every item of the standard's evidence lists, still without owner and day.
    Refuses an unknown standard, an empty title and a period that cannot be.
    """
    access.require_role(work, permissions.START)
    new = checked(new)
    standard = get_standard(new.standard_id)
    study = SelfStudy(
        standard_id=standard.id,
        standard_version=standard.version,
        title=new.title,
        period_from=new.period_from,
        period_to=new.period_to,
        not_applicable=new.not_applicable,
        state=StudyState.OPEN.value,
        opened_by_id=work.actor.person_id or 0,
        opened_at=work.now,
    )
    work.session.add(study)
    work.session.flush()
    work.session.add_all(
        ChecklistItem(study_id=study.id, code=item.code, changed_at=work.now)
        for item in standard.items
    )
    work.session.flush()
    work.record(
        SelfStudyStarted(
            study_id=study.id,
            standard_id=standard.id,
            standard_version=standard.version,
            items=len(standard.items),
        )
    )
    return study


def change(work: Work, study_id: int, new: Beginning, version: int | None) -> SelfStudy:
    """Change the title, the period, or whether the whole standard applies; return the self-study.

    The standard and its version stay. Raises Stale where it changed meanwhile.
    """
    study = load_open(work, study_id)
    new = checked(new)
    check_version(study, version, [("Name", new.title)], [("Name", study.title)])
    changed = tuple(name for name in CHANGED if getattr(study, name) != getattr(new, name))
    for name in changed:
        setattr(study, name, getattr(new, name))
    if changed:
        work.session.flush()
        work.record(SelfStudyChanged(study_id=study.id, fields=changed))
    return study


def submit(work: Work, study_id: int, version: int | None, *, knowing: bool) -> SelfStudy:
    """Submit the self-study to the panel, by which all of it is frozen; return it.

    Where something is open or two things contradict each other, `knowing` says that the actor
    has seen it and submits all the same; without it this is refused, and nothing changes.
    """
    study = load(work, study_id, permissions.RUN)
    check_open(StudyState(study.state))
    doing = [("You were about to", "submit this self-study")]
    moved = [("The self-study", "has changed since your page was shown")]
    check_version(study, version, doing, moved)
    ready = whole_of(work, study).readiness
    if not ready.is_whole and not knowing:
        raise Refused(
            "not_whole",
            "Not everything is ready. Mend it first, or tick the box to say that you submit it "
            "as it is.",
            field="knowing",
        )
    study.state = StudyState.SUBMITTED.value
    study.submitted_at = work.now
    study.submitted_by_id = work.actor.person_id
    work.session.flush()
    work.record(SelfStudySubmitted(study_id=study.id, contradictions=ready.contradictions))
    return study


def close(work: Work, study_id: int, words: str, version: int | None) -> SelfStudy:
    """Close a submitted self-study with its outcome in words, by which it is sealed; return it."""
    study = load(work, study_id, permissions.RUN)
    check_with_panel(StudyState(study.state))
    doing = [("You were about to", "close this self-study")]
    check_version(study, version, doing, [("The self-study", "has moved on")])
    words = at_most(words, "words")
    if not words:
        raise Refused("no_words", "Say what came of it.", field="words")
    study.state = StudyState.CLOSED.value
    study.closed_at = work.now
    study.closed_by_id = work.actor.person_id
    study.closing_words = words
    work.session.flush()
    work.record(SelfStudyClosed(study_id=study.id))
    return study
