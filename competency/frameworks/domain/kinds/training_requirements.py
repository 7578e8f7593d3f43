"""Training requirements: what has to be learned or held, by whom, by when and how often again."""

from collections.abc import Iterator

from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.kind import Entry, Kind, head_entries
from competency.frameworks.domain.reading import Table
from competency.frameworks.domain.standard import ID_PATTERN, Standard
from competency.kernel.errors import Refused
from competency.kernel.values import Value, asdict

SUBJECTS = ("course", "registration", "check", "indemnity")
WHO = ("everyone",)  # a role or a team is an organisation's own, and so is a rule about one
FIRST = ("appointment", "induction")
AFTER = ("audit-finding", "incident")


class TrainingRequirement(Value):
    """One subject and its rule; the first due date is the appointment and the days of grace.

    `repeat_months` None means once. `assumption` says what of the rule the source leaves open.
    """

    code: str
    title: str
    kind: str
    why: str
    also: tuple[str, ...]
    who: str
    first: str
    grace_days: int
    repeat_months: int | None
    window_days: int
    after: tuple[str, ...]
    assumption: str | None
    source: str

    @property
    def rule(self) -> str:
        """Return the rule in one line, for the comparison of versions."""
        again = f"every {self.repeat_months} months" if self.repeat_months else "once"
        after = f"; again after: {', '.join(self.after)}" if self.after else ""
        return (
            f"{self.who}, first at {self.first} within {self.grace_days} days, {again}, "
            f"due soon {self.window_days} days before{after}"
        )


class TrainingRequirements(Value):
    """One version of a set of training requirements."""

    standard: Standard
    requirements: tuple[TrainingRequirement, ...]

    def one(self, code: str) -> TrainingRequirement:
        """Return the requirement with the code; refuse one that is not in the set."""
        for requirement in self.requirements:
            if requirement.code == code:
                return requirement
        raise Refused("unknown_requirement", f"{self.standard.title} has no {code!r}.")

    def codes(self) -> tuple[str, ...]:
        """Return the permanent codes."""
        return tuple(one.code for one in self.requirements)

    def entries(self) -> tuple[Entry, ...]:
        """Return everything that a reader sees, in order."""
        return (*head_entries(self.standard), *self._body_entries())

    def export(self) -> dict[str, object]:
        """Return the requirements as plain values, in order."""
        return {
            "id": self.standard.id,
            "version": self.standard.version,
            "requirements": [
                asdict(one) | {"also": list(one.also), "after": list(one.after)}
                for one in self.requirements
            ],
        }

    def counts(self) -> tuple[tuple[int, str], ...]:
        """Return how many requirements."""
        return ((len(self.requirements), "training requirements"),)

    def _body_entries(self) -> Iterator[Entry]:
        for one in self.requirements:
            yield Entry(one.code, one.title)
            yield Entry(f"{one.code}/why", one.why, one.code)
            yield Entry(f"{one.code}/rule", one.rule, one.code)
            if one.assumption:
                yield Entry(f"{one.code}/assumption", one.assumption, one.code)


def build(standard: Standard, folder: Folder) -> TrainingRequirements:
    """Return the requirements that the document describes, as far as it does; note every fault."""
    tables = folder.document("requirements.toml").tables("requirements")
    return TrainingRequirements(standard, tuple(_read(folder, table) for table in tables))


KIND = Kind(name="training-requirements", build=build)


def _read(folder: Folder, table: Table) -> TrainingRequirement:
    code = table.code("code", ID_PATTERN, "small letters and hyphens, like record-keeping")
    folder.claim(table, code)
    one = TrainingRequirement(
        code=code,
        title=table.text("title"),
        kind=table.choice("kind", SUBJECTS),
        why=table.text("why"),
        also=table.texts("also"),
        who=table.choice("who", WHO),
        first=table.choice("first", FIRST),
        grace_days=table.integer("grace_days", minimum=0),
        repeat_months=table.optional_integer("repeat_months", minimum=1),
        window_days=table.integer("window_days", minimum=0),
        after=table.texts("after"),
        assumption=table.optional_text("assumption"),
        source=table.text("source"),
    )
    for name in one.after:
        if name not in AFTER:
            table.fault("after", f"{name!r} is not known; it must be one of {', '.join(AFTER)}")
    if one.repeat_months is not None and one.window_days >= 28 * one.repeat_months:
        table.fault("window_days", "must be shorter than the time between two renewals")
    return one
