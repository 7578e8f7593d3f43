"""What a page says before a cycle is started: what can be chosen, and what will be carried."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from competency.assessments import permissions, queries
from competency.assessments.domain import carrying
from competency.assessments.models import Appraisal
from competency.frameworks import service as frameworks
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.work import Work
from competency.kernel.values import Value
from competency.people.service import access, lookup
from competency.people.service.lookup import Named, Subject


class AreaOffer(Value):
    """A practice area of the person: its running appraisal, or what a new one would carry."""

    id: int
    name: str
    running_id: int | None
    last_title: str
    last_signed_on: date | None
    carried: int


class Offer(Value):
    """What a new appraisal of this person can be."""

    subject: Subject
    areas: Sequence[AreaOffer]
    supervisors: Sequence[Named]
    framework: CompetencyFramework
    open_ratings: bool


def offer(work: Work, person_id: int) -> Offer:
    """Return what can be chosen for a person's next cycle; refuses who may not start one."""
    access.require(work, permissions.START, person_id, see=permissions.SEE_RECORD)
    framework = frameworks.get_framework()
    areas = lookup.practice_areas_of(work.session, person_id)
    rows = work.session.scalars(
        select(Appraisal)
        .where(
            Appraisal.person_id == person_id,
            Appraisal.framework_id == framework.id,
            Appraisal.withdrawn_at.is_(None),
        )
        .order_by(Appraisal.sealed_at, Appraisal.id)
    ).all()
    running = {a.practice_area_id: a for a in rows if a.sealed_at is None}
    last = {a.practice_area_id: a for a in rows if a.sealed_at is not None}
    agreed = queries.agreements_of(work.session, [a.id for a in last.values()])
    strands = {strand.code for strand in framework.strands}

    def area_offer(area: Named) -> AreaOffer:
        former, open_one = last.get(area.id), running.get(area.id)
        marks = queries.agreed_marks(agreed.get(former.id, {})) if former else {}
        return AreaOffer(
            area.id,
            area.name,
            open_one.id if open_one else None,
            former.title if former else "",
            former.sealed_at.date() if former and former.sealed_at else None,
            len(carrying.carried(marks, strands)),
        )

    return Offer(
        lookup.get_subject(work.session, person_id),
        [area_offer(area) for area in areas],
        lookup.supervisors_of(work.session, person_id, work.today),
        framework,
        lookup.has_open_ratings(work.session),
    )
