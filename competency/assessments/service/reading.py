"""What the pages of one appraisal show, and to whom."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import and_, select

from competency.assessments import permissions, queries
from competency.assessments.domain import carrying, profile, state
from competency.assessments.domain.agenda import Agreement
from competency.assessments.domain.marks import UNRATED, Hand, Mark
from competency.assessments.domain.profile import SectionProfile
from competency.assessments.domain.state import Facts, State
from competency.assessments.models import (
    Appraisal,
    Rating,
    Signature,
    StrandAgreement,
)
from competency.assessments.queries import AgreedLevel, GivenMark
from competency.assessments.service import confirming
from competency.assessments.service.loading import framework_of, load_and_ask
from competency.frameworks.domain.structure import CompetencyFramework, Section
from competency.infra.work import Work
from competency.kernel.values import Value
from competency.people.service import lookup
from competency.people.service.lookup import Subject


class Sheet(Value, kw_only=True):
    """One appraisal as one reader may see it.

    `hand` is the reader's part, None for an onlooker or a supervisor without the part;
    `marks` holds what counts in each hand the reader may see (a hand that is absent is not
    theirs to see yet); `given` the same with moments; `again` what the reader has to confirm;
    `carried` last cycle's agreed answers; `names` everybody who is mentioned.
    """

    appraisal: Appraisal
    framework: CompetencyFramework
    state: State
    facts: Facts
    hand: Hand | None
    may_take_part: bool
    subject: Subject
    practice_area: str
    names: Mapping[int, str]
    given: Mapping[Hand, Mapping[str, GivenMark]]
    marks: Mapping[Hand, Mapping[str, Mark]]
    again: Mapping[str, Mark]
    agreed: Mapping[str, Agreement]
    levels: Mapping[str, AgreedLevel]
    signatures: Mapping[Hand, Signature]
    carried: Mapping[str, Mark]

    @property
    def is_revealed(self) -> bool:
        """Return whether the reader sees both ratings."""
        return len(self.marks) == len(Hand)

    def mark(self, hand: Hand, strand: str) -> Mark:
        """Return what counts on a strand in a hand, unrated where nothing does."""
        return self.marks.get(hand, {}).get(strand, UNRATED)

    def rated(self, section: Section, hand: Hand | None = None) -> int:
        """Return how many strands of a section have an answer in a hand, the reader's own."""
        hand = hand or self.hand
        return sum(self.mark(hand, s.code).is_closed for s in section.strands) if hand else 0

    @property
    def rated_in_all(self) -> int:
        """Return how many strands the reader has answered."""
        return sum(self.rated(section) for section in self.framework.sections)

    def name(self, person_id: int | None) -> str:
        """Return somebody's name, or words for nobody."""
        return self.names.get(person_id, "") if person_id else "nobody yet"


def sheet(work: Work, appraisal_id: int) -> Sheet:
    """Return the appraisal as the actor may see it: never the other's rating before the reveal.

    In an appraisal with open ratings each sees the other's from the start. Somebody who looks
    on (a manager) sees neither before the reveal.
    """
    appraisal, may_take_part = load_and_ask(
        work, appraisal_id, permissions.SEE, permissions.TAKE_PART
    )
    session = work.session
    framework = framework_of(work, appraisal)
    signed = queries.signatures(session, appraisal.id) if appraisal.agreed_at else {}
    facts = queries.facts_of(appraisal, len(signed))
    stands, hand = state.state_of(facts), _part(work, appraisal)
    raters = {
        Hand.SELF: appraisal.person_id,
        Hand.SUPERVISOR: appraisal.supervisor_submitted_by_id or appraisal.supervisor_id,
    }
    has_part = hand is not None
    sees_both = state.sees_other(facts, open_ratings=appraisal.open_ratings and has_part)
    seen = {h: rater for h, rater in raters.items() if sees_both or h is hand}
    given = queries.marks_by(session, appraisal.id, seen)
    version = appraisal.framework_version
    people = {*raters.values(), appraisal.supervisor_id, *(s.person_id for s in signed.values())}
    revealed = bool(facts.self_submitted_at and facts.supervisor_submitted_at)
    agreed = queries.agreements_of(session, [appraisal.id, appraisal.carried_from_id or 0])
    subject, practice_area, names = lookup.get_subject_among(
        session, appraisal.person_id, appraisal.practice_area_id, people
    )
    return Sheet(
        appraisal=appraisal,
        framework=framework,
        state=stands,
        facts=facts,
        hand=hand,
        may_take_part=may_take_part and hand is None and stands not in state.ENDED,
        subject=subject,
        practice_area=practice_area,
        names=names,
        given=given,
        marks={h: confirming.standing(framework, version, marks) for h, marks in given.items()},
        again=confirming.to_confirm(framework, version, given[hand]) if hand else {},
        agreed=agreed.get(appraisal.id, {}) if revealed else {},
        levels=queries.section_levels(session, appraisal.id) if revealed else {},
        signatures=signed,
        carried=carrying.carried(
            queries.agreed_marks(agreed.get(appraisal.carried_from_id or 0, {})),
            {strand.code for strand in framework.strands},
        ),
    )


def profiles(found: Sheet) -> dict[str, tuple[SectionProfile, ...]]:
    """Return the profile per section by series: self, supervisor, agreed; those to be seen."""
    sections = sections_of(found.framework)
    series: dict[str, tuple[SectionProfile, ...]] = {
        hand.value: profile.profile(sections, marks) for hand, marks in found.marks.items()
    }
    if found.agreed:
        series["agreed"] = profile.profile(sections, queries.agreed_marks(dict(found.agreed)))
    return series


def sections_of(framework: CompetencyFramework) -> list[tuple[str, Sequence[str]]]:
    """Return each section's code with the codes of its strands."""
    return [(s.code, [strand.code for strand in s.strands]) for s in framework.sections]


def targets(work: Work, found: Sheet) -> dict[str, int]:
    """Return the positions that the person's post aims at, by section."""
    return queries.targets(work.session, found.subject.post_id, found.framework.id)


class PastAnswer(Value):
    """What was agreed on a strand in one signed cycle."""

    appraisal_id: int
    title: str
    revision: int
    signed_on: date
    own: Mark
    supervisor: Mark
    agreement: Agreement | None


class Save(Value):
    """One save of a strand in the present appraisal."""

    hand: Hand
    rater: str
    at: datetime
    mark: Mark


def history(work: Work, found: Sheet, strand: str) -> tuple[list[PastAnswer], list[Save]]:
    """Return a strand over the signed cycles, newest first, and its saves in this appraisal.

    Only saves in hands that the reader may see, oldest first; a former rater's included.
    """
    found.framework.strand(strand)  # an unknown one is refused
    session = work.session
    signed = _signed_with_agreement(work, found.appraisal, strand)
    rows = session.scalars(
        select(Rating)
        .where(
            Rating.appraisal_id.in_([found.appraisal.id, *(a.id for a, _ in signed)]),
            Rating.strand == strand,
        )
        .order_by(Rating.at, Rating.id)
    ).all()
    last: dict[tuple[int, Hand, int | None], Mark] = {
        (r.appraisal_id, Hand(r.hand), r.rater_id): queries.mark_of(r)
        for r in sorted(rows, key=lambda r: r.seq)
    }
    past = [
        PastAnswer(
            a.id,
            a.title,
            a.revision,
            a.sealed_at.date() if a.sealed_at else a.started_on,
            last.get((a.id, Hand.SELF, a.person_id), UNRATED),
            last.get((a.id, Hand.SUPERVISOR, a.supervisor_submitted_by_id), UNRATED),
            agreement,
        )
        for a, agreement in signed
    ]
    return past, _saves(work, found, [r for r in rows if r.appraisal_id == found.appraisal.id])


def _signed_with_agreement(
    work: Work, appraisal: Appraisal, strand: str
) -> list[tuple[Appraisal, Agreement | None]]:
    """Return the signed cycles of the same person and practice area, newest first."""
    rows = work.session.execute(
        select(Appraisal, StrandAgreement)
        .outerjoin(
            StrandAgreement,
            and_(StrandAgreement.appraisal_id == Appraisal.id, StrandAgreement.strand == strand),
        )
        .where(
            Appraisal.person_id == appraisal.person_id,
            Appraisal.practice_area_id == appraisal.practice_area_id,
            Appraisal.framework_id == appraisal.framework_id,
            Appraisal.sealed_at.is_not(None),
        )
        .order_by(*queries.NEWEST_FIRST, StrandAgreement.seq)
    )
    last = {a.id: (a, queries.agreement_of(made) if made else None) for a, made in rows}
    return list(last.values())


def _saves(work: Work, found: Sheet, rows: Sequence[Rating]) -> list[Save]:
    # Before the reveal a former rater's saves are theirs; the present one sees only their own.
    mine = [
        r
        for r in rows
        if Hand(r.hand) in found.marks
        and (found.is_revealed or r.rater_id in (work.actor.person_id, found.appraisal.person_id))
    ]
    unknown = {r.rater_id for r in mine} - set(found.names)
    names = {**found.names, **(lookup.names(work.session, unknown) if unknown else {})}
    return [Save(Hand(r.hand), names[r.rater_id], r.at, queries.mark_of(r)) for r in mine]


def _part(work: Work, appraisal: Appraisal) -> Hand | None:
    if work.actor.person_id == appraisal.person_id:
        return Hand.SELF
    return Hand.SUPERVISOR if work.actor.person_id == appraisal.supervisor_id else None
