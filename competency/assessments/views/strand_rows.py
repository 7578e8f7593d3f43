"""The strands of one section as the rating page shows them."""

from collections.abc import Mapping
from datetime import date, datetime

from flask import current_app
from markupsafe import Markup

from competency.assessments.domain.marks import UNRATED, Answer, Hand, Mark
from competency.assessments.forms.rating import chosen
from competency.assessments.queries import GivenMark
from competency.assessments.service.marking import Entry
from competency.assessments.service.reading import Sheet
from competency.assessments.views.words import labels_of, said
from competency.frameworks.domain.structure import CompetencyFramework, Section, Strand
from competency.infra.formats import clock_time, moment
from competency.kernel.clock import london_date
from competency.kernel.errors import Refused
from competency.kernel.values import Value, field


class Typed(Value):
    """What was sent and not saved: the entries, why, and what another window saved meanwhile."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    refusals: Mapping[str, Refused] = field(default_factory=dict)
    overtaken: Mapping[str, GivenMark] = field(default_factory=dict)


NOTHING_TYPED = Typed()


class Row(Value, kw_only=True):
    """One strand: its texts, what stands in its inputs, and what is said about it.

    `keep` is last time's answer, or that given under an older wording, which can be kept;
    `overtaken` what another window saved meanwhile; `other` the other's answer if it is open.
    """

    code: str
    title: str
    levels: Mapping[str, Markup]
    value: int | str | None
    reason: str
    comment: str
    seq: int
    note: str
    keep: str
    keep_value: int | str | None
    keep_reason: str
    saved_at: str
    error: str | None
    overtaken: str
    other: str


def rows_of(found: Sheet, section: Section, today: date, typed: Typed = NOTHING_TYPED) -> list[Row]:
    """Return the strands of the section for the reader's own rating."""
    labels = labels_of(found.framework)
    return [_row(found, strand, labels, today, typed) for strand in section.strands]


def errors_of(rows: list[Row], typed: Typed) -> list[dict[str, str]]:
    """Return what stands in the way of saving, in page order; first what belongs to no strand."""
    shown = {row.code for row in rows}
    found = [{"text": r.message} for code, r in typed.refusals.items() if code not in shown]
    for row in rows:
        refused = typed.refusals.get(row.code)
        if refused:
            box = row.code if refused.field == "position" else f"{row.code}-{refused.field}"
            found.append({"text": f"{row.code}: {refused.message}", "href": f"#{box}"})
        elif row.overtaken:
            text = f"{row.code} was saved in another window meanwhile"
            found.append({"text": text, "href": f"#{row.code}"})
    return found


def explained(framework: CompetencyFramework, text: str) -> Markup:
    """Return a text with the framework's words explained in place."""
    parts = current_app.jinja_env.get_template("frameworks/parts.html").module
    worded: Markup = parts.worded(framework.glossary, text)  # type: ignore[attr-defined]
    return worded


def _row(found: Sheet, strand: Strand, labels: dict[int, str], today: date, typed: Typed) -> Row:
    code = strand.code
    given = found.given[found.hand].get(code) if found.hand else None
    mark = given.mark if given else UNRATED
    sent = typed.entries.get(code)
    theirs = typed.overtaken.get(code)
    refused = typed.refusals.get(code)
    keep = found.again.get(code) or (None if mark.is_closed else found.carried.get(code))
    shown = sent or _as_entry(code, mark, blank=code in found.again)
    return Row(
        code=code,
        title=strand.criterion_title,
        levels={d.level: explained(found.framework, d.text) for d in strand.descriptors},
        value=chosen(shown.answer, shown.position),
        reason=shown.reason,
        comment=shown.comment,
        seq=theirs.mark.seq if theirs else shown.seq,
        note=_note(found, code, labels),
        keep=said(labels, keep) if keep else "",
        keep_value=chosen(keep.answer, keep.position) if keep else None,
        keep_reason=keep.reason if keep else "",
        saved_at=_saved_at(given.at, today) if given and not sent else "",
        error=refused.message if refused else None,
        overtaken=_in_words(labels, theirs) if theirs else "",
        other=_other(found, code, labels),
    )


def _as_entry(code: str, mark: Mark, *, blank: bool) -> Entry:
    """Return what the inputs begin with; a rating to be confirmed is not chosen beforehand."""
    answer = Answer.UNRATED if blank else mark.answer
    position = None if blank else mark.position
    return Entry(
        strand=code,
        answer=answer.value,
        position=position,
        reason=mark.reason,
        comment=mark.comment,
        seq=mark.seq,
    )


def _note(found: Sheet, code: str, labels: dict[int, str]) -> str:
    again, carried = found.again.get(code), found.carried.get(code)
    if again:
        return (
            f"You said {said(labels, again)} under an earlier wording, which has changed since. "
            "It counts again once you confirm it or choose anew."
        )
    if not carried:
        return ""
    own = found.mark(found.hand, code) if found.hand else UNRATED
    note = f"Last time, agreed: {said(labels, carried)}"
    return note if own.is_closed else f"{note} (carried, not confirmed)"


def _other(found: Sheet, code: str, labels: dict[int, str]) -> str:
    if found.hand is None or found.hand.other not in found.marks:
        return ""
    who = "Your supervisor" if found.hand is Hand.SELF else found.subject.name
    return f"{who}: {said(labels, found.mark(found.hand.other, code))}"


def _in_words(labels: dict[int, str], theirs: GivenMark) -> str:
    mark = theirs.mark
    parts = [said(labels, mark), mark.reason, mark.comment]
    return ", ".join([parts[0], *(f"“{text}”" for text in parts[1:] if text)])


def label_of(found: CompetencyFramework, theirs: GivenMark) -> str:
    """Return what another window saved, in one line."""
    return _in_words(labels_of(found), theirs)


def _saved_at(at: datetime, today: date) -> str:
    return clock_time(at) if london_date(at) == today else f"on {moment(at)}"
