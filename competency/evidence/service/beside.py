"""Evidence beside a strand, as the rating page and the appraisal show it.

The caller has already authorised the record; only shared and verified entries count, so both
sides of an appraisal see the same.
"""

from datetime import date

from sqlalchemy.orm import Session

from competency.evidence import queries
from competency.evidence.domain.age import StrandEvidence, gathered
from competency.frameworks import service as frameworks


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
    rows = queries.evidenced(session, person_id, framework.id, practice_area_id=practice_area_id)
    return gathered(rows, [level.code for level in framework.levels], today)


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
    rows = queries.evidenced(
        session, person_id, framework.id, strand=strand, practice_area_id=practice_area_id
    )
    return gathered(rows, [level.code for level in framework.levels], today).get(strand)


def _chosen(framework_id: str | None) -> tuple[str, ...]:
    return (framework_id,) if framework_id else ()
