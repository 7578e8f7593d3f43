"""What is rare in cases, once or twice each: pauses, excusals, corrections, a file."""

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from competency.cases.domain.kinds import Happened
from competency.cases.domain.running import EXCUSED
from competency.cases.models import CaseAttachment, CaseClock, CaseEvent, CaseExcuse, CaseFile
from competency.cases.queries import lines
from competency.cases.service import clocks
from competency.cases.service.clocks import PAUSED
from competency.demo.domain.cast import Cast, Member
from competency.demo.domain.chance import at_work, stream
from competency.demo.domain.texts import CaseTexts
from competency.demo.service.batch import write_rows
from competency.infra.files import Store
from competency.infra.work import Work
from competency.timeliness.domain.results import Result

H = Happened
PAUSE_DAYS = timedelta(days=9)
TEAMS = (1, 2)


def write_extras(
    work: Work, found: Cast, texts: CaseTexts, store: Store | None, *, seed: int, as_of: date
) -> None:
    """Write the extras on open cases of the first two teams; a file where there is a store."""
    extras = _Extras(work, texts, seed, as_of)
    for team in TEAMS:
        lead = next((m for m in found.members if m.team == team and m.post == "Team leader"), None)
        if lead is not None and lead.supervisor is not None:
            extras.of_team(team, lead, lead.supervisor)
    first = found.first_team[0]
    extras.correct(first)
    if store is not None:
        extras.attach(first, store)
    extras.follow()


@dataclass
class _Extras:
    work: Work
    texts: CaseTexts
    seed: int
    as_of: date

    def __post_init__(self) -> None:
        self.changed: set[int] = set()

    def of_team(self, team: int, lead: Member, above: Member) -> None:
        """Pause one missed clock and excuse another; whom a clock measures never does."""
        session = self.work.session
        missed = session.execute(
            select(CaseClock.__table__)
            .join(CaseFile, CaseFile.id == CaseClock.case_id)
            .where(
                CaseFile.team_id == team,
                CaseFile.ended_on.is_(None),
                CaseFile.key_worker_id != lead.id,
                CaseClock.holder_id.is_not(None),
                CaseClock.holder_id != lead.id,
                CaseClock.state == Result.MISSED.value,
                CaseClock.end_on < self.as_of - timedelta(days=10),
            )
            .order_by(CaseClock.case_id, CaseClock.due_on, CaseClock.standard)
        ).all()
        different = list({row.case_id: row for row in reversed(missed)}.values())
        said = self.texts.extras
        by_who = ((PAUSED, lead, said["paused"]), (EXCUSED, above, said["excused"]))
        for row, (kind, who, reason) in zip(reversed(different), by_who, strict=False):
            self._excuse(row, kind, who, reason)

    def _excuse(self, row: Any, kind: str, who: Member, reason: str) -> None:
        chance = stream(self.seed, "excuse", row.case_id)
        pause = kind == PAUSED
        from_on = row.start_on + timedelta(days=1) if pause else None
        excuse = {
            "case_id": row.case_id,
            "standard": row.standard,
            "sequence": row.sequence,
            "kind": kind,
            "from_on": from_on,
            "until": from_on + PAUSE_DAYS if from_on else None,
            "reason": reason,
            "by_id": who.id,
            "at": at_work(chance, self._before(row.end_on + timedelta(days=3))),
        }
        write_rows(self.work.session, CaseExcuse, [excuse])
        self.changed.add(row.case_id)

    def correct(self, worker: Member) -> None:
        """Give one letter another day, and strike out a step that was taken for another one."""
        for kind, struck, words in (
            (H.GP_SUMMARY_RECEIVED, False, self.texts.extras["corrected"]),
            (H.RE_ENGAGEMENT_STEP, True, self.texts.extras["struck"]),
        ):
            row = self.work.session.scalars(
                select(CaseEvent)
                .join(CaseFile, CaseFile.id == CaseEvent.case_id)
                .where(
                    CaseFile.key_worker_id == worker.id,
                    CaseFile.ended_on.is_(None),
                    CaseEvent.kind == kind.value,
                    CaseEvent.happened_on < self.as_of - timedelta(days=12),
                )
                .order_by(CaseEvent.case_id, CaseEvent.id)
                .limit(1)
            ).one_or_none()
            if row is not None:
                self._correct(row, struck, words)

    def _correct(self, row: CaseEvent, struck: bool, words: str) -> None:
        on = row.happened_on if struck else row.happened_on + timedelta(days=1)
        chance = stream(self.seed, "correction", row.id)
        at = at_work(chance, self._before(row.recorded_at.date() + timedelta(days=2)))
        correction = {
            "case_id": row.case_id,
            "kind": row.kind,
            "detail": row.detail,
            "happened_on": on,
            "note": f"{'' if struck else row.note}\nCorrected: {words}".strip(),
            "recorded_at": max(at, row.recorded_at + timedelta(hours=1)),
            "recorded_by_id": row.recorded_by_id,
            "corrects_id": row.id,
            "struck": struck,
        }
        highest = self.work.session.scalars(
            select(CaseEvent.id).order_by(CaseEvent.id.desc()).limit(1)
        ).one()
        write_rows(self.work.session, CaseEvent, [{"id": highest + 1, **correction}])
        self.changed.add(row.case_id)

    def attach(self, worker: Member, store: Store) -> None:
        """Attach a file to one of the worker's cases whose client agreed that papers are kept."""
        row = self.work.session.execute(
            select(CaseEvent.case_id, CaseEvent.recorded_at)
            .join(CaseFile, CaseFile.id == CaseEvent.case_id)
            .where(
                CaseFile.key_worker_id == worker.id,
                CaseFile.ended_on.is_(None),
                CaseEvent.kind == H.GP_SUMMARY_RECEIVED.value,
            )
            .order_by(CaseEvent.case_id, CaseEvent.id)
            .limit(1)
        ).one_or_none()
        if row is None:
            return
        said = self.texts.extras
        kept = store.keep(said["file_name"], io.BytesIO(said["file"].encode()))
        added_at: datetime = row.recorded_at
        attachment = {
            "case_id": row.case_id,
            "name": kept.name,
            "media_type": kept.media_type,
            "size": kept.size,
            "sha256": kept.sha256,
            "added_by_id": worker.id,
            "added_at": added_at,
        }
        write_rows(self.work.session, CaseAttachment, [attachment])

    def follow(self) -> None:
        """Write the clocks of the changed cases anew, with the counts that rest on them."""
        session = self.work.session
        for case_id in sorted(self.changed):
            case, line = session.get_one(CaseFile, case_id), lines.line(session, case_id)
            clocks.write_clocks(session, case, line, self.as_of)

    def _before(self, day: date) -> date:
        """Return the day, yesterday at the latest."""
        return min(day, self.as_of - timedelta(days=1))
