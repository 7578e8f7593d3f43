"""Saving what a rater chose for strands: good, refused, or overtaken by another save.

The same for all who rate: the two of an appraisal and a second rater, each in a book of their own.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from competency.assessments.domain.marks import UNRATED, Answer, Mark, check_mark
from competency.assessments.queries import GivenMark
from competency.assessments.service import confirming
from competency.frameworks.domain.structure import CompetencyFramework
from competency.kernel.clock import LONDON
from competency.kernel.errors import Refused, RefusedEach, Stale, Version
from competency.kernel.values import Value

LONGEST_CODE = 12
NEVER = GivenMark(UNRATED, datetime.min.replace(tzinfo=LONDON), "")


class Entry(Value, kw_only=True):
    """What somebody chose for one strand; `seq` is the save it was based on, 0 for none."""

    strand: str
    answer: str
    position: int | None = None
    reason: str = ""
    comment: str = ""
    seq: int = 0


class Progress(Value):
    """How far a rating is: strands with an answer that counts, in one section and in all."""

    rated: int
    section_rated: int


class Saved(Value):
    """A save: its number and its moment, and how far the rating is where that may be news."""

    seq: int
    at: datetime
    progress: Progress | None


class Overtaken(Stale):
    """Strands that were saved meanwhile with something else; `strands` holds what stands there."""

    def __init__(self, first: Stale, strands: Mapping[str, GivenMark]) -> None:
        super().__init__(first.message, mine=first.mine, theirs=first.theirs)
        self.strands = strands


class Book(Protocol):
    """One rater's marks in one appraisal: what was given so far, and a place to append."""

    def latest(self, strand: str) -> GivenMark | None:
        """Return the latest mark of a strand, or None."""

    def marks(self) -> Mapping[str, GivenMark]:
        """Return the latest mark of each strand."""

    def answers(self) -> Mapping[str, tuple[Answer, str]]:
        """Return the latest answer of each strand with the version it was given under."""

    def save(self, strand: str, seq: int) -> Mark | None:
        """Return what the save of this number said, or None where there is none."""

    def append(self, strand: str, mark: Mark, seq: int) -> GivenMark:
        """Write a mark under the next number and return it as given."""


def save_one(book: Book, framework: CompetencyFramework, entry: Entry) -> tuple[Saved, bool]:
    """Append one strand's mark; return the save, and whether there was anything to change.

    Refuses a strand of another framework, a value off the scale and a missing reason; raises
    Overtaken when this strand was saved meanwhile with something else.
    """
    found = book.latest(entry.strand)
    given = {entry.strand: found} if found else {}
    mark = _judge(framework, given, entry)
    now_given = found or NEVER
    if mark is not None:
        now_given = book.append(entry.strand, mark, now_given.mark.seq + 1)
    # A repeat may be of a save whose answer got lost on the way, with the count in it.
    before = {s: (g.mark.answer, g.framework_version) for s, g in given.items()}
    counted_before = bool(counted(framework, before))
    is_news = mark is None or now_given.mark.is_closed is not counted_before
    progress = _progress(framework, book.answers(), entry.strand) if is_news else None
    return Saved(now_given.mark.seq, now_given.at, progress), mark is not None


def save_all(book: Book, framework: CompetencyFramework, entries: Sequence[Entry]) -> list[str]:
    """Append all strands of a page at once and return those that changed.

    All or none: raises RefusedEach with one refusal a strand, or Overtaken with the strands
    that were saved meanwhile. A strand that still says what its page began with was not
    touched there, so what was saved meanwhile stays.
    """
    given = book.marks()
    wanted = _judge_all(book, framework, given, entries)
    for strand, mark in wanted.items():
        book.append(strand, mark, given.get(strand, NEVER).mark.seq + 1)
    return list(wanted)


def counted(framework: CompetencyFramework, answers: Mapping[str, tuple[Answer, str]]) -> set[str]:
    """Return the strands with an answer that counts: not those to be confirmed again."""
    earlier = {version for _answer, version in answers.values()} - {framework.version}
    changed = {v: confirming.changed_strands(framework.id, v, framework.version) for v in earlier}
    return {
        strand
        for strand, (answer, version) in answers.items()
        if answer is not Answer.UNRATED and strand not in changed.get(version, ())
    }


def _progress(
    framework: CompetencyFramework, answers: Mapping[str, tuple[Answer, str]], strand: str
) -> Progress:
    done = counted(framework, answers)
    section = framework.section(framework.strand(strand).section_code)
    return Progress(len(done), sum(one.code in done for one in section.strands))


def _judge_all(
    book: Book,
    framework: CompetencyFramework,
    given: Mapping[str, GivenMark],
    entries: Sequence[Entry],
) -> dict[str, Mark]:
    """Return the marks to append; nothing is appended before all are found good."""
    refusals: dict[str, Refused] = {}
    overtaken: list[Overtaken] = []
    wanted: dict[str, Mark | None] = {}
    for entry in entries:
        try:
            wanted[entry.strand] = _judge(framework, given, entry)
        except Refused as refusal:
            refusals[entry.strand] = refusal
        except Overtaken as stale:
            if not _is_untouched(book, entry):
                overtaken.append(stale)
    if refusals:
        raise RefusedEach(refusals)
    if overtaken:
        raise Overtaken(overtaken[0], {s: g for one in overtaken for s, g in one.strands.items()})
    return {strand: mark for strand, mark in wanted.items() if mark is not None}


def _judge(
    framework: CompetencyFramework, given: Mapping[str, GivenMark], entry: Entry
) -> Mark | None:
    """Return the mark to append, or None where the same is there already."""
    if framework.find_strand(entry.strand) is None:
        raise Refused(
            "unknown_strand",
            f"{entry.strand[:LONGEST_CODE]} is not a strand of {framework.title} "
            f"{framework.version}, on which this appraisal rests.",
            field="strand",
        )
    mark = _checked(framework, entry)
    old = given.get(entry.strand, NEVER)
    again = old.mark.seq and confirming.to_confirm(
        framework, framework.version, {entry.strand: old}
    )
    if again and mark.answer is Answer.UNRATED:
        if mark.comment == old.mark.comment:
            return None
        raise Refused(
            "confirm_first",
            "The wording of this strand has changed. Choose your position again, "
            "then your comment is saved with it.",
            field="position",
        )
    if mark.says_the_same(old.mark) and not again:
        return None
    if entry.seq != old.mark.seq:
        raise Overtaken(_stale(framework, entry.strand, mark, old), {entry.strand: old})
    return mark


def _is_untouched(book: Book, entry: Entry) -> bool:
    """Return whether the entry says just what its page began with, the save numbered `seq`."""
    began_with = book.save(entry.strand, entry.seq) if entry.seq else UNRATED
    if began_with is None:
        return False
    said = (entry.answer, entry.position, entry.reason.strip(), entry.comment.strip())
    return said == (
        began_with.answer.value,
        began_with.position,
        began_with.reason,
        began_with.comment,
    )


def _checked(framework: CompetencyFramework, entry: Entry) -> Mark:
    return check_mark(
        {position.value for position in framework.scale.positions},
        answer=entry.answer,
        position=entry.position,
        reason=entry.reason,
        comment=entry.comment,
    )


def _stale(framework: CompetencyFramework, strand: str, mine: Mark, theirs: GivenMark) -> Stale:
    at = theirs.at.astimezone(LONDON).strftime("%H:%M") if theirs.mark.seq else ""
    return Stale(
        f"{strand} was changed in another window meanwhile. Nothing is lost: "
        "both versions are shown.",
        mine=Version("This page", describe(framework, mine)),
        theirs=Version(
            f"Saved at {at}" if at else "Not saved yet", describe(framework, theirs.mark)
        ),
    )


def describe(framework: CompetencyFramework, mark: Mark) -> list[tuple[str, str]]:
    """Return a mark as label and text pairs, for people to compare."""
    if mark.answer is Answer.RATED and mark.position is not None:
        said = framework.scale.position(mark.position).label
    else:
        said = "Does not apply" if mark.answer is Answer.NOT_APPLICABLE else "Not rated"
    facts = [("Position", said)]
    if mark.reason:
        facts.append(("Why it does not apply", mark.reason))
    if mark.comment:
        facts.append(("What this is based on", mark.comment))
    return facts
