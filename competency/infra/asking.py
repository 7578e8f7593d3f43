"""What the address of a list asks for."""

import re

from flask import request

PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


def asked_page() -> int:
    """Return the page of a list that the address asks for; what is no number asks for the first."""
    text = request.args.get("page", "")
    return int(text) if PAGE_NUMBER.fullmatch(text) else 1


def pages_of(count: int, on_a_page: int) -> int:
    """Return how many pages a list of so many has."""
    return max(1, -(-count // on_a_page))
