"""Pictures of numbers, drawn once for the same numbers and kept under their hash.

A chart's file holds numbers and the names of what they belong to, never a person; who may see
it is decided by the page that asks, each time. matplotlib is imported where a chart is drawn:
a web process that draws none does not carry it.
"""

import hashlib
import json
import os
import tempfile
import threading
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from competency.config import Settings

# Each kind with the module that draws it and its version: a new look gets a new number, and with
# it new files.
KINDS = {
    "profile": ("competency.infra.profile_chart", 1),
    "training_months": ("competency.infra.training_chart", 1),
    "p_chart": ("competency.infra.p_chart", 1),
    "apart": ("competency.infra.apart_chart", 2),
    "caseload": ("competency.infra.caseload_chart", 1),
    "scores": ("competency.infra.score_chart", 1),
}

# matplotlib's settings belong to the whole process, so that one chart is drawn at a time. It also
# means that readers who ask for the same new chart at once wait for one drawing of it.
_drawing = threading.Lock()


def draw(settings: Settings, kind: str, numbers: Mapping[str, Any]) -> bytes:
    """Return the chart of these numbers as SVG: kept from before, or drawn now.

    `numbers` is what JSON can hold. The same numbers give the same bytes.
    """
    module, version = KINDS[kind]
    kept = settings.data_dir / "charts" / f"{_key(kind, version, numbers)}.svg"
    found = _read(kept)
    if found is not None:
        return found
    with _drawing:
        found = _read(kept)
        if found is None:
            found = import_module(module).draw(numbers)
            _keep(kept, found)
        return found


def _key(kind: str, version: int, numbers: Mapping[str, Any]) -> str:
    text = json.dumps([kind, version, numbers], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _keep(path: Path, content: bytes) -> None:
    """Put the file in its place whole or not at all, whatever another process does meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
