"""Small files of every kind that is taken, and of many that are not, made by hand."""

import io
import struct
import zipfile
import zlib

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
EXECUTABLE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 64
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>'
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x55" * 40 + b"\xff\xd9"
)
OOXML = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": ("word/document.xml", f"{OOXML}wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", f"{OOXML}spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", f"{OOXML}presentationml.presentation"),
}
ODF = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def a_chunk(kind: bytes, content: bytes) -> bytes:
    """Return one chunk of a PNG."""
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def a_png(text: bytes = b"") -> bytes:
    """Return a picture of one pixel, with a comment where one is given."""
    return (
        b"\x89PNG\r\n\x1a\n"
        + a_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + (a_chunk(b"tEXt", b"Comment\x00" + text) if text else b"")
        + a_chunk(b"IDAT", zlib.compress(b"\x00\x00"))
        + a_chunk(b"IEND", b"")
    )


def a_zip(parts: dict[str, bytes], *, comment: bytes = b"") -> bytes:
    """Return an archive with these parts, packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.comment = comment
    return made.getvalue()


def an_office_file(kind: str, more: dict[str, bytes] | None = None, types: str = "") -> bytes:
    """Return a small document of this kind, with further parts where some are given."""
    if kind in ODF:
        return a_zip({"mimetype": ODF[kind].encode(), "content.xml": b"<x/>"} | (more or {}))
    part, type_ = MAIN[kind]
    listed = f'<Types><Override ContentType="{type_}.main+xml{types}"/></Types>'.encode()
    return a_zip({"[Content_Types].xml": listed, part: b"<x/>"} | (more or {}))
