"""Rows of the directory: places, posts, people, roles, lines, and how they sign in."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from competency.assessments.models import Target
from competency.demo.domain.cast import Cast, Member
from competency.demo.domain.saying import HIGHEST
from competency.demo.domain.texts import Texts
from competency.demo.service.batch import write_rows
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.db import Base
from competency.infra.work import Work
from competency.people.models import (
    Credential,
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
from competency.people.service.sign_in import hasher

PASSWORD = "lantern orchard teapot"
Row = Mapping[str, Any]


def write_places(work: Work, cast: Cast, texts: Texts, framework: CompetencyFramework) -> None:
    """Write the organisation, its regions, teams, posts with their targets, practice areas."""
    _write(work, Organisation, [{"id": 1, "name": texts.organisation, "open_ratings": False}])
    _write(work, Region, _numbered({"name": name} for name in cast.regions))
    _write(work, Team, _numbered({"name": n, "region_id": region} for n, region in cast.teams))
    _write(work, Post, _numbered({"name": post.name} for post in texts.posts))
    areas = [{"name": name, "in_use": True} for name in texts.practice_areas]
    areas += [{"name": name, "in_use": False} for name in texts.former_practice_areas]
    _write(work, PracticeArea, _numbered(areas))
    _write(work, Target, _numbered(_targets(texts, framework)))


def write_people(
    work: Work, cast: Cast, texts: Texts, *, seed: int, as_of: date, cheap: bool
) -> None:
    """Write everybody with their roles, practice areas and lines; one password opens all."""
    posts = {post.name: number for number, post in enumerate(texts.posts, 1)}
    _write(work, Person, [_person(member, posts, cast) for member in cast.members])
    _write(
        work,
        PersonPracticeArea,
        [
            {"person_id": member.id, "practice_area_id": area}
            for member in cast.members
            for area in member.practice_areas
        ],
    )
    _write(work, RoleGrant, _numbered(_grants(cast)))
    _write(work, SupervisionLine, _numbered(_lines(cast)))
    salt = hashlib.sha256(f"demonstration {seed}".encode()).digest()[:16]
    password_hash = hasher(cheap=cheap).hash(PASSWORD, salt=salt)
    set_at = datetime.combine(as_of, datetime.min.time(), tzinfo=work.now.tzinfo)
    _write(
        work,
        Credential,
        [
            {"person_id": member.id, "password_hash": password_hash, "epoch": 1, "set_at": set_at}
            for member in cast.members
        ],
    )


def _write(work: Work, model: type[Base], rows: list[dict[str, Any]]) -> None:
    write_rows(work.session, model, rows)


def _numbered(rows: Any) -> list[dict[str, Any]]:
    return [{"id": number, **row} for number, row in enumerate(rows, 1)]


def _person(member: Member, posts: Mapping[str, int], cast: Cast) -> dict[str, Any]:
    outside = member is cast.outside_rater
    return {
        "id": member.id,
        "staff_number": None if outside else f"D{member.id:05}",
        "name": member.name,
        "email": member.email,
        "team_id": member.team,
        "post_id": posts[member.post] if member.post else None,
        "started_on": member.started_on,
        "left_on": member.left_on,
    }


def _grants(cast: Cast) -> Iterator[Row]:
    for member in cast.members:
        for role, scope, scope_id in member.roles:
            yield {
                "person_id": member.id,
                "role": role.value,
                "scope": scope.value,
                "scope_id": scope_id,
                "starts_on": member.started_on,
                "ends_on": member.left_on,
            }


def _lines(cast: Cast) -> Iterator[Row]:
    """Yield each member's lines; both people must be here when one begins."""
    for member in cast.members:
        changed, former, present = (
            member.line_changed_on,
            member.former_supervisor,
            member.supervisor,
        )
        if former is not None:
            yield _line(member, former, None, changed)
        if present is not None:
            begin = changed + timedelta(days=1) if changed else None
            yield _line(member, present, begin, member.left_on)


def _line(member: Member, supervisor: Member, begin: date | None, end: date | None) -> Row:
    return {
        "supervisor_id": supervisor.id,
        "supervisee_id": member.id,
        "starts_on": begin or max(member.started_on, supervisor.started_on),
        "ends_on": end,
    }


def _targets(texts: Texts, framework: CompetencyFramework) -> Iterator[Row]:
    for number, post in enumerate(texts.posts, 1):
        for section in framework.sections:
            position = post.target(section.code, HIGHEST)
            if position is not None:
                yield {
                    "post_id": number,
                    "framework_id": framework.id,
                    "section": section.code,
                    "position": position,
                }
