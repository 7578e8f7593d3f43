"""Reading a self-study: one page of it, its list of items, and that an auditor read it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from competency.accreditation import permissions
from competency.accreditation.domain.states import StudyState
from competency.accreditation.models import ChecklistItem, SelfStudy
from competency.accreditation.queries import studies as queries
from competency.accreditation.queries.studies import FileRow
from competency.accreditation.service.library import get_standard
from competency.accreditation.service.loading import load_item, read
from competency.accreditation.service.snapshots import Frozen, counts_for
from competency.accreditation.service.whole import Whole, whole_of
from competency.audit import service as audit
from competency.frameworks.domain.kinds.accreditation_standard import EvidenceItem, EvidenceList
from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.kernel.authz import Action
from competency.kernel.values import Value
from competency.people.service import lookup

Aside = Callable[[], AbstractContextManager[Session]]
_ASKED = (permissions.RUN, permissions.SEE_OWNERS)


class Page(Value, kw_only=True):
    """A self-study as one page shows it: all it holds, what the reader may do, and names.

    `owners` has the names of those who bring items, only for who may see them.
    """

    whole: Whole
    may: Mapping[Action, bool]
    owners: Mapping[int, str]

    @property
    def study(self) -> SelfStudy | Row[Any]:
        """Return the self-study."""
        return self.whole.study

    @property
    def may_write(self) -> bool:
        """Return whether the reader may change it now."""
        return self.may[permissions.RUN] and self.whole.state is StudyState.OPEN

    @property
    def may_close(self) -> bool:
        """Return whether the reader may close it now."""
        return self.may[permissions.RUN] and self.whole.state is StudyState.SUBMITTED


class ItemPage(Value, kw_only=True):
    """One item as its page shows it; `reads_study` where the reader may read all of it.

    `counts` are the newest frozen ones of an item that is shown by a count. `owner` is empty
    where nobody brings it, or where the reader may not know who does.
    """

    row: ChecklistItem
    study: SelfStudy
    item: EvidenceItem
    of_list: EvidenceList
    files: Sequence[FileRow]
    counts: Sequence[Frozen]
    owner: str
    reads_study: bool
    may_plan: bool
    may_fill: bool


def page(
    work: Work, study_id: int, asked: Sequence[Action] = (), *, with_owners: bool = False
) -> Page:
    """Return a self-study for its readers; who may not read it gets NotFound.

    `asked` is what else the page asks of the reader. The names of owners are looked up only
    `with_owners`, for who may know them.
    """
    study, may = read(work, study_id, permissions.SEE, (*_ASKED, *asked))
    whole = whole_of(work, study)
    named = with_owners and may[permissions.SEE_OWNERS]
    ids = [one.row.owner_id for one in whole.items] if named else []
    return Page(whole=whole, may=may, owners=lookup.names(work.session, ids))


def item_page(work: Work, item_id: int) -> ItemPage:
    """Return one item for the readers of its self-study and for its owner."""
    row, study, may = load_item(work, item_id, permissions.SEE_ITEM)
    standard = get_standard(study.standard_id, study.standard_version)
    knows = may[permissions.RUN] or row.owner_id == work.actor.person_id
    is_open = study.state == StudyState.OPEN
    return ItemPage(
        row=row,
        study=study,
        item=standard.item(row.code),
        of_list=standard.list_of(row.code),
        files=queries.files_of_item(work.session, item_id),
        counts=counts_for(work.session, study.id, standard.item(row.code)),
        owner=lookup.names(work.session, [row.owner_id] if knows else []).get(
            row.owner_id or 0, ""
        ),
        reads_study=may[permissions.SEE],
        may_plan=may[permissions.RUN] and is_open,
        may_fill=may[permissions.FILL_ITEM] and is_open,
    )


def note_read(work: Work, aside: Aside, *, what: str, study_id: int, always: bool = False) -> None:
    """Note that an auditor reads a self-study, or, `always`, that anybody takes something away.

    In a short transaction of its own, before anything is read: reading changes nothing else. Who
    may not read it is refused, and nothing is noted.
    """
    if not always and not work.actor.has(Role.AUDITOR):
        return
    read(work, study_id, permissions.SEE)
    work.session.rollback()  # gives the connection back while the note is written
    with aside() as session:
        subject = f"self-study {study_id}"
        audit.note_access(session, work.actor, work.now, what=what, subject=subject)
