"""Citing a figure of the casework in what one bases a strand's rating on."""

from datetime import date

from competency.assessments import permissions, queries
from competency.assessments.domain.marks import UNRATED
from competency.assessments.service import rating
from competency.assessments.service.loading import hand_of, load
from competency.assessments.service.marking import Entry, Saved
from competency.infra.formats import plain_day
from competency.infra.work import Work


def cite(work: Work, appraisal_id: int, strand: str, words: str) -> Saved | None:
    """Append a sentence, with today's date, to the actor's own comment on a strand.

    The position stays what it is: a figure informs and never sets a rating. Returns None where the
    sentence of today stands there already. Refuses what `rating.rate` refuses: a rating that is
    submitted, a strand of another framework, a comment that gets too long.
    """
    appraisal = load(work, appraisal_id, permissions.RATE)
    hand = hand_of(work, appraisal)
    found = queries.latest_mark(work.session, appraisal.id, hand, work.actor.person_id, strand)
    mark = found.mark if found else UNRATED
    line = cited(words, work.today)
    if line in mark.comment:
        return None
    entry = Entry(
        strand=strand,
        answer=mark.answer.value,
        position=mark.position,
        reason=mark.reason,
        comment=f"{mark.comment}\n{line}".strip(),
        seq=mark.seq,
    )
    return rating.rate(work, appraisal_id, entry)


def cited(words: str, on: date) -> str:
    """Return the line that is written into the comment."""
    return f"From the cases, {plain_day(on)}: {words.rstrip('.')}."
