"""What can happen to a log; ids, counts and hashes only, no content."""

from competency.kernel.values import Value


class EntryWritten(Value, kw_only=True):
    entry_id: int
    person_id: int
    is_new: bool


class EntryRemoved(Value, kw_only=True):
    entry_id: int
    person_id: int


class PlaceExplained(Value, kw_only=True):
    entry_id: int
    kind: str
    field: str


class EntryShared(Value, kw_only=True):
    entry_id: int
    person_id: int
    seq: int
    explained: int


class EntryTakenBack(Value, kw_only=True):
    entry_id: int
    person_id: int
    seq: int


class EntryReturned(Value, kw_only=True):
    entry_id: int
    person_id: int
    seq: int


class EntryVerified(Value, kw_only=True):
    entry_id: int
    person_id: int
    seq: int
    seal: str


class CorrectionStarted(Value, kw_only=True):
    entry_id: int
    person_id: int
    corrects_id: int


class AttachmentAdded(Value, kw_only=True):
    entry_id: int
    attachment_id: int
    sha256: str
    size: int


class AttachmentRemoved(Value, kw_only=True):
    entry_id: int
    attachment_id: int
    sha256: str


class LogImported(Value, kw_only=True):
    batch_id: int
    person_id: int
    source: str
    source_sha256: str
    entries: int


class ImportUndone(Value, kw_only=True):
    batch_id: int
    person_id: int
    removed: int
    kept: int
