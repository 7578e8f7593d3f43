"""All that stands in an appraisal, in words: what two people read before they sign, and after."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from competency.assessments import permissions, queries
from competency.assessments.domain.agenda import Agreement
from competency.assessments.domain.marks import Hand
from competency.assessments.domain.profile import SectionProfile
from competency.assessments.models import Appraisal, Objective, ObjectiveEnding
from competency.assessments.service import reading
from competency.assessments.service.conversation import outcome_words, said
from competency.assessments.service.loading import scope
from competency.assessments.service.reading import Sheet
from competency.frameworks.domain.structure import Section, Strand
from competency.infra.work import Work
from competency.kernel.values import Value


class WrittenStrand(Value):
    """What either said about a strand and what became of it, in words."""

    strand: Strand
    own: str
    own_comment: str
    supervisor: str
    supervisor_comment: str
    outcome: str
    agreement: Agreement | None


class WrittenSection(Value):
    """A section with its agreed level in words, its three ranges and its strands."""

    section: Section
    words: str
    own: str
    supervisor: str
    agreed: str
    strands: tuple[WrittenStrand, ...]


class Revision(Value):
    """One revision of an appraisal: why it was opened again, and when it was signed."""

    id: int
    revision: int
    reason: str
    started_on: date
    sealed_at: datetime | None


class Chain(Value):
    """All revisions of an appraisal, oldest first; `later` replaces the one asked about.

    `may_act` tells whether the actor may reopen it and close out its objectives.
    """

    revisions: tuple[Revision, ...]
    later: Revision | None
    may_act: bool


def sections(found: Sheet) -> tuple[WrittenSection, ...]:
    """Return the whole content of a revealed appraisal, section by section."""
    labels = [p.label for p in found.framework.scale.positions]
    series = reading.profiles(found)
    written = []
    for row, section in enumerate(found.framework.sections):
        level = found.levels.get(section.code)
        ranges = {name: in_range(profiles[row], labels) for name, profiles in series.items()}
        written.append(
            WrittenSection(
                section,
                level.words if level else "",
                ranges[Hand.SELF],
                ranges[Hand.SUPERVISOR],
                ranges.get("agreed", ""),
                tuple(_strand(found, strand) for strand in section.strands),
            )
        )
    return tuple(written)


def in_range(profile: SectionProfile, labels: Sequence[str]) -> str:
    """Return the span of a section in words with how many strands it rests on."""
    rests_on = f"{profile.rated} of {profile.applicable} strands"
    if profile.lowest is None or profile.highest is None:
        return f"no position, {rests_on}"
    low, high = labels[profile.lowest], labels[profile.highest]
    return f"{low}, {rests_on}" if low == high else f"{low} to {high}, {rests_on}"


def objectives_with_endings(
    work: Work, found: Sheet
) -> list[tuple[Objective, ObjectiveEnding | None]]:
    """Return the objectives of an appraisal the actor may see, each with how it ended."""
    return queries.objectives_with_endings(work.session, found.appraisal.id)


def chain(work: Work, found: Sheet) -> Chain:
    """Return the revisions that belong to an appraisal the actor may see, in one query."""
    own = found.appraisal
    rows = work.session.execute(
        select(Appraisal, scope(work.actor, work.today, permissions.REOPEN).label("may"))
        .where(
            Appraisal.person_id == own.person_id,
            Appraisal.practice_area_id == own.practice_area_id,
            Appraisal.framework_id == own.framework_id,
            Appraisal.withdrawn_at.is_(None),
        )
        .order_by(Appraisal.id)
    ).all()
    by_id = {row.Appraisal.id: row.Appraisal for row in rows}
    replaced_by = {a.revises_id: a for a in by_id.values() if a.revises_id}
    first = own
    while first.revises_id in by_id:
        first = by_id[first.revises_id]
    line = [first]
    while line[-1].id in replaced_by:
        line.append(replaced_by[line[-1].id])
    later = replaced_by.get(own.id)
    return Chain(
        tuple(_revision(a) for a in line),
        _revision(later) if later else None,
        any(row.may for row in rows),
    )


def _revision(appraisal: Appraisal) -> Revision:
    return Revision(
        appraisal.id,
        appraisal.revision,
        appraisal.reopened_reason or "",
        appraisal.started_on,
        appraisal.sealed_at,
    )


def _strand(found: Sheet, strand: Strand) -> WrittenStrand:
    own, supervisor = (found.mark(hand, strand.code) for hand in Hand)
    agreement = found.agreed.get(strand.code)
    return WrittenStrand(
        strand,
        said(found.framework, own),
        own.comment,
        said(found.framework, supervisor),
        supervisor.comment,
        outcome_words(found.framework, agreement) if agreement else "",
        agreement,
    )
