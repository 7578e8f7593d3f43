"""Somebody's supervision, a team's, and agreeing how often to meet."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from competency.coaching.domain.supervision import KindOfSupervision, Shape, said_frequency
from competency.coaching.forms.supervision import AgreementForm, GroupForm, ReasonForm, number
from competency.coaching.library import load_supervision_rules
from competency.coaching.service import agreements, handing_over, notes, supervision_reading
from competency.coaching.service.supervision_reading import Standing
from competency.coaching.views.blueprint import blueprint
from competency.infra.asking import asked_page
from competency.infra.carrying_out import carried_out
from competency.infra.forms import Form
from competency.infra.web import actor, signed_in, work, writes
from competency.kernel.actor import Role
from competency.kernel.errors import NotFound

YOU = "You, who supervises you, and the managers above can see this page."
LINE = "{}, who supervises them, and the managers above can see this page."
LEADING = (Role.SUPERVISOR, Role.MANAGER)
NOBODY = "There is nobody you could ask into a group."


@blueprint.get("/supervision")
@signed_in
def supervision() -> str:
    """Show one's own supervision: the next session, what is open, what was."""
    return _standing(actor().person_id or 0)


@blueprint.get("/supervision/people/<id:person_id>")
@signed_in
def supervision_of(person_id: int) -> str:
    """Show the supervision of somebody in one's line."""
    return _standing(person_id)


@blueprint.get("/supervision/team")
@signed_in
def supervision_team() -> str:
    """Show everybody in one's line: who meets when, and how it was kept."""
    return render_template(
        "coaching/supervision/team.html",
        team=supervision_reading.team(work()),
        today=work().today,
        said=said_frequency,
        titles=supervision_reading.titles(),
    )


@blueprint.get("/supervision/people/<id:person_id>/agree")
@signed_in
def agree(person_id: int) -> str:
    """Ask how often the two meet, beginning with what is agreed now."""
    found = _theirs(person_id)
    before = _agreed_of(found, request.args.get("kind", ""))
    data: dict[str, object] = {"starts_on": work().today}
    if before is not None:
        data |= {"kind": before.kind, "every": before.every, "unit": before.unit}
        data |= {"words": before.words, "version": before.version}
        data["replaces"] = str(before.id)
    return _agree_page(found, AgreementForm(formdata=None, data=data))


@blueprint.post("/supervision/people/<id:person_id>/agree")
@signed_in
@writes
def agree_submit(person_id: int) -> Any:
    """Write it down; the one before stays and ends."""
    form = AgreementForm().offer(_kinds({Shape.PAIR}))

    def keep() -> None:
        replaces, version = number(form.replaces.data), form.version.data or 0
        agreements.agree(
            work(), _wanted(form, person_id=person_id), replaces=replaces, version=version
        )

    if not carried_out(form, keep):
        return _agree_page(_theirs(person_id), form), 422
    flash("It is written down. The other of you is told and can confirm it.", "success")
    return redirect(url_for("coaching.supervision_of", person_id=person_id))


@blueprint.get("/supervision/groups/new")
@signed_in
def agree_group() -> str:
    """Ask who meets as a group, how often and as what."""
    data = {"starts_on": work().today, "unit": "weeks"}
    return _group_page(GroupForm(formdata=None, data=data))


@blueprint.post("/supervision/groups/new")
@signed_in
@writes
def agree_group_submit() -> Any:
    """Write it down."""
    form = GroupForm()
    form.offer(_kinds(set(supervision_reading.may_convene(work()))))

    def keep() -> None:
        members = frozenset(filter(None, map(number, form.members.data or [])))
        wanted = _wanted(form, title=form.title.data or "", members=members)
        agreements.agree_group(work(), wanted)

    if not carried_out(form, keep):
        return _group_page(form), 422
    flash("The group is written down. Its members are told.", "success")
    return redirect(url_for("coaching.supervision"))


@blueprint.post("/supervision/agreements/<id:agreement_id>/confirm")
@signed_in
@writes
def confirm(agreement_id: int) -> Any:
    """Let the person say that this is what was agreed."""
    agreements.confirm(work(), agreement_id, Form().version.data or 0)
    flash("You have confirmed it.", "success")
    return redirect(url_for("coaching.supervision"))


@blueprint.post("/supervision/agreements/<id:agreement_id>/take-over")
@signed_in
@writes
def take_over(agreement_id: int) -> Any:
    """Let the next supervisor go on with what the former one agreed and planned."""
    agreement = agreements.get_to_end(work(), agreement_id)
    handing_over.take_over(work(), agreement_id, Form().version.data or 0)
    flash("It is yours now. The person is told and confirms it anew.", "success")
    return redirect(url_for("coaching.supervision_of", person_id=agreement.person_id))


@blueprint.get("/supervision/notes")
@signed_in
def own_notes() -> str:
    """Show one's own private notes, wherever they were written."""
    found = notes.list_own(work(), asked_page())
    return render_template(
        "coaching/supervision/own_notes.html", found=found, titles=supervision_reading.titles()
    )


@blueprint.get("/supervision/agreements/<id:agreement_id>/end")
@signed_in
def end_agreement(agreement_id: int) -> str:
    """Ask why an agreement ends without another one."""
    return _end_page(agreement_id, None)


@blueprint.post("/supervision/agreements/<id:agreement_id>/end")
@signed_in
@writes
def end_agreement_submit(agreement_id: int) -> Any:
    """Let it end today."""
    form = ReasonForm()
    reason, version = form.reason.data or "", form.version.data or 0
    if not carried_out(form, lambda: handing_over.end(work(), agreement_id, reason, version)):
        return _end_page(agreement_id, form), 422
    flash("It has ended.", "success")
    return redirect(url_for("coaching.supervision_team"))


def _standing(person_id: int) -> str:
    found = supervision_reading.of_person(work(), person_id)
    return render_template(
        "coaching/supervision/standing.html",
        found=found,
        said=said_frequency,
        titles=supervision_reading.titles(),
        reader_id=actor().person_id,
        leads=found.is_self and any(actor().has(role) for role in LEADING),
        audience=YOU if found.is_self else LINE.format(found.name),
    )


def _theirs(person_id: int) -> Standing:
    """Return the standing of somebody whom the actor supervises; refuses a manager above."""
    found = supervision_reading.of_person(work(), person_id)
    if not found.supervises:
        raise NotFound("It is for the supervisor to write down how often you meet.")
    return found


def _agreed_of(found: Standing, kind: str) -> Any:
    """Return what the two agreed of a kind and what counts until another follows, if anything."""
    mine = [
        one
        for one in found.agreements
        if one.supervisor_id == actor().person_id and one.person_id and one.ended_on is None
    ]
    return next((one for one in mine if one.kind == kind), None)


def _kinds(shapes: set[Shape]) -> Sequence[KindOfSupervision]:
    kinds = load_supervision_rules().supervision.values()
    return [kind for kind in kinds if kind.shape in shapes]


def _wanted(form: AgreementForm, **who: Any) -> agreements.Wanted:
    starts_on: date | None = form.starts_on.data
    if starts_on is None:
        raise ValueError("an agreement without its first day")
    return agreements.Wanted(
        kind=form.kind.data or "",
        every=form.every.data or 0,
        unit=form.unit.data or "",
        starts_on=starts_on,
        words=form.words.data or "",
        **who,
    )


def _agree_page(found: Standing, form: AgreementForm) -> str:
    return render_template(
        "coaching/supervision/agree.html",
        found=found,
        form=form.offer(_kinds({Shape.PAIR})),
        audience=LINE.format(found.name),
    )


def _group_page(form: GroupForm) -> str:
    shapes = supervision_reading.may_convene(work())
    if not shapes:
        raise NotFound(NOBODY)
    known = {one.id: one for shape in shapes for one in agreements.may_be_asked(work(), shape)}
    form.offer(_kinds(set(shapes)))
    form.people(sorted(known.values(), key=lambda one: (one.name, one.id)))
    return render_template("coaching/supervision/group.html", form=form)


def _end_page(agreement_id: int, form: ReasonForm | None) -> str:
    agreement = agreements.get_to_end(work(), agreement_id)
    form = form or ReasonForm(formdata=None, data={"version": agreement.version})
    return render_template(
        "coaching/supervision/end.html",
        agreement=agreement,
        said=said_frequency,
        titles=supervision_reading.titles(),
        form=form,
    )
