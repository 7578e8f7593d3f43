"""Writing the log: a quick entry, a whole one, and an entry's own page."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from competency.evidence.domain.entry import Content, hours_text
from competency.evidence.domain.state import State, check_may_write
from competency.evidence.forms.answering import DecisionForm, FileForm, VersionForm
from competency.evidence.forms.writing import EntryForm, QuickForm, filled
from competency.evidence.service import reading, writing
from competency.evidence.service.reading import Whole
from competency.evidence.views.blueprint import blueprint
from competency.evidence.views.words import shown_strands, shown_tags, timeline, who_sees
from competency.frameworks import service as frameworks
from competency.infra.carrying_out import carried_out
from competency.infra.web import actor, signed_in, work, writes
from competency.kernel.errors import Forbidden
from competency.people.service import lookup

WRITABLE = (State.DRAFT, State.RETURNED)


@blueprint.get("/evidence/quick")
@signed_in
def quick() -> str:
    """Ask for the least that an entry can be begun with."""
    asked = request.args.get("strand", "")
    data = {"starts_on": work().today, "strand": asked}
    return _quick_page(QuickForm(formdata=None, data=data))


@blueprint.post("/evidence/quick")
@signed_in
@writes
def quick_submit() -> Any:
    """Keep the draft, and show it."""
    form = QuickForm().offer(frameworks.get_framework())
    made: list[int] = []

    def keep() -> None:
        entry = writing.quick_add(
            work(),
            title=form.title.data or "",
            day=form.day(),
            hours=form.in_hours(),
            strand=form.strand.data,
        )
        made.append(entry.id)

    if not carried_out(form, keep):
        return _quick_page(form), 422
    flash("It is in your log as a draft. Finish it now, or later.", "success")
    return redirect(url_for("evidence.entry", entry_id=made[0]))


@blueprint.get("/evidence/add")
@signed_in
def add() -> str:
    """Ask for a whole entry."""
    framework = frameworks.get_framework()
    strand = framework.find_strand(request.args.get("strand", ""))
    links = {strand.code: framework.levels[0].code} if strand else {}
    data = {"starts_on": work().today, "links": links}
    return _form_page(EntryForm(formdata=None, data=data))


@blueprint.post("/evidence/add")
@signed_in
@writes
def add_submit() -> Any:
    """Keep the draft, and show it."""
    form = _offered(EntryForm())
    made: list[int] = []

    def keep() -> None:
        made.append(writing.add(work(), form.content(frameworks.get_framework())).id)

    if not carried_out(form, keep):
        return _form_page(form), 422
    flash("It is in your log as a draft.", "success")
    return redirect(url_for("evidence.entry", entry_id=made[0]))


@blueprint.get("/evidence/<id:entry_id>")
@signed_in
def entry(entry_id: int) -> str:
    """Show one entry with what may be done with it."""
    return entry_page(reading.whole(work(), entry_id))


@blueprint.get("/evidence/<id:entry_id>/edit")
@signed_in
def edit(entry_id: int) -> str:
    """Show an entry to change."""
    found = _writable(entry_id)
    data = filled(found.content, frameworks.get_framework()) | {"version": found.version}
    return _form_page(EntryForm(formdata=None, data=data), found)


@blueprint.post("/evidence/<id:entry_id>/edit")
@signed_in
@writes
def edit_submit(entry_id: int) -> Any:
    """Keep the changed entry; both versions are shown when it was changed meanwhile."""
    found = _writable(entry_id)
    framework = frameworks.get_framework()
    form = _offered(EntryForm(data={"tags": filled(found.content, framework)["tags"]}))

    def keep() -> None:
        content = form.content(framework, found.content)
        writing.save(work(), entry_id, content, form.version.data or 0)

    if not carried_out(form, keep):
        return _form_page(form, found), 422
    flash("The entry is saved.", "success")
    return redirect(url_for("evidence.entry", entry_id=entry_id))


@blueprint.post("/evidence/<id:entry_id>/remove")
@signed_in
@writes
def remove(entry_id: int) -> Any:
    """Remove a draft that nobody else has seen."""
    writing.remove(work(), entry_id, VersionForm().version.data or 0)
    flash("The draft is removed.", "success")
    return redirect(url_for("evidence.log"))


@blueprint.post("/evidence/<id:entry_id>/correct")
@signed_in
@writes
def correct(entry_id: int) -> Any:
    """Start the draft that will take a verified entry's place, and lead to it."""
    made = writing.start_correction(work(), entry_id)
    flash("This draft will take the verified entry's place once it is shared.", "success")
    return redirect(url_for("evidence.edit", entry_id=made.id))


def entry_page(
    found: Whole, *, file_form: FileForm | None = None, decision: DecisionForm | None = None
) -> str:
    """Return the page of one entry, with a form that was refused as it was typed."""
    framework = frameworks.get_framework()
    content = found.content
    areas = lookup.practice_area_names(work().session)
    return render_template(
        "evidence/entry.html",
        entry=found,
        content=content,
        hours=hours_text(content.hours),
        strands=shown_strands(content.links, framework),
        tags=shown_tags(content.tags, writing.schemes()),
        area=areas.get(content.practice_area_id or 0, "None in particular"),
        history=timeline(found),
        may_write=found.is_own and found.state in WRITABLE,
        version_form=VersionForm(formdata=None, data={"version": found.version}),
        file_form=file_form or FileForm(formdata=None),
        decision=decision or DecisionForm(formdata=None, data={"seq": str(found.seq)}),
        errors=[
            *(file_form.error_list() if file_form else []),
            *(decision.error_list() if decision else []),
        ],
        audience=who_sees(found),
    )


def _writable(entry_id: int) -> Whole:
    found = reading.whole(work(), entry_id)
    if not found.is_own:
        raise Forbidden("Only the person who wrote an entry can change it.")
    check_may_write(found.state)
    return found


def _offered(form: EntryForm) -> EntryForm:
    areas = lookup.practice_areas_of(work().session, actor().person_id or 0)
    return form.offer([(area.id, area.name) for area in areas], writing.schemes())


def _quick_page(form: QuickForm) -> str:
    form.offer(frameworks.get_framework())
    return render_template("evidence/quick.html", form=form)


def _form_page(form: EntryForm, found: Whole | None = None) -> str:
    framework = frameworks.get_framework()
    return render_template(
        "evidence/edit.html",
        form=_offered(form),
        entry=found,
        sections=form.links.sections(framework),
        levels=[level.code for level in framework.levels],
        elsewhere=_elsewhere(found.content if found else None),
    )


def _elsewhere(content: Content | None) -> list[str]:
    """Return the links that the boxes of the page do not show: they stay as they are."""
    framework = frameworks.get_framework()
    links = content.links if content else ()
    return [
        f"{one.strand} at {one.level} ({one.framework_id} {one.framework_version})"
        for one in links
        if one.framework_id != framework.id or framework.find_strand(one.strand) is None
    ]
