"""Sending what the page in front of somebody has no form for."""

from typing import Any

from tests.support.client import CheckedClient
from tests.support.pages import Page


def send(
    client: CheckedClient, address: str, *, seen_on: str = "/me/sign-ins", **fields: Any
) -> Page:
    """Post to an address with the token of a page the person can see, as a forger would."""
    page = client.get(seen_on, follow_redirects=True)
    token = page.form("/sign-out").values["csrf_token"]
    here = {"Referer": page.request.url}
    return client.post(address, data={"csrf_token": token, **fields}, headers=here)
