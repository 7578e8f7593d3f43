"""One person as a whole: their profile, what is worth a conversation, and clocks one by one."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from competency.assessments import permissions as appraisal_rules
from competency.assessments.service import loading as appraisals
from competency.cases import permissions as case_rules
from competency.cases.service import loading as cases
from competency.coaching.domain.signals import Signal
from competency.coaching.service import signals
from competency.evidence import permissions as evidence_rules
from competency.evidence.domain.age import Evidenced, StrandEvidence
from competency.evidence.domain.state import State
from competency.evidence.service import loading as entries
from competency.frameworks import service as frameworks
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.work import Work
from competency.insights.domain.practice import Share
from competency.insights.queries import practice as queries
from competency.insights.queries.standing import last_due
from competency.insights.service.practice import Subject, evidence_of, subject_of
from competency.insights.service.said import Cycle, cycles_of
from competency.kernel.errors import NotFound
from competency.kernel.values import Value
from competency.timeliness.domain.rates import WORKER
from competency.timeliness.domain.results import Result
from competency.timeliness.service.standards import get_standards

MOST_CLOCKS = 100
MOST_SIGNALS = 5


class Whole(Value):
    """A person by practice area: the newest revealed cycle of each, and the evidence by strand.

    `worth` is what nobody has talked about yet, strengths too, the strongest first.
    """

    subject: Subject
    framework: CompetencyFramework
    cycles: Mapping[int, Cycle]
    evidence: Mapping[int, Mapping[str, StrandEvidence]]
    worth: Sequence[Signal]
    is_here: bool

    @property
    def to_discuss(self) -> list[Signal]:
        """Return the strongest of what is worth a conversation, so many as one can talk about."""
        return [one for one in self.worth if not one.is_strength][:MOST_SIGNALS]

    @property
    def going_well(self) -> list[Signal]:
        """Return the strongest of what goes well."""
        return [one for one in self.worth if one.is_strength][:MOST_SIGNALS]


def of_person(work: Work, person_id: int) -> Whole:
    """Return what is known of a person in each practice area; raises NotFound out of the line."""
    subject = subject_of(work, person_id)
    framework = frameworks.framework_with_wording(work.session)
    session, today = work.session, work.today
    rows = queries.cycles(
        session,
        person_id,
        framework.id,
        within=appraisals.scope(work.actor, today, appraisal_rules.SEE),
        newest_only=True,
    )
    logged = queries.evidence(
        session,
        person_id,
        framework.id,
        within=entries.scope(work.actor, today, evidence_rules.SEE),
        strands=[strand.code for strand in framework.strands],
    )
    return Whole(
        subject=subject,
        framework=framework,
        cycles={one.area_id: one for one in cycles_of(rows, work.actor.person_id)},
        evidence={
            area: evidence_of(
                (
                    Evidenced(r.strand, r.level, State(r.state), r.entries, r.on)
                    for r in logged
                    if r.area_id in (None, area)
                ),
                framework,
                today,
            )
            for area in subject.areas
        },
        worth=signals.worth_a_talk(work, person_id),
        is_here=subject.is_here(today),
    )


class Behind(Value):
    """The clocks behind one person's figure of a standard, those due last first."""

    subject: Subject
    standard: str
    title: str
    rows: Sequence[Row[Any]]
    share: Share


def clocks_behind(work: Work, person_id: int, standard: str) -> Behind:
    """Return the clocks of a worker's own standard that were due last, a hundred at most.

    Of a case that the actor may not see there is no reference. Raises NotFound out of the line,
    and for a standard that is not a worker's to keep.
    """
    subject = subject_of(work, person_id)
    known = {s.code: s for s in get_standards().standards if s.actor == WORKER}
    if standard not in known:
        raise NotFound("No worker is measured by such a standard.")
    seen = cases.scope(work.actor, work.today, case_rules.SEE)
    rows = last_due(work.session, person_id, [standard], work.today, seen, limit=MOST_CLOCKS)
    return Behind(
        subject=subject,
        standard=standard,
        title=known[standard].title,
        rows=rows,
        share=Share(sum(row.state == Result.MET.value for row in rows), len(rows)),
    )
