"""Answering the points of a practice: services of the matrix, activities, the qualified person."""

from typing import Any

from competency.accreditation.domain.parts import PartAnswer, checked
from competency.accreditation.events import PartAnswered
from competency.accreditation.models import PracticePart
from competency.accreditation.queries import studies as queries
from competency.accreditation.service.library import get_standard
from competency.accreditation.service.loading import Facts, check_version, load_open
from competency.frameworks.domain.kinds.accreditation_standard import Practice
from competency.infra.formats import plain_day
from competency.infra.work import Work


def answer_part(
    work: Work, study_id: int, practice: str, code: str, answer: PartAnswer, version: int | None
) -> PracticePart:
    """Keep how one point of a practice is met and return it; the same again changes nothing.

    Refuses what `checked` refuses, and a submitted self-study; raises Stale with both versions
    where somebody else answered it meanwhile.
    """
    study = load_open(work, study_id)
    one = get_standard(study.standard_id, study.standard_version).practice(practice)
    answer = checked(one, code, answer)
    row = queries.find_part(work.session, study_id, practice, code)
    if row is not None and answer_in(row) == answer:
        return row
    if row is None:
        row = PracticePart(
            study_id=study_id, practice=practice, code=code, means="", changed_at=work.now
        )
        work.session.add(row)
    else:
        check_version(row, version, _facts(one, answer), _facts(one, answer_in(row)))
    row.means, row.words, row.party = answer.means, answer.words, answer.party
    row.agreed_from, row.agreed_until = answer.agreed_from, answer.agreed_until
    row.changed_at = work.now
    work.session.flush()
    work.record(PartAnswered(study_id=study_id, practice=practice, part=code, means=answer.means))
    return row


def answer_in(row: Any) -> PartAnswer:
    """Return what a row says of its point."""
    return PartAnswer(
        means=row.means,
        words=row.words,
        party=row.party,
        agreed_from=row.agreed_from,
        agreed_until=row.agreed_until,
    )


def means_words(practice: Practice, means: str) -> str:
    """Return by which means a point is met, as people say it."""
    return next((way.label for way in practice.ways if way.code == means), "Shown")


def _facts(practice: Practice, answer: PartAnswer) -> Facts:
    found = [("Answer", means_words(practice, answer.means)), ("Words", answer.words or "None")]
    if answer.party:
        found.append(("Agreement with", answer.party))
    if answer.agreed_from:
        until = f" until {plain_day(answer.agreed_until)}" if answer.agreed_until else ""
        found.append(("From", f"{plain_day(answer.agreed_from)}{until}"))
    return found
