"""What the page of the conversation shows: each strand with what either said and what became of it.

Made for a page that prints up to 65 strands, so every word is chosen here, once.
"""

from collections.abc import Mapping

from competency.assessments.domain import state
from competency.assessments.domain.agenda import Agreement, Item, Outcome, agenda, item
from competency.assessments.domain.marks import UNRATED, Answer, Hand, Mark
from competency.assessments.domain.state import RATING, State
from competency.assessments.service import agreeing
from competency.assessments.service.agreeing import Left
from competency.assessments.service.reading import Sheet
from competency.frameworks.domain.structure import CompetencyFramework, Section, Strand
from competency.infra.work import Work
from competency.kernel.errors import Forbidden, Refused
from competency.kernel.values import Value

NOT_REVEALED = (
    "Both ratings must be submitted before either of you sees the other's and you talk about them."
)


class Reader(Value):
    """How a page of an appraisal speaks to its reader of the two people in it."""

    own: str
    supervisor: str
    both: str
    audience: str
    has_part: bool


class Point(Value):
    """One strand to talk about, in words; `seq` numbers what is recorded, 0 is nothing yet."""

    strand: Strand
    section: Section
    item: Item
    own_words: str
    supervisor_words: str
    last_words: str
    agreement: Agreement | None
    outcome_words: str

    @property
    def seq(self) -> int:
        """Return the number of the recorded outcome, which a form gives back."""
        return self.agreement.seq if self.agreement else 0

    @property
    def apart(self) -> str:
        """Return the gap as people say it."""
        if self.item.gap is None or self.item.gap == 0:
            return ""
        return "One step apart" if abs(self.item.gap) == 1 else f"{abs(self.item.gap)} steps apart"


class Talk(Value):
    """The agenda in the order to talk: what differs, what is alike by section, what nobody rated.

    `settled` of `total` strands that differ have an outcome, `not_agreed` of them by agreeing to
    differ; all three count the whole appraisal, also where the lists show one section.
    """

    to_discuss: tuple[Point, ...]
    alike: tuple[tuple[Section, tuple[Point, ...]], ...]
    unrated: tuple[tuple[Section, Strand], ...]
    total: int
    settled: int
    not_agreed: int

    @property
    def agreed(self) -> int:
        """Return how many of those that differed are agreed."""
        return self.settled - self.not_agreed


def reader_of(found: Sheet) -> Reader:
    """Return how to name the two to whoever reads this appraisal."""
    rater = found.appraisal.supervisor_submitted_by_id or found.appraisal.supervisor_id
    own, supervisor = found.subject.name, found.name(rater)
    if found.hand is Hand.SELF:
        return Reader(
            "You",
            supervisor,
            f"You and {supervisor}",
            f"You, {supervisor} and the managers of your line can see this.",
            True,
        )
    if found.hand is Hand.SUPERVISOR:
        # After a change of supervisors the rating shown may be a former one's.
        shown = "You" if rater == found.appraisal.supervisor_id else supervisor
        return Reader(
            own,
            shown,
            f"You and {own}",
            f"You, {own} and the managers of {own}'s line can see this.",
            True,
        )
    return named(found)


def named(found: Sheet) -> Reader:
    """Return both by their names, for an onlooker and for what is signed, printed and kept."""
    rater = found.appraisal.supervisor_submitted_by_id or found.appraisal.supervisor_id
    own, supervisor = found.subject.name, found.name(rater)
    return Reader(
        own,
        supervisor,
        f"{own} and {supervisor}",
        f"{own}, {supervisor} and the managers of {own}'s line can see this.",
        False,
    )


def talk(found: Sheet, section: str = "") -> Talk:
    """Return the agenda of a revealed appraisal, whole or of one section; refused before that."""
    check_revealed(found)
    framework = found.framework
    whole = agenda([s.code for s in framework.strands], *_both(found))
    done = [found.agreed[i.strand] for i in whole.to_discuss if i.strand in found.agreed]
    wanted = [s for s in framework.sections if section in ("", s.code)]
    codes = {s.code for s in wanted}
    alike = [_point(found, i) for i in whole.alike if _section(framework, i.strand).code in codes]
    points = (_point(found, i) for i in whole.to_discuss)
    return Talk(
        to_discuss=tuple(p for p in points if p.section.code in codes),
        alike=tuple(
            (one, same)
            for one in wanted
            if (same := tuple(p for p in alike if p.section.code == one.code))
        ),
        unrated=tuple(
            (found_in, framework.strand(code))
            for code in whole.unrated
            if (found_in := _section(framework, code)).code in codes
        ),
        total=len(whole.to_discuss),
        settled=len(done),
        not_agreed=sum(a.outcome is Outcome.NOT_AGREED for a in done),
    )


def point(found: Sheet, strand: str) -> Point:
    """Return one strand of a revealed appraisal; refused for a strand that nobody rated."""
    check_revealed(found)
    found.framework.strand(strand)  # an unknown one is refused
    about = item(strand, *(marks.get(strand, UNRATED) for marks in _both(found)))
    if not about.is_open:
        raise Refused("unrated", "Neither of you rated this strand, so it stays unrated.")
    return _point(found, about)


def left(work: Work, found: Sheet) -> Left:
    """Return what still stands between this conversation and the signatures."""
    whole = agenda([s.code for s in found.framework.strands], *_both(found))
    earlier = agreeing.earlier_objectives(work, found.appraisal)
    actions = len(agreeing.open_actions(work, found.appraisal))
    return agreeing.left_of(found.framework, whole, found.agreed, found.levels, earlier, actions)


def next_open(found: Talk, after: str) -> str:
    """Return the strand to talk about next: the first open one after this, else the first."""
    codes = [p.strand.code for p in found.to_discuss]
    start = codes.index(after) + 1 if after in codes else 0
    order = (*found.to_discuss[start:], *found.to_discuss[:start])
    return next((p.strand.code for p in order if p.agreement is None), "")


def may_change(found: Sheet) -> bool:
    """Return whether the reader may record outcomes now."""
    return found.hand is not None and found.state is State.REVEALED


def check_revealed(found: Sheet) -> None:
    """Refuse to show the conversation of an appraisal before both have submitted."""
    facts = found.facts
    if found.state in RATING or not (facts.self_submitted_at and facts.supervisor_submitted_at):
        raise Refused("not_revealed", NOT_REVEALED)


def check_may_change(found: Sheet) -> None:
    """Refuse a form for the conversation to who may only read it, or when it is not open."""
    if found.hand is None:
        raise Forbidden("You can see this, but only the two who talk record what they agree.")
    state.check_may_talk(found.facts)


def said(framework: CompetencyFramework, mark: Mark) -> str:
    """Return a mark in a few words."""
    if mark.answer is Answer.RATED and mark.position is not None:
        return framework.scale.position(mark.position).label
    if mark.answer is Answer.NOT_APPLICABLE:
        return f"Does not apply: {mark.reason}"
    return "Not rated"


def outcome_words(framework: CompetencyFramework, agreement: Agreement) -> str:
    """Return what became of a strand in a few words."""
    if agreement.outcome is Outcome.NOT_AGREED:
        return "Not agreed"
    return said(framework, agreement.mark)


def _both(found: Sheet) -> tuple[Mapping[str, Mark], Mapping[str, Mark]]:
    return found.marks[Hand.SELF], found.marks[Hand.SUPERVISOR]


def _section(framework: CompetencyFramework, strand: str) -> Section:
    return framework.section(framework.strand(strand).section_code)


def _point(found: Sheet, about: Item) -> Point:
    framework = found.framework
    agreement = found.agreed.get(about.strand)
    last = found.carried.get(about.strand)
    return Point(
        strand=framework.strand(about.strand),
        section=_section(framework, about.strand),
        item=about,
        own_words=said(framework, about.own),
        supervisor_words=said(framework, about.supervisor),
        last_words=said(framework, last) if last else "",
        agreement=agreement,
        outcome_words=outcome_words(framework, agreement) if agreement else "",
    )
