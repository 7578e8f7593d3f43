"""What can happen to the library while it is in use; hashes and counts only, no wording."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class WordingLoaded:
    batch_id: int
    framework_id: str
    version: str
    source_sha256: str
    texts: int


@dataclass(frozen=True, kw_only=True)
class WordingRemoved:
    batch_id: int
    framework_id: str
    version: str
    source_sha256: str
    texts: int
