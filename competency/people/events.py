"""What can happen to people's accounts; ids and field names only, no content."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PasswordSet:
    person_id: int
    by_link: bool


@dataclass(frozen=True, kw_only=True)
class PasswordLinkMade:
    person_id: int
    link_id: int


@dataclass(frozen=True, kw_only=True)
class SignInsEnded:
    person_id: int
    count: int
