"""What can happen to case reviews; ids, codes and counts only, no content."""

from competency.kernel.values import Value


class CasesDrawn(Value, kw_only=True):
    draw_id: int
    month: str
    seed: int
    frame_hash: str
    first: int
    second: int


class ReviewsTargeted(Value, kw_only=True):
    targeting_id: int
    found: int
    reviews: int


class ReviewerChosen(Value, kw_only=True):
    review_id: int
    reviewer_id: int | None
    former_id: int | None
    reason: str


class ReviewUnassigned(Value, kw_only=True):
    review_id: int
    reason: str
    is_flagged: bool


class SubstitutionAsked(Value, kw_only=True):
    review_id: int
    substitution_id: int
    reason: str


class SubstitutionDecided(Value, kw_only=True):
    review_id: int
    substitution_id: int
    outcome: str
    replacement_id: int | None


class ListSent(Value, kw_only=True):
    draw_id: int
    reviews: int
    told: int


class MissingReviewsTold(Value, kw_only=True):
    draw_id: int
    reviews: int
    told: int


class ReviewStarted(Value, kw_only=True):
    review_id: int


class ReviewAnswered(Value, kw_only=True):
    review_id: int
    item: str


class ReviewSubmitted(Value, kw_only=True):
    review_id: int
    level: str


class FormWritten(Value, kw_only=True):
    review_id: int
    form_id: int


class FormDiscussed(Value, kw_only=True):
    review_id: int
    form_id: int


class FormAcknowledged(Value, kw_only=True):
    review_id: int
    form_id: int


class CorrectionChanged(Value, kw_only=True):
    review_id: int
    correction_id: int
    step: str


class DifferenceResolved(Value, kw_only=True):
    review_id: int
    item: str


class SupervisorCoached(Value, kw_only=True):
    review_id: int
    note_id: int


class TalliesRecounted(Value, kw_only=True):
    reviews: int
    different: int
