"""The agreed practice level of each section in the two people's words; never computed."""

from typing import Any

from flask import redirect, render_template, url_for

from competency.assessments.forms.talking import WordsForm
from competency.assessments.service import agreeing, conversation, reading, written
from competency.assessments.views.blueprint import blueprint
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import Refused, Stale


@blueprint.get("/appraisals/<id:appraisal_id>/levels")
@signed_in
def levels(appraisal_id: int) -> str:
    """Show all sections with the range of either rating and the words agreed so far."""
    return _page(appraisal_id)


@blueprint.post("/appraisals/<id:appraisal_id>/levels/<section>")
@signed_in
@writes
def levels_submit(appraisal_id: int, section: str) -> Any:
    """Keep the words of one section and go on to the next without words."""
    form = WordsForm()
    try:
        if form.validate():
            words = form.words.data or ""
            agreeing.put_in_words(work(), appraisal_id, section, words, form.number)
            anchor = _next_without_words(appraisal_id, section)
            return redirect(
                url_for("assessments.levels", appraisal_id=appraisal_id, _anchor=anchor)
            )
    except Refused as refused:
        if refused.code == "unknown_section":
            raise
        form.show(refused)
    except Stale as stale:
        return _page(appraisal_id, section, form, stale), 409
    return _page(appraisal_id, section, form), 422


def _next_without_words(appraisal_id: int, after: str) -> str:
    work().session.flush()
    found = reading.sheet(work(), appraisal_id)
    codes = [section.code for section in found.framework.sections]
    start = codes.index(after) + 1
    left = [code for code in codes[start:] + codes[:start] if code not in found.levels]
    return left[0] if left else "next"


def _page(
    appraisal_id: int,
    section: str = "",
    form: WordsForm | None = None,
    stale: Stale | None = None,
) -> str:
    found = reading.sheet(work(), appraisal_id)
    conversation.check_revealed(found)
    labels = [p.label for p in found.framework.scale.positions]
    shown = reading.profiles(found)
    return render_template(
        "assessments/levels.html",
        sheet=found,
        reader=conversation.reader_of(found),
        may_change=conversation.may_change(found),
        ranges={
            name: [written.in_range(p, labels) for p in series] for name, series in shown.items()
        },
        tried=section,
        form=form,
        stale=stale,
        errors=_errors(section, form, may_change=conversation.may_change(found)),
    )


def _errors(section: str, form: WordsForm | None, *, may_change: bool) -> list[dict[str, str]]:
    """Return what to mend, leading to the box of the section where there is one to type in."""
    if form is None:
        return []
    href = f"#{section}-words" if may_change else f"#{section}"
    return [{"text": e["text"], "href": href} for e in form.error_list()]
