"""Files that somebody sent, handed out as downloads in which nothing can run on our pages."""

import io

from flask import Response, current_app, send_file

from competency.infra.files import Store

SANDBOX = "default-src 'none'; sandbox"


def store() -> Store:
    """Return the installation's store of files."""
    return Store.of(current_app.extensions["settings"])


def handed_out(name: str, media_type: str, content: bytes) -> Response:
    """Return the file as a download."""
    answer = send_file(
        io.BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
