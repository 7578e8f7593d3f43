"""Evidence beside a strand, as the rating page and the appraisal show it.

The caller has already authorised the record; only shared and verified entries count, so both
sides of an appraisal see the same.
"""

from datetime import date

from sqlalchemy.orm import Session

from competency.evidence import permissions
from competency.evidence.domain.age import StrandEvidence, gathered
from competency.evidence.queries import figures
from competency.evidence.service.loading import scope
from competency.frameworks import service as frameworks
from competency.infra.work import Work


def by_strand(
    session: Session,
    person_id: int,
    today: date,
    *,
    framework_id: str | None = None,
    practice_area_id: int | None = None,
) -> dict[str, StrandEvidence]:
    """Return the evidence of every strand that has some, in one query for all of them.

    Links to older versions of the framework count too: codes are permanent. With a practice
    area, entries of another one are left out and those of none in particular stay in.
    """
    framework = frameworks.get_framework(*_chosen(framework_id))
    rows = figures.evidenced(session, person_id, framework.id, practice_area_id=practice_area_id)
    return gathered(rows, [level.code for level in framework.levels], today)


def by_strand_for(
    work: Work, person_id: int, *, framework_id: str, practice_area_id: int
) -> dict[str, StrandEvidence]:
    """Return the same, in one query, as far as the actor may see the person's log at all.

    An outside rater, who was let into one appraisal, gets nothing.
    """
    framework = frameworks.get_framework(framework_id)
    rows = figures.evidenced(
        work.session,
        person_id,
        framework.id,
        practice_area_id=practice_area_id,
        visible=scope(work.actor, work.today, permissions.SEE),
    )
    return gathered(rows, [level.code for level in framework.levels], work.today)


def evidence_for(
    session: Session,
    person_id: int,
    strand: str,
    today: date,
    *,
    framework_id: str | None = None,
    practice_area_id: int | None = None,
) -> StrandEvidence | None:
    """Return the evidence of one strand, or None where there is none."""
    framework = frameworks.get_framework(*_chosen(framework_id))
    rows = figures.evidenced(
        session, person_id, framework.id, strand=strand, practice_area_id=practice_area_id
    )
    return gathered(rows, [level.code for level in framework.levels], today).get(strand)


def _chosen(framework_id: str | None) -> tuple[str, ...]:
    return (framework_id,) if framework_id else ()
