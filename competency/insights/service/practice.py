"""What is known of one person's practice: of a strand, of a section, and of the person as a whole.

It informs what two people say to each other, and it never sets a rating. For the person and those
above them in the line, and for nobody else.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, literal

from competency.assessments import permissions as appraisal_rules
from competency.assessments.service import loading as appraisals
from competency.coaching import permissions as coaching_rules
from competency.coaching.domain.crosswalk import Crosswalk, Link, SourceKind
from competency.coaching.domain.signals.responding import Standing
from competency.coaching.service import actions, crosswalk
from competency.evidence import permissions as evidence_rules
from competency.evidence.domain.age import Evidenced, StrandEvidence, gathered
from competency.evidence.domain.state import State
from competency.evidence.service import loading as entries
from competency.frameworks import service as frameworks
from competency.frameworks.domain.structure import CompetencyFramework, Section, Strand
from competency.infra.work import Work
from competency.insights import permissions
from competency.insights.domain.practice import (
    LAST,
    Answer,
    ClockCount,
    ClockFigures,
    ItemFigures,
    clock_figures,
    item_figures,
    months_of,
)
from competency.insights.domain.standing import Period, months_on, period
from competency.insights.queries import practice as queries
from competency.insights.queries import practice_clocks as clocks
from competency.insights.service.done import Done, Planned, sorted_out
from competency.insights.service.said import Cycle, cycles_of
from competency.insights.service.worth import facts_of, worth_a_talk
from competency.kernel.errors import NotFound, Refused
from competency.kernel.values import Value
from competency.people.service import access, crowds
from competency.reviews.service import practice as reviews
from competency.timeliness.domain.rates import WORKER
from competency.timeliness.service.standards import get_standards

MONTHS_OF_REVIEWS = 36  # as far back as the effect of an action can look
NOBODY = "There is no such person, or their practice is not yours to see."
NO_AREA = "This person has nothing on record in that practice area."
NO_STRAND = "The framework has no such part."


class Subject(Value):
    """Whose practice it is, and the practice areas they work in or were appraised in, by name."""

    id: int
    name: str
    left_on: date | None
    areas: Mapping[int, str]
    is_own: bool

    def is_here(self, today: date) -> bool:
        """Return whether they work here: nobody speaks of the figures of who has left."""
        return self.left_on is None or self.left_on >= today


class Known(Value, kw_only=True):
    """All that is known of some strands of a person in a practice area, as its reader may see it.

    `cycles` come newest first, and so does what was done. The figures are by standard and by item;
    `period` is the year that they count.
    `worth` are the signals about the strands, the strongest first.
    """

    subject: Subject
    area_id: int
    framework: CompetencyFramework
    walk: Crosswalk
    period: Period
    cycles: Sequence[Cycle]
    done: Done
    evidence: Mapping[str, StrandEvidence]
    clocks: Mapping[str, ClockFigures]
    items: Mapping[str, ItemFigures]
    worth: Sequence[Standing]

    @property
    def area(self) -> str:
        """Return the name of the practice area."""
        return self.subject.areas[self.area_id]

    @property
    def cited_in(self) -> Cycle | None:
        """Return the cycle in which the reader's own rating is still open, or None."""
        return next((cycle for cycle in self.cycles if cycle.may_cite), None)

    def level_of(self, section: str) -> tuple[Cycle, str] | None:
        """Return the practice level of a section that was agreed last, in words, and where."""
        found = ((cycle, cycle.levels.get(section, "")) for cycle in self.cycles)
        return next(((cycle, level) for cycle, level in found if level), None)

    def entries_of(self, strand: str) -> list[Row[Any]]:
        """Return the entries of evidence for the strand, the newest first."""
        return [row for row in self.done.entries if row.strand == strand]

    def actions_of(self, strand: str) -> list[Planned]:
        """Return the actions about the strand, and those meant to move what informs it."""
        measures = set(self.walk.measures_of(strand))
        return [
            one
            for one in self.done.actions
            if one.strand == strand or (not one.strand and one.measure in measures)
        ]

    def objectives_of(self, *codes: str) -> list[tuple[Cycle, Planned]]:
        """Return the objectives about a strand or its section, those of the newest cycle first."""
        return [(c, one) for c in self.cycles for one in c.objectives if one.strand in codes]

    def clocks_of(self, strand: str) -> list[tuple[Link, ClockFigures]]:
        """Return the figures of a worker's own clocks that inform the strand, with the links."""
        links = _of_kind(self.walk.sources_of(strand), SourceKind.TIMELINESS)
        return [(link, self.clocks[link.code]) for link in links if link.code in self.clocks]

    def items_of(self, strand: str) -> list[tuple[Link, ItemFigures]]:
        """Return the figures of the review items that inform the strand, with the links."""
        links = _of_kind(self.walk.sources_of(strand), SourceKind.REVIEW_ITEM)
        return [(link, self.items[link.code]) for link in links]

    def without_figures(self, strand: str) -> list[Link]:
        """Return what else informs the strand and has no figure of one worker.

        Practices of the protocol, which nobody counts, and standards that others keep.
        """
        links = self.walk.sources_of(strand)
        practices = _of_kind(links, SourceKind.PRACTICE)
        clocks = _of_kind(links, SourceKind.TIMELINESS)
        return [*(x for x in clocks if x.code not in self.clocks), *practices]


def subject_of(work: Work, person_id: int) -> Subject:
    """Return whose practice it is; raises NotFound for who is not in their line."""
    may = access.scope(work.actor, work.today, permissions.SEE_PRACTICE, literal(person_id))
    rows = queries.whose(work.session, person_id, may)
    if not rows or not rows[0].may:
        raise NotFound(NOBODY)
    return Subject(
        id=rows[0].id,
        name=rows[0].name,
        left_on=rows[0].left_on,
        areas={row.area_id: row.area for row in rows if row.area_id is not None},
        is_own=work.actor.person_id == person_id,
    )


def of_strand(work: Work, person_id: int, area_id: int, code: str) -> tuple[Known, Strand]:
    """Return what is known of one strand; raises NotFound out of the line or the framework."""
    subject, framework = _begin(work, person_id, area_id)
    strand = framework.find_strand(code)
    if strand is None:
        raise NotFound(NO_STRAND)
    known = _known(work, subject, area_id, framework, [strand.code], strand.section_code)
    return known, strand


def of_section(work: Work, person_id: int, area_id: int, code: str) -> tuple[Known, Section]:
    """Return what is known of a section's strands; raises NotFound as `of_strand` does."""
    subject, framework = _begin(work, person_id, area_id)
    try:
        section = framework.section(code)
    except Refused as unknown:
        raise NotFound(NO_STRAND) from unknown
    strands = [strand.code for strand in section.strands]
    return _known(work, subject, area_id, framework, strands, section.code), section


def _begin(work: Work, person_id: int, area_id: int) -> tuple[Subject, CompetencyFramework]:
    subject = subject_of(work, person_id)
    if area_id not in subject.areas:
        raise NotFound(NO_AREA)
    return subject, frameworks.framework_with_wording(work.session)


def _known(
    work: Work,
    subject: Subject,
    area_id: int,
    framework: CompetencyFramework,
    strands: Sequence[str],
    *sections: str,
) -> Known:
    session, today = work.session, work.today
    within = period(None, None, today)
    walk = crosswalk.get(work)
    links = [link for strand in strands for link in walk.sources_of(strand)]
    counts = _counts(work, subject.id, links)
    answers = _answers(work, subject.id, links, today)
    seen = appraisals.scope(work.actor, today, appraisal_rules.SEE)
    said = queries.cycles(
        session,
        subject.id,
        framework.id,
        within=seen,
        area_id=area_id,
        codes=[*strands, *sections],
    )
    asked = queries.Asked(
        area_id=area_id,
        strands=strands,
        measures={(m.kind.value, m.code) for link in links if (m := link.measure)},
        entries=entries.scope(work.actor, today, evidence_rules.SEE),
        actions=actions.scope(work.actor, today, coaching_rules.SEE_ACTION),
    )
    done = sorted_out(
        queries.done(session, subject.id, framework.id, asked), months_of(counts, answers), today
    )
    cycles = cycles_of(said, work.actor.person_id)
    facts = facts_of(subject.id, framework.id, counts, answers, cycles, done.entries)
    return Known(
        subject=subject,
        area_id=area_id,
        framework=framework,
        walk=walk,
        period=within,
        cycles=cycles,
        done=done,
        evidence=evidence_of(
            (Evidenced(r.strand, r.level, State(r.state), 1, r.on) for r in done.entries),
            framework,
            today,
        ),
        clocks={x.standard: x for x in clock_figures(counts, _own(links), area_id, within)},
        items={x.item: x for x in item_figures(answers, _items(links), within)},
        worth=worth_a_talk(work, facts, walk, strands, whole_section=len(strands) > 1)
        if subject.is_here(today)
        else (),
    )


def evidence_of(
    rows: Iterable[Evidenced], framework: CompetencyFramework, today: date
) -> dict[str, StrandEvidence]:
    """Return the evidence of each strand, by the levels of the framework."""
    return gathered(rows, [level.code for level in framework.levels], today)


def _counts(work: Work, person_id: int, links: Iterable[Link]) -> list[ClockCount]:
    """Return the counted clocks of the worker's own standards among the links."""
    codes = _own(links)
    if not codes:
        return []
    rows = clocks.clocks(work.session, person_id, codes, work.today, last=LAST)
    return [
        ClockCount(
            r.standard,
            r.month,
            r.practice_area_id,
            bool(r.is_last),
            r.k,
            r.n,
            r.adjusted_k,
            r.adjusted_n,
        )
        for r in rows
    ]


def _answers(work: Work, person_id: int, links: Iterable[Link], today: date) -> list[Answer]:
    """Return the answers of years to the items among the links, of reviews talked over."""
    wanted = set(_items(links))
    if not wanted:
        return []
    since = months_on(today.replace(day=1), -MONTHS_OF_REVIEWS)
    return [
        Answer(one.item, one.review_id, one.on, one.answer, one.is_good)
        for one in reviews.answers(work.session, crowds.just(person_id), since)
        if one.item in wanted
    ]


def _own(links: Iterable[Link]) -> list[str]:
    linked = {link.code for link in _of_kind(links, SourceKind.TIMELINESS)}
    return [s.code for s in get_standards().standards if s.actor == WORKER and s.code in linked]


def _items(links: Iterable[Link]) -> list[str]:
    return list(dict.fromkeys(x.code for x in _of_kind(links, SourceKind.REVIEW_ITEM)))


def _of_kind(links: Iterable[Link], kind: SourceKind) -> list[Link]:
    return [link for link in links if link.kind is kind]
