"""Rating one practice in own words; every saying is kept, the last one stands."""

from collections.abc import Sequence
from typing import Any

from competency.accreditation import permissions
from competency.accreditation.domain.rating import NOTHING, Answer, Said, checked
from competency.accreditation.events import PracticeRated
from competency.accreditation.models import PracticeRating
from competency.accreditation.queries import studies as queries
from competency.accreditation.service.library import get_standard
from competency.accreditation.service.loading import load_open, read
from competency.frameworks.domain.kinds.accreditation_standard import AccreditationStandard
from competency.infra.work import Work
from competency.kernel.errors import Refused, Stale, Version


def rate(work: Work, study_id: int, practice: str, said: Said, seq: int | None) -> int:
    """Keep what is said of a practice and return its number; `seq` is the one that was seen.

    The same again changes nothing. Refuses an unknown practice, a rating off the scale, not
    applicable without a reason or where the standard does not know it, and a submitted
    self-study; raises Stale with both versions where somebody else said something meanwhile.
    """
    study = load_open(work, study_id)
    standard = get_standard(study.standard_id, study.standard_version)
    one = standard.practice(practice)
    said = checked(said, [position.value for position in standard.scale.positions])
    if said.answer is Answer.NOT_APPLICABLE and not one.may_not_apply:
        raise Refused(
            "always_applies",
            f"{one.code} applies wherever the service is provided. Where the service is not "
            "provided at all, say so of the whole self-study.",
            field="answer",
        )
    row = queries.standing_ratings(work.session, study_id).get(practice)
    before = said_in(row)
    if said == before:
        return row.seq if row else 0
    if (row.seq if row else 0) != (seq or 0):
        raise _overtaken(standard, said, before)
    new = PracticeRating(
        study_id=study_id,
        practice=practice,
        seq=(row.seq if row else 0) + 1,
        answer=said.answer.value,
        rating=said.rating,
        reason=said.reason,
        narrative=said.narrative,
        by_id=work.actor.person_id or 0,
        at=work.now,
    )
    work.session.add(new)
    work.session.flush()
    work.record(PracticeRated(study_id=study_id, practice=practice, seq=new.seq))
    return new.seq


def history(work: Work, study_id: int, practice: str) -> Sequence[PracticeRating]:
    """Return all that was said of a practice, newest first, to who may read the self-study."""
    read(work, study_id, permissions.SEE)
    return queries.history(work.session, study_id, practice)


def said_in(row: Any) -> Said:
    """Return what a row says; nothing where there is none."""
    if row is None:
        return NOTHING
    return Said(Answer(row.answer), row.rating, row.reason, row.narrative)


def words_of(standard: AccreditationStandard, said: Said) -> str:
    """Return a rating in words, such as "2: Sound, with room to improve"."""
    if said.answer is Answer.NOT_APPLICABLE:
        return "Does not apply"
    if said.rating is None:
        return "Not rated yet"
    return label(standard, said.rating)


def label(standard: AccreditationStandard, value: int) -> str:
    """Return a rating of the standard's scale with its label."""
    return f"{value}: {standard.scale.position(value).label}"


def _overtaken(standard: AccreditationStandard, mine: Said, theirs: Said) -> Stale:
    def facts(said: Said) -> list[tuple[str, str]]:
        found = [("Rating", words_of(standard, said))]
        if said.reason:
            found.append(("Why it does not apply", said.reason))
        return [*found, ("In own words", said.narrative or "Nothing written")]

    return Stale(
        "Somebody else rated this practice after your page was shown. Nothing of yours was saved: "
        "compare the two, then open the page again and say what stands.",
        mine=Version("You", facts(mine)),
        theirs=Version("Now", facts(theirs)),
    )
