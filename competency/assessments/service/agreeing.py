"""After the reveal: agree strand by strand, put each section in words, finish."""

from collections.abc import Collection, Sequence

from competency.assessments import permissions, queries
from competency.assessments.domain import state
from competency.assessments.domain.agenda import (
    Agenda,
    Agreement,
    Item,
    Outcome,
    agenda,
    check_agreement,
    check_no_agreement,
    item,
    left_to_close,
)
from competency.assessments.domain.marks import UNRATED, Answer, Hand, Mark, check_mark
from competency.assessments.events import (
    ConversationFinished,
    ConversationReopened,
    SectionLevelAgreed,
    StrandNotAgreed,
    StrandsAgreed,
)
from competency.assessments.models import Appraisal, SectionLevel, StrandAgreement
from competency.assessments.service import confirming
from competency.assessments.service.loading import (
    check_version,
    facts_of,
    framework_of,
    hand_of,
    load,
)
from competency.assessments.service.marking import describe
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra import slots
from competency.infra.slots import OpenAction
from competency.infra.work import Work
from competency.kernel.errors import Refused, Stale, Version
from competency.kernel.values import Value, replace
from competency.people.service import lookup

LONGEST_WORDS = 2_000


class Decision(Value, kw_only=True):
    """What the two decided on a strand; `seq` is the agreement the page was based on."""

    strand: str
    answer: str = "rated"
    position: int | None = None
    not_applicable_reason: str = ""
    reason: str = ""
    seq: int = 0


def both_marks(
    work: Work, appraisal: Appraisal, framework: CompetencyFramework
) -> tuple[dict[str, Mark], dict[str, Mark]]:
    """Return the marks that count of the practitioner and of the supervisor who submitted."""
    own = queries.marks(work.session, appraisal.id, Hand.SELF, appraisal.person_id)
    theirs = queries.marks(
        work.session, appraisal.id, Hand.SUPERVISOR, appraisal.supervisor_submitted_by_id
    )
    version = appraisal.framework_version
    return (
        confirming.standing(framework, version, own),
        confirming.standing(framework, version, theirs),
    )


def agenda_of(work: Work, appraisal: Appraisal, framework: CompetencyFramework) -> Agenda:
    """Return the discrepancy agenda of a revealed appraisal."""
    own, theirs = both_marks(work, appraisal, framework)
    return agenda([s.code for s in framework.strands], own, theirs)


def agree(work: Work, appraisal_id: int, decision: Decision) -> int:
    """Record what the two agreed on a strand and return its number (`seq`).

    Refuses without a reason where they differed; raises Stale when it was changed meanwhile.
    """
    appraisal, framework = _talking(work, appraisal_id)
    about = _item(work, appraisal, framework, decision.strand)
    agreed = check_agreement(about, _mark(framework, decision), decision.reason)
    happened = StrandsAgreed(appraisal_id=appraisal.id, strands=(decision.strand,), together=False)
    return _append(work, appraisal, framework, agreed, decision.seq, happened)


def leave_open(
    work: Work,
    appraisal_id: int,
    strand: str,
    *,
    self_reason: str,
    supervisor_reason: str,
    seq: int,
) -> int:
    """Close a strand as not agreed, with both reasons, and return its number (`seq`)."""
    appraisal, framework = _talking(work, appraisal_id)
    about = _item(work, appraisal, framework, strand)
    outcome = check_no_agreement(about, self_reason, supervisor_reason)
    happened = StrandNotAgreed(appraisal_id=appraisal.id, strand=strand)
    return _append(work, appraisal, framework, outcome, seq, happened)


def agree_alike(work: Work, appraisal_id: int, section: str) -> int:
    """Agree all strands of a section on which both said the same; return how many were open."""
    appraisal, framework = _talking(work, appraisal_id)
    codes = {strand.code for strand in framework.section(section).strands}
    known = queries.agreements(work.session, appraisal.id)
    done = []
    for about in agenda_of(work, appraisal, framework).alike:
        if about.strand in codes and about.strand not in known:
            mark = Mark(about.own.answer, about.own.position, about.own.reason)
            made = check_agreement(about, mark, "")
            _add(work, appraisal, about.strand, made, 1, together=True)
            done.append(about.strand)
    if done:
        work.record(StrandsAgreed(appraisal_id=appraisal.id, strands=tuple(done), together=True))
    return len(done)


def put_in_words(work: Work, appraisal_id: int, section: str, words: str, seq: int) -> int:
    """Record the agreed practice level of a section in the two people's words."""
    appraisal, framework = _talking(work, appraisal_id)
    if section not in {s.code for s in framework.sections}:
        raise Refused("unknown_section", "This section is not part of the framework.")
    words = words.strip()
    if not words:
        raise Refused(
            "words_needed", "Describe in your own words where practice stands.", field="words"
        )
    if len(words) > LONGEST_WORDS:
        raise Refused("too_long", f"Use at most {LONGEST_WORDS:,} characters.", field="words")
    old = queries.section_levels(work.session, appraisal.id).get(section)
    if old and old.words == words:
        return old.seq
    if seq != (old.seq if old else 0):
        by = lookup.names(work.session, [old.recorded_by_id if old else None])
        raise Stale(
            "The words for this section were changed meanwhile. Nothing is lost: "
            "both versions are shown.",
            mine=Version("This page", [("Agreed practice level", words)]),
            theirs=Version(
                next(iter(by.values()), ""), [("Agreed practice level", old.words if old else "")]
            ),
        )
    work.session.add(
        SectionLevel(
            appraisal_id=appraisal.id,
            section=section,
            seq=seq + 1,
            words=words,
            recorded_by_id=work.actor.person_id,
            at=work.now,
        )
    )
    work.record(SectionLevelAgreed(appraisal_id=appraisal.id, section=section, seq=seq + 1))
    return seq + 1


class Left(Value):
    """What still stands between the talk and the signatures."""

    strands: tuple[str, ...]
    sections: tuple[str, ...]
    earlier_objectives: int
    open_actions: int = 0

    @property
    def is_nothing(self) -> bool:
        """Return whether the talk can be finished."""
        return not (self.strands or self.sections or self.earlier_objectives or self.open_actions)


def left_over(work: Work, appraisal: Appraisal, framework: CompetencyFramework) -> Left:
    """Return the strands to agree, sections without words, and earlier objectives to close."""
    return left_of(
        framework,
        agenda_of(work, appraisal, framework),
        queries.agreements(work.session, appraisal.id),
        queries.section_levels(work.session, appraisal.id),
        earlier_objectives(work, appraisal),
        len(open_actions(work, appraisal)),
    )


def earlier_objectives(work: Work, appraisal: Appraisal) -> int:
    """Return how many earlier objectives are to be closed out; none for a revision."""
    if appraisal.revises_id:
        return 0
    return len(
        queries.open_objectives(work.session, appraisal.person_id, appraisal.practice_area_id)
    )


def open_actions(work: Work, appraisal: Appraisal) -> Sequence[OpenAction]:
    """Return what was agreed in supervision and is to be closed out; nothing for a revision.

    Of this practice area and of none, and from before this appraisal began (product page, The
    bridge, 6).
    """
    if appraisal.revises_id:
        return ()
    return slots.open_actions(
        work, appraisal.person_id, appraisal.practice_area_id, appraisal.started_on
    )


def left_of(
    framework: CompetencyFramework,
    found: Agenda,
    agreed: Collection[str],
    words: Collection[str],
    earlier: int,
    actions: int = 0,
) -> Left:
    """Return what is left of an agenda, given the strands with an outcome and sections in words."""
    touched = {i.strand for i in (*found.to_discuss, *found.alike)}
    return Left(
        left_to_close(found, agreed),
        tuple(
            section.code
            for section in framework.sections
            if section.code not in words and any(s.code in touched for s in section.strands)
        ),
        earlier,
        actions,
    )


def finish(work: Work, appraisal_id: int, version: int) -> None:
    """Close the talk, so that both can sign; refused while something is left to agree."""
    appraisal, framework = _talking(work, appraisal_id)
    check_version(appraisal, version, "finish the conversation")
    left = left_over(work, appraisal, framework)
    if left.strands:
        raise Refused(
            "strands_left",
            f"Still to be agreed: {', '.join(left.strands[:8])}"
            f"{f' and {len(left.strands) - 8} more' if len(left.strands) > 8 else ''}.",
        )
    if left.sections:
        titles = ", ".join(framework.section(code).title for code in left.sections)
        raise Refused("words_left", f"Put the agreed practice level in words for: {titles}.")
    if left.earlier_objectives:
        raise Refused(
            "objectives_left",
            f"Close out {left.earlier_objectives} "
            f"{'objective' if left.earlier_objectives == 1 else 'objectives'} "
            "of earlier appraisals first.",
        )
    if left.open_actions:
        raise Refused(
            "actions_left",
            f"Close out {left.open_actions} "
            f"{'action' if left.open_actions == 1 else 'actions'} agreed in supervision before "
            "this appraisal began: complete, carried forward, or dropped with a reason.",
        )
    appraisal.agreed_at = work.now
    agreed = queries.agreements(work.session, appraisal.id)
    work.record(
        ConversationFinished(
            appraisal_id=appraisal.id,
            not_agreed=sum(a.outcome is Outcome.NOT_AGREED for a in agreed.values()),
        )
    )


def talk_again(work: Work, appraisal_id: int) -> int:
    """Open the talk again before both have signed; return how many signatures became void."""
    appraisal = load(work, appraisal_id, permissions.TALK, lock=True)
    hand_of(work, appraisal)
    state.check_may_sign(facts_of(work, appraisal))
    standing = queries.signatures(work.session, appraisal.id)
    for signature in standing.values():
        signature.voided_at = work.now
    appraisal.agreed_at = None
    work.record(ConversationReopened(appraisal_id=appraisal.id, voided_signatures=len(standing)))
    return len(standing)


def _talking(work: Work, appraisal_id: int) -> tuple[Appraisal, CompetencyFramework]:
    appraisal = load(work, appraisal_id, permissions.TALK, lock=True)
    hand_of(work, appraisal)
    state.check_may_talk(facts_of(work, appraisal))
    return appraisal, framework_of(work, appraisal)


def _item(work: Work, appraisal: Appraisal, framework: CompetencyFramework, strand: str) -> Item:
    if framework.find_strand(strand) is None:
        raise Refused("unknown_strand", f"{strand} is not a strand of this appraisal's framework.")
    own, theirs = both_marks(work, appraisal, framework)
    return item(strand, own.get(strand, UNRATED), theirs.get(strand, UNRATED))


def _mark(framework: CompetencyFramework, decision: Decision) -> Mark:
    try:
        return check_mark(
            {position.value for position in framework.scale.positions},
            answer=decision.answer,
            position=decision.position,
            reason=decision.not_applicable_reason,
        )
    except Refused as refused:  # the page asks for two reasons; this is about the other one
        field = "not_applicable_reason" if refused.field == "reason" else refused.field
        raise Refused(refused.code, refused.message, field=field) from None


def _append(
    work: Work,
    appraisal: Appraisal,
    framework: CompetencyFramework,
    made: Agreement,
    seq: int,
    happened: StrandsAgreed | StrandNotAgreed,
) -> int:
    """Record the next outcome of a strand; one that is already recorded stays as it is."""
    strand = happened.strand if isinstance(happened, StrandNotAgreed) else happened.strands[0]
    old = queries.agreements(work.session, appraisal.id).get(strand)
    if old and replace(old, seq=0) == made:
        return old.seq
    if seq != (old.seq if old else 0):
        raise Stale(
            f"What you agreed on {strand} was changed meanwhile. Nothing is lost: "
            "both versions are shown.",
            mine=Version("This page", in_words(framework, made)),
            theirs=Version("Recorded", in_words(framework, old) if old else []),
        )
    _add(work, appraisal, strand, made, seq + 1)
    work.record(happened)
    return seq + 1


def _add(
    work: Work,
    appraisal: Appraisal,
    strand: str,
    made: Agreement,
    seq: int,
    *,
    together: bool = False,
) -> None:
    work.session.add(
        StrandAgreement(
            appraisal_id=appraisal.id,
            strand=strand,
            seq=seq,
            outcome=made.outcome.value,
            answer=made.mark.answer.value,
            position=made.mark.position,
            not_applicable_reason=made.mark.reason,
            reason=made.reason,
            self_reason=made.self_reason,
            supervisor_reason=made.supervisor_reason,
            together=together,
            recorded_by_id=work.actor.person_id,
            at=work.now,
        )
    )


def in_words(framework: CompetencyFramework, made: Agreement) -> list[tuple[str, str]]:
    """Return an agreement as label and text pairs, for people to compare."""
    if made.outcome is Outcome.NOT_AGREED:
        return [
            ("Outcome", "Not agreed"),
            ("Practitioner's reason", made.self_reason),
            ("Supervisor's reason", made.supervisor_reason),
        ]
    facts = describe(framework, made.mark)
    if made.mark.answer is Answer.UNRATED:
        facts = []
    return facts + ([("Reason", made.reason)] if made.reason else [])
