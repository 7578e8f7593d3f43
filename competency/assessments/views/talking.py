"""The conversation after the reveal: strand by strand, section by section, until it is finished."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from competency.assessments.domain.state import State
from competency.assessments.forms.talking import StrandForm, filled
from competency.assessments.service import agreeing, conversation, reading
from competency.assessments.service.reading import Sheet
from competency.assessments.views.beside import casework_beside, evidence_beside
from competency.assessments.views.blueprint import blueprint
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import Refused, Stale

NOT_AGREED = "not_agreed"


@blueprint.get("/appraisals/<id:appraisal_id>/talk")
@signed_in
def talk(appraisal_id: int) -> Any:
    """Show what the two have to talk about, the largest gap first."""
    found = reading.sheet(work(), appraisal_id)
    if found.state is State.SIGNED:
        return redirect(url_for("assessments.sealed_record", appraisal_id=appraisal_id))
    section = _section_asked(found)
    return render_template(
        "assessments/talk.html",
        sheet=found,
        reader=conversation.reader_of(found),
        talk=conversation.talk(found, section),
        section=section,
        casework=casework_beside(found, [one.code for one in found.framework.strands]),
        may_change=conversation.may_change(found),
        labels=[p.label for p in found.framework.scale.positions],
    )


@blueprint.get("/appraisals/<id:appraisal_id>/talk/<strand>")
@signed_in
def talk_strand(appraisal_id: int, strand: str) -> Any:
    """Show one strand of the conversation by itself, to look at or to change."""
    found = reading.sheet(work(), appraisal_id)
    point = conversation.point(found, strand)
    return _strand_page(found, point, StrandForm(formdata=None, data=filled(point.agreement)))


@blueprint.post("/appraisals/<id:appraisal_id>/talk/<strand>")
@signed_in
@writes
def talk_strand_submit(appraisal_id: int, strand: str) -> Any:
    """Record the outcome of one strand and go on to the next open one."""
    form = StrandForm()
    stale: Stale | None = None
    try:
        if form.validate():
            _record(appraisal_id, strand, form)
            return redirect(_back_to_agenda(appraisal_id, strand))
    except Refused as refused:
        form.show(refused)
    except Stale as found_stale:
        stale = found_stale
    found = reading.sheet(work(), appraisal_id)
    point = conversation.point(found, strand)
    if stale is not None:  # what was typed stays; saving again then replaces what is shown
        form.seq.data = str(point.seq)
    return _strand_page(found, point, form, stale), 409 if stale else 422


@blueprint.post("/appraisals/<id:appraisal_id>/talk/alike/<section>")
@signed_in
@writes
def agree_alike(appraisal_id: int, section: str) -> Any:
    """Agree all strands of a section on which both said the same."""
    done = agreeing.agree_alike(work(), appraisal_id, section)
    name = reading.sheet(work(), appraisal_id).framework.section(section).title
    strands = "1 strand" if done == 1 else f"{done} strands"
    flash(f"{name}: {strands} agreed as you both rated them.", "success")
    return redirect(
        url_for(
            "assessments.talk",
            appraisal_id=appraisal_id,
            section=_kept_filter() or None,
            _anchor="alike",
        )
    )


def _record(appraisal_id: int, strand: str, form: StrandForm) -> None:
    if request.form.get("outcome") == NOT_AGREED:
        agreeing.leave_open(
            work(),
            appraisal_id,
            strand,
            self_reason=form.self_reason.data or "",
            supervisor_reason=form.supervisor_reason.data or "",
            seq=form.number,
        )
    else:
        agreeing.agree(work(), appraisal_id, form.decision(strand))


def _back_to_agenda(appraisal_id: int, strand: str) -> str:
    """Return the address of the next open strand; after the last one, of what else is to do."""
    work().session.flush()
    section = _kept_filter()
    found = conversation.talk(reading.sheet(work(), appraisal_id), section)
    anchor = conversation.next_open(found, strand) or "next"
    return url_for(
        "assessments.talk", appraisal_id=appraisal_id, section=section or None, _anchor=anchor
    )


def _strand_page(
    found: Sheet, point: conversation.Point, form: StrandForm, stale: Stale | None = None
) -> str:
    return render_template(
        "assessments/strand_talk.html",
        sheet=found,
        reader=conversation.reader_of(found),
        point=point,
        form=form,
        stale=stale,
        beside=evidence_beside(found),
        casework=casework_beside(found, [point.strand.code]),
        may_change=conversation.may_change(found),
        section=_kept_filter(),
        labels=[p.label for p in found.framework.scale.positions],
    )


def _section_asked(found: Sheet) -> str:
    asked = request.args.get("section", "")
    return asked if asked in {section.code for section in found.framework.sections} else ""


def _kept_filter() -> str:
    """Return the section that the page was filtered by, to go on with it; empty for all."""
    return (request.form.get("section") or request.args.get("section") or "")[:6]
