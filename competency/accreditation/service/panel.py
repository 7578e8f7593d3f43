"""The panel: who is on it, what it says of a submitted self-study, and the answers."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from competency.accreditation import permissions
from competency.accreditation.domain.states import StudyState, check_with_panel
from competency.accreditation.domain.writing import LONGEST_LINE, at_most
from competency.accreditation.events import PanelCommented, PanelMemberEnded, PanelMemberNamed
from competency.accreditation.models import PanelComment, PanelMember
from competency.accreditation.queries import studies as queries
from competency.accreditation.service.library import get_standard
from competency.accreditation.service.loading import load
from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused
from competency.people.service import lookup


class Thread(NamedTuple):
    """A comment with who said it, and its answers in the order in which they came."""

    comment: PanelComment
    who: str
    answers: Sequence["Thread"]


def name_member(work: Work, study_id: int, words: str) -> int:
    """Put somebody on the panel by email address, staff number or full name; return who it is.

    Refuses nobody, several, who has left, and who is on it already.
    """
    study = load(work, study_id, permissions.RUN)
    if study.state == StudyState.CLOSED:
        check_with_panel(StudyState(study.state))
    person = lookup.find_working(work.session, words, work.today, field="member")
    if any(one.person_id == person.id for one in queries.members(work.session, study_id)):
        raise Refused("on_panel", f"{person.name} is on the panel already.", field="member")
    work.session.add(
        PanelMember(
            study_id=study_id,
            person_id=person.id,
            named_by_id=work.actor.person_id or 0,
            named_at=work.now,
        )
    )
    work.session.flush()
    work.record(PanelMemberNamed(study_id=study_id, person_id=person.id))
    return person.id


def end_member(work: Work, study_id: int, member_id: int) -> None:
    """Take somebody off the panel; what they said stays."""
    load(work, study_id, permissions.RUN)
    found = [one for one in queries.members(work.session, study_id) if one.id == member_id]
    if not found:
        raise NotFound("There is no such member of the panel.")
    found[0].ended_at = work.now
    work.session.flush()
    work.record(PanelMemberEnded(study_id=study_id, person_id=found[0].person_id))


def comment(
    work: Work,
    study_id: int,
    words: str,
    *,
    practice: str = "",
    answers_id: int | None = None,
    said_by: str = "",
) -> PanelComment:
    """Keep what the panel says of a practice, or of the whole, or an answer to it; return it.

    `said_by` is who said it, where central office writes down what a visitor said. Refuses an
    empty comment, too much text, an unknown practice, and a self-study that is not with the panel.
    """
    study = load(work, study_id, permissions.COMMENT)
    check_with_panel(StudyState(study.state))
    if practice:
        get_standard(study.standard_id, study.standard_version).practice(practice)
    if answers_id is not None:
        practice = _answered(work, study_id, answers_id).practice
    words = at_most(words, "words")
    if not words:
        raise Refused("no_words", "Write what is to be said.", field="words")
    row = PanelComment(
        study_id=study_id,
        practice=practice,
        answers_id=answers_id,
        words=words,
        said_by=at_most(" ".join(said_by.split()), "said_by", LONGEST_LINE),
        by_id=work.actor.person_id or 0,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.record(
        PanelCommented(study_id=study_id, comment_id=row.id, is_answer=answers_id is not None)
    )
    return row


def members(work: Work, study_id: int) -> Sequence[PanelMember]:
    """Return who is on the panel now; the caller has authorised that it is read."""
    return queries.members(work.session, study_id)


def threads(work: Work, study_id: int) -> list[Thread]:
    """Return the comments, oldest first, each with its answers and who said what.

    Whoever may read the self-study reads them; the caller has authorised that.
    """
    rows = queries.comments(work.session, study_id)
    names = lookup.names(work.session, [row.by_id for row in rows])

    def thread(row: PanelComment) -> Thread:
        by = names.get(row.by_id, "")
        who = f"{row.said_by}, written down by {by}" if row.said_by else by
        return Thread(row, who, [thread(one) for one in rows if one.answers_id == row.id])

    return [thread(row) for row in rows if row.answers_id is None]


def _answered(work: Work, study_id: int, comment_id: int) -> PanelComment:
    row = work.session.scalar(
        select(PanelComment).where(PanelComment.id == comment_id, PanelComment.study_id == study_id)
    )
    if row is None:
        raise NotFound("There is no such comment.")
    return row
