"""Which ratings have to be given again because a newer version changed their strand."""

from collections.abc import Mapping

from competency.assessments.domain.carrying import to_confirm_again
from competency.assessments.domain.marks import Mark
from competency.assessments.queries import GivenMark
from competency.frameworks import service as frameworks
from competency.frameworks.domain.diff import strands_to_confirm
from competency.frameworks.domain.structure import CompetencyFramework


def changed_strands(framework_id: str, old: str, new: str) -> frozenset[str]:
    """Return the strands of the new version that read differently from the old version's."""
    before = frameworks.get_framework(framework_id, old)
    now = frameworks.get_framework(framework_id, new)
    return frozenset(strand.code for strand in strands_to_confirm(before, now))


def to_confirm(
    framework: CompetencyFramework, version: str, given: Mapping[str, GivenMark]
) -> dict[str, Mark]:
    """Return the marks that count again only once they are confirmed, by strand."""
    others = {g.framework_version for g in given.values()} - {version}
    again: dict[str, Mark] = {}
    for old in others:
        again |= to_confirm_again(
            {
                s: (g.mark, g.framework_version)
                for s, g in given.items()
                if g.framework_version == old
            },
            version,
            changed_strands(framework.id, old, version),
        )
    return again


def standing(
    framework: CompetencyFramework, version: str, given: Mapping[str, GivenMark]
) -> dict[str, Mark]:
    """Return the marks that count: the latest of each strand, without those to be confirmed."""
    again = to_confirm(framework, version, given)
    return {s: g.mark for s, g in given.items() if s not in again}
