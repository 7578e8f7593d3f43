"""Pages of the log of evidence."""

from competency.evidence.views import (
    batches,
    deciding,
    files,
    importing,
    logs,
    portfolio,
    sharing,
    taking_in,
    writing,
    years,
)
from competency.evidence.views.blueprint import blueprint

__all__ = [
    "batches",
    "blueprint",
    "deciding",
    "files",
    "importing",
    "logs",
    "portfolio",
    "sharing",
    "taking_in",
    "writing",
    "years",
]
