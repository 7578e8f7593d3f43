"""Each role's pages of the demo organisation: axe on a wide screen, phones of 320 and 360 px."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from competency.infra.db import Database
from competency.kernel.actor import Role
from competency.people.models import RoleGrant
from tests.browser.conftest import SignIn
from tests.support.looking import Looks

pytestmark = pytest.mark.demo
FRAMEWORK = "/framework/case-management-framework"
NOT_THERE = {"/appraisals/999999"}
PAGES: dict[Role, tuple[str, ...]] = {
    Role.CASE_MANAGER: (
        "/",
        "/me/record",
        "/me/sign-ins",
        "/me/password",
        "/framework",
        FRAMEWORK,
        f"{FRAMEWORK}/about",
        f"{FRAMEWORK}/levels",
        f"{FRAMEWORK}/glossary",
        f"{FRAMEWORK}/search?q=plan",
        f"{FRAMEWORK}/PLA",
        f"{FRAMEWORK}/criteria/PLA-4",
        "/framework/shine-quality-standards",
        "/framework/case-management-protocol",
        "/appraisals/999999",
        "/practice/mine",
        "/practice/{case_manager}/1/strands/PLA-4a",
        "/practice/{case_manager}/1/sections/PLA",
        "/practice/{case_manager}/clocks/KPI_07",
    ),
    Role.SUPERVISOR: (
        "/",
        "/team",
        "/second-ratings/1/comparison",
        "/second-ratings/2",
        "/second-ratings/2/rate/SUP",
        "/second-ratings/2/strands/SUP-1a",
        "/second-ratings/2/submit",
        "/second-ratings/2/end",
        "/reviews/team",
    ),
    Role.QUALITY_SPECIALIST: (
        "/",
        "/reviews/calibration",
        "/reviews/glance",
        "/reviews/glance/B2",
    ),
    Role.MANAGER: ("/", "/team"),
    Role.AUDITOR: ("/", "/audit", "/audit/reading"),
    Role.ADMINISTRATOR: (
        "/",
        "/targets",
        "/targets/1",
        "/admin/people",
        "/admin/people/add",
        "/admin/people/{supervisor}",
        "/admin/people/{supervisor}/edit",
        "/admin/people/{supervisor}/roles/add",
        "/admin/people/{supervisor}/lines/add",
        "/admin/people/{supervisor}/practice-areas",
        "/admin/roles/1/end",
        "/admin/lines/1/end",
        "/admin/places",
        "/admin/places/team/add",
        "/admin/places/practice_area/1/edit",
        "/admin/organisation",
    ),
}


@pytest.fixture
def holder(database: Database) -> Callable[[Role], int]:
    """Find somebody who holds a role."""

    def find(role: Role) -> int:
        wanted = (
            select(RoleGrant.person_id)
            .where(RoleGrant.role == role.value, RoleGrant.ends_on.is_(None))
            .order_by(RoleGrant.id)
        )
        with database.reading() as session:
            found = session.scalars(wanted).first()
        assert found is not None, f"nobody is {role}"
        return found

    return find


@pytest.mark.parametrize("role", PAGES, ids=lambda role: role.value)
def test_the_pages_of_a_role_are_for_everybody_on_every_screen(
    role: Role, page: Page, sign_in: SignIn, looks: Looks, holder: Callable[[Role], int]
) -> None:
    sign_in(page, holder(role))
    faults = []
    for path in PAGES[role]:
        named = {one.value: holder(one) for one in (Role.SUPERVISOR, Role.CASE_MANAGER)}
        answer = page.goto(path.format(**named))
        assert answer is not None
        assert answer.status == (404 if path in NOT_THERE else 200), answer.url
        try:
            looks.at(page, role.value)
        except AssertionError as fault:
            faults.append(str(fault))

    assert faults == [], "\n\n".join(faults)
