"""The figures of a year in words and tables; the page and the file are made of the same rows."""

from collections.abc import Iterable, Sequence

from flask import url_for
from markupsafe import Markup

from competency.evidence.domain.entry import hours_text, hours_words
from competency.evidence.domain.year import Gap, Measure, Reached, whole_months
from competency.evidence.service.years import Year
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.formats import plain_day, plural, sentence_list, short_day
from competency.kernel.values import Value

CSV_HEAD = ("Part", "What", "Figure", "Further")
LINK = Markup('<a class="govuk-link" href="{}">{}</a>')


class Part(Value):
    """One table of the page; `nothing` is said where it has no rows."""

    title: str
    head: tuple[str, str, str]
    rows: list[tuple[str, str, str]]
    nothing: str
    numeric: tuple[int, ...] = ()


def said(year: Year) -> str:
    """Return the year in a sentence: hours and kinds against their targets, then what lacks."""
    against = {one.target.measure: one for one in year.reached}
    hours, kinds = against.get(Measure.HOURS), against.get(Measure.KINDS)
    counted = [
        _figure(hours) if hours else hours_words(year.hours),
        _figure(kinds) if kinds else plural(len(year.kinds), "kind"),
    ]
    gaps = plural(len(year.gaps), "gap") if year.gaps else "no gap"
    return (
        f"{sentence_list(counted)} of learning, in {plural(year.entries, 'entry', 'entries')}, "
        f"with {gaps} longer than three months."
    )


def parts(year: Year, framework: CompetencyFramework, *, may_add: bool) -> list[Part]:
    """Return the tables of the page; with `may_add` a strand leads to adding evidence for it."""
    return [
        Part(
            f"Targets: {year.scheme}" if year.scheme else "Targets",
            ("Target", "Stands at", "Reached"),
            [
                (one.target.text, _figure(one), "Yes" if one.met else "Not yet")
                for one in year.reached
            ],
            "No targets are kept for this.",
        ),
        Part(
            "Hours by kind",
            ("Kind", "Hours", "Entries"),
            _kinds(year),
            "Nothing is logged for this year.",
            numeric=(1, 2),
        ),
        Part(
            "Gaps longer than three months",
            ("Nothing from", "Until", "Whole months"),
            [_gap(one) for one in year.gaps],
            "There is no gap longer than three months.",
            numeric=(2,),
        ),
        Part(
            f"Strands without evidence from the last {year.fresh_months} months",
            ("Strand", "Newest evidence", "Section"),
            _stale(year, framework, may_add=may_add),
            "Every strand has fresh evidence.",
        ),
    ]


def csv_rows(found: Iterable[Part]) -> list[Sequence[str]]:
    """Return the rows of all tables, each with the title of its table before it."""
    return [(part.title, *row) for part in found for row in part.rows]


def _kinds(year: Year) -> list[tuple[str, str, str]]:
    rows = [(one.kind.words, hours_text(one.hours), f"{one.entries:,}") for one in year.kinds]
    return [*rows, ("Together", hours_text(year.hours), f"{year.entries:,}")] if rows else []


def _gap(gap: Gap) -> tuple[str, str, str]:
    return short_day(gap.first), short_day(gap.last), str(whole_months(gap))


def _stale(
    year: Year, framework: CompetencyFramework, *, may_add: bool
) -> list[tuple[str, str, str]]:
    titles = {section.code: section.title for section in framework.sections}
    rows = []
    for strand in framework.strands:
        if strand.code not in year.stale:
            continue
        text = f"{strand.code} {strand.criterion_title}"
        if may_add:
            text = LINK.format(url_for("evidence.quick", strand=strand.code), text)
        newest = year.latest.get(strand.code)
        rows.append((text, plain_day(newest) if newest else "None", titles[strand.section_code]))
    return rows


def _figure(one: Reached) -> str:
    value, amount = hours_text(one.value), f"{one.target.amount:f}"
    match one.target.measure:
        case Measure.HOURS:
            return f"{value} of {amount} hours"
        case Measure.ENTRIES:
            return f"{value} of {amount} entries"
        case Measure.KINDS | Measure.SCHEME_KINDS:
            return f"{value} of {amount} kinds"
        case Measure.GAP_MONTHS:
            return f"Longest gap: {plural(int(one.value), 'whole month')}"
        case Measure.FRESH_MONTHS:
            return f"{plural(int(one.value), 'strand')} without"
