"""From what two people said to the rows that hold it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from competency.assessments.domain.agenda import Outcome
from competency.assessments.domain.marks import Hand, Mark
from competency.assessments.domain.objectives import Ending, Smarter
from competency.assessments.domain.sealing import content_hash
from competency.assessments.models import (
    Appraisal,
    Objective,
    ObjectiveEnding,
    Rating,
    SectionLevel,
    Signature,
    StrandAgreement,
)
from competency.assessments.queries import AgreedLevel, GivenMark
from competency.assessments.service.signing import HANDS, Parts, content
from competency.demo.domain import saying
from competency.demo.domain.cast import YEAR
from competency.demo.domain.chance import pick, stream
from competency.demo.domain.cycles import CLOSED, SHOWN, Cycle, Stage
from competency.demo.domain.saying import Said, Speaker, carried_on
from competency.demo.domain.texts import Texts
from competency.demo.service.batch import Batch
from competency.frameworks.domain.structure import CompetencyFramework
from competency.kernel.values import Value

ENDINGS = (Ending.COMPLETE, Ending.COMPLETE, Ending.CARRIED_FORWARD, Ending.DROPPED)


class Setting(Value):
    """What all appraisals of a load share."""

    texts: Texts
    framework: CompetencyFramework
    seed: int
    as_of: date


class Chain:
    """The appraisals of one person in one practice area, one year after the other."""

    def __init__(self, batch: Batch, setting: Setting, number_objectives_after: int) -> None:
        self._batch, self._setting = batch, setting
        self._framework = setting.framework
        self.last_objective = number_objectives_after

    def write(self, cycles: Sequence[Cycle]) -> None:
        """Write the appraisals, given from the oldest to the newest."""
        first = cycles[0]
        self._chance = stream(self._setting.seed, "moments", first.person.id, first.practice_area)
        words = stream(self._setting.seed, "said", first.person.id, first.practice_area)
        speaker = Speaker(self._setting.texts, self._framework, words)
        objectives: list[Objective] = []
        said: Said | None = None
        for turn, cycle in enumerate(cycles):
            self._layer = self._batch.layer(turn)
            appraisal = self._appraisal(cycle)
            self._layer.appraisals.append(appraisal)
            if cycle.revises is not None and said is not None:
                said = said.for_a_revision()
                carried = [o.carried_from_id for o in objectives]
            else:
                carried, again = self._close_out(objectives, cycle)
                years_ago = round((self._setting.as_of - cycle.started_on).days / YEAR)
                said = speaker.say(cycle, years_ago, again)
            objectives = self._objectives(cycle, said, carried)
            self._ratings(cycle, said)
            self._agreements(cycle, said)
            if cycle.stage in CLOSED:
                self._sign(cycle, appraisal, said, objectives)

    def _appraisal(self, cycle: Cycle) -> Appraisal:
        """Return the appraisal itself, not sealed yet; a revision keeps the moments it copies."""
        began, chance = cycle.revises or cycle, self._chance
        made = Appraisal(
            id=cycle.id,
            person_id=cycle.person.id,
            practice_area_id=cycle.practice_area,
            supervisor_id=_supervisor(cycle),
            framework_id=self._framework.id,
            framework_version=self._framework.version,
            title=cycle.title,
            started_on=cycle.started_on,
            due_on=cycle.due_on,
            open_ratings=False,
            carried_from_id=cycle.before.id if cycle.before else None,
            revision=2 if cycle.revises else 1,
            revises_id=cycle.revises.id if cycle.revises else None,
            reopened_reason=self._setting.texts.reopened if cycle.revises else None,
        )
        if cycle.stage in (*SHOWN, Stage.SELF_SUBMITTED):
            made.self_submitted_at = began.moment(chance, saying.SELF_SUBMITTED)
        if cycle.stage in (*SHOWN, Stage.SUPERVISOR_SUBMITTED):
            made.supervisor_submitted_at = began.moment(chance, saying.SUPERVISOR_SUBMITTED)
            made.supervisor_submitted_by_id = _supervisor(cycle)
        if cycle.stage in CLOSED:
            made.agreed_at = cycle.moment(chance, saying.AGREED)
        if cycle.stage is Stage.WITHDRAWN:
            made.withdrawn_at = cycle.moment(chance, saying.WITHDRAWN)
            made.withdrawn_reason = pick(chance, self._setting.texts.withdrawn)
        return made

    def _close_out(
        self, earlier: Sequence[Objective], cycle: Cycle
    ) -> tuple[list[int | None], list[Smarter]]:
        """End last year's objectives: all before this talk closes, until then only the first.

        Returns what is carried forward: where from, and with which days.
        """
        sources: list[int | None] = []
        again: list[Smarter] = []
        for number, objective in enumerate(earlier):
            if number and cycle.stage not in CLOSED:
                break
            ending = pick(self._chance, ENDINGS) if cycle.stage in CLOSED else Ending.COMPLETE
            day = saying.TALK if cycle.stage in CLOSED else 1
            self._layer.endings.append(
                ObjectiveEnding(
                    objective_id=objective.id,
                    ending=ending.value,
                    reason=self._setting.texts.dropped if ending is Ending.DROPPED else "",
                    recorded_by_id=_supervisor(cycle),
                    at=cycle.moment(self._chance, day),
                )
            )
            if ending is Ending.CARRIED_FORWARD:
                sources.append(objective.id)
                agreed_on = cycle.started_on + timedelta(days=saying.AGREED)
                again.append(carried_on(objective, agreed_on))
        return sources, again

    def _objectives(
        self, cycle: Cycle, said: Said, carried: Sequence[int | None]
    ) -> list[Objective]:
        made = []
        for number, wanted in enumerate(said.objectives):
            self.last_objective += 1
            texts = {name: getattr(wanted, name) for name in saying.OBJECTIVE_TEXTS}
            made.append(
                Objective(
                    id=self.last_objective,
                    appraisal_id=cycle.id,
                    due_on=wanted.due_on,
                    review_on=wanted.review_on,
                    carried_from_id=carried[number] if number < len(carried) else None,
                    **texts,
                )
            )
            self._layer.objectives.append(made[-1])
        return made

    def _ratings(self, cycle: Cycle, said: Said) -> None:
        for hand, strands in said.saves.items():
            rater = cycle.person.id if hand is Hand.SELF else _supervisor(cycle)
            for strand, saves in strands.items():
                for mark, at in saves:
                    row = {
                        "appraisal_id": cycle.id,
                        "hand": hand.value,
                        "rater_id": rater,
                        "strand": strand,
                        "seq": mark.seq,
                        "answer": mark.answer.value,
                        "position": mark.position,
                        "reason": mark.reason,
                        "comment": mark.comment,
                        "framework_version": self._framework.version,
                        "at": at,
                    }
                    self._layer.rows[Rating].append(row)

    def _agreements(self, cycle: Cycle, said: Said) -> None:
        by = _supervisor(cycle)
        shared = {"appraisal_id": cycle.id, "seq": 1, "recorded_by_id": by}
        for strand, (made, at) in said.agreed.items():
            row = {
                **shared,
                "strand": strand,
                "outcome": made.outcome.value,
                "answer": made.mark.answer.value,
                "position": made.mark.position,
                "not_applicable_reason": made.mark.reason,
                "reason": made.reason,
                "self_reason": made.self_reason,
                "supervisor_reason": made.supervisor_reason,
                # what both had rated alike needs no reason and is agreed with others in one go
                "together": made.outcome is Outcome.AGREED and not made.reason,
                "at": at,
            }
            self._layer.rows[StrandAgreement].append(row)
        for section, (words, at) in said.words.items():
            row = {**shared, "section": section, "words": words, "at": at}
            self._layer.rows[SectionLevel].append(row)

    def _sign(
        self, cycle: Cycle, appraisal: Appraisal, said: Said, objectives: Sequence[Objective]
    ) -> None:
        """Add the signatures to what was agreed; both of them seal it."""
        if cycle.stage is Stage.AGREED:
            return
        signed = content_hash(content(appraisal, self._parts(cycle, said, objectives)))
        first = cycle.moment(self._chance, saying.FIRST_SIGNATURE)
        self._signature(cycle, Hand.SELF, signed, first)
        if cycle.stage is Stage.SIGNED:
            second = cycle.moment(self._chance, saying.SECOND_SIGNATURE)
            self._signature(cycle, Hand.SUPERVISOR, signed, second)
            self._layer.seals.append((appraisal, second, signed))

    def _signature(self, cycle: Cycle, hand: Hand, signed: str, at: datetime) -> None:
        who = cycle.person if hand is Hand.SELF else cycle.supervisor or cycle.person
        row: dict[str, Any] = {
            "appraisal_id": cycle.id,
            "hand": hand.value,
            "person_id": who.id,
            "role_then": HANDS[hand] + (f", {who.post}" if who.post else ""),
            "content_hash": signed,
            "at": at,
            "voided_at": None,
        }
        self._layer.rows[Signature].append(row)

    def _parts(self, cycle: Cycle, said: Said, objectives: Sequence[Objective]) -> Parts:
        def given(marks: dict[str, Mark]) -> dict[str, GivenMark]:
            at, version = appraisal_moment, self._framework.version
            return {strand: GivenMark(mark, at, version) for strand, mark in marks.items()}

        appraisal_moment = cycle.moment(stream(0), saying.AGREED)  # no part of what is signed
        return Parts(
            own=given(said.latest(Hand.SELF)),
            supervisor=given(said.latest(Hand.SUPERVISOR)),
            agreed={strand: made for strand, (made, _at) in said.agreed.items()},
            levels={
                section: AgreedLevel(words, 1, at, _supervisor(cycle))
                for section, (words, at) in said.words.items()
            },
            objectives=objectives,
        )


def _supervisor(cycle: Cycle) -> int:
    """Return who takes the supervisor's part; in the demonstration there is always somebody."""
    if cycle.supervisor is None:
        raise ValueError(f"appraisal {cycle.id} has no supervisor")
    return cycle.supervisor.id
