"""What is shown and sealed of an entry, and the check that it is still so."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.evidence.domain.entry import content_hash, facts_of
from competency.evidence.models import EvidenceDecision, EvidenceEntry
from competency.evidence.queries import history, parts

BATCH = 500


def shared_facts(session: Session, entry: EvidenceEntry) -> dict[str, Any]:
    """Return all that somebody else is shown of an entry, attachments by their hashes."""
    files = parts.attachments(session, entry.id)
    return shown_facts(entry, facts_of(parts.content(session, entry)), files)


def sealed_facts(entry: Any, shared: dict[str, Any], comment: str) -> dict[str, Any]:
    """Return what a verification seals: what was shown, and who said yes to it, when and how."""
    return {
        "shown": shared,
        "seq": entry.seq,
        "decided_by": entry.decided_by_id,
        "decided_at": entry.decided_at.isoformat(),
        "comment": comment,
    }


def broken_seals(session: Session) -> Iterator[str]:
    """Return a sentence for each verified entry that no longer equals its seal."""
    after = 0
    while True:
        rows = session.scalars(
            select(EvidenceEntry)
            .where(EvidenceEntry.sealed_at.is_not(None), EvidenceEntry.id > after)
            .order_by(EvidenceEntry.id)
            .limit(BATCH)
        ).all()
        yield from _broken_among(session, rows)
        if len(rows) < BATCH:
            return
        after = rows[-1].id


def _broken_among(session: Session, rows: Any) -> Iterator[str]:
    ids = [row.id for row in rows]
    linked, tagged = parts.links_of(session, ids), parts.tags_of(session, ids)
    files = parts.attachments_of(session, ids)
    comments = dict(
        session.execute(
            select(EvidenceDecision.entry_id, EvidenceDecision.comment).where(
                EvidenceDecision.entry_id.in_(ids), EvidenceDecision.outcome == "verified"
            )
        ).all()
    )
    for row in rows:
        content = parts.content_with(row, linked.get(row.id, ()), tagged.get(row.id, ()))
        shared = shown_facts(row, facts_of(content), files.get(row.id, ()))
        if row.seal != content_hash(sealed_facts(row, shared, comments.get(row.id, ""))):
            yield f"evidence entry {row.id} no longer equals its seal"
        elif json.loads(history.version(session, row.id, row.seq)) != shared:
            yield f"evidence entry {row.id} no longer equals the version that was verified"


def shown_facts(entry: Any, content: dict[str, Any], files: Any) -> dict[str, Any]:
    """Return all that is shown of an entry with this content and these files."""
    return content | {
        "uuid": entry.uuid,
        "person": entry.person_id,
        "practice_area": entry.practice_area_id,
        "corrects": entry.corrects_id,
        "attachments": [
            {"name": f.name, "type": f.media_type, "size": f.size, "sha256": f.sha256}
            for f in sorted(files, key=lambda f: str(f.sha256))
        ],
    }
