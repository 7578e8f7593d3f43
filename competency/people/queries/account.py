"""What the administrator's page of one person shows, each part in one query."""

from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from competency.kernel.actor import Role, ScopeKind
from competency.kernel.values import Value
from competency.people.domain.roles import reach_in_words
from competency.people.models import (
    Credential,
    PasswordLink,
    Person,
    PersonPracticeArea,
    PracticeArea,
    Region,
    RoleGrant,
    SignIn,
    SupervisionLine,
    Team,
    Throttle,
)


class GrantRow(Value):
    """A role that somebody holds, held or will hold; `place` names its region or team."""

    id: int
    role: Role
    scope: ScopeKind
    place: str | None
    starts_on: date
    ends_on: date | None

    @property
    def reach(self) -> str:
        """Return how far it reaches, in words."""
        return reach_in_words(self.role, self.place)


class LineRow(Value):
    """A supervision line with both names."""

    id: int
    supervisor_id: int
    supervisor: str
    supervisee_id: int
    supervisee: str
    starts_on: date
    ends_on: date | None


class AreaRow(Value):
    """A practice area and whether the organisation still uses it."""

    id: int
    name: str
    in_use: bool


class SignInState(Value):
    """How somebody stands with signing in."""

    password_set_at: datetime | None
    link_until: datetime | None
    last_seen_at: datetime | None
    locked_until: datetime | None


def list_grants(session: Session, person_id: int) -> list[GrantRow]:
    """Return all roles of the person, the newest first."""
    rows = session.execute(
        select(
            RoleGrant.id,
            RoleGrant.role,
            RoleGrant.scope,
            func.coalesce(Region.name, Team.name),
            RoleGrant.starts_on,
            RoleGrant.ends_on,
        )
        .outerjoin(Region, and_(RoleGrant.scope == "region", Region.id == RoleGrant.scope_id))
        .outerjoin(Team, and_(RoleGrant.scope == "team", Team.id == RoleGrant.scope_id))
        .where(RoleGrant.person_id == person_id)
        .order_by(RoleGrant.starts_on.desc(), RoleGrant.id.desc())
    )
    return [GrantRow(i, Role(r), ScopeKind(s), place, on, off) for i, r, s, place, on, off in rows]


def list_lines(session: Session, person_id: int) -> list[LineRow]:
    """Return all lines with the person at either end, the newest first."""
    above, below = aliased(Person), aliased(Person)
    rows = session.execute(
        select(
            SupervisionLine.id,
            above.id,
            above.name,
            below.id,
            below.name,
            SupervisionLine.starts_on,
            SupervisionLine.ends_on,
        )
        .join(above, above.id == SupervisionLine.supervisor_id)
        .join(below, below.id == SupervisionLine.supervisee_id)
        .where(
            or_(
                SupervisionLine.supervisor_id == person_id,
                SupervisionLine.supervisee_id == person_id,
            )
        )
        .order_by(SupervisionLine.starts_on.desc(), SupervisionLine.id.desc())
    )
    return [LineRow(*row) for row in rows]


def list_practice_areas(session: Session, person_id: int) -> list[AreaRow]:
    """Return the practice areas of the person, by name."""
    rows = session.execute(
        select(PracticeArea.id, PracticeArea.name, PracticeArea.in_use)
        .join(PersonPracticeArea, PersonPracticeArea.practice_area_id == PracticeArea.id)
        .where(PersonPracticeArea.person_id == person_id)
        .order_by(PracticeArea.name)
    )
    return [AreaRow(*row) for row in rows]


def sign_in_state(
    session: Session, person_id: int, throttle_keys: list[str], now: datetime
) -> SignInState:
    """Return when the password was set, a waiting link ends, they were last here and any lock."""
    link = select(func.max(PasswordLink.expires_at)).where(
        PasswordLink.person_id == person_id,
        PasswordLink.used_at.is_(None),
        PasswordLink.expires_at > now,
    )
    seen = select(func.max(SignIn.last_seen_at)).where(SignIn.person_id == person_id)
    lock = select(func.max(Throttle.locked_until)).where(
        Throttle.key.in_(throttle_keys), Throttle.locked_until > now
    )
    password = select(Credential.set_at).where(Credential.person_id == person_id)
    row = session.execute(
        select(
            password.scalar_subquery(),
            link.scalar_subquery(),
            seen.scalar_subquery(),
            lock.scalar_subquery(),
        )
    ).one()
    return SignInState(*row)


def list_sign_ins(session: Session, person_id: int, *, limit: int) -> list[tuple[SignIn, bool]]:
    """Return the newest sign-ins, each with whether it was made under the password of today."""
    rows = session.execute(
        select(SignIn, SignIn.epoch == Credential.epoch)
        .join(Credential, Credential.person_id == SignIn.person_id)
        .where(SignIn.person_id == person_id)
        .order_by(SignIn.ended_at.is_not(None), SignIn.started_at.desc(), SignIn.id.desc())
        .limit(limit)
    )
    return [(row[0], bool(row[1])) for row in rows]
