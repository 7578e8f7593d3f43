"""What the pages of one person's practice say: first the answer in a few lines, then its parts."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from competency.assessments.domain.agenda import Outcome
from competency.assessments.domain.marks import Hand
from competency.assessments.domain.profile import SectionProfile, section_profile
from competency.assessments.service.conversation import said
from competency.coaching.domain.actions import Ending
from competency.coaching.domain.crosswalk import Link, SourceKind
from competency.coaching.service import crosswalk
from competency.evidence.domain.age import StrandEvidence
from competency.frameworks import service as frameworks
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.formats import k_of_n, month, months_ago, plural, short_day
from competency.insights.domain.practice import ClockFigures, Share, together
from competency.insights.service.done import Planned
from competency.insights.service.practice import Known
from competency.insights.service.said import Cycle
from competency.insights.service.whole_person import Whole
from competency.kernel.values import Value
from competency.reviews.domain.levels import Answer
from competency.reviews.service.rules import get_instrument
from competency.timeliness.service.standards import get_standards

CLOSED = "Not to be seen before both have submitted"
NOBODY_RATED = "Not rated yet"
NOTHING_AGREED = "Nothing agreed yet"
NO_EVIDENCE = "No evidence has been shared for it yet"
ANSWER_WORDS = {
    Answer.STRENGTH.value: "A strength",
    Answer.NEEDS_IMPROVEMENT.value: "An area needing improvement",
    Answer.YES.value: "Yes",
    Answer.NO.value: "No",
}
NOT_DUE = "Not known: none was due yet"
NOT_ANSWERED = "Not known: no review that was talked over has answered it"


class Glance(Value):
    """One line of the answer: what it is about, what is known, and where its part of the page is.

    `is_known` is false where the honest answer is that nobody knows.
    """

    key: str
    words: str
    anchor: str
    is_known: bool = True


class Spoken(Value):
    """What one hand said in one cycle, in words; `comment` what they based it on."""

    words: str
    comment: str = ""


def standard_words(code: str) -> str:
    """Return what is to be done in time, as the standards name it."""
    standards = get_standards()
    return standards.event(standards.one(code).ends).title


def item_words(code: str) -> str:
    """Return the short name of a review item of the newest instrument, else its code."""
    found = next((item for item in get_instrument().items if item.code == code), None)
    return found.title if found else code


def in_time(figures: ClockFigures) -> str:
    """Return the last that were due in one line, or that nothing is known."""
    share = figures.last
    what = standard_words(figures.standard)
    if not figures.is_known:
        return f"{what}: none was due yet ({figures.standard})"
    return f"{what}, {share.k} of {share.n} on time ({figures.standard})"


def hand_in(cycle: Cycle, hand: Hand, strand: str, framework: CompetencyFramework) -> Spoken:
    """Return what one of the two said of a strand in a cycle, as far as the reader may see it."""
    if hand not in cycle.marks:
        return Spoken(CLOSED)
    mark = cycle.marks[hand].get(strand)
    if mark is None:
        return Spoken(NOBODY_RATED)
    return Spoken(said(framework, mark), mark.comment)


def agreed_in(cycle: Cycle, strand: str, framework: CompetencyFramework) -> Spoken:
    """Return what became of a strand in a cycle."""
    found = cycle.agreed.get(strand)
    if found is None:
        return Spoken(NOTHING_AGREED)
    if found.outcome is Outcome.NOT_AGREED:
        return Spoken("Closed as not agreed", found.reason)
    return Spoken(said(framework, found.mark), found.reason)


def when(cycle: Cycle) -> str:
    """Return where a cycle stands and since when."""
    if cycle.is_signed:
        return f"signed on {short_day(cycle.on)}"
    return f"{cycle.state.words.lower()}, begun on {short_day(cycle.on)}"


def evidence_words(found: StrandEvidence | None, today: date) -> str:
    """Return how much evidence there is, the highest level it was logged at, and its age."""
    if found is None:
        return NO_EVIDENCE
    entries = plural(found.count, "entry", "entries")
    newest = months_ago(found.latest, today)
    return f"{entries}, highest level {found.best}, newest {newest}"


def clocks_words(known: Known, strand: str) -> tuple[str, bool]:
    """Return the figures of the own cases that inform a strand, and whether any are known."""
    found = [figures for _, figures in known.clocks_of(strand)]
    if not found:
        return "No standard of a worker’s own informs it", False
    if not any(one.is_known for one in found):
        return NOT_DUE, False
    return "; ".join(in_time(one) for one in found if one.is_known), True


def items_words(known: Known, strand: str) -> tuple[str, bool]:
    """Return what reviews found on the items that inform a strand, and whether any did."""
    found = [figures for _, figures in known.items_of(strand)]
    if not found:
        return "No item of the case review informs it", False
    share = together(one.year for one in found)
    if not share.n:
        return NOT_ANSWERED, False
    items = plural(sum(one.is_known for one in found), "item")
    return f"{share.k} of {share.n} answers found the practice there, on {items}", True


def agreed_words(known: Known, strand: str) -> tuple[str, bool]:
    """Return what is open of what was agreed to do, with the effect that is known already."""
    section = known.framework.strand(strand).section_code
    planned = [one for _, one in known.objectives_of(strand, section)]
    planned += known.actions_of(strand)
    if not planned:
        return "Nothing was agreed to do about it", False
    still_open = sum(one.is_open for one in planned)
    effects = [one.effect for one in planned if one.effect]
    of_all = plural(len(planned), "action or objective", "actions and objectives")
    words = f"{still_open} open of {of_all}"
    return "; ".join([words, *effects[:1]]), True


def ending_words(one: Planned) -> str:
    """Return how an action or an objective ended, or that it is open."""
    return Ending(one.ending).words if one.ending else "Open"


def citable(known: Known, strand: str) -> dict[str, str]:
    """Return the sentences that can be cited in a comment on the strand, by what they rest on."""
    found = {
        f"timeliness:{one.standard}": in_time(one)
        for _, one in known.clocks_of(strand)
        if one.is_known
    }
    found |= {
        f"review-item:{one.item}": (
            f"{item_words(one.item)}, the practice was there in {one.year.k} of {one.year.n} "
            f"case reviews since {month(known.period.first)} ({one.item})"
        )
        for _, one in known.items_of(strand)
        if one.is_known
    }
    found |= {
        f"effect:{one.id}": f"After “{one.words}”: {one.effect}"
        for one in known.actions_of(strand)
        if one.effect
    }
    return found


def share_words(share: Share) -> str:
    """Return k of n with its percentage, or that there is nothing to count."""
    return k_of_n(share.k, share.n) if share.n else "None was due"


def newest_said(known: Known, hand: Hand, strand: str) -> Spoken:
    """Return what one of the two said last, in which appraisal, as far as the reader may see it."""
    for cycle in known.cycles:
        mark = cycle.marks.get(hand, {}).get(strand)
        if mark is not None and mark.is_closed:
            return Spoken(said(known.framework, mark), f"{cycle.title}, {when(cycle)}")
    if any(hand not in cycle.marks for cycle in known.cycles):
        return Spoken(CLOSED)
    return Spoken(NOBODY_RATED)


def newest_agreed(known: Known, strand: str) -> Spoken:
    """Return what was agreed last, in which appraisal."""
    for cycle in known.cycles:
        if strand in cycle.agreed:
            words = agreed_in(cycle, strand, known.framework).words
            return Spoken(words, f"{cycle.title}, {when(cycle)}")
    return Spoken(NOTHING_AGREED)


def glance(known: Known, strand: str, today: date) -> list[Glance]:
    """Return the answer to what is known of a strand, one line for each part of its page."""
    own = newest_said(known, Hand.SELF, strand)
    supervisor = newest_said(known, Hand.SUPERVISOR, strand)
    agreed = newest_agreed(known, strand)
    evidence = known.evidence.get(strand)
    name = "You" if known.subject.is_own else known.subject.name
    return [
        _spoken("Agreed", agreed),
        _spoken(f"{name} said", own),
        _spoken("The supervisor said", supervisor),
        Glance("Evidence", evidence_words(evidence, today), "evidence", evidence is not None),
        Glance("Own cases, on time", *_with(clocks_words(known, strand), "cases")),
        Glance("Case reviews", *_with(items_words(known, strand), "reviews")),
        Glance("Agreed to do", *_with(agreed_words(known, strand), "agreed")),
        *([Glance("Worth a conversation", _worth(known), "worth")] if known.worth else ()),
    ]


class SectionRow(Value):
    """One section of a profile in words: agreed, self and supervisor, and its evidence."""

    code: str
    title: str
    said: tuple[Spoken, ...]
    evidence: str


def section_rows(found: Whole, area_id: int) -> list[SectionRow]:
    """Return the sections of a practice area in their order; none before a first reveal."""
    cycle = found.cycles.get(area_id)
    if cycle is None:
        return []
    series = [
        {s: a.mark for s, a in cycle.agreed.items() if a.outcome is Outcome.AGREED},
        cycle.marks.get(Hand.SELF, {}),
        cycle.marks.get(Hand.SUPERVISOR, {}),
    ]
    rows = []
    for section in found.framework.sections:
        codes = [strand.code for strand in section.strands]
        said_of = tuple(
            position_words(section_profile(section.code, codes, marks), found.framework)
            for marks in series
        )
        evidence = _evidenced(found, area_id, codes)
        rows.append(SectionRow(section.code, section.title, said_of, evidence))
    return rows


def position_words(one: SectionProfile, framework: CompetencyFramework) -> Spoken:
    """Return the middle position of a section; beside it what it rests on, and its range."""
    if one.middle is None or one.lowest is None or one.highest is None:
        return Spoken(NOBODY_RATED)
    label = framework.scale.position
    rests = f"{one.rated} of {plural(one.applicable, 'strand')}"
    if one.lowest != one.highest:
        rests += f", from {label(one.lowest).label} to {label(one.highest).label}"
    return Spoken(label(one.middle).label, rests)


def _evidenced(found: Whole, area_id: int, codes: Sequence[str]) -> str:
    known = [e for code in codes if (e := found.evidence[area_id].get(code)) is not None]
    if not known:
        return "None shared yet"
    months = min(one.months for one in known)
    age = f"newest {plural(months, 'month')} old" if months else "newest of this month"
    return f"{len(known)} of {plural(len(codes), 'strand')}, {age}"


def answer_words(answer: str) -> str:
    """Return an answer of a review as people say it."""
    return ANSWER_WORDS.get(answer, answer)


def source_words(link: Link) -> str:
    """Return what a source that has no figure of one worker is called."""
    if link.kind is SourceKind.TIMELINESS:
        return f"{standard_words(link.code)} ({link.code}), which others keep"
    practices = _practices(crosswalk.get_data().kind(SourceKind.PRACTICE).standard)
    return f"A practice of the protocol: {practices.get(link.code, link.code)}"


@lru_cache(maxsize=4)
def _practices(standard: str) -> dict[str, str]:
    """Return the practices of the newest protocol by code, as it names them."""
    return {entry.code: entry.text for entry in frameworks.get_standard(standard).entries()}


def audience(name: str, *, is_own: bool) -> str:
    """Return who sees a page about somebody's practice."""
    who = "You and those above you" if is_own else f"{name} and those above them"
    return f"{who} in the line of supervision see this page, and nobody else"


def _worth(known: Known) -> str:
    """Return how much is worth a conversation, and how much goes well, of what is still new."""
    to_discuss = sum(one.is_new and not one.signal.is_strength for one in known.worth)
    well = sum(one.signal.is_strength for one in known.worth)
    said = len(known.worth) - to_discuss - well
    words = [f"{to_discuss} to talk about"] if to_discuss else []
    words += [f"{well} going well"] if well else []
    return ", ".join([*words, *([f"{said} talked about"] if said else [])])


def _spoken(key: str, one: Spoken) -> Glance:
    words = f"{one.words}, in {one.comment}" if one.comment else one.words
    return Glance(key, words, "said", bool(one.comment))


def _with(found: tuple[str, bool], anchor: str) -> tuple[str, str, bool]:
    return found[0], anchor, found[1]
