"""A look through a file by clamd, over its Unix socket; off unless the installation names one.

Source of the protocol: clamd(8), command INSTREAM. When it is on it fails closed: whatever goes
wrong, the file is not taken.
"""

import socket
import struct
from pathlib import Path

from competency.kernel.errors import Refused

CHUNK = 65_536
PATIENCE = 30.0
LONGEST_REPLY = 4_096


def scan(content: bytes, clamd: Path | None) -> None:
    """Let clamd look through the content; without one, do nothing.

    Raises Refused when it finds something, when it cannot be reached, and when its answer is
    anything but a plain OK.
    """
    if clamd is None:
        return
    try:
        reply = _ask(content, clamd)
    except OSError as error:
        raise _unscanned() from error
    if reply == b"stream: OK":
        return
    if reply.endswith(b" FOUND"):
        raise Refused("virus", "The virus scanner found something in this file.", field="file")
    raise _unscanned()


def _ask(content: bytes, clamd: Path) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(PATIENCE)
        line.connect(str(clamd))
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            line.sendall(struct.pack("!I", len(chunk)) + chunk)
        line.sendall(struct.pack("!I", 0))
        reply = b""
        while not reply.endswith(b"\0") and len(reply) < LONGEST_REPLY:
            piece = line.recv(LONGEST_REPLY)
            if not piece:
                break
            reply += piece
    return reply.rstrip(b"\0\n")


def _unscanned() -> Refused:
    return Refused(
        "not_scanned",
        "The virus scanner could not look through this file, so it was not taken. Try again later.",
        field="file",
    )
