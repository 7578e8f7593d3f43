"""Who is acting."""

from enum import StrEnum

from competency.kernel.values import Value


class Role(StrEnum):
    """What a person comes for (product page, "Who uses it")."""

    CASE_MANAGER = "case_manager"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    TRAINING_LEAD = "training_lead"
    QUALITY_SPECIALIST = "quality_specialist"
    REGIONAL_LEADERSHIP = "regional_leadership"
    CENTRAL_OFFICE = "central_office"
    PEER_REVIEWER = "peer_reviewer"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        """Return the role as people say it."""
        return self.value.replace("_", " ").capitalize()


class ScopeKind(StrEnum):
    """How far a role reaches."""

    EVERYONE = "everyone"
    REGION = "region"
    TEAM = "team"


class Grant(Value):
    """One role and how far it reaches; `scope_id` is a region's or team's id, else None."""

    role: Role
    scope: ScopeKind = ScopeKind.EVERYONE
    scope_id: int | None = None


class Actor(Value, kw_only=True):
    """The person at work, read afresh for each request; `person_id` None is the system itself."""

    person_id: int | None
    name: str
    grants: frozenset[Grant] = frozenset()
    sign_in_id: int | None = None

    def has(self, role: Role) -> bool:
        """Return whether the actor holds the role with any scope."""
        return any(grant.role is role for grant in self.grants)


SYSTEM = Actor(person_id=None, name="System")
