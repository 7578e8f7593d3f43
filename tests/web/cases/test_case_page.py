"""The page of a case: what is next, why a clock is due when it is, what happened and when."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.models import CaseEvent
from competency.cases.service import escalating, recording, referring
from tests.builders.cases import STAGES, Made, a_case, around
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.statements import statements

BANNER = "There is a safeguarding concern on this case, since Wednesday 1 April 2026."


def opened(stage: Stage, client: CheckedClient, at: str = "assessment", **more: Any) -> Made:
    made = a_case(stage, at, **more)
    client.sign_in(made.office.worker)
    return made


def buttons(page: Page) -> list[str]:
    return [
        "".join(a.itertext()).strip()
        for a in page.document.all("a")
        if "govuk-button" in a.get("class", "").split()
    ]


@pytest.mark.parametrize(
    ("at", "first", "also"),
    [
        ("in-discussion", "Record the appointment offered", "Accept the referral"),
        ("assessment", "Record the first contact", "Record: initial needs assessment completed"),
        ("planning", "Write the care plan", "Record a contact"),
        ("review", "Record a contact", "Record a client review"),
        ("closed", "Record a follow-up", "The client came back"),
    ],
)
def test_what_usually_comes_next_stands_first(
    stage: Stage, client: CheckedClient, at: str, first: str, also: str
) -> None:
    made = opened(stage, client, at)

    found = buttons(client.get(f"/cases/{made.id}"))

    assert found[0] == first
    assert also in found
    assert STAGES.index(at) >= 0


def test_what_is_missing_before_acceptance_is_named_with_the_reason(
    stage: Stage, client: CheckedClient
) -> None:
    made = opened(stage, client, "in-discussion", consent_on=None, postcode_area="", route="")

    page = client.get(f"/cases/{made.id}")

    assert "Accept the referral" not in buttons(page)
    assert "Record: the client agreed to the referral" in buttons(page)
    assert "Without it the referral cannot be accepted." in page.main


@pytest.mark.one_database("of 300 links, where they lead; each page has tests of its own on both")
def test_every_button_of_every_stage_leads_to_a_page(stage: Stage, client: CheckedClient) -> None:
    office = None
    for at in STAGES:
        made = a_case(stage, at, office, reference=f"C-{at}-1")
        office = made.office
        client.sign_in(office.worker)
        page = client.get(f"/cases/{made.id}")
        for words, href in page.links().items():
            if href.startswith(f"/cases/{made.id}"):
                answer = client.get(href, follow_redirects=True)
                assert answer.status_code == 200, (at, words, href)


def test_a_clock_says_why_it_is_due_on_that_day(stage: Stage, client: CheckedClient) -> None:
    made = opened(stage, client)

    page = client.get(f"/cases/{made.id}")

    row = next(r for r in page.rows if r[0].startswith("First client review"))
    assert row[1:3] == ["5 Mar 2026", "5 May 2026"]
    assert "3 working days late" in row[3]
    assert "Began on Thursday 5 March 2026; the limit is 40 working days." in row[4]
    assert "Good Friday" in row[4]
    assert "Easter Monday" in row[4]
    assert "days of weekends" in row[4]


def test_what_happened_has_two_dates_and_who_wrote_it(stage: Stage, client: CheckedClient) -> None:
    made = opened(stage, client)

    main = client.get(f"/cases/{made.id}").main

    late = "Written down 1 day later, on 5 March 2026, by Kit Worker."
    assert f"Wednesday 4 March 2026 Referral accepted {late}" in main
    assert "Consent given: To the referral Written down the same day by Kit Worker." in main


@pytest.mark.one_database("the layout of each page; that the tag is read is tested on both")
def test_the_safeguarding_tag_stands_on_every_page_of_the_case(
    stage: Stage, client: CheckedClient
) -> None:
    made = opened(stage, client, "review")
    client.sign_in(made.office.supervisor)
    stage.do(
        made.office.worker, lambda w: escalating.set_tag(w, made.id, date(2026, 4, 1), "A child.")
    )
    pages = [
        href
        for href in client.get(f"/cases/{made.id}").links().values()
        if href.startswith(f"/cases/{made.id}/") and not href.endswith(".pdf")
    ]

    assert len(pages) > 10
    for href in {f"/cases/{made.id}", f"/cases/{made.id}/sign-off", *pages}:
        assert BANNER in client.get(href).main, href


def test_a_consent_taken_back_stands_above_the_page(stage: Stage, client: CheckedClient) -> None:
    made = opened(stage, client, "review")
    stage.do(
        made.office.worker,
        lambda w: referring.withdraw_consent(w, made.id, "sharing", date(2026, 4, 2)),
    )

    assert "Consent taken back on 2 April 2026: sharing" in client.get(f"/cases/{made.id}").main


def test_who_may_not_see_the_case_is_not_told_that_it_exists(
    stage: Stage, client: CheckedClient
) -> None:
    made = opened(stage, client)
    people = around(stage, made.office)
    pages = ("", "/details", "/consents", "/letters", "/accept", "/refuse", "/appeals/new",
             "/key-worker", "/team", "/needs", "/risks", "/risks/new", "/sign-off", "/readings",
             "/readings/outcomes", "/missed", "/record/noted")  # fmt: skip

    for who in ("elsewhere", "former", "auditor", "administrator", "training_lead", "central"):
        client.sign_in(people[who])
        for page in pages:
            assert client.get(f"/cases/{made.id}{page}").status_code == 404, (who, page)
    client.sign_in(people["specialist"])
    reads = client.get(f"/cases/{made.id}")
    assert buttons(reads) == []
    assert client.get(f"/cases/{made.id}/accept").status_code == 403
    assert "Correct" not in reads.links()


def test_something_with_a_day_and_a_note_is_recorded(stage: Stage, client: CheckedClient) -> None:
    made = opened(stage, client)

    page = client.get(f"/cases/{made.id}/record/core_data_sent")
    day = {"happened_on-day": "7", "happened_on-month": "5", "happened_on-year": "2026"}
    answer = page.form().submit(day | {"note": "By secure mail."})

    assert answer.heading == "Case C-0001"
    assert "Thursday 7 May 2026 Core data set sent By secure mail." in answer.main
    assert "Written down 1 day later, on 8 May 2026, by Kit Worker." in answer.main


@pytest.mark.parametrize(
    ("kind", "day", "said"),
    [
        ("core_data_sent", "9 5 2026", "has not come yet"),
        ("core_data_sent", "1 3 2026", "would be before the referral of 2 March 2026"),
        ("core_data_sent", "31 2 2026", "Enter a real date"),
        ("core_data_sent", "", "Enter the day on which it happened."),
        ("gp_summary_received", "1 4 2026", "comes after: GP summary requested"),
        ("gp_summary_requested", "1 4 2026", "has not agreed that information is shared"),
        ("re_engagement_step", "1 4 2026", "Choose the step that was taken."),
        ("noted", "1 4 2026", "Write what there is to note."),
        ("assessment_completed", "1 4 2026", "The initial needs assessment is not complete yet."),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    stage: Stage, client: CheckedClient, look: Session, kind: str, day: str, said: str
) -> None:
    made = opened(stage, client)
    before = len(look.scalars(select(CaseEvent)).all())
    parts = dict(zip(("day", "month", "year"), day.split(), strict=False))
    typed = {f"happened_on-{part}": value for part, value in parts.items()}

    form = client.get(f"/cases/{made.id}/record/{kind}").form()
    page = form.submit(typed | ({} if kind == "noted" else {"note": "Kept."}))

    assert page.status_code == 422
    assert any(said in error for error in page.errors), page.errors
    kept = page.form().values
    assert {name: kept[name] for name in typed} == typed
    look.rollback()
    assert len(look.scalars(select(CaseEvent)).all()) == before


def test_what_has_its_own_form_has_no_second_one(stage: Stage, client: CheckedClient) -> None:
    made = opened(stage, client)

    for kind in ("closed", "risk_assessment_signed_off", "nonsense", "audit_completed"):
        assert client.get(f"/cases/{made.id}/record/{kind}").status_code == 404


def test_a_day_is_corrected_and_what_was_written_stays_readable(
    stage: Stage, client: CheckedClient
) -> None:
    made = opened(stage, client)
    event = stage.do(
        made.office.worker,
        lambda w: recording.happened(w, made.id, "core_data_sent", date(2026, 5, 4)),
    )
    client.sign_in(made.office.supervisor)

    form = client.get(f"/cases/{made.id}/events/{event.id}/correct").form("correct")
    page = form.submit({"happened_on-day": "5", "reason": "Mixed up."})

    assert "Tuesday 5 May 2026 Core data set sent" in page.main
    assert "Its day corrected to 5 May 2026 (first written: 4 May 2026)" in page.main
    assert "by Sue Visor. Corrected: Mixed up." in page.main
    again = client.get(f"/cases/{made.id}/events/{event.id}/correct").form("correct")
    gone = again.submit({"how": "struck", "reason": "Another case."})
    assert "Struck out" in gone.main
    assert client.get(f"/cases/{made.id}/events/{event.id}/correct").status_code == 404


def test_a_correction_without_a_reason_or_to_the_future_is_refused(
    stage: Stage, client: CheckedClient
) -> None:
    made = opened(stage, client)
    event = stage.do(
        made.office.worker,
        lambda w: recording.happened(w, made.id, "core_data_sent", date(2026, 5, 4)),
    )
    form = client.get(f"/cases/{made.id}/events/{event.id}/correct").form("correct")

    assert form.submit({"reason": ""}).errors == ["Say why this is corrected."]
    ahead = form.submit({"reason": "So.", "happened_on-day": "20"})
    assert "has not come yet" in ahead.errors[0]
    referral = client.get(f"/cases/{made.id}").links()
    first = [href for words, href in referral.items() if "Referral received" in words]
    struck = client.get(first[0]).form("correct").submit({"how": "struck", "reason": "No."})
    assert "cannot be struck out, because the case rests on it" in struck.errors[0]


def test_what_has_to_be_so_before_the_next_stage_is_counted(
    stage: Stage, client: CheckedClient
) -> None:
    made = opened(stage, client)

    main = client.get(f"/cases/{made.id}").main

    assert "What has to be so before planning: 1 of 8 done" in main
    assert "Needs are assessed" in main


def test_who_has_still_to_be_told_is_named(stage: Stage, client: CheckedClient) -> None:
    made = opened(stage, client, "in-discussion")
    told = "Record: referrer told of the assessment"
    assert told not in buttons(client.get(f"/cases/{made.id}"))
    day = date(2026, 5, 4)
    worker = made.office.worker
    stage.do(worker, lambda w: recording.happened(w, made.id, "assessment_offered", day))

    assert told in buttons(client.get(f"/cases/{made.id}"))
    stage.do(worker, lambda w: recording.happened(w, made.id, "referrer_told_of_assessment", day))
    assert told not in buttons(client.get(f"/cases/{made.id}"))


def test_who_may_only_read_a_case_corrects_nothing(stage: Stage, client: CheckedClient) -> None:
    made = opened(stage, client)
    specialist = around(stage, made.office)["specialist"]
    first = next(h for w, h in client.get(f"/cases/{made.id}").links().items() if "Correct" in w)

    assert client.sign_in(specialist).get(first).status_code == 403


def test_the_page_names_who_supervises_the_key_worker_today_and_asks_few_questions(
    stage: Stage, client: CheckedClient
) -> None:
    made = opened(stage, client)
    around(stage, made.office)

    with statements(client.application) as asked:
        page = client.get(f"/cases/{made.id}")

    assert "Key worker: Kit Worker, supervised by Sam Second and Sue Visor" in page.main
    assert len(asked) <= 12, asked
