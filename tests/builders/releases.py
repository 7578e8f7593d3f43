"""A next version of the framework, as a publisher would release it."""

import shutil
from pathlib import Path

import pytest

from competency.config import ROOT
from competency.frameworks import library, service


def release_next_version(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Release a version 1.1 that rewords one descriptor, of SUP-1a; undone after the test."""
    data = folder / "framework_data"
    shutil.copytree(ROOT / "framework_data", data)
    old = data / "babicm-case-management-framework" / "1.0"
    new = old.with_name("1.1")
    shutil.copytree(old, new)
    head = new / "standard.toml"
    head.write_text(
        head.read_text(encoding="utf-8").replace('version = "1.0"', 'version = "1.1"', 1),
        encoding="utf-8",
    )
    section = new / "sections" / "SUP.toml"
    words = section.read_text(encoding="utf-8")
    first = words.index('CMP1 = "') + len('CMP1 = "')
    section.write_text(words[:first] + "Reworded. " + words[first:], encoding="utf-8")
    both = library.load_library(data)
    monkeypatch.setattr(service, "load_library", lambda path=None: both)
