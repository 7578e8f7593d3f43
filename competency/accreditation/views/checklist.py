"""The checklist of a self-study, one of its items, and the files."""

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from competency.accreditation import permissions
from competency.accreditation.domain.items import Plan
from competency.accreditation.domain.states import ITEM_WORDS, ItemState
from competency.accreditation.forms.checklist import ChecklistFilter, PlanForm, ProgressForm, Wanted
from competency.accreditation.forms.practices import FileForm
from competency.accreditation.forms.studies import ButtonForm
from competency.accreditation.service import attaching, reading
from competency.accreditation.service import checklist as service
from competency.accreditation.service.reading import ItemPage, Page
from competency.accreditation.service.whole import Item
from competency.accreditation.views import words
from competency.accreditation.views.blueprint import blueprint
from competency.infra.carrying_out import carried_out
from competency.infra.csv_out import Cell
from competency.infra.downloads import handed_out, store
from competency.infra.files import BIGGEST
from competency.infra.formats import plural
from competency.infra.take_away import as_file
from competency.infra.web import accepts_files, database, signed_in, work, writes

HEAD = ["List", "Item", "For", "Who brings it", "By", "State", "Files", "Notes"]


@blueprint.get("/accreditation/<id:study_id>/checklist")
@signed_in
def checklist(study_id: int) -> str:
    """Show the items of the evidence lists, as far as the address asks for them."""
    reading.note_read(work(), database().aside, what="a checklist", study_id=study_id)
    page, form, items = _listed(study_id)
    return render_template(
        "accreditation/checklist.html",
        page=page,
        filters=form,
        kept=form.kept(),
        items=items,
        shown=f"Showing {len(items)} of {plural(len(page.whole.items), 'item')}",
        item_words=words.item_words,
        by_when=words.by_when,
        places=words.places(page, "checklist"),
        owner_words=words.owner_words,
        audience=words.READERS,
    )


@blueprint.get("/accreditation/<id:study_id>/checklist.<any(csv, xlsx):kind>")
@signed_in
def checklist_file(study_id: int, kind: str) -> Response:
    """Give the same items as a file."""
    reading.note_read(work(), database().aside, what="a checklist", study_id=study_id, always=True)
    page, _, items = _listed(study_id)
    return as_file("self-study-checklist", HEAD, [_cells(page, one) for one in items], kind)


@blueprint.get("/accreditation/items/<id:item_id>")
@signed_in
def item(item_id: int) -> str:
    """Show one item: who brings it, how far it is, its files."""
    return _item_page(reading.item_page(work(), item_id))


@blueprint.post("/accreditation/items/<id:item_id>")
@signed_in
@writes
def fill_in(item_id: int) -> Any:
    """Keep how far it is."""
    page, form = reading.item_page(work(), item_id), ProgressForm()

    def keep() -> None:
        service.fill_in(work(), item_id, form.progress(), form.version.data)

    if not carried_out(form, keep):
        return _item_page(page, form=form), 422
    flash("How far it is, is saved.", "success")
    return redirect(url_for("accreditation.item", item_id=item_id))


@blueprint.post("/accreditation/items/<id:item_id>/plan")
@signed_in
@writes
def plan(item_id: int) -> Any:
    """Keep who brings it, and until when."""
    page, form = reading.item_page(work(), item_id), PlanForm()

    def keep() -> None:
        owner = service.find_owner(work(), form.owner.data or "", page.row.owner_id)
        wanted = Plan(owner, form.due_on.data)
        service.plan_item(work(), item_id, wanted, form.version.data)

    if not carried_out(form, keep):
        return _item_page(page, plan_form=form), 422
    flash("Who brings it, and until when, is saved.", "success")
    return redirect(url_for("accreditation.item", item_id=item_id))


@blueprint.post("/accreditation/items/<id:item_id>/files")
@signed_in
@writes
@accepts_files(BIGGEST)
def attach(item_id: int) -> Any:
    """Add a file; what is not taken is said beside its field."""
    page, form = reading.item_page(work(), item_id), FileForm()

    def keep() -> None:
        sent = form.file.data
        attaching.attach_to_item(work(), item_id, sent.filename or "", sent.stream, store())

    if not carried_out(form, keep):
        return _item_page(page, file_form=form), 422
    flash("The file is added.", "success")
    return redirect(url_for("accreditation.item", item_id=item_id))


@blueprint.get("/accreditation/files/<id:file_id>")
@signed_in
def download(file_id: int) -> Response:
    """Hand a file out as a download; nothing in it can run on our pages."""
    found = attaching.download(work(), file_id, store())
    return handed_out(found.name, found.media_type, found.content)


@blueprint.post("/accreditation/files/<id:file_id>/remove")
@signed_in
@writes
def detach(file_id: int) -> Any:
    """Take a file away, and lead back to where it was."""
    row = attaching.detach(work(), file_id)
    flash("The file is removed.", "success")
    if row.item_id is not None:
        return redirect(url_for("accreditation.item", item_id=row.item_id))
    return redirect(url_for("accreditation.study", study_id=row.study_id))


def _listed(study_id: int) -> tuple[Page, ChecklistFilter, list[Item]]:
    page = reading.page(work(), study_id, with_owners=True)
    owners = page.owners if page.may[permissions.SEE_OWNERS] else None
    form = ChecklistFilter(formdata=request.args).offering(page.whole.standard.lists, owners)
    return page, form, _narrowed(page.whole.items, form.wanted(), knows=owners is not None)


def _narrowed(items: Sequence[Item], wanted: Wanted, *, knows: bool) -> list[Item]:
    """Return the items that are asked for; who may not know owners cannot ask for one either."""
    by_owner = knows or wanted.owner_id == 0
    return [
        one
        for one in items
        if wanted.list_code in (None, one.of_list.code)
        and wanted.state in (None, one.state)
        and wanted.due in (None, one.due)
        and (wanted.owner_id is None or not by_owner or (one.row.owner_id or 0) == wanted.owner_id)
    ]


def _cells(page: Page, one: Item) -> list[Cell]:
    return [
        one.of_list.title,
        one.item.title,
        ", ".join(one.item.practices),
        words.owner_words(page, one),
        one.row.due_on,
        ITEM_WORDS[one.state],
        one.row.files,
        one.row.reason or one.row.notes,
    ]


def _item_page(
    page: ItemPage,
    *,
    form: ProgressForm | None = None,
    plan_form: PlanForm | None = None,
    file_form: FileForm | None = None,
) -> str:
    row = page.row
    progress = {"state": row.state, "notes": row.notes, "reason": row.reason}
    planned = {"owner": page.owner, "due_on": row.due_on, "version": row.version}
    filled = [one for one in (form, plan_form, file_form) if one is not None]
    return render_template(
        "accreditation/item.html",
        page=page,
        form=form or ProgressForm(formdata=None, data=progress | {"version": row.version}),
        plan_form=plan_form or PlanForm(formdata=None, data=planned),
        file_form=file_form or FileForm(formdata=None),
        button=ButtonForm(formdata=None),
        errors=[error for one in filled for error in one.error_list()],
        state=ITEM_WORDS[ItemState(row.state)],
        tone=words.ITEM_TONES[ItemState(row.state)],
        size_words=words.size_words,
    )
