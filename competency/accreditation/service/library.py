"""The accreditation standards of the library, as a self-study asks for them."""

from competency.frameworks import service as frameworks
from competency.frameworks.domain.kinds.accreditation_standard import (
    ACCREDITATION_STANDARD,
    AccreditationStandard,
)
from competency.frameworks.domain.standard import Standard
from competency.kernel.errors import Refused

CHOOSE = "Choose one of the accreditation standards."


def get_standard(id_: str, version: str | None = None) -> AccreditationStandard:
    """Return one version of an accreditation standard, by default the newest released one.

    A self-study names the version that it is pinned to. Refuses what is not offered, and a
    standard of another kind.
    """
    if version is None and id_ not in {one.id for one in offered()}:
        raise Refused("not_offered", CHOOSE, field="standard")
    found = frameworks.get_standard(id_, version)
    if not isinstance(found, AccreditationStandard):
        raise Refused("not_accreditation", CHOOSE, field="standard")
    return found


def offered() -> list[Standard]:
    """Return the head of the newest released version of each accreditation standard, by title."""
    newest: dict[str, Standard] = {}
    for one in frameworks.list_standards():
        if one.kind == ACCREDITATION_STANDARD and one.is_released:
            newest[one.id] = one  # versions come from the oldest to the newest
    return sorted(newest.values(), key=lambda one: (one.title, one.id))
