"""The care plan of a case as its page and its print show it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from competency.cases.domain.kinds import Happened
from competency.cases.domain.planning import ACTION, LABELS, OBJECTIVE, GoalEnding
from competency.cases.domain.timeline import Event, newest
from competency.cases.queries.whole import Paper
from competency.cases.service.reading import Whole
from competency.infra.formats import day
from competency.kernel.values import Value, field


class StepLine(Value):
    """An objective or an action, with the actions that stand under an objective."""

    id: int
    kind: str
    words: str
    who: str
    due_on: date | None
    done_on: date | None
    version: int
    actions: list["StepLine"] = field(default_factory=list)


class GoalLine(Value):
    """A goal with its parts in words, and its steps."""

    id: int
    row: Any
    need: str
    steps: Sequence[StepLine]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Return the parts of the goal after its first, as a page lists them."""
        texts = [(label, getattr(self.row, name)) for name, label in LABELS.items()][1:]
        need = [("Which need it answers", self.need)] if self.need else []
        days = [
            ("To be reached by", day(self.row.due_on)),
            ("Looked at again on", day(self.row.review_on)),
        ]
        return [*need, *texts, *days]

    @property
    def ending(self) -> str:
        """Return how it ended, empty while it is open."""
        return GoalEnding(self.row.ending).words if self.row.ending else ""

    @property
    def objectives(self) -> list[tuple[int, str]]:
        """Return number and words of the goal's objectives."""
        return [(step.id, step.words) for step in self.steps if step.kind == OBJECTIVE]

    @property
    def every_step(self) -> list[StepLine]:
        """Return the objectives and actions in one list."""
        return [one for step in self.steps for one in (step, *step.actions)]


class Said(Value):
    """What the client said to the plan on a day."""

    event: Event
    paper: Paper

    @property
    def agrees(self) -> bool:
        """Return whether the client agreed."""
        return bool(self.paper.number)


def goals_of(found: Whole) -> list[GoalLine]:
    """Return the goals of a case with their steps, in the order they were written."""
    needs = {paper.id: paper.text for paper in found.papers.get("need", ())}
    rows: dict[int, list[Any]] = {}
    for row in found.goals:
        rows.setdefault(row.id, []).append(row)
    return [
        GoalLine(id_, several[0], needs.get(several[0].need_id, ""), _steps(several))
        for id_, several in rows.items()
    ]


def agreements_of(found: Whole) -> list[Said]:
    """Return what the client said to the plan, the newest first."""
    events = {event.id: event for event in found.line}
    said = [Said(events[one.event_id or 0], one) for one in found.papers.get("agreement", ())]
    return sorted(said, key=lambda one: (one.event.happened_on, one.event.id), reverse=True)


def in_force_since(found: Whole) -> date | None:
    """Return since when the plan is in force, or None."""
    event = newest(found.line, Happened.PLAN_ENTERED)
    return event.happened_on if event else None


def missing(found: Whole, goals: Iterable[GoalLine], said: Sequence[Said]) -> list[str]:
    """Return what the plan still lacks before it can be in force, in the order of the work."""
    whole = any(
        {step.kind for step in goal.every_step} >= {OBJECTIVE, ACTION}
        for goal in goals
        if not goal.row.ending
    )
    offered = newest(found.line, Happened.COPY_OFFERED) is not None
    words = found.newest("plan")
    wanted = (
        ("The client's own words", bool(words and words.text)),
        ("A goal with an objective and an action", whole),
        ("What the client says to the plan", bool(said)),
        ("A copy offered to the client", offered),
    )
    return [what for what, there in wanted if not there]


def _steps(rows: Sequence[Any]) -> list[StepLine]:
    lines = {
        row.step_id: StepLine(
            row.step_id, row.step_kind, row.step_words, row.step_who,
            row.step_due_on, row.step_done_on, row.step_version,
        )
        for row in rows
        if row.step_id is not None
    }  # fmt: skip
    top: list[StepLine] = []
    for row in rows:
        if row.step_id is None:
            continue
        above = lines.get(row.under_id)
        (above.actions if above else top).append(lines[row.step_id])
    return top
