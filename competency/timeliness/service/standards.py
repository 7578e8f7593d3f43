"""The standards that clocks are judged by, from the library of frameworks."""

from competency.frameworks.domain.kinds.timeliness_standards import KIND, TimelinessStandards
from competency.kernel.errors import Refused
from competency.timeliness.domain.p_chart import ChartRules
from competency.timeliness.library import load_chart_rules

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


def get_chart_rules() -> ChartRules:
    """Return what a control chart needs and looks for; refuses a file that does not say it all."""
    return load_chart_rules()


def list_standards() -> list[tuple[str, str]]:
    """Return id and title of every set of timeliness standards that is released, Shine's first."""
    from competency.frameworks import service as frameworks

    found: dict[str, str] = {}
    for one in frameworks.list_standards():
        if one.kind == KIND.name and one.is_released:
            found[one.id] = one.title
    return sorted(found.items(), key=lambda pair: (pair[0] != SHINE, pair[1]))
