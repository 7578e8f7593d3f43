"""Rows of care plans: the client's own words, goals with objective and action, and how they end."""

import json
from datetime import date, timedelta
from typing import Any

from competency.cases.domain.planning import ACTION, ASKS, LABELS, OBJECTIVE
from competency.cases.domain.timeline import Event
from competency.cases.models import CaseFile, CaseGoal, CasePlan, CaseStep
from competency.demo.domain.case_story import Story
from competency.demo.domain.chance import between
from competency.demo.domain.texts import CaseTexts
from competency.infra.db import Base
from competency.infra.formats import plain_day

IN_PLANS: tuple[type[Base], ...] = (CasePlan, CaseGoal, CaseStep)
MOST_GOALS = 3
REACHED_AFTER = timedelta(days=150)
Row = dict[str, Any]


class CarePlans:
    """Puts plans among the rows that wait; `needs` are those of the case that goals answer."""

    def __init__(self, rows: dict[type[Base], list[Row]], texts: CaseTexts, as_of: date) -> None:
        self._rows, self._texts, self._as_of = rows, texts, as_of
        self._goal = self._step = 0
        self.begin()

    def begin(self) -> None:
        """Begin with a case that has no needs and no plan yet."""
        self.needs: list[int] = []
        self._goals: list[Row] = []
        self._steps: list[Row] = []

    def write(self, case: CaseFile, story: Story, event: Event, words: str) -> str:
        """Write a plan as it was talked over, and return it as it stood then."""
        changed = {"changed_by_id": event.recorded_by_id, "changed_at": event.recorded_at}
        self._rows[CasePlan].append(
            {"case_id": case.id, "own_words": words, **changed, "version": 1}
        )
        found = story.chance.sample(
            range(len(self._texts.goals)), between(story.chance, 1, MOST_GOALS)
        )
        for place, number in enumerate(found):
            self._add(case, story, event.happened_on, place, number, changed)
        goals = [_as_texts(goal) for goal in self._goals]
        return json.dumps({"own_words": words, "goals": goals}, ensure_ascii=False)

    def end(self, case: CaseFile, story: Story) -> None:
        """End the goals of a case that ended, and the first one of a case that goes on long."""
        for place, goal in enumerate(self._goals):
            on = case.ended_on
            if on is None and place == 0:
                on = goal["begun_on"] + REACHED_AFTER
                on = on if on < self._as_of else None
            begun_on = goal.pop("begun_on")
            if on is not None:
                ending = story.chance.choices(("reached", "partly", "dropped"), (5, 3, 2))[0]
                if case.ended_on is None:
                    ending = "reached"
                reason = "Agreed with the client at the last review." if ending != "reached" else ""
                goal |= {"ending": ending, "ended_on": on, "ending_reason": reason}
                self._steps[2 * place + 1]["done_on"] = max(begun_on, on - timedelta(days=20))
            self._rows[CaseGoal].append(goal)
        self._rows[CaseStep].extend(self._steps)

    def _add(
        self, case: CaseFile, story: Story, on: date, place: int, number: int, changed: Row
    ) -> None:
        text = self._texts.goals[number]
        due_on = on + timedelta(days=between(story.chance, 90, 270))
        review_on = on + timedelta(days=85)
        if case.ended_on is None and due_on < self._as_of:
            due_on = self._as_of + timedelta(days=between(story.chance, 7, 110))
        self._goal += 1
        self._goals.append(
            {
                "id": self._goal,
                "case_id": case.id,
                "need_id": self.needs[place % len(self.needs)] if self.needs else None,
                **{name: text[name] for name in ASKS},
                "due_on": due_on,
                "review_on": max(review_on, min(due_on, self._as_of + timedelta(days=5))),
                "ending": "",
                "ended_on": None,
                "ending_reason": "",
                **changed,
                "version": 1,
                "begun_on": on,
            }
        )
        self._add_step(case, OBJECTIVE, text["objective"], "", None)
        self._add_step(case, ACTION, text["action"], text["who"], on + timedelta(days=30))

    def _add_step(
        self, case: CaseFile, kind: str, words: str, who: str, due_on: date | None
    ) -> None:
        self._step += 1
        self._steps.append(
            {
                "id": self._step,
                "case_id": case.id,
                "goal_id": self._goal,
                "under_id": self._step - 1 if kind == ACTION else None,
                "kind": kind,
                "words": words,
                "who": who,
                "due_on": due_on,
                "done_on": None,
                "version": 1,
            }
        )


def _as_texts(goal: Row) -> dict[str, str]:
    return {
        **{label: goal[name] for name, label in LABELS.items()},
        "To be reached by": plain_day(goal["due_on"]),
        "Looked at again on": plain_day(goal["review_on"]),
    }
