"""What holds for the pages that write about a case: few questions, the tag, and whose they are."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.models import CaseGoal, CaseStep
from competency.cases.service import escalating
from tests.builders.cases import Made, a_case, around
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.statements import statements

READ = ("contacts", "plan", "reviews", "closing", "documents")
WRITE = (
    "contacts/new",
    "plan/words",
    "plan/agreement",
    "plan/start",
    "plan/goals/new",
    "plan/goals/{goal}",
    "plan/goals/{goal}/end",
    "plan/goals/{goal}/steps/new",
    "plan/steps/{step}",
    "reviews/new",
    "close",
    "closing/follow-up",
    "closing/return",
)
OF_CONCERNS = ("concerns", "concerns/new", "safeguarding/set")


@pytest.fixture
def made(stage: Stage) -> Made:
    """A case with a plan and a safeguarding concern."""
    made = a_case(stage, "review")
    stage.do(
        made.office.worker,
        lambda w: escalating.escalate(
            w, made.id, "safeguarding", "Seen.", known_at=w.now, told=["line-manager"]
        ),
    )
    return made


def addresses(look: Session, made: Made, pages: tuple[str, ...]) -> list[str]:
    goal = look.scalars(select(CaseGoal.id)).one()
    step = look.scalars(select(CaseStep.id)).all()[0]
    return [f"/cases/{made.id}/{page.format(goal=goal, step=step)}" for page in pages]


def test_every_page_shows_the_tag_and_asks_at_most_twelve_questions(
    client: CheckedClient, look: Session, made: Made
) -> None:
    client.sign_in(made.office.worker)

    for address in addresses(look, made, READ + WRITE + OF_CONCERNS):
        with statements(client.application) as asked:
            page = client.get(address)
        assert page.status_code == 200, address
        assert "There is a safeguarding concern on this case" in page.main, address
        assert len(asked) <= 12, (address, asked)


def test_who_reads_may_not_write_and_others_find_nothing(
    stage: Stage, client: CheckedClient, look: Session, made: Made
) -> None:
    people = around(stage, made.office)
    for name, reads, writes in (("specialist", 200, 403), ("elsewhere", 404, 404)):
        client.sign_in(people[name])
        for pages, status in ((READ, reads), (WRITE + OF_CONCERNS, writes)):
            for address in addresses(look, made, pages):
                assert client.get(address).status_code == status, (name, address)


def test_there_is_no_plan_to_write_before_the_referral_is_accepted(
    stage: Stage, client: CheckedClient, made: Made
) -> None:
    case = a_case(stage, "in-discussion", made.office, reference="C-0002")
    client.sign_in(made.office.worker)

    page = client.get(f"/cases/{case.id}/plan")
    assert "once the referral is accepted" in page.main
    assert "Add a goal" not in page.links()
    page = client.get(f"/cases/{case.id}/plan/words").form().submit({"own_words": "Peace."})

    assert page.status_code == 422
    assert page.errors == ["Before you work on the care plan, accept the referral."]


def test_each_list_of_cases_leads_to_the_others(client: CheckedClient, made: Made) -> None:
    client.sign_in(made.office.supervisor)

    page = client.get("/cases/team").follow("The weekly meeting")
    page = page.follow("Hand over cases").follow("Concerns")

    assert page.heading == "Concerns"


@pytest.mark.one_database("of 200 links, where they lead; each page has tests of its own on both")
def test_what_a_case_offers_opens_to_whom_it_is_offered(
    stage: Stage, client: CheckedClient, made: Made
) -> None:
    people = around(stage, made.office)
    begin = f"/cases/{made.id}"

    for name in ("worker", "supervisor", "specialist"):
        links = client.sign_in(people[name]).get(begin).links()
        own = [path for path in links.values() if path.startswith(begin)]
        assert own
        for path in own:
            assert client.get(path, follow_redirects=True).status_code == 200, (name, path)
        assert ("Concerns" in links) is (name != "specialist")
