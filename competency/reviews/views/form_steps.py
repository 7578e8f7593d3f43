"""The steps of a strengthening and mentoring form: what each asks, of whom, and what it does."""

from collections.abc import Callable, Mapping
from typing import Any

from competency.infra.forms import Form
from competency.infra.web import work
from competency.kernel.authz import Action
from competency.kernel.values import Value
from competency.reviews import permissions
from competency.reviews.forms.mentoring import (
    AcknowledgeForm,
    CorrectionForm,
    DoneForm,
    LookForm,
    MentoringForm,
    TalkForm,
)
from competency.reviews.models import ReviewCorrection, ReviewForm
from competency.reviews.service import correcting, mentoring
from competency.reviews.service.correcting import ReReview
from competency.reviews.service.mentoring import Written


class Step(Value):
    """One step: its page, its form and what that begins with, who may, what it does and says.

    `begin` and `act` take the row that the step is about: the form, or one of its corrections.
    """

    template: str
    form: type[Form]
    action: Action
    begin: Callable[[Any], dict[str, object]]
    act: Callable[[Any, Any], object]
    said: str


def _today(_row: object) -> dict[str, object]:
    return {"on": work().today}


def _write(row: ReviewForm, form: Any) -> object:
    written = Written(strengths=form.strengths.data or "", needs=form.needs.data or "")
    return mentoring.write_form(work(), row.id, written, form.version.data or 0)


def _talk(row: ReviewForm, form: Any) -> object:
    return mentoring.discussed(work(), row.id, form.on.data, form.version.data or 0)


def _acknowledge(row: ReviewForm, form: Any) -> object:
    return mentoring.acknowledge(work(), row.id, form.comment.data or "", form.version.data or 0)


def _add(row: ReviewForm, form: Any) -> object:
    return correcting.add_correction(work(), row.id, form.words.data, form.due_on.data)


def _change(row: ReviewCorrection, form: Any) -> object:
    return correcting.change_correction(
        work(), row.id, form.words.data, form.due_on.data, form.version.data or 0
    )


def _report(row: ReviewCorrection, form: Any) -> object:
    return correcting.correction_done(
        work(), row.id, form.on.data, form.words.data or "", form.version.data or 0
    )


def _look(row: ReviewCorrection, form: Any) -> object:
    looked = ReReview(
        on=form.on.data,
        outcome=form.outcome.data,
        words=form.words.data or "",
        due_on=form.due_on.data,
    )
    return correcting.re_review(work(), row.id, looked, form.version.data or 0)


FORM_STEPS: Mapping[str, Step] = {
    "write": Step(
        "write",
        MentoringForm,
        permissions.WRITE_FORM,
        lambda row: {"strengths": row.strengths, "needs": row.needs},
        _write,
        "Saved.",
    ),
    "talked": Step(
        "talked",
        TalkForm,
        permissions.WRITE_FORM,
        _today,
        _talk,
        "Recorded. The worker acknowledges it next.",
    ),
    "acknowledge": Step(
        "acknowledge",
        AcknowledgeForm,
        permissions.ACKNOWLEDGE,
        lambda _row: {},
        _acknowledge,
        "Acknowledged. Your words stand with it.",
    ),
    "add": Step(
        "correction", CorrectionForm, permissions.WRITE_FORM, lambda _row: {}, _add, "Added."
    ),
}
CORRECTION_STEPS: Mapping[str, Step] = {
    "change": Step(
        "correction",
        CorrectionForm,
        permissions.WRITE_FORM,
        lambda row: {"words": row.words, "due_on": row.due_on},
        _change,
        "Changed.",
    ),
    "done": Step(
        "done",
        DoneForm,
        permissions.CORRECT,
        _today,
        _report,
        "Reported. Somebody looks at it again.",
    ),
    "look": Step("look", LookForm, permissions.RE_REVIEW, _today, _look, "Recorded."),
}
