"""Pages of the log of evidence."""

from competency.evidence.views import deciding, files, logs, sharing, writing, years
from competency.evidence.views.blueprint import blueprint

__all__ = ["blueprint", "deciding", "files", "logs", "sharing", "writing", "years"]
