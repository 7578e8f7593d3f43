"""Which files are taken, which are not and why; how they lie on the disk; the virus scanner."""

import io
import os
import socket
import struct
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from competency.infra.file_kinds import recognise, safe_name
from competency.infra.files import BIGGEST, DamagedFile, Store
from competency.kernel.errors import Refused
from tests.builders.files import EXECUTABLE, JPEG, PDF, SVG, a_png, a_zip, an_office_file

NOW = datetime(2026, 5, 8, 9, 30, tzinfo=UTC)
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
TAKEN = {
    "notes.pdf": PDF,
    "scan.png": a_png(),
    "photo.jpg": JPEG,
    "photo.JPEG": JPEG,
    "plan.docx": an_office_file("docx"),
    "hours.xlsx": an_office_file("xlsx"),
    "talk.pptx": an_office_file("pptx"),
    "plan.odt": an_office_file("odt"),
    "hours.ods": an_office_file("ods"),
    "notes.txt": "Café – notes\n".encode(),
    "windows.txt": "Café – notes\r\n".encode("cp1252"),
    "log.csv": b"Title,Hours\nCourse,2\n",
    "padded.pdf": PDF + b"\r\n  \n",
}
NOT_TAKEN = {
    # name, content, code
    "a renamed executable": ("notes.pdf", EXECUTABLE, "not_as_named"),
    "an executable as text": ("notes.txt", EXECUTABLE, "not_as_named"),
    "a script as text": ("notes.txt", b"#!/bin/sh\nrm -r x\n", "not_as_named"),
    "an executable by name": ("notes.exe", EXECUTABLE, "not_taken"),
    "a picture called PDF": ("notes.pdf", a_png(), "not_as_named"),
    "a PDF called picture": ("scan.png", PDF, "not_as_named"),
    "a document called workbook": ("hours.xlsx", an_office_file("docx"), "not_as_named"),
    "an archive called document": ("plan.docx", a_zip({"x.txt": b"x"}), "not_as_named"),
    "text called PDF": ("notes.pdf", b"hello", "not_as_named"),
    "an archive": ("all.zip", a_zip({"x.txt": b"x"}), "not_taken"),
    "SVG": ("picture.svg", SVG, "not_taken"),
    "SVG as text": ("picture.txt", SVG, "not_as_named"),
    "SVG as PNG": ("picture.png", SVG, "not_as_named"),
    "a web page": ("page.html", HTML, "not_taken"),
    "a web page as text": ("page.txt", HTML, "two_kinds"),
    "nothing": ("notes.pdf", b"", "empty_file"),
    "no ending": ("notes", PDF, "no_name"),
    "something after a PDF": ("notes.pdf", PDF + HTML, "after_the_end"),
    "an archive after a PDF": ("notes.pdf", PDF + a_zip({"x": b"x"}), "after_the_end"),
    "an archive inside a PDF": (
        "notes.pdf",
        PDF + a_zip({"x": b"x"}, comment=b"\n%%EOF\n"),
        "two_kinds",
    ),
    "half a PDF": ("notes.pdf", PDF[:40], "after_the_end"),
    "something after a PNG": ("scan.png", a_png() + HTML, "after_the_end"),
    "a page in a PNG's comment": ("scan.png", a_png(HTML), "two_kinds"),
    "half a PNG": ("scan.png", a_png()[:-6], "broken_file"),
    "a PNG with a false check": ("scan.png", a_png().replace(b"IDAT", b"IDAX"), "broken_file"),
    "something after a JPEG": ("photo.jpg", JPEG + HTML, "after_the_end"),
    "an archive after a JPEG": ("photo.jpg", JPEG + a_zip({"x": b"x"}), "after_the_end"),
    "a page inside a JPEG": ("photo.jpg", JPEG[:-2] + HTML + b"\xff\xd9", "two_kinds"),
    "a PDF inside a JPEG": ("photo.jpg", JPEG[:-2] + PDF + b"\xff\xd9", "two_kinds"),
    "half a JPEG": ("photo.jpg", JPEG[:12], "broken_file"),
    "macros": (
        "plan.docx",
        an_office_file("docx", {"word/vbaProject.bin": b"x"}),
        "macros",
    ),
    "macros by content type": (
        "plan.docx",
        an_office_file("docx", types=" vnd.ms-word.document.macroEnabled"),
        "macros",
    ),
    "macros in ODT": ("plan.odt", an_office_file("odt", {"Basic/a.xml": b"x"}), "macros"),
    "a program inside": (
        "plan.docx",
        an_office_file("docx", {"word/embeddings/a.exe": b"x"}),
        "macros",
    ),
    "a macro document": ("plan.docm", an_office_file("docx"), "not_taken"),
    "a bomb": (
        "plan.docx",
        an_office_file("docx", {"word/media/a.png": b"\x00" * 30_000_000}),
        "bomb",
    ),
    "many parts": (
        "plan.docx",
        an_office_file("docx", {f"word/{n}.xml": b"" for n in range(3001)}),
        "bad_archive",
    ),
    "a path that leads out": (
        "plan.docx",
        an_office_file("docx", {"../../etc/x.xml": b"x"}),
        "bad_archive",
    ),
    "something before a document": ("plan.docx", HTML + an_office_file("docx"), "not_as_named"),
    "something after a document": ("plan.docx", an_office_file("docx") + HTML, "two_kinds"),
    "half a document": ("plan.docx", an_office_file("docx")[:-30], "broken_file"),
    "nul in text": ("notes.txt", b"a\x00b", "not_as_named"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_the_usual_files_are_taken(name):
    assert recognise(name, TAKEN[name]).name == name


@pytest.mark.parametrize("what", NOT_TAKEN)
def test_other_files_are_refused_in_words(what):
    name, content, code = NOT_TAKEN[what]

    with pytest.raises(Refused) as refused:
        recognise(name, content)

    assert (refused.value.code, refused.value.field) == (code, "file")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("notes.pdf", "notes.pdf"),
        ("/etc/passwd/notes.pdf", "notes.pdf"),
        ("..\\..\\notes.pdf", "notes.pdf"),
        ("../notes.pdf", "notes.pdf"),
        ("C:\\Users\\x\\notes.pdf", "notes.pdf"),
        (" my   notes .pdf ", "my notes .pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("fdp.\u202eexe.pdf", "fdp.exe.pdf"),
        ('a"b<c>.pdf', "abc.pdf"),
        ("Cafe\u0301.pdf", "Café.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_keeps_no_path_and_nothing_misleading(name, safe):
    assert safe_name(name) == safe


@pytest.mark.parametrize("name", ["", "..", "/", ".pdf", "a/b/", "\x00", "...."])
def test_a_name_of_which_nothing_is_left_is_refused(name):
    with pytest.raises(Refused):
        safe_name(name)


class Endless(io.RawIOBase):
    """Sends two gigabytes, and counts how many of them were asked for."""

    given = 0

    def read(self, size: int = -1) -> bytes:
        self.given += size
        assert size > 0
        return b"\x00" * size if self.given < 2_000_000_000 else b""


def test_no_more_is_read_of_a_huge_file_than_the_limit(tmp_path: Path):
    stream = Endless()

    with pytest.raises(Refused, match="bigger than 10 MB"):
        Store(tmp_path).keep("notes.pdf", stream)  # type: ignore[arg-type]

    assert stream.given < BIGGEST + 200_000


def test_bytes_lie_under_their_hash_once_and_are_checked(tmp_path: Path):
    store = Store(tmp_path / "attachments")
    first = store.keep("notes.pdf", io.BytesIO(PDF))
    second = store.keep("other.pdf", io.BytesIO(PDF))

    [path] = [p for p in (tmp_path / "attachments").rglob("*") if p.is_file()]
    assert (path.name, second.sha256) == (first.sha256, first.sha256)
    assert store.read(first.sha256) == PDF

    path.write_bytes(PDF.replace(b"1.4", b"1.5"))
    with pytest.raises(DamagedFile, match="other bytes"):
        store.read(first.sha256)
    path.unlink()
    with pytest.raises(DamagedFile, match="is gone"):
        store.read(first.sha256)


def test_a_hash_never_becomes_a_path(tmp_path: Path):
    with pytest.raises(ValueError, match="not a hash"):
        Store(tmp_path).read("../../etc/passwd")


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        Store(tmp_path).keep("notes.pdf", io.BytesIO(PDF))

    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_the_sweep_removes_old_files_without_a_row_and_names_rows_without_a_file(tmp_path: Path):
    store = Store(tmp_path)
    kept = store.keep("a.pdf", io.BytesIO(PDF))
    orphan = store.keep("b.txt", io.BytesIO(b"orphan"))
    young = store.keep("c.txt", io.BytesIO(b"young"))
    (tmp_path / "coming-half").write_bytes(b"cut short")
    old = (NOW - timedelta(hours=25)).timestamp()
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name != young.sha256:
            os.utime(path, (old, old))
    os.utime(tmp_path / young.sha256[:2] / young.sha256, (NOW.timestamp(), NOW.timestamp()))

    found = store.sweep({kept.sha256, "f" * 64}, NOW)

    assert (found.removed, found.missing) == (2, ("f" * 64,))
    assert store.read(kept.sha256) == PDF
    assert store.read(young.sha256) == b"young"
    with pytest.raises(DamagedFile):
        store.read(orphan.sha256)


class FakeClamd:
    """Speaks clamd's INSTREAM on a Unix socket and answers what the test says, once."""

    def __init__(self, path: Path, answer: bytes) -> None:
        self.received = b""
        self._answer = answer
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(str(path))
        self._socket.listen(1)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        line, _address = self._socket.accept()
        with line, line.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!I", stream.read(4))[0]:
                self.received += stream.read(size)
            line.sendall(self._answer)

    def close(self) -> None:
        self._thread.join(timeout=5)
        self._socket.close()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"stream: OK\0", None),
        (b"stream: Eicar-Test-Signature FOUND\0", "virus"),
        (b"INSTREAM size limit exceeded. ERROR\0", "not_scanned"),
        (b"stream: OK and more\0", "not_scanned"),
        (b"", "not_scanned"),
    ],
)
def test_the_virus_scanner_sees_every_byte_and_its_word_counts(tmp_path: Path, answer, code):
    clamd = FakeClamd(tmp_path / "clamd", answer)
    store = Store(tmp_path / "kept", clamd=tmp_path / "clamd")
    content = b"notes\n" * 30_000

    try:
        if code is None:
            assert store.keep("a.txt", io.BytesIO(content)).size == len(content)
        else:
            with pytest.raises(Refused) as refused:
                store.keep("a.txt", io.BytesIO(content))
            assert refused.value.code == code
            assert not (tmp_path / "kept").exists()
    finally:
        clamd.close()
    assert clamd.received == content


def test_without_its_scanner_nothing_is_taken_when_one_is_set(tmp_path: Path):
    with pytest.raises(Refused) as refused:
        Store(tmp_path / "kept", clamd=tmp_path / "nobody").keep("a.txt", io.BytesIO(b"x"))

    assert refused.value.code == "not_scanned"
