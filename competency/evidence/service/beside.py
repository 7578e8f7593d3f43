"""Evidence beside a strand, as the rating page and the appraisal show it.

Only shared and verified entries count, so both sides of an appraisal see the same.
"""

from competency.evidence import permissions
from competency.evidence.domain.age import StrandEvidence, gathered
from competency.evidence.queries import figures
from competency.evidence.service.loading import scope
from competency.frameworks import service as frameworks
from competency.infra.work import Work


def by_strand_for(
    work: Work, person_id: int, *, framework_id: str, practice_area_id: int
) -> dict[str, StrandEvidence]:
    """Return the evidence of every strand that has some, in one query for all of them.

    Links to older versions of the framework count too: codes are permanent. Entries of another
    practice area are left out and those of none in particular stay in. Nothing is returned of a
    log that the actor may not see: an outside rater was let into one appraisal, not
    into the log.
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
