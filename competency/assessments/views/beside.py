"""The evidence beside a strand: how much, how old the newest is, and the way to more."""

from collections.abc import Mapping, Sequence

from flask import url_for

from competency.assessments.service.reading import Sheet
from competency.evidence.domain.age import StrandEvidence
from competency.evidence.service.beside import by_strand_for
from competency.infra import slots
from competency.infra.formats import plural
from competency.infra.slots import StrandLine
from competency.infra.web import work
from competency.kernel.values import Value


class Beside(Value):
    """What an appraisal's pages show of its person's log; only what is shared or verified."""

    person_id: int
    is_own: bool
    found: Mapping[str, StrandEvidence]

    def words(self, code: str) -> str:
        """Return what there is for a strand, in one line."""
        one = self.found.get(code)
        if one is None:
            return "Evidence: none shared yet"
        age = f"{plural(one.months, 'month')} old" if one.months else "of this month"
        return f"Evidence: {one.count} linked, newest {age}, highest level {one.best}"

    def log(self, code: str) -> str:
        """Return the address of the log, one's own with this strand alone."""
        if self.is_own:
            return url_for("evidence.log", strand=code)
        return url_for("evidence.log_of", person_id=self.person_id)

    def add(self, code: str) -> str:
        """Return where to add evidence for the strand; empty for others than the person."""
        return url_for("evidence.quick", strand=code) if self.is_own else ""


def evidence_beside(sheet: Sheet) -> Beside | None:
    """Return the evidence of the appraisal's person, or None where others have nothing to see.

    An outside rater, for instance, sees this one appraisal and not the log.
    """
    person_id = sheet.subject.id
    is_own = work().actor.person_id == person_id
    found = by_strand_for(
        work(),
        person_id,
        framework_id=sheet.framework.id,
        practice_area_id=sheet.appraisal.practice_area_id,
    )
    return Beside(person_id, is_own, found) if is_own or found else None


def casework_beside(sheet: Sheet, strands: Sequence[str]) -> Mapping[str, StrandLine]:
    """Return what the person's own cases say beside each of these strands, as a room above knows.

    Nothing for an outside rater, who sees this one appraisal and no other figure of the person.
    """
    return slots.strand_lines(work(), sheet.subject.id, sheet.appraisal.practice_area_id, strands)
