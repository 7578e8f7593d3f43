"""Rows of the log: entries with all that hangs on them, and the seals of those verified."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, update

from competency.demo.domain.cast import Cast
from competency.demo.domain.logbook import Logs, Stage, Written
from competency.demo.domain.texts import LogTexts
from competency.demo.service.appraisals import Setting
from competency.demo.service.batch import ROWS_AT_ONCE, write_rows
from competency.evidence.domain.entry import Content, Kind, Link, Tag, content_hash, facts_of
from competency.evidence.domain.state import State
from competency.evidence.models import (
    EvidenceAttachment,
    EvidenceDecision,
    EvidenceEntry,
    EvidenceLink,
    EvidenceTag,
    EvidenceVersion,
)
from competency.evidence.service import writing
from competency.evidence.service.sealing import sealed_facts, shown_facts
from competency.frameworks.domain.kinds.cpd_scheme import CpdScheme
from competency.infra.db import Base
from competency.infra.files import Kept, Store
from competency.infra.work import Work

ATTACHED_TO = (1, 2)  # entries of the first person
STATES = {
    Stage.QUICK: State.DRAFT,
    Stage.DRAFT: State.DRAFT,
    Stage.SHARED: State.SHARED,
    Stage.RETURNED: State.RETURNED,
    Stage.VERIFIED: State.SHARED,  # until it is sealed
}
IN_ORDER = (
    EvidenceEntry,
    EvidenceLink,
    EvidenceTag,
    EvidenceAttachment,
    EvidenceVersion,
    EvidenceDecision,
)
Row = Mapping[str, Any]


def write_logs(
    work: Work, found: Cast, setting: Setting, texts: LogTexts, store: Store | None
) -> int:
    """Write two years of everybody's log and return how many entries that are.

    Files are attached where there is a store to keep them in.
    """
    strands = {
        section.code: [strand.code for strand in section.strands]
        for section in setting.framework.sections
    }
    shelf = _Shelf(work, setting, writing.schemes(), _attachment(texts, store))
    for log in Logs(texts, strands, setting.seed, setting.as_of).of_all(found):
        for entry in log:
            shelf.add(entry)
        shelf.write_when_full()
    shelf.write()
    return shelf.entries


def _attachment(texts: LogTexts, store: Store | None) -> Kept | None:
    if store is None:
        return None
    content = texts.attachment["text"].lstrip().encode()
    return store.keep(texts.attachment["name"], io.BytesIO(content))


@dataclass
class _Shelf:
    """Entries that wait to be written many at a time."""

    work: Work
    setting: Setting
    schemes: list[CpdScheme]
    attachment: Kept | None
    entries: int = 0
    rows: dict[type[Base], list[Row]] = field(default_factory=lambda: {m: [] for m in IN_ORDER})
    seals: list[Row] = field(default_factory=list)

    def add(self, entry: Written) -> None:
        """Put an entry with its versions, decisions and seal on the shelf."""
        self.entries += 1
        content = self._content(entry)
        files = [self.attachment] if self.attachment and entry.id in ATTACHED_TO else []
        self.rows[EvidenceEntry].append(_entry_row(entry, content))
        self.rows[EvidenceLink].extend(writing.link_rows(entry.id, content))
        self.rows[EvidenceTag].extend(writing.tag_rows(entry.id, content))
        for file in files:
            self.rows[EvidenceAttachment].append(
                {
                    "entry_id": entry.id,
                    "name": file.name,
                    "media_type": file.media_type,
                    "size": file.size,
                    "sha256": file.sha256,
                    "added_at": entry.created_at,
                }
            )
        shown = self._versions(entry, content, files)
        if entry.stage is Stage.VERIFIED:
            self.seals.append(
                {
                    "sealed": entry.id,
                    "at": entry.decided_at,
                    "hash": content_hash(sealed_facts(entry, shown, entry.comment)),
                }
            )

    def write_when_full(self) -> None:
        """Write what waits, once it is worth it."""
        if len(self.rows[EvidenceLink]) >= ROWS_AT_ONCE:
            self.write()

    def write(self) -> None:
        """Write all that waits: entries, what hangs on them, and last the seals."""
        for model in IN_ORDER:
            write_rows(self.work.session, model, self.rows[model])
            self.rows[model].clear()
        if self.seals:
            table = Base.metadata.tables[EvidenceEntry.__tablename__]
            self.work.session.connection().execute(
                update(table)
                .where(table.c.id == bindparam("sealed"))
                .values(
                    state=State.VERIFIED.value,
                    sealed_at=bindparam("at"),
                    seal=bindparam("hash"),
                ),
                self.seals,
            )
            self.seals.clear()

    def _content(self, entry: Written) -> Content:
        words, framework = entry.words, self.setting.framework
        quick = entry.stage is Stage.QUICK
        return Content(
            title=words["title"],
            kind=Kind.OTHER if quick else Kind(words["kind"]),
            starts_on=entry.starts_on,
            ends_on=entry.ends_on,
            hours=entry.hours,
            did="" if quick else words["did"],
            learned="" if quick else words["learned"],
            applied="" if quick else words["applied"],
            practice_area_id=entry.practice_area_id,
            links=tuple(
                sorted(
                    Link(framework.id, framework.version, strand, entry.level)
                    for strand in entry.strands
                )
            ),
            tags=() if quick else self._tags(words["kind"]),
        )

    def _tags(self, kind: str) -> tuple[Tag, ...]:
        """Return for each scheme the first of its kinds that suits what was done."""
        suiting = (
            (scheme.standard, next((k for k in scheme.kinds if kind in k.suits), None))
            for scheme in self.schemes
        )
        return tuple(sorted(Tag(s.id, s.version, kind.code) for s, kind in suiting if kind))

    def _versions(self, entry: Written, content: Content, files: list[Kept]) -> dict[str, Any]:
        """Add what was shown each time, and what became of it; return what was shown last."""
        shown: dict[str, Any] = {}
        for seq, at in enumerate(entry.shared_at, 1):
            shown = shown_facts(entry, facts_of(content), files)
            if seq < entry.seq:
                shown["applied"] = ""  # what the supervisor then asked for
            self.rows[EvidenceVersion].append(
                {
                    "entry_id": entry.id,
                    "seq": seq,
                    "content": json.dumps(shown, sort_keys=True, ensure_ascii=False),
                    "content_hash": content_hash(shown),
                    "at": at,
                }
            )
        for seq, decision in enumerate(entry.decisions, 1):
            self.rows[EvidenceDecision].append(
                {
                    "entry_id": entry.id,
                    "seq": seq,
                    "outcome": decision.outcome,
                    "comment": decision.comment,
                    "by_id": decision.by_id,
                    "at": decision.at,
                }
            )
        return shown


def _entry_row(entry: Written, content: Content) -> Row:
    return {
        "id": entry.id,
        "person_id": entry.person_id,
        "uuid": entry.uuid,
        "state": STATES[entry.stage].value,
        "title": content.title,
        "kind": content.kind.value,
        "starts_on": content.starts_on,
        "ends_on": content.ends_on,
        "last_on": content.last_day,
        "hours": content.hours,
        "did": content.did,
        "learned": content.learned,
        "applied": content.applied,
        "practice_area_id": entry.practice_area_id,
        "seq": entry.seq,
        "shared_at": entry.shared_at[-1] if entry.shared_at else None,
        "comment": entry.comment,
        "decided_by_id": entry.decided_by_id,
        "decided_at": entry.decided_at,
        "created_at": entry.created_at,
    }
