"""The standards that clocks are judged by, from the library of frameworks."""

from competency.frameworks.domain.kinds.timeliness_standards import TimelinessStandards
from competency.kernel.errors import Refused

SHINE = "shine-quality-standards"


def get_standards(id_: str = SHINE, version: str | None = None) -> TimelinessStandards:
    """Return a set of timeliness standards, by default the newest released version.

    Refuses an unknown id or version, and a standard of another kind.
    """
    from competency.frameworks import service as frameworks  # brings the database's library along

    content = frameworks.get_standard(id_, version)
    if not isinstance(content, TimelinessStandards):
        raise Refused("not_timeliness", f"{id_} is not a set of timeliness standards.")
    return content
