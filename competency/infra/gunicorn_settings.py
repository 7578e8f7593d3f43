"""How gunicorn serves the product, read by its own name for such a module."""

import ctypes
from contextlib import suppress
from itertools import count
from typing import Any

from competency.config import ROOT

chdir = str(ROOT)
worker_class = "gthread"
threads = 4
loglevel = "warning"  # requests are logged by the application itself
preload_app = True  # loaded before the workers part, which then share what never changes

TIDIED_EVERY = 20
_served = count(1)


def post_request(_worker: Any, _request: Any, _environ: Any, _answer: Any) -> None:
    """Hand back now and then what a page about thousands of people has left free.

    glibc gives back the end of its heap alone, so that a little that stays holds megabytes below
    it. Where the C library is another one nothing is done.
    """
    if next(_served) % TIDIED_EVERY == 0:
        with suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
