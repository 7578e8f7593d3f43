"""A caseload is handed over in one action: a list, a look over it, and a confirmation."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.models import CaseFile, CaseHandover
from tests.builders.cases import Office, a_case, a_member, an_office, around
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.statements import statements


def three_cases(stage: Stage) -> tuple[Office, list[int]]:
    office = an_office(stage)
    ids = [a_case(stage, "assessment", office, reference=f"C-000{n}").id for n in (1, 2, 3)]
    return office, ids


def workers(look: Session) -> list[int | None]:
    look.rollback()  # what it saw before ends here
    return list(look.scalars(select(CaseFile.key_worker_id).order_by(CaseFile.id)))


def test_a_caseload_is_looked_over_and_then_handed_over(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    office, ids = three_cases(stage)
    client.sign_in(office.supervisor)
    form = client.get("/cases/hand-over").follow("Kit Worker").form()

    preview = form.submit(
        {
            "reason": "Leave until June",
            "everything_to": office.colleague.id,
            f"case-{ids[1]}": "stay",
        }
    )
    assert preview.heading == "Hand over 2 cases?"
    assert "1 case stays with Kit Worker: C-0002." in preview.main
    assert workers(look) == [office.worker.id] * 3

    page = preview.form().submit(press="Hand over 2 cases")
    assert "2 cases handed over from Kit Worker." in page.main

    assert workers(look) == [office.colleague.id, office.worker.id, office.colleague.id]
    kept = look.scalars(select(CaseHandover)).one()
    assert (kept.cases, kept.reason, kept.on) == (2, "Leave until June", date(2026, 5, 8))


def test_something_can_be_changed_after_the_look_and_nothing_typed_is_lost(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    office, ids = three_cases(stage)
    client.sign_in(office.supervisor)
    form = client.get(f"/cases/hand-over/{office.worker.id}").form()

    page = form.submit({"reason": "Leave", f"case-{ids[0]}": office.colleague.id})
    page = page.form().submit(press="Change something")

    values = page.form().values
    assert (values["reason"], values[f"case-{ids[0]}"]) == ("Leave", str(office.colleague.id))
    assert workers(look) == [office.worker.id] * 3


def test_what_cannot_be_handed_over_is_said_beside_its_case_and_nothing_moves(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    office, ids = three_cases(stage)
    homeless = a_member(stage, "Hope Less", None)
    client.sign_in(office.manager)
    form = client.get(f"/cases/hand-over/{office.worker.id}").form()
    assert str(homeless.id) not in {e.get("value") for e in form.element.iter("option")}

    past = {"happened_on-day": "4", "happened_on-month": "3", "reason": "Leave"}
    preview = form.submit(past | {f"case-{ids[0]}": office.colleague.id})
    page = preview.form().submit(press="Hand over 1 case")

    assert page.status_code == 422
    assert page.errors == ["This is before the present key worker began."]
    assert workers(look) == [office.worker.id] * 3


def test_nobody_chosen_a_day_to_come_and_no_reason_are_refused(
    stage: Stage, client: CheckedClient
) -> None:
    office, _ = three_cases(stage)
    client.sign_in(office.supervisor)
    form = client.get(f"/cases/hand-over/{office.worker.id}").form()

    assert form.submit().errors == ["Say why these cases are handed over."]
    assert form.submit({"reason": "Leave"}).errors == ["Choose who takes at least one case."]
    late = {"reason": "Leave", "happened_on-year": "2027", "everything_to": office.colleague.id}
    assert form.submit(late).errors == ["This day has not come yet."]


def test_only_those_above_hand_over_and_the_list_asks_few_questions(
    stage: Stage, client: CheckedClient
) -> None:
    office, _ = three_cases(stage)
    people = around(stage, office)
    address = f"/cases/hand-over/{office.worker.id}"
    expected = {"worker": 403, "colleague": 404, "lead": 404, "administrator": 404, "manager": 200}
    for name, status in expected.items():
        assert client.sign_in(people[name]).get(address).status_code == status, name
    assert "yours to hand over" in client.sign_in(people["worker"]).get("/cases/hand-over").main

    client.sign_in(people["manager"])
    with statements(client.application) as asked:
        client.get(address)

    assert len(asked) <= 12, asked
