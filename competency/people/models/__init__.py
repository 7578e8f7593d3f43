"""The tables of people: the directory, and how they sign in."""

from competency.people.models.directory import (
    Organisation,
    Person,
    PersonPracticeArea,
    Post,
    PracticeArea,
    Region,
    RoleGrant,
    SupervisionLine,
    Team,
)
from competency.people.models.sign_in import Credential, PasswordLink, SignIn, Throttle
from competency.people.models.working_time import WorkingShare

__all__ = [
    "Credential",
    "Organisation",
    "PasswordLink",
    "Person",
    "PersonPracticeArea",
    "Post",
    "PracticeArea",
    "Region",
    "RoleGrant",
    "SignIn",
    "SupervisionLine",
    "Team",
    "Throttle",
    "WorkingShare",
]
