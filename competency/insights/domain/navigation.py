"""The service navigation: at most six entries, by role."""

from collections.abc import Iterable

from competency.kernel.actor import Actor, Role
from competency.kernel.values import Value

MOST = 6


class Entry(Value):
    """One entry of the navigation; it stands for the pages whose endpoint begins with `room`.

    `also` is where more of its pages begin, in another room.
    """

    text: str
    endpoint: str
    room: str
    also: str = ""

    def begins(self, endpoint: str) -> int:
        """Return how much of a page's name the entry says; 0 where the page is not its own."""
        begin = [one for one in (self.room, self.also) if one and endpoint.startswith(one)]
        return max(map(len, begin), default=0)


EVERYONE = frozenset(Role)

# In the order shown; each with the roles that come for it. Somebody without a role (an outside
# rater) has the first alone. My record is last: whoever has no room for it finds it under the
# own name. Whoever leads has none for the framework and the own evidence either, and opens them
# from the home page; a supervisor also the dashboards of the own team.
ENTRIES: tuple[tuple[Entry, frozenset[Role]], ...] = (
    (Entry("Home", "insights.home", "insights.home"), EVERYONE),
    (
        Entry("Cases", "cases.mine", "cases"),
        frozenset({Role.CASE_MANAGER, Role.SUPERVISOR, Role.MANAGER, Role.QUALITY_SPECIALIST}),
    ),
    (
        Entry("Evidence", "evidence.log", "evidence"),
        frozenset({Role.CASE_MANAGER, Role.PEER_REVIEWER}),
    ),
    (
        Entry("Dashboards", "insights.dashboards.index", "insights.dashboards"),
        frozenset(
            {
                Role.MANAGER,
                Role.QUALITY_SPECIALIST,
                Role.REGIONAL_LEADERSHIP,
                Role.CENTRAL_OFFICE,
            }
        ),
    ),
    (
        Entry("Timeliness", "insights.timeliness.board", "insights.timeliness"),
        frozenset({Role.QUALITY_SPECIALIST, Role.REGIONAL_LEADERSHIP, Role.CENTRAL_OFFICE}),
    ),
    (
        Entry("Reviews", "reviews.mine", "reviews"),
        frozenset(
            {
                Role.SUPERVISOR,
                Role.PEER_REVIEWER,
                Role.QUALITY_SPECIALIST,
                Role.REGIONAL_LEADERSHIP,
                Role.CENTRAL_OFFICE,
            }
        ),
    ),
    (
        Entry("Accreditation", "accreditation.index", "accreditation"),
        frozenset({Role.CENTRAL_OFFICE, Role.REGIONAL_LEADERSHIP, Role.AUDITOR}),
    ),
    (
        Entry("My team", "assessments.team", "assessments.team", "insights.my_team"),
        frozenset({Role.SUPERVISOR, Role.MANAGER}),
    ),
    (
        Entry("Supervision", "coaching.supervision", "coaching"),
        frozenset({Role.CASE_MANAGER, Role.SUPERVISOR, Role.MANAGER}),
    ),
    (Entry("Audit trail", "insights.trail.entries", "insights.trail"), frozenset({Role.AUDITOR})),
    (Entry("People", "people.admin.people", "people.admin"), frozenset({Role.ADMINISTRATOR})),
    (Entry("Training", "training.mine", "training"), EVERYONE),
    (Entry("Framework", "frameworks.index", "frameworks"), EVERYONE),
    (
        Entry("Concerns", "cases.safeguarding", "cases.safeguarding"),
        frozenset({Role.SAFEGUARDING_LEAD}),
    ),
    (Entry("Disposal", "cases.disposals", "cases.dispos"), frozenset({Role.ADMINISTRATOR})),
    (
        Entry("My record", "assessments.my_record", "assessments.my_record"),
        frozenset({Role.CASE_MANAGER, Role.SUPERVISOR, Role.MANAGER, Role.PEER_REVIEWER}),
    ),
)


def entries_for(actor: Actor) -> list[Entry]:
    """Return the entries this actor comes for, home first, six at most."""
    roles = {grant.role for grant in actor.grants}
    found = [entry for entry, wanted in ENTRIES if roles & wanted or entry is ENTRIES[0][0]]
    return found[:MOST]


def entry_here(entries: Iterable[Entry], endpoint: str) -> Entry | None:
    """Return the entry that stands for a page: of several, the one that says most of its name."""
    found = [entry for entry in entries if entry.begins(endpoint)]
    return max(found, key=lambda entry: entry.begins(endpoint), default=None)
