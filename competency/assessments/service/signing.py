"""Both sign the same content; then it is sealed and never changes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.assessments import permissions, queries
from competency.assessments.domain import state
from competency.assessments.domain.agenda import Agreement
from competency.assessments.domain.marks import Hand, Mark
from competency.assessments.domain.sealing import content_hash
from competency.assessments.events import AppraisalSealed, AppraisalSigned
from competency.assessments.models import Appraisal, Objective, Signature
from competency.assessments.queries import AgreedLevel, GivenMark
from competency.assessments.service.loading import facts_of, hand_of, load
from competency.assessments.service.reading import Sheet
from competency.infra.work import Work
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.people.service import lookup
from competency.people.service.sign_in import Proof, check_proof

HANDS = {Hand.SELF: "practitioner", Hand.SUPERVISOR: "supervisor"}


class Parts(Value, kw_only=True):
    """All that the two sign, as it was read."""

    own: Mapping[str, GivenMark]
    supervisor: Mapping[str, GivenMark]
    agreed: Mapping[str, Agreement]
    levels: Mapping[str, AgreedLevel]
    objectives: Sequence[Objective]


def parts_of(session: Session, appraisal: Appraisal) -> Parts:
    """Read all that the two sign."""
    given = queries.marks_by(
        session,
        appraisal.id,
        {
            Hand.SELF: appraisal.person_id,
            Hand.SUPERVISOR: appraisal.supervisor_submitted_by_id,
        },
    )
    return Parts(
        own=given[Hand.SELF],
        supervisor=given[Hand.SUPERVISOR],
        agreed=queries.agreements(session, appraisal.id),
        levels=queries.section_levels(session, appraisal.id),
        objectives=queries.objectives(session, appraisal.id),
    )


def content(appraisal: Appraisal, parts: Parts) -> dict[str, Any]:
    """Return all that the two sign, as plain data with ids; names live in the directory."""
    return {
        "appraisal": appraisal.id,
        "person": appraisal.person_id,
        "practice_area": appraisal.practice_area_id,
        "framework": [appraisal.framework_id, appraisal.framework_version],
        "title": appraisal.title,
        "started_on": appraisal.started_on.isoformat(),
        "revision": appraisal.revision,
        "reopened_reason": appraisal.reopened_reason,
        "rater": appraisal.supervisor_submitted_by_id,
        "self": {s: _mark(g.mark) for s, g in parts.own.items()},
        "supervisor": {s: _mark(g.mark) for s, g in parts.supervisor.items()},
        "agreed": {
            s: [a.outcome, *_mark(a.mark), a.reason, a.self_reason, a.supervisor_reason]
            for s, a in parts.agreed.items()
        },
        "sections": {s: w.words for s, w in parts.levels.items()},
        "objectives": [_objective(o) for o in parts.objectives],
    }


def _objective(objective: Objective) -> list[str]:
    return [
        objective.about,
        objective.specific,
        objective.measurable,
        objective.achievable,
        objective.relevant,
        objective.due_on.isoformat(),
        objective.evaluation,
        objective.review_on.isoformat(),
    ]


def shown_hash(session: Session, appraisal: Appraisal) -> str:
    """Return the hash of what a signature page shows, which its form gives back."""
    return content_hash(content(appraisal, parts_of(session, appraisal)))


def hash_of(found: Sheet, written: Sequence[Objective]) -> str:
    """Return the same hash from what a page has read already, so that it hashes what it shows."""
    parts = Parts(
        own=found.given.get(Hand.SELF, {}),
        supervisor=found.given.get(Hand.SUPERVISOR, {}),
        agreed=found.agreed,
        levels=found.levels,
        objectives=written,
    )
    return content_hash(content(found.appraisal, parts))


def check_may_sign(work: Work, appraisal_id: int) -> None:
    """Refuse who may not sign this now, before anybody is asked for a password."""
    appraisal = load(work, appraisal_id, permissions.SIGN)
    hand_of(work, appraisal)
    state.check_may_sign(facts_of(work, appraisal))


def sign(work: Work, appraisal_id: int, proof: Proof, shown: str) -> state.State:
    """Sign with a fresh proof of password what was `shown`; the second signature seals.

    Refuses a second signature of the same part, content that is no longer the one shown, and
    anybody but the two. Returns the state after it.
    """
    appraisal = load(work, appraisal_id, permissions.SIGN, lock=True)
    hand = hand_of(work, appraisal)
    check_proof(proof, work.actor, work.now)
    state.check_may_sign(facts_of(work, appraisal))
    standing = queries.signatures(work.session, appraisal.id)
    if hand in standing:
        raise Refused("signed_already", "You have signed this. The other signature is missing.")
    now_there = shown_hash(work.session, appraisal)
    if now_there != shown:
        raise Refused(
            "changed_since_shown",
            "This appraisal is no longer the one you were shown. Read it again before you sign.",
        )
    if work.actor.person_id is None:
        raise Refused("nobody", "Only a person can sign.")
    work.session.add(
        Signature(
            appraisal_id=appraisal.id,
            hand=hand.value,
            person_id=work.actor.person_id,
            role_then=_role_then(work, hand),
            content_hash=now_there,
            at=work.now,
        )
    )
    work.session.flush()
    work.record(AppraisalSigned(appraisal_id=appraisal.id, hand=hand.value, content_hash=now_there))
    if hand.other not in standing:
        return state.State.SIGNED_BY_ONE
    if standing[hand.other].content_hash != now_there:
        raise Refused("other_content", "The two signatures are not for the same content.")
    appraisal.sealed_at, appraisal.seal = work.now, now_there
    work.record(AppraisalSealed(appraisal_id=appraisal.id, seal=now_there))
    return state.State.SIGNED


def broken_seals(session: Session) -> Iterator[str]:
    """Yield a sentence for each signed appraisal whose content no longer equals its seal."""
    for appraisal in session.scalars(
        select(Appraisal).where(Appraisal.sealed_at.is_not(None)).order_by(Appraisal.id)
    ):
        if shown_hash(session, appraisal) != appraisal.seal:
            yield f"appraisal {appraisal.id} is not what was signed"


def _mark(mark: Mark) -> list[Any]:
    return [mark.answer, mark.position, mark.reason, mark.comment]


def _role_then(work: Work, hand: Hand) -> str:
    """Return as what the person signed: their part and their post at that moment."""
    who = lookup.subject(work.session, work.actor.person_id or 0)
    return HANDS[hand] + (f", {who.post}" if who and who.post else "")
