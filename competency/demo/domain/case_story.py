"""How one case went, told as its line of events with what was written at each.

Every step comes after what the protocol's gates ask for, and nothing happens before its time.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from competency.calendars.domain.working_calendar import WorkingCalendar
from competency.cases.domain.consent import Consent
from competency.cases.domain.kinds import Happened
from competency.demo.domain.caseload import Given
from competency.demo.domain.cast import Member
from competency.demo.domain.chance import between, pick, stream
from competency.demo.domain.pace import Pace
from competency.demo.domain.texts import CaseTexts
from competency.demo.domain.turn import turn
from competency.kernel.values import Value

H = Happened
Weighted = tuple[tuple[str, int], ...]
ROUTES: Weighted = (("core", 40), ("alcohol", 34), ("family", 10), ("criminal-justice", 16))
DRINKS, ON_THERAPY = 0.12, 0.4  # of those who do not come for alcohol; who come for drugs
SIX_WEEKS = timedelta(days=42)
HOWS: Weighted = (("in-person", 42), ("telephone", 30), ("visit", 14), ("group", 8), ("video", 6))
OTHERS = ("gp", "probation", "social-services", "family-friend", "prescriber")
RETURNED = 0.07  # of the first risk assessments
Paper = tuple[str, Mapping[str, Any]]


class Told(Value):
    """One event of the line, who wrote it down how many days later, and its paper."""

    kind: str
    on: date
    by: Member
    detail: str = ""
    note: str = ""
    paper: Paper | None = None
    written_days_after: int = 0


class Story:
    """The way of one case from its referral on; `told` is what has happened, in no order yet."""

    def __init__(
        self, given: Given, texts: CaseTexts, calendar: WorkingCalendar, seed: int, as_of: date
    ) -> None:
        self.given, self.texts, self.as_of, self.seed = given, texts, as_of, seed
        self.chance = stream(seed, "case", given.id)
        self.pace = Pace(given.team, self.chance, calendar, as_of)
        self.told: list[Told] = []
        self.route = self.drawn(ROUTES)
        self.alcohol = self.route == "alcohol"
        self.drinks = self.alcohol or self.chance.random() < DRINKS
        self.therapy = self.route == "core" and self.chance.random() < ON_THERAPY
        self.postcode = f"FY{between(self.chance, 1, 4)} {between(self.chance, 1, 9)}"
        self.referrer = pick(self.chance, texts.referrers)
        self.worker = given.former or given.worker or given.lead
        self.risks = 0
        self.is_known = False  # from the first contact with the client on

    def tell(
        self,
        kind: str,
        on: date,
        by: Member | None = None,
        *,
        detail: str = "",
        note: str = "",
        paper: Paper | None = None,
    ) -> None:
        """Put an event onto the line."""
        days = self.pace.written_days_after()
        self.told.append(Told(kind, on, by or self.worker, detail, note, paper, days))

    def drawn(self, choices: Weighted) -> str:
        """Return one of the codes, each as often as its weight says."""
        codes, weights = [code for code, _ in choices], [weight for _, weight in choices]
        return self.chance.choices(codes, weights)[0]

    def refer(self) -> date:
        """Tell of the referral until a team has it, and return the day of its logging."""
        given, pace = self.given, self.pace
        received = pace.on(given.received)
        while received >= self.as_of:
            received = pace.on(received - timedelta(days=5))
        entered = pace.within(received, 3)
        if entered >= self.as_of or given.is_at_its_six_weeks:
            entered = received
        lead = given.lead
        self.tell(H.REFERRAL_RECEIVED, received, lead)
        self.tell(H.CONSENT_GIVEN, received, lead, detail=Consent.REFERRAL)
        self.tell(H.ENTERED, entered, lead)
        self.tell(H.ROUTED, entered, lead, detail=self.route)
        offered = max(entered, pace.some(received, 0, 3))
        self.tell(H.ASSESSMENT_OFFERED, offered, lead)
        self.tell("referrer_told_of_assessment", offered, lead)
        return entered

    def accept(self, entered: date) -> date:
        """Tell of the acceptance and the key worker; return the day of the first contact."""
        given, pace = self.given, self.pace
        accepted = pace.some(entered, 0, 2)
        if given.due_on is not None and given.is_at_its_six_weeks:
            accepted = given.due_on - SIX_WEEKS
        self.tell(H.ACCEPTED, accepted, given.lead, paper=("decision", {"outcome": "accepted"}))
        assigned = max(accepted, pace.within(entered, 3))
        if given.worker is not None:
            self.assign(given.former or given.worker, assigned)
        first = pace.within(assigned, 2)
        if self.chance.random() < 0.12 and first > assigned:
            self.contact(assigned, attempt=True)
        self.contact(first)
        self.is_known = True
        return first

    def assign(self, who: Member, on: date, handover: bool = False) -> None:
        """Tell that somebody became key worker."""
        paper = ("assignment", {"person_id": who.id, "handover": handover})
        self.tell(H.ASSIGNED, on, self.given.lead, paper=paper)

    def assess(self, first: date) -> tuple[date, date]:
        """Tell of the assessment; return the day it was complete and that of the outcomes."""
        pace, given = self.pace, self.given
        consents = pace.some(first, 0, 3)
        self.tell(H.CONSENT_GIVEN, consents, detail=Consent.STORING)
        self.tell(H.CONSENT_GIVEN, consents, detail=Consent.SHARING)
        needs = pace.some(first, 2, 6)
        self.tell(H.NEEDS_ASSESSED, needs, paper=("needs", {}))
        assessed = pace.within(first, 6, 1)
        if self.chance.random() < pace.late_share(first) / 2:
            assessed = pace.some(first, 11, 15)
        if given.turned:
            assessed = self._risk_at_the_turn(first, assessed)
        signed = self._first_risk(assessed)
        talked = pace.some(assessed, 0, 1)
        self.tell("risk_discussed", talked, note=self.texts.discussed)
        read = max(needs, pace.within(first, 10, 6))
        read = max(read, min(signed, pace.after(first, 10)))  # the plan waits for both
        self.read(("outcomes", "top"), read)
        if self.drinks:
            self.read(("audit", "sadq"), needs)
        if self.route == "core":
            self.tell("health_assessment_offered", needs)
        if self.therapy:
            self.tell(H.THERAPY_NEEDED, needs)
            self.tell(H.MEDICAL, pace.within(needs, 9, 3))
        asked = pace.some(consents, 0, 3)
        self.tell(H.GP_SUMMARY_REQUESTED, asked)
        self.tell(H.GP_SUMMARY_RECEIVED, pace.some(asked, 4, 20))
        sent = pace.some(needs, 0, 3)
        self.tell("core_data_sent", sent)
        complete = max(signed, talked, read, needs, asked, sent)
        if self.chance.random() < pace.late_share(first) / 2:
            complete = pace.some(complete, 10, 25)
        if not given.is_at_its_six_weeks:
            self.tell(H.ASSESSMENT_COMPLETED, complete)
        return complete, read

    def plan(self, complete: date, read: date) -> date:
        """Tell how the plan came about; return the day it was in force."""
        entered = max(self.pace.some(complete, 0, 1), self.pace.within(read, 5, 3))
        number = between(self.chance, 0, len(self.texts.own_words) - 1)
        paper = ("agreement", {"words": number, "signed": self.chance.random() < 0.9})
        self.tell(H.PLAN_TALKED_OVER, entered, paper=paper)
        self.tell(H.COPY_OFFERED, entered)
        if paper[1]["signed"]:
            self.tell(H.PLAN_SIGNED, entered)
        self.tell(H.PLAN_ENTERED, entered, paper=("plan", {"words": number}))
        return entered

    def read(self, instruments: tuple[str, ...], on: date) -> None:
        """Tell that instruments were filled in."""
        events = {"outcomes": H.OUTCOMES_READ, "top": "top_completed"}
        for code in instruments:
            kind = events.get(code, f"{code}_completed")
            self.tell(kind, on, detail=code, paper=("reading", {"instrument": code}))

    def risk(self, kind: str, on: date, signed_on: date | None, *, returned: bool = False) -> None:
        """Tell of a risk assessment, and of its sign-off or return, if there was one."""
        self.risks += 1
        self.tell(kind, on, paper=("risk", {"number": self.risks}))
        if signed_on is not None:
            decided = H.RISK_RETURNED if returned else H.RISK_SIGNED_OFF
            outcome = "returned" if returned else "signed_off"
            comment = pick(self.chance, self.texts.returned) if returned else ""
            paper = ("sign_off", {"of": self.risks, "outcome": outcome, "comment": comment})
            self.tell(decided, signed_on, self.given.lead, paper=paper)

    def contact(self, on: date, *, attempt: bool = False) -> None:
        """Tell of a contact, mostly with the client."""
        how, party = self.drawn(HOWS), "client"
        note = pick(self.chance, self.texts.contact_notes)
        detail = "client"
        if attempt:
            how, detail, note = "attempt", "attempt", pick(self.chance, self.texts.attempt_notes)
        elif self.is_known and self.chance.random() < 0.15:
            how, party = "telephone", pick(self.chance, OTHERS)
            detail, note = party, pick(self.chance, self.texts.other_notes)
        paper = ("contact", {"how": how, "with_whom": party})
        self.tell(H.CONTACT, on, detail=detail, note=note, paper=paper)

    def _risk_at_the_turn(self, first: date, otherwise: date) -> date:
        """Return when the worker of the turn had the risk assessment done, by a chance apart."""
        share = turn(self.as_of).late_share(first)
        if share is None:
            return otherwise
        chance = stream(self.seed, "turn", self.given.id)
        span = (11, 15) if chance.random() < share else (2, 9)
        return self.pace.after(first, between(chance, *span))

    def _first_risk(self, assessed: date) -> date:
        signed = self.pace.within(assessed, 3, 0)
        if self.chance.random() >= RETURNED:
            self.risk(H.RISK_ASSESSED, assessed, signed)
            return signed
        self.risk(H.RISK_ASSESSED, assessed, signed, returned=True)
        anew = self.pace.some(signed, 1, 3)
        signed = self.pace.within(anew, 3, 0)
        self.risk(H.RISK_REVIEWED, anew, signed)
        return signed
