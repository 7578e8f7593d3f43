"""Entries of a log in any state, made by the services as people make them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from competency.evidence.domain.entry import Content, Kind, Link
from competency.evidence.models import EvidenceEntry
from competency.evidence.service import deciding, sharing, writing
from tests.builders.stage import Cast, Stage, a_cast
from tests.support.replay import kept

FRAMEWORK = ("case-management-framework", "1.0")


@dataclass(frozen=True)
class Made:
    """An entry and those around it."""

    cast: Cast
    row: EvidenceEntry

    @property
    def id(self) -> int:
        """The entry's id."""
        return self.row.id


def content(**changes: object) -> Content:
    """What a case manager wrote after a course, ready to be shared."""
    facts: dict[str, object] = {
        "title": "Course on capacity",
        "kind": Kind.COURSE,
        "starts_on": date(2026, 4, 20),
        "hours": Decimal("3.5"),
        "did": "A day on the Mental Capacity Act.",
        "learned": "To write down how a decision was supported.",
        "applied": "I use the form at each decision now.",
        "links": (link("SUP-1a", "CMP2"),),
    }
    return Content(**(facts | changes))  # type: ignore[arg-type]


def link(strand: str, level: str = "CMP1") -> Link:
    """A strand of the framework that ships."""
    return Link(*FRAMEWORK, strand, level)


@kept
def an_entry(
    stage: Stage, state: str = "draft", cast: Cast | None = None, **changes: object
) -> Made:
    """An entry of the practitioner in this state."""
    cast = cast or a_cast(stage)
    me = cast.practitioner
    row = stage.do(me, lambda w: writing.add(w, content(**changes)))
    if state != "draft":
        row = stage.do(me, lambda w: sharing.share(w, row.id, row.version))
    if state == "returned":
        row = stage.do(
            cast.supervisor, lambda w: deciding.send_back(w, row.id, row.seq, "Say more.")
        )
    if state == "verified":
        row = stage.do(cast.supervisor, lambda w: deciding.verify(w, row.id, row.seq, "Good."))
    return Made(cast, row)
