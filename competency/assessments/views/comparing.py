"""Two ratings of one appraisal as a page and a file say them."""

from collections.abc import Sequence

from competency.assessments.domain.comparing import RatedTwice
from competency.assessments.service.moderating import Comparison
from competency.assessments.views.words import labels_of, said
from competency.frameworks.domain.structure import Section
from competency.infra.agreement_words import agreement_words
from competency.infra.formats import plural
from competency.kernel.agreement import RaterAgreement
from competency.kernel.values import Value


class Row(Value, kw_only=True):
    """One strand in both hands, in words; `positions` are the two where both gave one."""

    code: str
    title: str
    supervisor: str
    second: str
    difference: str
    positions: tuple[int, int] | None
    supervisor_comment: str
    second_comment: str


def told(found: Comparison) -> list[str]:
    """Return how far the two agree, a sentence each; nothing while it is not open."""
    if found.compared is None:
        return []
    return agreement_words(
        found.compared.result, what="strand", first=found.supervisor, second=found.second
    )


def is_told(found: Comparison) -> bool:
    """Return whether there are enough strands to tell how far the two agree."""
    return found.compared is not None and isinstance(found.compared.result, RaterAgreement)


def left_out(found: Comparison) -> str:
    """Return which strands do not enter, in a sentence; nothing where all do."""
    if found.compared is None:
        return ""
    parts = [
        (found.compared.not_applicable, "where one of them says that it does not apply"),
        (found.compared.unrated, "that one of them did not rate"),
    ]
    named = [f"{plural(n, 'strand')} {why}" for n, why in parts if n]
    return f"Left out: {' and '.join(named)}." if named else ""


def disputed(found: Comparison) -> list[Row]:
    """Return the strands furthest apart, with what both wrote."""
    return [_row(found, one) for one in found.compared.disputed] if found.compared else []


def by_section(found: Comparison) -> list[tuple[Section, list[Row]]]:
    """Return every strand of the framework by section, in its order."""
    if found.compared is None:
        return []
    rows = {one.strand: _row(found, one) for one in found.compared.strands}
    sections = found.framework.sections
    return [(section, [rows[strand.code] for strand in section.strands]) for section in sections]


def head(found: Comparison) -> Sequence[str]:
    """Return the titles of the columns of the strands."""
    return ["Code", "Criterion", found.supervisor, found.second, "Second rater's difference"]


def _row(found: Comparison, one: RatedTwice) -> Row:
    labels = labels_of(found.framework)
    first, second = one.supervisor.position, one.second.position
    return Row(
        code=one.strand,
        title=found.framework.strand(one.strand).criterion_title,
        supervisor=said(labels, one.supervisor),
        second=said(labels, one.second),
        difference=_difference(one.apart),
        positions=None if first is None or second is None else (first, second),
        supervisor_comment=one.supervisor.comment or one.supervisor.reason,
        second_comment=one.second.comment or one.second.reason,
    )


def _difference(apart: int | None) -> str:
    if apart is None:
        return "not compared"
    if apart == 0:
        return "the same"
    return f"{plural(abs(apart), 'position')} {'higher' if apart > 0 else 'lower'}"
