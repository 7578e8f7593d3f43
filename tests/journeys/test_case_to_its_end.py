"""A case from its referral to its disposal, with every gate tried the wrong way first.

By its pages: Kit works on the case, Sue leads the team, Mo manages, Adi keeps the accounts.
"""

from dataclasses import dataclass

from competency.kernel.actor import Role
from competency.people.models import Person
from tests.builders.cases import Office, a_member, an_office
from tests.builders.stage import Stage
from tests.conftest import FixedClock
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.web.cases.test_assessment_pages import OVERDOSE
from tests.web.cases.test_plan_pages import ACTION, GOAL, OBJECTIVE

RECEIVED = {"received_on-day": "7", "received_on-month": "5", "received_on-year": "2026"}
OCCASIONAL = {
    "reason": "occasional-user",
    "summary": "Drinks on some weekends.",
    "follow_up": "yes",
}
CLEAN = {"uses-opiates": "no", "uses-cocaine": "no"}
COMPLETE = "record/assessment_completed"


@dataclass
class Walk:
    """The case and who is at the desk; `clock` is the one on the wall."""

    client: CheckedClient
    office: Office
    clock: FixedClock
    case: str = ""

    def sit(self, person: Person) -> None:
        """Let somebody else sit down."""
        self.client.sign_in(person)

    def page(self, path: str = "") -> Page:
        """Ask for a page of the case."""
        return self.client.get(f"{self.case}/{path}".rstrip("/"))

    def do(self, path: str, name: str = "", **typed: str) -> Page:
        """Fill in a form of the case and send it; the day is that of today."""
        page = self.page(path)
        form = page.form(name) if name else page.form()
        day = self.clock().date()
        today = {
            "happened_on-day": str(day.day),
            "happened_on-month": str(day.month),
            "happened_on-year": str(day.year),
        }
        known = {field: value for field, value in today.items() if field in form.values}
        return form.submit(known | {field.replace("__", "-"): v for field, v in typed.items()})

    def refused(self, words: str, path: str, name: str = "", **typed: str) -> None:
        """Try something that has to be refused with these words, and changes nothing."""
        before = self.page().main
        page = self.do(path, name, **typed)
        assert page.status_code == 422, page.main
        assert words in page.errors[0]
        assert self.page().main == before


def test_a_case_goes_from_referral_to_disposal_through_every_gate(
    stage: Stage, client: CheckedClient, clock: FixedClock
) -> None:
    walk = Walk(client, an_office(stage), clock)
    refer_and_accept(walk)
    assess(walk)
    plan_and_review(walk)
    close(walk)
    dispose(walk, a_member(stage, "Adi Stone", None, Role.ADMINISTRATOR))


def refer_and_accept(walk: Walk) -> None:
    office = walk.office
    walk.sit(office.worker)
    typed = {
        "reference": "J-2026/1",
        "practice_area_id": str(office.area.id),
        "team_id": str(office.team.id),
        "consent": "no",
        "route": "criminal-justice",
        "postcode": "M1 1AA",
        "referrer": "Dr Ray",
    }
    page = walk.client.get("/cases/new").form("referral").submit(typed | RECEIVED)
    assert page.heading == "Case J-2026/1"
    walk.case = page.request.path

    walk.refused("accept the referral", "needs", "needs", goals="Too early.")
    walk.refused("Record the client's consent to the referral first.", "accept", "accept")
    walk.do("consents/referral/give")
    walk.refused("the postcode recorded here is not in it", "accept", "accept")
    walk.do("details", postcode="FY1 4AB")
    walk.do("accept", "accept")
    assert "Assessment" in walk.page().main


def assess(walk: Walk) -> None:
    office = walk.office
    walk.clock.move(days=3)
    walk.sit(office.worker)
    walk.refused("Allocate a key worker", COMPLETE)
    assert walk.page("key-worker").status_code == 403
    walk.sit(office.supervisor)
    walk.do("key-worker", person_id=str(office.worker.id))
    walk.sit(office.worker)
    walk.do("contacts/new", with_whom="client", how="telephone")
    walk.refused("needs assessment is not complete", COMPLETE)
    walk.do("needs", "needs", goals="A quiet place.")
    walk.refused("The risk assessment, with its plan", COMPLETE)
    walk.do("risks/new", "risk", **{k.replace("-", "__"): v for k, v in OVERDOSE.items()})
    walk.refused("Talk the risks over", COMPLETE)
    walk.do("record/risk_discussed")
    walk.refused("A manager has to sign the risk assessment off", COMPLETE)
    sign_off(walk)
    walk.refused("their documents are saved and stored", COMPLETE)
    walk.do("consents/storing/give")
    walk.refused("Send the core data set", COMPLETE)
    walk.do("record/core_data_sent")
    walk.refused("Ask the GP for a summary first", COMPLETE)
    walk.refused("information is shared", "record/gp_summary_requested")
    walk.do("consents/sharing/give")
    walk.do("record/gp_summary_requested")
    walk.do(COMPLETE)
    assert "Planning" in walk.page().main


def sign_off(walk: Walk) -> None:
    """Let the author try in vain, the supervisor send it back, then sign what was mended."""
    office = walk.office
    assert walk.page("sign-off").status_code == 403
    walk.sit(office.supervisor)
    assert "Look at it and sign it off" in walk.page("risks").links()
    walk.refused("Say what is missing", "sign-off", outcome="return")
    walk.do("sign-off", outcome="return", comment="Who calls?")
    walk.sit(office.worker)
    mended = OVERDOSE | {"overdose-plan": "Naloxone; his sister calls each evening."}
    walk.do("risks/new", "risk", **{k.replace("-", "__"): v for k, v in mended.items()})
    walk.sit(office.supervisor)
    page = walk.do("sign-off", outcome="sign")
    assert "Signed off by Sue Visor" in page.main
    walk.sit(office.worker)


def plan_and_review(walk: Walk) -> None:
    walk.refused("at least one goal with an objective and an action", "plan/start")
    walk.do("plan/words", own_words="I want to sleep in a bed.")
    page = walk.page("plan/goals/new").form().submit(GOAL)
    page = page.follow("Add an objective or an action: A place of my own.").form().submit(OBJECTIVE)
    page.follow("Add an objective or an action: A place of my own.").form().submit(ACTION)
    walk.refused("Record what the client says of the plan", "plan/start")
    walk.do("plan/agreement", agrees="yes", client_signed="y")
    walk.refused("Offer the client a copy", "plan/start")
    walk.do("plan/agreement", agrees="yes", client_signed="y", copy_offered="y")
    page = walk.do("plan/start")
    assert "In force since" in page.main
    walk.clock.move(days=30)
    walk.sit(walk.office.worker)
    walk.do("reviews/new", note="The form is in; the goal stays.")
    assert "The form is in; the goal stays." in walk.page("reviews").main


def close(walk: Walk) -> None:
    office = walk.office
    asking = "Answer first: Does the client still use opiates?"
    walk.refused(asking, "close", **OCCASIONAL)
    uses = CLEAN | {"uses-cocaine": "yes"}
    values = {k.replace("-", "__"): v for k, v in (OCCASIONAL | uses).items()}
    walk.refused("is not open while the answer to", "close", **values)
    values = {k.replace("-", "__"): v for k, v in (OCCASIONAL | CLEAN).items()}
    walk.do("close", **values)
    assert "Record what the meeting decided" not in walk.page("closing").links()
    walk.sit(office.supervisor)
    form = walk.client.get("/cases/meeting").follow("Record the decision on J-2026/1").form()
    assert form.submit({"outcome": "kept_open"}).errors == ["Say why the case stays open."]
    form.submit({"outcome": "closed"})
    assert "Closed on" in walk.page("closing").main
    walk.clock.move(days=1)
    walk.sit(office.worker)
    walk.refused("would be after the case ended", "contacts/new", with_whom="client", how="text")


def dispose(walk: Walk, administrator: Person) -> None:
    manager = walk.office.manager
    walk.sit(manager)
    assert "J-2026/1" not in walk.client.get("/cases/disposals").main
    walk.clock.move(days=366 * 7)
    walk.sit(manager)
    form = walk.client.get("/cases/disposals").form()
    assert form.submit().errors == ["Say on which ground."]
    page = form.submit({"reason": "The time that records are kept is over."})
    assert "You proposed this. Somebody else carries it out." in page.main
    walk.sit(administrator)
    page = walk.client.get("/cases/disposals").follow("Look at the proposal")
    page = page.form("Dispose of 1 case").submit()
    assert "1 case disposed of. The certificates stay." in page.main
    walk.sit(walk.office.worker)
    assert walk.page().status_code == 404
