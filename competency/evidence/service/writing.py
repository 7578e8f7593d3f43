"""A person writes their log: quickly at first, whole later."""

import uuid
from datetime import date
from decimal import Decimal

from sqlalchemy import delete, insert

from competency.evidence import permissions
from competency.evidence.domain import state
from competency.evidence.domain.entry import (
    TEXT_LABELS,
    Content,
    Kind,
    Link,
    checked,
    facts_of,
    hours_text,
)
from competency.evidence.domain.state import State
from competency.evidence.events import CorrectionStarted, EntryRemoved, EntryWritten
from competency.evidence.models import (
    EvidenceAttachment,
    EvidenceEntry,
    EvidenceLink,
    EvidenceReason,
    EvidenceTag,
)
from competency.evidence.queries import history, parts
from competency.evidence.service.loading import check_version, load, own_person
from competency.frameworks import service as frameworks
from competency.frameworks.domain.kinds.cpd_scheme import CpdScheme
from competency.infra.work import Work
from competency.kernel.errors import Refused, Stale, Version
from competency.people.service import lookup


def quick_add(
    work: Work, *, title: str, day: date, hours: Decimal, strand: str, level: str | None = None
) -> EvidenceEntry:
    """Write a draft from a title, a day, hours and one strand; the rest follows later.

    The strand is one of the newest released framework, at its lowest level unless said. Raises
    RefusedEach, or Refused for a strand or level that there is not.
    """
    framework = frameworks.get_framework()
    link = Link(framework.id, framework.version, strand, level or framework.levels[0].code)
    return add(work, Content(title=title, starts_on=day, hours=hours, links=(link,)))


def add(work: Work, content: Content) -> EvidenceEntry:
    """Write a new draft in the actor's own log and return it; raises RefusedEach, Refused."""
    person_id = own_person(work)
    content = _fit(work, person_id, content)
    entry = EvidenceEntry(
        person_id=person_id,
        uuid=str(uuid.uuid4()),
        state=State.DRAFT.value,
        created_at=work.now,
    )
    fill(entry, content)
    work.session.add(entry)
    work.session.flush()
    hang(work, entry.id, content)
    work.record(EntryWritten(entry_id=entry.id, person_id=person_id, is_new=True))
    return entry


def save(work: Work, entry_id: int, content: Content, version: int) -> EvidenceEntry:
    """Change a draft or a returned entry and return it.

    Raises RefusedEach or Refused for what cannot be kept, and Stale, which shows both, when it
    was changed meanwhile (another window, another device).
    """
    entry = load(work, entry_id, permissions.WRITE, lock=True)
    state.check_may_write(State(entry.state))
    if entry.version != version:
        now = parts.content(work.session, entry)
        raise Stale(
            "This entry was changed meanwhile. Nothing is lost: both versions are shown.",
            mine=Version("This page", _shown(content)),
            theirs=Version("Saved", _shown(now)),
        )
    content = _fit(work, entry.person_id, content)
    before = parts.content(work.session, entry)
    fill(entry, content)
    if (content.links, content.tags) != (before.links, before.tags):
        for table in (EvidenceLink, EvidenceTag):
            work.session.execute(delete(table).where(table.entry_id == entry.id))
        hang(work, entry.id, content)
        entry.version += 0 if work.session.is_modified(entry) else 1
    work.session.flush()
    work.record(EntryWritten(entry_id=entry.id, person_id=entry.person_id, is_new=False))
    return entry


def remove(work: Work, entry_id: int, version: int) -> None:
    """Remove a draft that was never shared, with all that hangs on it."""
    entry = load(work, entry_id, permissions.WRITE, lock=True)
    check_version(entry, version, "remove this entry")
    state.check_may_remove(State(entry.state), was_shared=entry.seq > 0)
    strip(work, [entry.id])
    work.session.delete(entry)
    work.record(EntryRemoved(entry_id=entry.id, person_id=entry.person_id))


def start_correction(work: Work, entry_id: int) -> EvidenceEntry:
    """Start a draft that will take a verified entry's place, with the same words, and return it.

    Attachments come along, reasons for the guard do not: the entry is another one. Refuses a
    second correction.
    """
    former = load(work, entry_id, permissions.WRITE, lock=True)
    successor = history.successor_id(work.session, former.id)
    state.check_may_correct(State(former.state), has_successor=successor is not None)
    content = parts.content(work.session, former)
    entry = EvidenceEntry(
        person_id=former.person_id,
        uuid=str(uuid.uuid4()),
        state=State.DRAFT.value,
        corrects_id=former.id,
        created_at=work.now,
    )
    fill(entry, content)
    work.session.add(entry)
    work.session.flush()
    hang(work, entry.id, content)
    for file in parts.attachments(work.session, former.id):
        work.session.add(
            EvidenceAttachment(
                entry_id=entry.id,
                name=file.name,
                media_type=file.media_type,
                size=file.size,
                sha256=file.sha256,
                added_at=work.now,
            )
        )
    work.record(
        CorrectionStarted(entry_id=entry.id, person_id=entry.person_id, corrects_id=former.id)
    )
    return entry


def fill(entry: EvidenceEntry, content: Content) -> None:
    """Put what was written into the entry's row; strands and tags are rows of their own."""
    entry.title = content.title
    entry.kind = content.kind.value
    entry.starts_on = content.starts_on
    entry.ends_on = content.ends_on
    entry.last_on = content.last_day
    entry.hours = content.hours
    entry.did = content.did
    entry.learned = content.learned
    entry.applied = content.applied
    entry.practice_area_id = content.practice_area_id


def hang(work: Work, entry_id: int, content: Content) -> None:
    """Hang the strands and tags on an entry that has none."""
    if content.links:
        work.session.execute(insert(EvidenceLink), link_rows(entry_id, content))
    if content.tags:
        work.session.execute(insert(EvidenceTag), tag_rows(entry_id, content))


def link_rows(entry_id: int, content: Content) -> list[dict[str, object]]:
    """Return the rows of an entry's strands."""
    return [
        {
            "entry_id": entry_id,
            "framework_id": link.framework_id,
            "framework_version": link.framework_version,
            "strand": link.strand,
            "level": link.level,
        }
        for link in content.links
    ]


def tag_rows(entry_id: int, content: Content) -> list[dict[str, object]]:
    """Return the rows of an entry's tags."""
    return [
        {
            "entry_id": entry_id,
            "scheme": tag.scheme,
            "scheme_version": tag.scheme_version,
            "code": tag.code,
        }
        for tag in content.tags
    ]


def strip(work: Work, entry_ids: list[int]) -> None:
    """Take away all that hangs on drafts that are about to be removed."""
    for table in (EvidenceLink, EvidenceTag, EvidenceAttachment, EvidenceReason):
        work.session.execute(delete(table).where(table.entry_id.in_(entry_ids)))


def check_codes(content: Content) -> None:
    """Refuse a strand, level or tag that there is not, in the version that the entry names."""
    try:
        for link in content.links:
            framework = frameworks.get_framework(link.framework_id, link.framework_version)
            framework.strand(link.strand).descriptor(link.level)
    except Refused as refused:
        raise Refused(refused.code, refused.message, field="links") from None
    try:
        for tag in content.tags:
            scheme = frameworks.get_standard(tag.scheme, tag.scheme_version)
            if not isinstance(scheme, CpdScheme):
                raise Refused("not_a_scheme", f"{tag.scheme} is no scheme to tag with.")
            scheme.title_of(tag.code)
    except Refused as refused:
        raise Refused(refused.code, refused.message, field="tags") from None


def schemes() -> list[CpdScheme]:
    """Return the schemes that an entry can be tagged for, each in its newest released version."""
    newest: dict[str, CpdScheme] = {}
    for head in frameworks.list_standards():
        if head.kind == "cpd-scheme" and head.is_released:
            found = frameworks.get_standard(head.id, head.version)
            if isinstance(found, CpdScheme):
                newest[head.id] = found
    return list(newest.values())


def _fit(work: Work, person_id: int, content: Content) -> Content:
    content = checked(content, work.today)
    check_codes(content)
    if content.practice_area_id is not None:
        areas = {area.id for area in lookup.practice_areas_of(work.session, person_id)}
        if content.practice_area_id not in areas:
            raise Refused(
                "not_your_area", "Choose one of your practice areas.", field="practice_area_id"
            )
    return content


def _shown(content: Content) -> list[tuple[str, str]]:
    facts = facts_of(content)
    strands = ", ".join(f"{one['strand']} at {one['level']}" for one in facts["links"])
    texts = [(label, getattr(content, field)) for field, label in TEXT_LABELS.items()]
    return [
        *texts,
        ("Kind", Kind(content.kind).words),
        ("Day", content.starts_on.isoformat()),
        ("Hours", hours_text(content.hours)),
        ("Strands", strands),
    ]
