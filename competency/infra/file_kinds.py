"""What an uploaded file is: by its content, by its name, and both must agree.

Only kinds on the list are taken. A file that is two things at once (a PDF that is also an
archive, a picture with a page behind it) is refused, and so is an archive that would grow beyond
measure. Archives are judged by their directory; nothing of them is unpacked but two small files
of known names, up to a limit.
"""

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import Any

from competency.kernel.errors import Refused
from competency.kernel.values import Value

LONGEST_NAME = 120
MOST_MEMBERS = 3_000
MOST_UNPACKED = 200_000_000
MOST_RATIO = 120
SMALL = 1_000_000
PACKED_BY = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": f"{_OOXML}wordprocessingml.document",
    "xlsx": f"{_OOXML}spreadsheetml.sheet",
    "pptx": f"{_OOXML}presentationml.presentation",
    "odt": f"{_ODF}text",
    "ods": f"{_ODF}spreadsheet",
    "txt": "text/plain",
    "csv": "text/csv",
}
_MAIN_PART = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_MACROS = re.compile(
    r"(?:^|/)(?:vbaProject\w*\.bin|vbaData\.xml|Basic/|Scripts/)|\.(?:exe|dll|js|vbs|bat|cmd|ps1|scr|jar|com)$",
    re.I,
)
_PAGE = re.compile(rb"<(?:script|!doctype|iframe|html[\s>])", re.I)
_PDF_END = re.compile(rb"%%EOF[\r\n\t \x00]*\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_ODD_IN_NAME = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff<>:\"|?*]")
SVG_ADVICE = "An SVG picture can hold a program, so it is not taken. Save it as PNG or PDF."
ADVICE = {
    "svg": SVG_ADVICE,
    "svgz": SVG_ADVICE,
    "doc": "Save it as DOCX or PDF first.",
    "xls": "Save it as XLSX or PDF first.",
    "ppt": "Save it as PPTX or PDF first.",
    "docm": "A document with macros is not taken. Save it as DOCX.",
    "xlsm": "A workbook with macros is not taken. Save it as XLSX.",
    "pptm": "Slides with macros are not taken. Save them as PPTX.",
    "heic": "Save the picture as JPEG first.",
    "zip": "An archive is not taken. Attach the files one by one.",
}


class Recognised(Value):
    """A file that may be kept: its safe name and its media type."""

    name: str
    media_type: str


def recognise(name: str, content: bytes) -> Recognised:
    """Return what the file is, when its content and its name say the same and it is on the list.

    Raises Refused with field "file": empty, of no kind on the list, named as something else,
    two things at once, with macros or a program, or an archive that grows beyond measure.
    """
    name = safe_name(name)
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    if ending not in MEDIA_TYPES:
        advice = ADVICE.get(ending, "Take PDF, PNG, JPEG, DOCX, XLSX, PPTX, ODT, ODS, TXT or CSV.")
        raise _refused("not_taken", f"A file with this ending is not taken. {advice}")
    if not content:
        raise _refused("empty_file", "This file is empty.")
    found = _kind_of(content)
    if found != _family(ending):
        raise _refused(
            "not_as_named",
            f"The name ends in .{ending}, but inside this is {_called(content, found)}. "
            "Save it again in the kind that its name says.",
        )
    return Recognised(name, MEDIA_TYPES[ending])


def safe_name(name: str) -> str:
    """Return the last part of a file's name, composed, without what could mislead or escape.

    Whatever path stood before it is dropped. Refuses a name of which nothing is left.
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").split("/")[-1]
    name = " ".join(_ODD_IN_NAME.sub("", name).split()).strip(". ")
    stem, ending = PurePosixPath(name).stem, PurePosixPath(name).suffix
    if not stem or not ending:
        raise _refused("no_name", "Give the file a name with an ending, such as notes.pdf.")
    return f"{stem[: LONGEST_NAME - len(ending)]}{ending}"


def _kind_of(content: bytes) -> str | None:
    """Return the kind of the content, judged whole; None when it is none on the list."""
    if content.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    guessed = _guess(content)
    extension: str | None = guessed.extension if guessed else None
    if extension in _CHECKS and content.startswith(_CHECKS[extension][0]):
        _CHECKS[extension][1](content)
        _refuse_two_kinds(content, extension)
        return extension
    if extension is None and _is_text(content):
        _refuse_two_kinds(content, "txt")
        return "txt"
    return None


def _refuse_two_kinds(content: bytes, kind: str) -> None:
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise _refused("two_kinds", "This file is also an archive, so it is not taken.")
    if kind != "pdf" and b"%PDF-" in content[:1024]:
        raise _refused("two_kinds", "This file is also a PDF, so it is not taken.")
    if kind != "pdf" and _PAGE.search(content):
        raise _refused("two_kinds", "This file also holds a web page, so it is not taken.")


def _check_pdf(content: bytes) -> None:
    if not _PDF_END.search(content[-2048:]):
        raise _refused(
            "after_the_end",
            "This PDF does not end where a PDF ends: it was cut short, or something follows it. "
            "Print it to a new PDF.",
        )


def _check_png(content: bytes) -> None:
    at = 8
    while at + 12 <= len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + length
        if end > len(content):
            break
        (check,) = struct.unpack(">I", content[end - 4 : end])
        if zlib.crc32(content[at + 4 : end - 4]) != check:
            break
        if kind == b"IEND":
            if end != len(content):
                raise _refused("after_the_end", "Something follows the end of this picture.")
            return
        at = end
    raise _refused("broken_file", "This picture is broken or cut short.")


def _check_jpeg(content: bytes) -> None:
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        if length < 2:
            break
        at += 2 + length
        if marker == 0xDA:  # the picture itself; nothing but padding may follow its end
            if not content.rstrip(b"\x00").endswith(b"\xff\xd9"):
                raise _refused("after_the_end", "Something follows the end of this picture.")
            return
    raise _refused("broken_file", "This picture is broken or cut short.")


_CHECKS = {
    "pdf": (b"%PDF-", _check_pdf),
    "png": (b"\x89PNG\r\n\x1a\n", _check_png),
    "jpg": (b"\xff\xd8\xff", _check_jpeg),
}


def _office_kind(content: bytes) -> str | None:
    """Return the kind of an office document, after a look at its directory only."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            check_directory(members, len(content))
            _check_nothing_around(archive, members, content)
            names = {member.filename for member in members}
            if any(_MACROS.search(name) for name in names):
                raise _refused("macros", "This document holds macros or a program.")
            if members[0].filename == "mimetype":
                return _odf_kind(archive, members[0])
            return _ooxml_kind(archive, names)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        raise _refused("broken_file", "This document is broken or cut short.") from error


def check_directory(
    members: list[zipfile.ZipInfo],
    size: int,
    *,
    most_members: int = MOST_MEMBERS,
    most_unpacked: int = MOST_UNPACKED,
) -> None:
    """Refuse an archive whose directory promises too many members, too much, or false sizes.

    Also one packed in a way that unpacks without a bound; stored and deflated parts have one.
    """
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    names = [member.filename for member in members]
    if not members or len(members) > most_members or len(set(names)) != len(names):
        raise _refused("bad_archive", "This file holds no parts, too many, or one of them twice.")
    if packed > size or any(m.flag_bits & 0x1 for m in members):
        raise _refused("bad_archive", "This file is locked with a password or its parts overlap.")
    if any(m.compress_type not in PACKED_BY for m in members):
        raise _refused("bad_archive", "This file is packed in a way that is not read here.")
    most = max(SMALL, size * MOST_RATIO)
    if unpacked > min(most_unpacked, most):
        raise _refused("bomb", "Unpacked, this file would grow beyond measure.")
    if any(_escapes(name) for name in names):
        raise _refused("bad_archive", "A part of this file has a path that leads out of it.")


def _escapes(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in name


def _check_nothing_around(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], content: bytes
) -> None:
    first = min(member.header_offset for member in members)
    if first != 0 or archive.comment or content[-22:-18] != b"PK\x05\x06":
        raise _refused("two_kinds", "Something stands before or after this document.")


def _odf_kind(archive: zipfile.ZipFile, first: zipfile.ZipInfo) -> str | None:
    said = _small(archive, first).decode("ascii", errors="replace")
    return next((ending for ending in ("odt", "ods") if MEDIA_TYPES[ending] == said), None)


def _ooxml_kind(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    if "[Content_Types].xml" not in names:
        return None
    types = _small(archive, archive.getinfo("[Content_Types].xml"))
    if b"macroenabled" in types.lower():
        raise _refused("macros", "This document holds macros. Save it without.")
    found = [kind for part, kind in _MAIN_PART.items() if part in names]
    if len(found) != 1 or MEDIA_TYPES[found[0]].encode() not in types:
        return None
    return found[0]


def _small(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    if member.file_size > SMALL:
        raise _refused("bomb", "Unpacked, this file would grow beyond measure.")
    with archive.open(member) as part:
        return part.read(SMALL)


def _is_text(content: bytes) -> bool:
    if content.startswith((b"MZ", b"#!", b"\x7fELF")):
        return False
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            return False
    return not _CONTROL.search(text) and not re.match(r"\s*<(?:\?xml|svg|\?php)", text, re.I)


def _guess(content: bytes) -> Any:
    import filetype  # half a megabyte that a worker does without until somebody brings a file

    return filetype.guess(content[:8192])


def _family(ending: str) -> str:
    return {"jpeg": "jpg", "csv": "txt"}.get(ending, ending)


def _called(content: bytes, found: str | None) -> str:
    if found:
        return "text" if found == "txt" else f"a {found.upper()} file"
    if content.startswith((b"MZ", b"\x7fELF", b"#!")):
        return "a program"
    guessed = _guess(content)
    return f"something else ({guessed.mime})" if guessed else "something else"


def _refused(code: str, message: str) -> Refused:
    return Refused(code, message, field="file")
