"""An appraisal in any state, brought there by the real services.

    made = an_appraisal(stage, "revealed", gaps={"SUP-1a": 2, "PLA-4a": -3})
    made.id, made.cast.practitioner, made.cast.supervisor

`stage` is the fixture of tests/conftest.py. All strands are rated alike but for the gaps (self
minus supervisor), so that tests can say exactly what there is to talk about.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from competency.assessments import permissions
from competency.assessments.domain.objectives import Smarter
from competency.assessments.models import Appraisal
from competency.assessments.service import (
    agreeing,
    cycles,
    objectives,
    rating,
    reading,
    signing,
)
from competency.assessments.service.agreeing import Decision
from competency.assessments.service.loading import load
from competency.assessments.service.marking import Entry
from competency.frameworks import service as frameworks
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.work import Work
from competency.people.models import Person
from competency.people.service.sign_in import Proof
from tests.builders.stage import Cast, Stage, a_cast
from tests.support.replay import kept

BOTH_SAID = 3
HIGHEST = 6
HALF = 33
OWN_WORDS = "what the practitioner wrote about {}"
SUPERVISORS_WORDS = "what the supervisor wrote about {}"
STEPS = (
    "started",
    "half_rated",  # both have rated some strands, nobody has submitted
    "self_submitted",
    "supervisor_submitted",
    "revealed",
    "agreed",
    "signed_by_one",
    "signed",
    "withdrawn",
)


@dataclass(frozen=True)
class Made:
    """An appraisal that stands ready, and the people around it."""

    stage: Stage
    cast: Cast
    id: int

    @property
    def path(self) -> str:
        """Return the address of its own page."""
        return f"/appraisals/{self.id}"

    @property
    def framework(self) -> CompetencyFramework:
        """Return the framework it rests on."""
        return frameworks.get_framework()

    @property
    def row(self) -> Appraisal:
        """Return its row as it stands now."""
        return self.stage.ask(self.cast.practitioner, lambda w: load(w, self.id, permissions.SEE))


@kept
def an_appraisal(
    stage: Stage,
    state: str = "started",
    *,
    gaps: Mapping[str, int] | None = None,
    cast: Cast | None = None,
    title: str = "Appraisal 2026",
    due_on: date | None = None,
    area_id: int | None = None,
    unrated: Iterable[str] = (),
) -> Made:
    """An appraisal in one of STEPS; `gaps` by strand, `unrated` strands by neither of the two."""
    cast = cast or a_cast(stage)
    area_id = area_id or cast.practice_area.id
    appraisal = stage.do(
        cast.practitioner,
        lambda w: cycles.start(
            w,
            person_id=cast.practitioner.id,
            practice_area_id=area_id,
            title=title,
            due_on=due_on,
            supervisor_id=cast.supervisor.id,
        ),
    )
    made = Made(stage, cast, appraisal.id)
    _bring_to(made, state, dict(gaps or {}), frozenset(unrated))
    return made


def own_position(gap: int) -> int:
    """The position of the practitioner where they and the supervisor are this far apart."""
    return max(0, min(HIGHEST, BOTH_SAID + (gap + 1) // 2))


def rate_strands(
    made: Made,
    who: Person,
    positions: Mapping[str, int],
    words: str = "",
) -> None:
    """Let somebody rate these strands at once; `words` with {} for the strand's code."""
    saved = _saves_so_far(made, who)
    entries = [
        Entry(
            strand=code,
            answer="rated",
            position=position,
            comment=words.format(code),
            seq=saved.get(code, 0),
        )
        for code, position in positions.items()
    ]
    made.stage.do(who, lambda w: rating.rate_section(w, made.id, entries))


def submit(made: Made, who: Person) -> None:
    """Let somebody submit their rating."""
    made.stage.do(who, lambda w: rating.submit(w, made.id, made.row.version))


def agree_all(made: Made) -> None:
    """Agree every strand (the supervisor's position where they differ) and word every section."""
    made.stage.do(made.cast.supervisor, lambda w: _agree_all(w, made))


def _agree_all(work: Work, made: Made) -> None:
    appraisal = load(work, made.id, permissions.SEE)
    for about in agreeing.agenda_of(work, appraisal, made.framework).to_discuss:
        decision = Decision(
            strand=about.strand,
            answer=about.supervisor.answer.value,
            position=about.supervisor.position,
            reason=f"We looked at cases together for {about.strand}",
        )
        agreeing.agree(work, made.id, decision)
    for section in made.framework.sections:
        agreeing.agree_alike(work, made.id, section.code)
        words = f"Works securely in {section.title.lower()}"
        agreeing.put_in_words(work, made.id, section.code, words, 0)


def write_objective(made: Made) -> None:
    """Let the practitioner write one objective."""
    today = made.stage.clock().date()
    wanted = Smarter(
        specific="Lead two planning meetings",
        measurable="Both plans are agreed by all",
        achievable="Priya sits in on the first",
        relevant="Planning is where we differed most",
        due_on=today + timedelta(days=90),
        evaluation="Feedback of the families",
        review_on=today + timedelta(days=100),
        about="PLA",
    )
    made.stage.do(made.cast.practitioner, lambda w: objectives.write(w, made.id, wanted))


def sign(made: Made, who: Person) -> None:
    """Let somebody sign what stands there now."""
    proof = Proof(who.id, made.stage.clock())
    shown = made.stage.ask(
        who, lambda w: signing.shown_hash(w.session, load(w, made.id, permissions.SEE))
    )
    made.stage.do(who, lambda w: signing.sign(w, made.id, proof, shown))


def _bring_to(made: Made, state: str, gaps: dict[str, int], unrated: frozenset[str]) -> None:
    if state not in STEPS:
        raise ValueError(f"{state!r} is none of {STEPS}")
    if state == "withdrawn":
        why = "Moved to another practice area"
        version = made.row.version
        made.stage.do(made.cast.practitioner, lambda w: cycles.withdraw(w, made.id, why, version))
    if state in ("started", "withdrawn"):
        return
    half = HALF if state == "half_rated" else None
    codes = [s.code for s in made.framework.strands if s.code not in unrated][:half]
    own = {code: own_position(gaps.get(code, 0)) for code in codes}
    supervisors = {code: own[code] - gaps.get(code, 0) for code in codes}
    rate_strands(made, made.cast.practitioner, own, OWN_WORDS)
    rate_strands(made, made.cast.supervisor, supervisors, SUPERVISORS_WORDS)
    for step in _steps_after_rating(made):
        if step.reached(state):
            step.act()


@dataclass(frozen=True)
class _Step:
    states: tuple[str, ...]
    act: Callable[[], None]

    def reached(self, state: str) -> bool:
        return state in self.states


def _steps_after_rating(made: Made) -> list[_Step]:
    cast = made.cast
    later = STEPS[4:-1]  # revealed ... signed
    return [
        _Step(("self_submitted", *later), lambda: submit(made, cast.practitioner)),
        _Step(("supervisor_submitted", *later), lambda: submit(made, cast.supervisor)),
        _Step(later[1:], lambda: _finish_talk(made)),
        _Step(later[2:], lambda: sign(made, cast.practitioner)),
        _Step(later[3:], lambda: sign(made, cast.supervisor)),
    ]


def _finish_talk(made: Made) -> None:
    agree_all(made)
    write_objective(made)
    version = made.row.version
    made.stage.do(made.cast.supervisor, lambda w: agreeing.finish(w, made.id, version))


def _saves_so_far(made: Made, who: Person) -> dict[str, int]:
    found = made.stage.ask(who, lambda w: reading.sheet(w, made.id))
    given = found.given[found.hand] if found.hand else {}
    return {code: g.mark.seq for code, g in given.items()}
