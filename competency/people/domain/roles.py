"""Which role reaches how far, and which two nobody holds together."""

from collections.abc import Iterable
from datetime import date

from competency.kernel.actor import Role, ScopeKind
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.people.domain.entries import overlap

EVERYONE, REGION, TEAM = ScopeKind.EVERYONE, ScopeKind.REGION, ScopeKind.TEAM

# Whom a case manager, supervisor or manager sees follows from supervision lines, not from reach.
REACHES: dict[Role, tuple[ScopeKind, ...]] = {
    Role.CASE_MANAGER: (EVERYONE,),
    Role.SUPERVISOR: (EVERYONE,),
    Role.MANAGER: (EVERYONE,),
    Role.TRAINING_LEAD: (EVERYONE, REGION, TEAM),
    Role.QUALITY_SPECIALIST: (REGION,),
    Role.REGIONAL_LEADERSHIP: (REGION,),
    Role.CENTRAL_OFFICE: (EVERYONE,),
    Role.PEER_REVIEWER: (EVERYONE, REGION),
    Role.SAFEGUARDING_LEAD: (EVERYONE, REGION),
    Role.ADMINISTRATOR: (EVERYONE,),
    Role.AUDITOR: (EVERYONE,),
}
APART = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
BY_NATURE = {
    Role.CASE_MANAGER: "Own record",
    Role.SUPERVISOR: "Those they supervise",
    Role.MANAGER: "Their whole line",
    Role.PEER_REVIEWER: "Cases assigned to them",
}
REACH_WORDS = {EVERYONE: "everyone", REGION: "a region", TEAM: "a team"}


def reach_in_words(role: Role, place: str | None) -> str:
    """Return how far a role reaches, as people say it; `place` names its region or team."""
    return place or BY_NATURE.get(role, "Everyone")


class Held(Value):
    """A role that somebody holds, how far it reaches and when (last day included)."""

    role: Role
    scope: ScopeKind
    scope_id: int | None
    starts_on: date
    ends_on: date | None

    def meets(self, other: "Held") -> bool:
        """Return whether the two are held on the same day."""
        return overlap(self.starts_on, self.ends_on, other.starts_on, other.ends_on)


def check_grant(new: Held, others: Iterable[Held]) -> None:
    """Refuse a grant that reaches too far, is held already, or joins administrator and auditor."""
    _check_order(new.starts_on, new.ends_on)
    allowed = REACHES[new.role]
    if new.scope not in allowed:
        words = " or ".join(REACH_WORDS[kind] for kind in allowed)
        raise Refused(
            "wrong_reach",
            f"“{new.role.label}” reaches {words}. Choose that under “Reaches”.",
            field="reach",
        )
    for held in others:
        if not new.meets(held):
            continue
        if {new.role, held.role} == APART:
            raise Refused(
                "administrator_and_auditor",
                "Nobody is administrator and auditor at the same time: the auditor reads what "
                "administrators do. End the other role first, or choose another person.",
                field="role",
            )
        if (held.role, held.scope, held.scope_id) == (new.role, new.scope, new.scope_id):
            raise Refused(
                "held_already", "This person holds that role in these days already.", field="role"
            )


def check_end(starts_on: date, ends_on: date, *, field: str = "ends_on") -> None:
    """Refuse a last day before the first."""
    if ends_on < starts_on:
        raise Refused("end_before_start", "The last day is before the first day.", field=field)


def check_still_open(
    ends_on: date | None, new_end: date | None, starts_on: date, today: date
) -> None:
    """Refuse to end what is over, to lengthen what has an end, and to take back what has begun.

    Without a new end it is to be taken back as a mistake, which holds from today on only.
    """
    if ends_on is not None and ends_on < today:
        raise Refused("over_already", "This is over already.", field="ends_on")
    if new_end is None:
        if starts_on < today:
            raise Refused(
                "begun_already",
                "This began before today, so it is part of what happened. Enter its last day.",
                field="ends_on",
            )
        return
    check_end(starts_on, new_end)
    if ends_on is not None and new_end > ends_on:
        raise Refused(
            "ends_sooner_already",
            "This ends sooner already. To go on for longer, start a new one after it.",
            field="ends_on",
        )


def _check_order(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None:
        check_end(starts_on, ends_on)
