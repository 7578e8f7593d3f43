"""What usually comes next in a case, at its stage and with what is still missing."""

from collections.abc import Iterator

from flask import url_for

from competency.cases import permissions
from competency.cases.domain import timeline, way
from competency.cases.domain.consent import Consent
from competency.cases.domain.kinds import Happened, words_of
from competency.cases.service.facts import in_area
from competency.cases.service.reading import Whole
from competency.cases.views.ways import form_for, is_there
from competency.frameworks.domain.kinds.case_management_protocol import Gate
from competency.kernel.values import Value

H = Happened
# Facts of a gate that are recorded by a form of the case.
FACTS = {
    "referral_consent": "cases.consents",
    "storing_consent": "cases.consents",
    "in_area": "cases.details",
    "goals_set": "cases.plan",
    "client_view_recorded": "cases.plan",
}
MOST = 6


class NextStep(Value):
    """One button: what it says, where it leads, and why it comes next."""

    text: str
    href: str
    why: str = ""


def next_steps(whole: Whole) -> list[NextStep]:
    """Return what comes next, the most usual first; nothing for those who only read."""
    if not whole.may[permissions.WORK]:
        return []
    found: dict[str, NextStep] = {}
    for step in _steps(whole):
        found.setdefault(step.text, step)
    return list(found.values())[:MOST]


def _steps(whole: Whole) -> Iterator[NextStep]:
    yield from _leading(whole)
    begins = whole.head.stage.begins
    by_event = (
        (H.ENTERED, _in_discussion),
        (H.ACCEPTED, _in_assessment),
        (H.ASSESSMENT_COMPLETED, _in_planning),
        (H.CLOSED, _closed),
        (H.REFUSED, _refused),
    )
    yield from next((found for event, found in by_event if event in begins), _in_review)(whole)


def _leading(whole: Whole) -> Iterator[NextStep]:
    """Yield what waits for those who lead, before all else."""
    if _waits_for_sign_off(whole) and whole.may[permissions.SIGN_OFF]:
        sign = url_for("cases.sign_off", case_id=whole.head.id)
        yield NextStep("Sign off the risk assessment", sign, "It waits for your decision.")
    waits = whole.head.key_worker_id is None and not whole.head.stage.is_end
    accepted = timeline.first(whole.line, H.ACCEPTED) is not None
    if waits and accepted and whole.may[permissions.ASSIGN]:
        yield _to(whole, H.ASSIGNED, "Choose the key worker", "Nobody is key worker yet.")


def _telling(whole: Whole) -> Iterator[NextStep]:
    """Yield who has still to be told of what happened, as the protocol lists them."""
    for told in whole.protocol.told:
        happened = timeline.last(whole.line, told.event)
        done = timeline.last(whole.line, told.done)
        if happened is not None and (done is None or done < happened):
            words = _small(words_of(told.done, whole.protocol))
            yield _to(whole, told.done, f"Record: {words}", told.text)


def _in_discussion(whole: Whole) -> Iterator[NextStep]:
    missing = _missing(whole, H.ACCEPTED)
    if timeline.first(whole.line, H.ASSESSMENT_OFFERED) is None:
        yield _to(whole, H.ASSESSMENT_OFFERED, "Record the appointment offered")
    yield from _telling(whole)
    for gate in missing:
        yield _for_gate(whole, gate)
    if not missing:
        yield _to(whole, H.ACCEPTED, "Accept the referral")
    yield _to(whole, H.REFUSED, "Refuse the referral")


def _in_assessment(whole: Whole) -> Iterator[NextStep]:
    if timeline.first(whole.line, H.FIRST_CONTACT) is None:
        yield _to(whole, H.CONTACT, "Record the first contact")
    yield from _telling(whole)
    missing = _missing(whole, H.ASSESSMENT_COMPLETED)
    for gate in missing:
        if gate.event != H.RISK_SIGNED_OFF:
            yield _for_gate(whole, gate)
    if timeline.first(whole.line, H.OUTCOMES_READ) is None:
        yield _to(whole, H.OUTCOMES_READ, "Rate the outcome domains")
    if not missing:
        yield _to(whole, H.ASSESSMENT_COMPLETED, "The assessment is complete")
    yield _to(whole, H.CONTACT, "Record a contact")


def _waits_for_sign_off(whole: Whole) -> bool:
    newest = None if whole.head.stage.is_end else whole.newest("risk")
    decided = {paper.number for paper in whole.papers.get("sign_off", ())}
    return newest is not None and newest.id not in decided


def _in_planning(whole: Whole) -> Iterator[NextStep]:
    yield _to(whole, H.PLAN_ENTERED, "Write the care plan")
    yield _to(whole, H.CONTACT, "Record a contact")


def _in_review(whole: Whole) -> Iterator[NextStep]:
    yield _to(whole, H.CONTACT, "Record a contact")
    yield _to(whole, H.CLIENT_REVIEW, "Record a client review")
    yield _to(whole, H.RISK_REVIEWED, "Look at the risks again")
    yield _to(whole, H.APPOINTMENT_MISSED, "Record a missed appointment")
    yield _to(whole, H.ESCALATED, "Escalate a concern")
    yield _to(whole, H.CLOSURE_ASKED, "Ask for closing")


def _closed(whole: Whole) -> Iterator[NextStep]:
    yield _to(whole, H.FOLLOW_UP, "Record a follow-up")
    yield _to(whole, H.RE_ENGAGED, "The client came back")
    yield from _telling(whole)


def _refused(whole: Whole) -> Iterator[NextStep]:
    letters = url_for("cases.letters", case_id=whole.head.id)
    if timeline.first(whole.line, H.LETTER_SENT) is None:
        yield NextStep("Print the letter", letters)
        yield _to(whole, H.LETTER_SENT, "Record that the letter was sent")
    appeal = whole.newest("appeal")
    if appeal is not None and not appeal.code:
        yield NextStep("See the appeal that waits", letters)
    else:
        yield _to(whole, H.APPEALED, "Record an appeal")


def gates_before(whole: Whole, event: str) -> list[dict[str, str]]:
    """Return everything that has to be so before an event, as a list of tasks, done or not."""
    enters = way.begun_by(event, whole.protocol)
    if enters is None:
        return []
    shut = _missing(whole, event)
    gates = whole.protocol.gates_between(whole.head.stage.code, enters.code, whole.applies)
    # What is decided on a page of its own is no task of this list.
    gates = tuple(g for g in gates if g.event is not None or g.fact in FACTS)
    return [
        {
            "text": gate.title,
            "status": "Still to do" if gate in shut else "Done",
            "tone": "waiting" if gate in shut else "good",
            **({"href": _for_gate(whole, gate).href, "hint": gate.refusal} if gate in shut else {}),
        }
        for gate in gates
    ]


def _missing(whole: Whole, event: str) -> list[Gate]:
    """Return the gates that are still shut before an event, as far as the page's facts tell."""
    facts = {
        "referral_consent": Consent.REFERRAL in whole.consents,
        "storing_consent": Consent.STORING in whole.consents,
        "in_area": in_area(whole.case.postcode_area, whole.protocol),
        "goals_set": bool(whole.goals),
        "client_view_recorded": bool(whole.papers.get("agreement")),
    }
    return way.open_gates(whole.line, whole.protocol, event, whole.applies, facts)


def _for_gate(whole: Whole, gate: Gate) -> NextStep:
    if gate.event is not None:
        return _to(whole, gate.event, f"Record: {_small(words_of(gate.event, whole.protocol))}",
                   gate.refusal)  # fmt: skip
    endpoint = FACTS.get(gate.fact or "", "")
    there = endpoint if is_there(endpoint) else "cases.case"
    return NextStep(f"Record: {_small(gate.title)}", url_for(there, case_id=whole.head.id),
                    gate.refusal)  # fmt: skip


def _to(whole: Whole, event: str, text: str, why: str = "") -> NextStep:
    return NextStep(text, form_for(whole.head.id, event, whole.protocol), why)


def _small(title: str) -> str:
    """Return a title within a sentence; an abbreviation such as AUDIT stays as it is."""
    first = title.split(maxsplit=1)[0]
    return title if first.isupper() else title[:1].lower() + title[1:]
