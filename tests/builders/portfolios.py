"""Archives of portfolios, changed after they were made, honestly or not."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

Change = Callable[[Any], object]


def repacked(
    content: bytes,
    change: Change | None = None,
    *,
    parts: Mapping[str, bytes | None] | None = None,
    honest: bool = True,
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """Return the archive with another portfolio or other parts (None: without that one).

    `honest` makes its manifest anew, so that it promises what is in it.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        before: dict[str, bytes | None] = {name: opened.read(name) for name in opened.namelist()}
    if change:
        plain = json.loads(before["portfolio.json"] or b"")
        change(plain)
        before["portfolio.json"] = json.dumps(plain).encode()
    found = {path: one for path, one in (before | dict(parts or {})).items() if one is not None}
    if honest:
        manifest = json.loads(found["manifest.json"])
        manifest["files"] = {
            path: {"size": len(one), "sha256": hashlib.sha256(one).hexdigest()}
            for path, one in found.items()
            if path != "manifest.json"
        }
        found["manifest.json"] = json.dumps(manifest).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for path, one in found.items():
            archive.writestr(path, one)
    return made.getvalue()


def entry_with(**changes: Any) -> Change:
    """Change the first entry of a portfolio."""
    return lambda plain: plain["entries"][0].update(changes)


def with_file(content: bytes, former: bytes, name: str, later: bytes) -> bytes:
    """Return the archive with another attachment in place of the one that it has."""
    sha256 = hashlib.sha256(later).hexdigest()

    def change(plain: Any) -> None:
        for entry in plain["entries"]:
            for file in entry["attachments"]:
                file |= {"name": name, "sha256": sha256, "size": len(later)}

    gone = f"attachments/{hashlib.sha256(former).hexdigest()}"
    return repacked(content, change, parts={gone: None, f"attachments/{sha256}": later})
