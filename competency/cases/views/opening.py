"""A referral is logged, which opens its case; and what the register says of a case is changed."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.cases.forms.referring import DetailsForm, ReferralForm
from competency.cases.service import register
from competency.cases.service.loading import get_protocol
from competency.cases.service.reading import Whole
from competency.cases.views.blueprint import blueprint
from competency.cases.views.one_case import form_page, to_work_on
from competency.infra.carrying_out import allowed, carried_out
from competency.infra.web import actor, signed_in, work, writes
from competency.kernel.errors import Forbidden, Stale, Version
from competency.people.service import lookup, teams

POSTCODE = (
    "Such as FY1 4AB, or FY1. We keep no more than its first part and one digit; it says whether "
    "the client lives in the area of the service."
)


@blueprint.get("/cases/new")
@signed_in
def new() -> str:
    """Ask for a referral."""
    data = {"received_on": work().today, "team_id": _own_team()}
    form = _offer(ReferralForm(formdata=None, data=data))
    return render_template("cases/new.html", form=form, postcode=POSTCODE)


@blueprint.post("/cases/new")
@signed_in
@writes
def new_submit() -> Any:
    """Log the referral, and lead to its case."""
    form = _offer(ReferralForm())
    made: list[int] = []
    whole = form.validate()
    if not (form.check(work().today) and whole) or not allowed(
        form, lambda: made.append(register.open_referral(work(), form.referral()).id)
    ):
        return render_template("cases/new.html", form=form, postcode=POSTCODE), 422
    flash("Logged. The case is open, as in discussion.", "success")
    return redirect(url_for("cases.case", case_id=made[0]))


@blueprint.get("/cases/<id:case_id>/details")
@signed_in
def details(case_id: int) -> str:
    """Show what the register says of a case, to be changed."""
    found = to_work_on(case_id)
    return _details_page(found, _filled(found))


@blueprint.post("/cases/<id:case_id>/details")
@signed_in
@writes
def details_submit(case_id: int) -> Any:
    """Keep what was changed."""
    found = to_work_on(case_id)
    form = _named(DetailsForm().offer(_areas()), found.head.name)
    if not carried_out(form, lambda: _keep(found, form)):
        return _details_page(found, form), 422
    flash("The details are saved.", "success")
    return redirect(url_for("cases.case", case_id=case_id))


def _keep(found: Whole, form: DetailsForm) -> None:
    """Keep the details; where somebody else changed them meanwhile, show both."""
    before = _facts(_filled(found))
    try:
        register.change_details(work(), found.head.id, form.version.data or 0, **form.changes())
    except Stale as stale:
        raise Stale(
            stale.message,
            mine=Version("You", _facts(form)),
            theirs=Version("The register now", before),
        ) from None
    if "name" in form and form.name.data != found.head.name:
        register.keep_name(work(), found.head.id, form.name.data or "")


def _facts(form: DetailsForm) -> list[tuple[str, str]]:
    return [(field.label.text, _said(field)) for field in form if field.type != "HiddenField"
            and field.name not in ("version", "csrf_token")]  # fmt: skip


def _said(field: Any) -> str:
    if isinstance(field.data, bool):
        return "yes" if field.data else "no"
    chosen = [c.label for c in getattr(field, "choices", None) or () if c.value == str(field.data)]
    return chosen[0] if chosen else str(field.data or "")


def _filled(found: Whole) -> DetailsForm:
    case = found.case
    data = {
        "name": found.head.name or "",
        "practice_area_id": str(case.practice_area_id),
        "postcode": case.postcode_area,
        "referrer": case.referrer,
        "drinks_alcohol": case.drinks_alcohol,
        "substitution_therapy": case.substitution_therapy,
        "version": case.version,
    }
    return _named(DetailsForm(formdata=None, data=data).offer(_areas()), found.head.name)


def _named(form: DetailsForm, name: str | None) -> DetailsForm:
    """Return the form; it asks for a name only where names are kept and may be seen."""
    if name is None:
        del form.name
    return form


def _details_page(found: Whole, form: DetailsForm) -> str:
    fields: dict[str, dict[str, Any]] = {"name": {"autocomplete": "off"}} if "name" in form else {}
    fields |= {
        "practice_area_id": {},
        "postcode": {"hint": POSTCODE, "classes": "govuk-input--width-10"},
        "referrer": {},
        "drinks_alcohol": {},
        "substitution_therapy": {},
    }
    return form_page(found, form, "Details of the case", "Save", fields)


def _areas() -> dict[int, str]:
    return {area.id: area.name for area in lookup.practice_areas(work().session)}


def _own_team() -> str:
    """Return the team that the reader works in, to begin with."""
    team_id = teams.team_of(work().session, actor().person_id or 0)
    return str(team_id or "")


def _offer(form: ReferralForm) -> ReferralForm:
    """Return the form with the reader's own teams; refuse who has none."""
    asked = work()
    own = {team.id: team.name for team in teams.own_teams(asked)}
    if not own:
        raise Forbidden("Those who work in a team, or lead somebody of one, log its referrals.")
    if not register.settings(asked.session).keeps_names:
        del form.name
    return form.offer(own, _areas(), get_protocol())
