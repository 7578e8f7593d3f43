"""Rows of what was written in a case: decisions, needs, risks, readings, plans, endings."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from competency.calendars.domain.nations import DEFAULT_NATION
from competency.calendars.service.days import calendar_of
from competency.cases.domain import instruments
from competency.cases.domain.running import Form
from competency.cases.domain.timeline import Event
from competency.cases.models import (
    CaseAgreement,
    CaseAppeal,
    CaseClosing,
    CaseContact,
    CaseDecision,
    CaseEscalation,
    CaseFile,
    CaseNeed,
    CaseReading,
    CaseRisk,
    CaseSignOff,
)
from competency.demo.domain.case_story import Story
from competency.demo.domain.cast import Member
from competency.demo.domain.chance import between
from competency.demo.domain.texts import Texts
from competency.demo.service.care_plans import IN_PLANS, CarePlans
from competency.frameworks.domain.kinds.case_management_protocol import (
    CaseManagementProtocol,
    Instrument,
    clock_of,
)
from competency.infra.db import Base
from competency.infra.formats import plain_day
from competency.kernel.values import Value
from competency.timeliness.domain.due import due_after

IN_ORDER: tuple[type[Base], ...] = (
    CaseDecision,
    CaseAppeal,
    CaseNeed,
    CaseRisk,
    CaseSignOff,
    CaseReading,
    CaseContact,
    *IN_PLANS,
    CaseAgreement,
    CaseEscalation,
    CaseClosing,
)
MOST_NEEDS, MOST_RISKS = 3, 2
LETTER_EVERY = 4
NINE = time(9, 30, tzinfo=UTC)
BEGIN, MOVES = (3, 6), 2  # an outcome domain at first, and how far it moves by the next reading
Row = dict[str, Any]
Paper = Mapping[str, Any]


class Written(Value):
    """An event as it stands on the line, who wrote it, and the paper that hangs on it."""

    event: Event
    by: Member
    paper: tuple[str, Paper] | None


class Papers:
    """Puts what hangs on the events of a case among the rows that wait to be written."""

    def __init__(
        self,
        rows: dict[type[Base], list[Row]],
        texts: Texts,
        protocol: CaseManagementProtocol,
        as_of: date,
        teams: Sequence[str],
    ) -> None:
        self._teams = teams
        self._rows, self._texts, self._protocol = rows, texts, protocol
        self._plans = CarePlans(rows, texts.cases, as_of)
        self._needs = self._risks = 0
        self._instruments = {one.code: one for one in protocol.instruments}
        self._writers: dict[str, Callable[[CaseFile, Story, Written, Paper], None]] = {
            "decision": self._decision,
            "appeal": self._appeal,
            "outcome": self._appeal_decided,
            "needs": self._write_needs,
            "risk": self._risk,
            "sign_off": self._sign_off,
            "reading": self._reading,
            "contact": self._contact,
            "agreement": self._agreement,
            "concern": self._concern,
            "closing": self._closing,
        }

    def add(self, case: CaseFile, story: Story, written: Sequence[Written]) -> list[Form]:
        """Add the papers of a case, and return the forms of its incidents."""
        self._forms: list[Form] = []
        self._by_number: dict[int, int] = {}
        self._levels: dict[str, int] = {}
        self._plans.begin()
        for one in written:
            kind, paper = one.paper or ("", {})
            write = self._writers.get(kind)
            if write is not None:
                write(case, story, one, paper)
        self._plans.end(case, story)
        return self._forms

    def _put(self, model: type[Base], case: CaseFile, one: Written, **columns: Any) -> Row:
        row = {"case_id": case.id, "event_id": one.event.id, **columns}
        self._rows[model].append(row)
        return row

    def _decision(self, case: CaseFile, story: Story, one: Written, paper: Paper) -> None:
        refused = paper["outcome"] == "refused"
        self._put(
            CaseDecision,
            case,
            one,
            outcome=paper["outcome"],
            criterion=paper.get("criterion", ""),
            reason=paper.get("reason", ""),
            letter=self._letter(case, story, one, paper)
            if refused
            else self._answer(case, story, one),
        )

    def _letter(self, case: CaseFile, story: Story, one: Written, paper: Paper) -> str:
        criterion = self._protocol.criterion(paper["criterion"]).text
        return self._filled(
            "refusal", case, story, one, criterion=criterion, reason=paper["reason"]
        )

    def _answer(self, case: CaseFile, story: Story, one: Written) -> str:
        """Return the letter of acceptance, where one was written: to every fourth referrer."""
        if case.id % LETTER_EVERY != 1:
            return ""
        appointment = self._texts.cases.extras["appointment"]
        return self._filled("acceptance", case, story, one, appointment=appointment)

    def _filled(self, code: str, case: CaseFile, story: Story, one: Written, **values: str) -> str:
        steps = self._protocol.appeal_steps
        subject, paragraphs = self._protocol.letter(code).fill(
            {
                "organisation": self._texts.organisation,
                "reference": case.reference,
                "date": plain_day(one.event.happened_on),
                "referrer": story.referrer,
                "team": self._teams[case.team_id - 1],
                "appeal": steps[0].text if steps else "",
                "author": one.by.name,
                **values,
            }
        )
        return "\n\n".join((subject, *paragraphs))

    def _appeal(self, case: CaseFile, _story: Story, one: Written, paper: Paper) -> None:
        self._put(
            CaseAppeal,
            case,
            one,
            grounds=paper["grounds"],
            outcome=paper["outcome"],
            outcome_reason="",
            outcome_event_id=None,
            version=1,
        )

    def _appeal_decided(self, _case: CaseFile, _story: Story, one: Written, paper: Paper) -> None:
        row = self._rows[CaseAppeal][-1]
        row |= {"outcome_reason": paper["reason"], "outcome_event_id": one.event.id}

    def _write_needs(self, case: CaseFile, story: Story, one: Written, _paper: Paper) -> None:
        texts = self._texts.cases.needs
        found = story.chance.sample(range(len(texts)), between(story.chance, 1, MOST_NEEDS))
        for number in found:
            self._needs += 1
            self._put(CaseNeed, case, one, id=self._needs, **texts[number])
            self._plans.needs.append(self._needs)

    def _risk(self, case: CaseFile, story: Story, one: Written, paper: Paper) -> None:
        self._risks += 1
        self._by_number[paper["number"]] = self._risks
        chance, texts = story.chance, self._texts.cases.risks
        numbers = chance.sample(range(len(texts)), between(chance, 1, MOST_RISKS))
        scale = self._protocol.risk
        risks: list[dict[str, Any]] = [
            {
                "area": texts[number]["area"],
                "likelihood": between(chance, 1, 4),
                "impact": between(chance, 2, 5),
                "what": texts[number]["what"],
                "plan": texts[number]["plan"],
            }
            for number in numbers
        ]
        found = instruments.highest(
            instruments.score_risk(scale, risk["likelihood"], risk["impact"]) for risk in risks
        )
        self._put(
            CaseRisk,
            case,
            one,
            id=self._risks,
            score=found.score if found else 0,
            band=found.band.code if found else "",
            risks=json.dumps(risks, ensure_ascii=False),
            author_id=one.by.id,
        )

    def _sign_off(self, case: CaseFile, _story: Story, one: Written, paper: Paper) -> None:
        self._put(
            CaseSignOff,
            case,
            one,
            risk_id=self._by_number[paper["of"]],
            outcome=paper["outcome"],
            comment=paper["comment"],
            by_id=one.by.id,
            alone=False,
        )

    def _reading(self, case: CaseFile, story: Story, one: Written, paper: Paper) -> None:
        found = self._instruments[paper["instrument"]]
        answers = self._answers(story, found)
        score = instruments.score(found, answers)
        self._put(
            CaseReading,
            case,
            one,
            instrument=found.code,
            answers=json.dumps(answers),
            score=score.total,
            band=score.band.code if score.band else "",
        )

    def _answers(self, story: Story, found: Instrument) -> dict[str, int]:
        """Return answers; what is rated again moves on, mostly for the better."""
        chance, answers = story.chance, {}
        for item in found.items:
            last = len(item.allowed) - 1
            place = self._levels.get(item.code)
            if place is None:
                part = BEGIN if last >= sum(BEGIN) else (0, last)
                place = between(chance, *part)
            else:
                better = 1 if item.direction == "higher-is-better" else -1
                place = min(last, max(0, place + better * between(chance, -1, MOVES)))
            self._levels[item.code] = place
            answers[item.code] = item.allowed[place]
        return answers

    def _contact(self, case: CaseFile, _story: Story, one: Written, paper: Paper) -> None:
        direct = self._protocol.is_direct(paper["how"], paper["with_whom"])
        self._put(CaseContact, case, one, is_direct=direct, **paper)

    def _agreement(self, case: CaseFile, story: Story, one: Written, paper: Paper) -> None:
        words = self._texts.cases.own_words[paper["words"]]
        disagreement = words.get("disagreement", "")
        self._put(
            CaseAgreement,
            case,
            one,
            agrees=not disagreement,
            disagreement=disagreement,
            client_signed=paper["signed"],
            copy_offered=True,
            plan_then=self._plans.write(case, story, one.event, words["words"]),
        )

    def _concern(self, case: CaseFile, story: Story, one: Written, paper: Paper) -> None:
        texts = self._texts.cases.concerns[paper["number"]]
        kind = self._protocol.escalation(texts["kind"])
        known_at = datetime.combine(one.event.happened_on, NINE)
        due_at = sent_at = None
        if kind.deadline is not None:
            clock = clock_of(self._protocol.deadline(kind.deadline))
            due = due_after(clock, known_at, calendar_of(DEFAULT_NATION))
            due_at = due if isinstance(due, datetime) else None
            sent_at = known_at + timedelta(days=paper["sent_after"], hours=5)
            if sent_at.date() >= story.as_of:
                sent_at = None
            if due_at is not None:
                self._forms.append(Form(kind.deadline, known_at, due_at, sent_at))
        self._put(
            CaseEscalation,
            case,
            one,
            kind=kind.code,
            is_safeguarding=kind.tags_case,
            what=texts["what"],
            done=texts["done"],
            to_whom=",".join(kind.tell),
            known_at=known_at,
            form_due_at=due_at,
            form_sent_at=sent_at,
            version=1,
        )

    def _closing(self, case: CaseFile, story: Story, one: Written, paper: Paper) -> None:
        met_on, reason = paper["met_on"], paper["reason"]
        asked = self._protocol.reason(reason).barred_by
        self._put(
            CaseClosing,
            case,
            one,
            reason=reason,
            answers=json.dumps(dict.fromkeys(asked, False)),
            summary=self._texts.cases.summaries[reason],
            follow_up_consent=paper["agrees"],
            outcome="closed" if met_on else "",
            comment="",
            met_on=met_on,
            decided_by_id=story.given.lead.id if met_on else None,
            version=1,
        )
