"""A case as the pages that write about it take it: who may, and the plain page of a form."""

from typing import Any, Protocol

from flask import render_template, url_for

from competency.cases import permissions
from competency.cases.models import CaseFile
from competency.cases.service import reading
from competency.cases.service.reading import Head, Whole
from competency.infra.forms import Form
from competency.infra.web import work
from competency.kernel.authz import Action
from competency.kernel.errors import Forbidden

Fields = dict[str, dict[str, Any]]


class Headed(Protocol):
    """What a page is about; `head` is None for who may see no more than its concerns."""

    @property
    def head(self) -> Head | None: ...


def to_work_on(case_id: int, action: Action = permissions.WORK) -> Whole:
    """Return all of a case for who may do this to it; raises NotFound or Forbidden."""
    found = reading.whole_case(work(), case_id)
    if not found.may[action]:
        raise Forbidden("You can read this case. This step is for those who work on it.")
    return found


def form_page(
    found: Headed,
    form: Form,
    title: str,
    button: str,
    fields: Fields,
    *,
    back: tuple[str, str] | None = None,
    lead: str = "",
    take_care: str = "",
    theirs: Any = None,
    bare: CaseFile | None = None,
) -> str:
    """Return the page of a form about a case: what goes ahead of it, its fields, its button.

    `fields` names them in order, each with the options of `gov_field`; `theirs` is a Stale whose
    other version is shown first. A page without a head says no more than `bare` of the case.
    """
    head = found.head
    if back is None and head is not None:
        back = (url_for("cases.case", case_id=head.id), f"Back to {head.reference}")
    return render_template(
        "cases/write.html",
        head=head,
        form=form,
        title=title,
        button=button,
        fields=fields,
        back=back,
        lead=lead,
        take_care=take_care,
        theirs=theirs,
        bare=bare,
    )
