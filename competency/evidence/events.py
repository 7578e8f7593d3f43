"""What can happen to a log; ids, counts and hashes only, no content."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class EntryWritten:
    entry_id: int
    person_id: int
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class EntryRemoved:
    entry_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PlaceExplained:
    entry_id: int
    kind: str
    field: str


@dataclass(frozen=True, kw_only=True)
class EntryShared:
    entry_id: int
    person_id: int
    seq: int
    explained: int


@dataclass(frozen=True, kw_only=True)
class EntryTakenBack:
    entry_id: int
    person_id: int
    seq: int


@dataclass(frozen=True, kw_only=True)
class EntryReturned:
    entry_id: int
    person_id: int
    seq: int


@dataclass(frozen=True, kw_only=True)
class EntryVerified:
    entry_id: int
    person_id: int
    seq: int
    seal: str


@dataclass(frozen=True, kw_only=True)
class CorrectionStarted:
    entry_id: int
    person_id: int
    corrects_id: int


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded:
    entry_id: int
    attachment_id: int
    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class AttachmentRemoved:
    entry_id: int
    attachment_id: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class LogImported:
    batch_id: int
    person_id: int
    source: str
    source_sha256: str
    entries: int


@dataclass(frozen=True, kw_only=True)
class ImportUndone:
    batch_id: int
    person_id: int
    removed: int
    kept: int
