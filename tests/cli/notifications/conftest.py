"""A real mail server on this machine, for as long as a test lasts."""

from collections.abc import Iterator

import pytest

from tests.support.letterbox import Letterbox, mail_server


@pytest.fixture
def letterbox() -> Letterbox:
    """What the server keeps."""
    return Letterbox()


@pytest.fixture
def smtp_port(letterbox: Letterbox) -> Iterator[int]:
    """The port of a server that takes mail into the letterbox."""
    with mail_server(letterbox) as port:
        yield port
