"""Two self-studies in the demonstration: last year's, closed, and this year's, half way."""

import io
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from competency.accreditation.domain.rating import Answer
from competency.accreditation.domain.states import ItemState, StudyState
from competency.accreditation.models import (
    ChecklistItem,
    PanelComment,
    PanelMember,
    PracticePart,
    PracticeRating,
    SelfStudy,
    StudyFile,
)
from competency.accreditation.service import snapshots
from competency.accreditation.service.library import get_standard
from competency.demo.domain.cast import Cast
from competency.demo.domain.chance import at_work, stream
from competency.demo.domain.texts import SelfStudyTexts
from competency.frameworks.domain.kinds.accreditation_standard import AccreditationStandard
from competency.infra.files import Store
from competency.infra.work import Work
from competency.kernel.actor import Actor, Grant, Role

# Of this year's items in their order: how far each is, and in how many days it is due.
HALF_WAY = (
    (ItemState.READY, -20),
    (ItemState.IN_HAND, -3),
    (ItemState.TO_DO, 12),
    (ItemState.TO_DO, 5),
    (ItemState.READY, 30),
    (ItemState.TO_DO, None),
)
BRINGS = (Role.SUPERVISOR, Role.MANAGER, Role.CASE_MANAGER, Role.SUPERVISOR)
STARTED_AGO, SUBMITTED_AGO, CLOSED_AGO = 45, 200, 150  # days
NOT_YET = ("work",)  # of this year's matrix
COUNTED = "5.04"  # this year so far


def write_self_studies(
    work: Work,
    found: Cast,
    texts: SelfStudyTexts,
    store: Store | None,
    *,
    seed: int,
    as_of: date,
) -> int:
    """Write both self-studies and return how many there are."""
    writer = _Writer(work, found, texts, store, seed, as_of)
    writer.closed()
    writer.half_way()
    return 2


class _Writer:
    """Writes self-studies as central office and the panel would have, on days of the past."""

    def __init__(
        self,
        work: Work,
        found: Cast,
        texts: SelfStudyTexts,
        store: Store | None,
        seed: int,
        as_of: date,
    ) -> None:
        self.work, self.session = work, work.session
        self.texts, self.store, self.as_of = texts, store, as_of
        self.chance = stream(seed, "self-studies")
        self.standard: AccreditationStandard = get_standard(texts.standard)
        self.members = found.members
        self.office = self._first(Role.CENTRAL_OFFICE)

    def closed(self) -> None:
        """Write last year's: every practice rated, every item ready, commented and closed."""
        year = self.as_of.year - 1
        study = self._study(self.texts.closed_title.format(year=year), year, SUBMITTED_AGO + 90)
        self._answer(study, SUBMITTED_AGO + 20)
        for practice in self.standard.practices:
            self._rate(study, practice.code, "then", SUBMITTED_AGO + 10)
        for item in self._items(study, SUBMITTED_AGO + 5):
            item.state, item.notes = ItemState.READY.value, self.texts.notes
        for practice in self.standard.practices:
            if practice.is_counted:
                self._freeze(study, practice.code, SUBMITTED_AGO + 3)
        panel = self._first(Role.MANAGER)
        self._add(
            PanelMember(
                study_id=study.id,
                person_id=panel,
                named_by_id=self.office,
                named_at=self._on(SUBMITTED_AGO + 1),
            )
        )
        study.state, study.submitted_by_id = StudyState.SUBMITTED.value, self.office
        study.submitted_at = self._on(SUBMITTED_AGO)
        self.session.flush()
        self._talk(study, panel)
        study.state, study.closed_by_id = StudyState.CLOSED.value, self.office
        study.closed_at, study.closing_words = self._on(CLOSED_AGO), self.texts.closing
        self.session.flush()

    def half_way(self) -> None:
        """Write this year's: some of it rated, answered and ready, some of it late."""
        year = self.as_of.year
        study = self._study(self.texts.title.format(year=year), year, STARTED_AGO)
        self._answer(study, STARTED_AGO - 10, without=NOT_YET)
        for practice in self.standard.practices:
            self._rate(study, practice.code, "now", STARTED_AGO - 20)
        items = self._items(study, STARTED_AGO - 5)
        for number, item in enumerate(items):
            state, days = HALF_WAY[number % len(HALF_WAY)]
            item.state = state.value
            item.notes = self.texts.notes if state is ItemState.READY else ""
            if days is not None:
                item.due_on = self.as_of + timedelta(days=days)
                item.owner_id = self._first(BRINGS[number % len(BRINGS)])
        self.session.flush()
        self._attach(study, items[0])
        self._freeze(study, COUNTED, STARTED_AGO - 12)

    def _study(self, title: str, year: int, days_ago: int) -> SelfStudy:
        study = SelfStudy(
            standard_id=self.standard.id,
            standard_version=self.standard.version,
            title=title,
            period_from=date(year, 1, 1),
            period_to=date(year, 12, 31),
            state=StudyState.OPEN.value,
            opened_by_id=self.office,
            opened_at=self._on(days_ago),
        )
        self._add(study)
        return study

    def _items(self, study: SelfStudy, days_ago: int) -> list[ChecklistItem]:
        at = self._on(days_ago)
        return [
            self._add(ChecklistItem(study_id=study.id, code=item.code, changed_at=at))
            for item in self.standard.items
        ]

    def _rate(self, study: SelfStudy, practice: str, when: str, days_ago: int) -> None:
        said: Mapping[str, Any] = self.texts.ratings[practice]
        if said[when]:
            self._add(
                PracticeRating(
                    study_id=study.id,
                    practice=practice,
                    seq=1,
                    answer=Answer.RATED.value,
                    rating=said[when],
                    narrative=said["narrative"],
                    by_id=self.office,
                    at=self._on(days_ago),
                )
            )

    def _answer(self, study: SelfStudy, days_ago: int, without: tuple[str, ...] = ()) -> None:
        for practice in self.standard.practices:
            for point in practice.points:
                said = self.texts.points.get(point.code)
                if said is None or point.code in without:
                    continue
                agreed = study.period_from if said.get("party") else None
                self._add(
                    PracticePart(
                        study_id=study.id,
                        practice=practice.code,
                        code=point.code,
                        means=said["means"],
                        words=said["words"],
                        party=said.get("party", ""),
                        agreed_from=agreed,
                        changed_at=self._on(days_ago),
                    )
                )

    def _talk(self, study: SelfStudy, panel: int) -> None:
        for number, said in enumerate(self.texts.said):
            at = self._on(SUBMITTED_AGO - 20 - number)
            visitor = said.get("said_by", "")
            row = self._add(
                PanelComment(
                    study_id=study.id,
                    practice=said["practice"],
                    words=said["words"],
                    said_by=visitor,
                    by_id=self.office if visitor else panel,
                    at=at,
                )
            )
            if said["answer"]:
                self._add(
                    PanelComment(
                        study_id=study.id,
                        practice=said["practice"],
                        answers_id=row.id,
                        words=said["answer"],
                        by_id=self.office,
                        at=at + timedelta(days=3),
                    )
                )

    def _attach(self, study: SelfStudy, item: ChecklistItem) -> None:
        if self.store is None:
            return
        kept = self.store.keep(self.texts.file_name, io.BytesIO(self.texts.file.encode()))
        self._add(
            StudyFile(
                study_id=study.id,
                item_id=item.id,
                name=kept.name,
                media_type=kept.media_type,
                size=kept.size,
                sha256=kept.sha256,
                added_by_id=item.owner_id or self.office,
                added_at=self._on(STARTED_AGO - 15),
            )
        )

    def _freeze(self, study: SelfStudy, practice: str, days_ago: int) -> None:
        """Freeze a count as central office did, from the cases as they were on that day."""
        office = Actor(
            person_id=self.office, name="", grants=frozenset({Grant(Role.CENTRAL_OFFICE)})
        )
        theirs = Work(actor=office, now=self._on(days_ago), session=self.session)
        snapshots.freeze(theirs, study.id, practice, afterwards=True)
        self.session.info["work"] = self.work  # all of the load is one piece of work

    def _add(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row

    def _on(self, days_ago: int) -> Any:
        return at_work(self.chance, self.as_of - timedelta(days=days_ago))

    def _first(self, role: Role) -> int:
        return next(one.id for one in self.members if one.holds(role))
