"""Changing the crosswalk for the organisation: add, set aside, take back, and what was done."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from competency.coaching.forms.crosswalk import LinkForm, SetAsideForm, TakeBackForm
from competency.coaching.service import crosswalk, own_links, sources, walks
from competency.coaching.views.blueprint import blueprint
from competency.infra.carrying_out import carried_out
from competency.infra.web import signed_in, work, writes


@blueprint.get("/crosswalk/changes")
@signed_in
def crosswalk_changes() -> str:
    """Show what the organisation changed of the crosswalk."""
    changes = walks.list_changes(work())
    may_keep = own_links.may_keep(work())
    return render_template("coaching/crosswalk/changes.html", changes=changes, may_keep=may_keep)


@blueprint.get("/crosswalk/links/add")
@signed_in
def add_link() -> str:
    """Ask for a link from the source that the address names."""
    own_links.require_keeper(work())
    return _link_page(LinkForm(formdata=None))


@blueprint.post("/crosswalk/links/add")
@signed_in
@writes
def add_link_submit() -> Any:
    """Add the link."""
    own_links.require_keeper(work())
    form = _offered(LinkForm())
    kind, code = _pair()
    if not carried_out(form, lambda: own_links.add(work(), form.wanted(kind, code))):
        return _link_page(form), 422
    flash(f"{code} now tells of {form.strand.data}.", "success")
    return _to_source()


@blueprint.get("/crosswalk/links/set-aside")
@signed_in
def set_aside_link() -> str:
    """Ask why a released link does not hold here."""
    return _set_aside_page(SetAsideForm(formdata=None))


@blueprint.post("/crosswalk/links/set-aside")
@signed_in
@writes
def set_aside_link_submit() -> Any:
    """Set the link aside."""
    own_links.get_link(work(), *_pair(), _strand())
    form = SetAsideForm()
    wanted = (*_pair(), _strand())
    if not carried_out(form, lambda: own_links.set_aside(work(), *wanted, form.reason.data or "")):
        return _set_aside_page(form), 422
    flash(f"The link from {wanted[1]} to {wanted[2]} does not count any more.", "success")
    return _to_source()


@blueprint.get("/crosswalk/changes/<id:change_id>/take-back")
@signed_in
def take_back_change(change_id: int) -> str:
    """Ask whether a change is to end."""
    return _take_back_page(TakeBackForm(formdata=None), change_id)


@blueprint.post("/crosswalk/changes/<id:change_id>/take-back")
@signed_in
@writes
def take_back_change_submit(change_id: int) -> Any:
    """Let the change end."""
    own_links.get_change(work(), change_id)
    form = TakeBackForm()
    if not carried_out(form, lambda: own_links.take_back(work(), change_id)):
        return _take_back_page(form, change_id), 422
    flash("Taken back.", "success")
    return redirect(url_for("coaching.crosswalk_changes"))


def _pair() -> tuple[str, str]:
    return request.args.get("kind", ""), request.args.get("code", "")


def _strand() -> str:
    return request.args.get("strand", "")


def _to_source() -> Any:
    kind, code = _pair()
    return redirect(url_for("coaching.crosswalk_source", source_kind=kind, code=code))


def _offered(form: LinkForm) -> LinkForm:
    strengths = crosswalk.strengths_of(crosswalk.get_data()).values()
    return form.offering(sources.list_strands(), strengths)


def _link_page(form: LinkForm) -> str:
    source = sources.get_source(*_pair())
    return render_template("coaching/crosswalk/add.html", form=_offered(form), source=source)


def _set_aside_page(form: SetAsideForm) -> str:
    link = own_links.get_link(work(), *_pair(), _strand())
    return render_template(
        "coaching/crosswalk/set_aside.html",
        form=form,
        link=link,
        source=sources.get_source(link.kind, link.code),
        strand=sources.find_strand(link.strand),
    )


def _take_back_page(form: TakeBackForm, change_id: int) -> str:
    change = own_links.get_change(work(), change_id)
    title = sources.find_title(change.kind, change.code)
    return render_template(
        "coaching/crosswalk/take_back.html", form=form, change=change, title=title
    )
