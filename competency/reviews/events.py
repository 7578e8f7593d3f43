"""What can happen to case reviews; ids, codes and counts only, no content."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CasesDrawn:
    draw_id: int
    month: str
    seed: int
    frame_hash: str
    first: int
    second: int


@dataclass(frozen=True, kw_only=True)
class ReviewsTargeted:
    targeting_id: int
    found: int
    reviews: int


@dataclass(frozen=True, kw_only=True)
class ReviewerChosen:
    review_id: int
    reviewer_id: int | None
    former_id: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReviewUnassigned:
    review_id: int
    reason: str
    is_flagged: bool


@dataclass(frozen=True, kw_only=True)
class SubstitutionAsked:
    review_id: int
    substitution_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class SubstitutionDecided:
    review_id: int
    substitution_id: int
    outcome: str
    replacement_id: int | None


@dataclass(frozen=True, kw_only=True)
class ListSent:
    draw_id: int
    reviews: int
    told: int


@dataclass(frozen=True, kw_only=True)
class MissingReviewsTold:
    draw_id: int
    reviews: int
    told: int


@dataclass(frozen=True, kw_only=True)
class ReviewStarted:
    review_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewAnswered:
    review_id: int
    item: str


@dataclass(frozen=True, kw_only=True)
class ReviewSubmitted:
    review_id: int
    level: str


@dataclass(frozen=True, kw_only=True)
class FormWritten:
    review_id: int
    form_id: int


@dataclass(frozen=True, kw_only=True)
class FormDiscussed:
    review_id: int
    form_id: int


@dataclass(frozen=True, kw_only=True)
class FormAcknowledged:
    review_id: int
    form_id: int


@dataclass(frozen=True, kw_only=True)
class CorrectionChanged:
    review_id: int
    correction_id: int
    step: str


@dataclass(frozen=True, kw_only=True)
class DifferenceResolved:
    review_id: int
    item: str


@dataclass(frozen=True, kw_only=True)
class SupervisorCoached:
    review_id: int
    note_id: int


@dataclass(frozen=True, kw_only=True)
class TalliesRecounted:
    reviews: int
    different: int
