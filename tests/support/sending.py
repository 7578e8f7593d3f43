"""Sending what the page in front of somebody has no form for."""

from typing import Any

from tests.support.client import CheckedClient
from tests.support.pages import Page


def as_body(parts: dict[str, str], *, file: str) -> dict[str, Any]:
    """Return a form with a file as one body: the test client keeps a large form in a file."""
    body = "".join(
        f'--part\r\nContent-Disposition: form-data; name="{name}"'
        + ('; filename="a.txt"' if name == file else "")
        + f"\r\n\r\n{text}\r\n"
        for name, text in parts.items()
    )
    return {
        "data": f"{body}--part--\r\n".encode(),
        "content_type": "multipart/form-data; boundary=part",
    }


def send(
    client: CheckedClient, address: str, *, seen_on: str = "/me/sign-ins", **fields: Any
) -> Page:
    """Post to an address with the token of a page the person can see, as a forger would."""
    page = client.get(seen_on, follow_redirects=True)
    token = page.form("/sign-out").values["csrf_token"]
    here = {"Referer": page.request.url}
    return client.post(address, data={"csrf_token": token, **fields}, headers=here)
