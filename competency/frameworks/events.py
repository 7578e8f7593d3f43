"""What can happen to the library while it is in use; hashes and counts only, no wording."""

from competency.kernel.values import Value


class WordingLoaded(Value, kw_only=True):
    batch_id: int
    framework_id: str
    version: str
    source_sha256: str
    texts: int


class WordingRemoved(Value, kw_only=True):
    batch_id: int
    framework_id: str
    version: str
    source_sha256: str
    texts: int
