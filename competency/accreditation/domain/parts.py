"""How the points of a practice are met: services in a matrix, activities, a qualified person."""

from datetime import date

from competency.accreditation.domain.writing import LONGEST_LINE, at_most
from competency.frameworks.domain.kinds.accreditation_standard import (
    ACTIVITIES,
    MATRIX,
    QUALIFIED_PERSON,
    Practice,
)
from competency.kernel.errors import Refused
from competency.kernel.values import Value, replace

# Of a matrix the data names the ways; an activity or an alternative is simply met so.
MET = "met"
WITH_POINTS = frozenset({MATRIX, ACTIVITIES, QUALIFIED_PERSON})


class PartAnswer(Value, kw_only=True):
    """What is said of one point: by which means it is met, and what belongs to that.

    An agreement has its party and its first day; without a last day it goes on.
    """

    means: str
    words: str = ""
    party: str = ""
    agreed_from: date | None = None
    agreed_until: date | None = None


def checked(practice: Practice, code: str, answer: PartAnswer) -> PartAnswer:
    """Return the answer, tidied to what its means needs.

    Refuses a point that the practice does not have and a means that it does not know; an
    agreement without its party and first day, or that ends before it begins; a gap, or what is
    not needed, without words (product page, row 5: a gap has its plan); and too much text.
    """
    if practice.computation not in WITH_POINTS:
        raise Refused("no_points", f"{practice.code} has no points to answer.")
    practice.point(code)
    party = at_most(" ".join(answer.party.split()), "party", LONGEST_LINE)
    answer = replace(answer, words=at_most(answer.words, "words"), party=party)
    if practice.computation == MATRIX:
        return _of_matrix(practice, answer)
    if answer.means != MET:
        raise Refused("unknown_means", "Choose one of the answers offered.", field="means")
    if not answer.words:
        what = (
            "Say who it is, and with what qualification and experience."
            if practice.computation == QUALIFIED_PERSON
            else "Say what is done and where the panel can see it."
        )
        raise Refused("no_words", what, field="words")
    return _dates_in_order(answer)


def _of_matrix(practice: Practice, answer: PartAnswer) -> PartAnswer:
    way = next((one for one in practice.ways if one.code == answer.means), None)
    if way is None:
        raise Refused("unknown_means", "Choose one of the answers offered.", field="means")
    if way.is_gap and not answer.words:
        raise Refused("no_plan", "Say what you plan to do about this gap.", field="words")
    if way.needs_reason and not answer.words:
        raise Refused("no_reason", "Say why; the panel will ask.", field="words")
    if not way.needs_agreement:
        return replace(answer, party="", agreed_from=None, agreed_until=None)
    if not answer.party:
        raise Refused("no_party", "Say with whom the agreement is.", field="party")
    if answer.agreed_from is None:
        raise Refused("no_start", "Say from which day the agreement holds.", field="agreed_from")
    return _dates_in_order(answer)


def _dates_in_order(answer: PartAnswer) -> PartAnswer:
    if answer.agreed_until is None:
        return answer
    if answer.agreed_from is None or answer.agreed_until < answer.agreed_from:
        raise Refused(
            "agreement_backwards",
            "The agreement ends before it begins. Check both days.",
            field="agreed_until",
        )
    return answer


def has_lapsed(answer: PartAnswer, today: date) -> bool:
    """Return whether an agreement's last day is over."""
    return answer.agreed_until is not None and answer.agreed_until < today
