"""What the pages say of an entry."""

from collections.abc import Iterable, Sequence

from competency.evidence.domain.entry import Link, Tag
from competency.evidence.domain.state import State
from competency.evidence.service.reading import Whole
from competency.frameworks.domain.kinds.cpd_scheme import CpdScheme
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.formats import moment

OUTCOMES = {"verified": "Verified", "returned": "Returned", "taken_back": "Taken back"}
TONES = {
    State.DRAFT: "quiet",
    State.SHARED: "waiting",
    State.RETURNED: "now",
    State.VERIFIED: "agreed",
}


def shown_strands(links: Iterable[Link], framework: CompetencyFramework) -> list[str]:
    """Return each strand with its title and the level it is evidence for."""
    found = []
    for link in links:
        strand = framework.find_strand(link.strand) if link.framework_id == framework.id else None
        title = strand.criterion_title if strand else f"{link.framework_id}"
        found.append(f"{link.strand} {title}, at {link.level}")
    return found


def shown_tags(tags: Iterable[Tag], schemes: Sequence[CpdScheme]) -> list[str]:
    """Return what an entry counts as for other bodies, in their words."""
    titles = {
        (scheme.standard.id, one.code): f"{one.title} ({scheme.standard.title})"
        for scheme in schemes
        for one in scheme.tags
    }
    return [titles.get((tag.scheme, tag.code), f"{tag.code} ({tag.scheme})") for tag in tags]


def timeline(found: Whole) -> list[dict[str, str]]:
    """Return what happened to an entry since it was first shared."""
    lines = []
    for one in found.versions:
        lines.append({"when": moment(one.at), "what": f"Version {one.seq} shared"})
        if one.outcome and one.decided_at:
            by = found.names.get(one.by_id or 0, "")
            lines.append(
                {
                    "when": moment(one.decided_at),
                    "what": f"{OUTCOMES[one.outcome]} by {by}",
                    "detail": one.comment,
                }
            )
    return lines


def who_sees(found: Whole) -> str:
    """Return who can see this entry."""
    if found.state is State.DRAFT:
        return "Only you can see this draft."
    if found.is_own:
        return "You, your supervisors and their managers can see this."
    return f"{found.person}, their supervisors and the managers above can see this."
