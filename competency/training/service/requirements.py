"""Keeping courses and requirements: adopting, changing, and what a change does."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competency.frameworks import service as frameworks
from competency.frameworks.domain.kinds.training_requirements import (
    TrainingRequirement as Shipped,
)
from competency.frameworks.domain.kinds.training_requirements import TrainingRequirements
from competency.infra.work import Work
from competency.kernel.actor import SYSTEM, Role, ScopeKind
from competency.kernel.errors import Forbidden, NotFound, Refused, Stale, Version
from competency.kernel.values import Value
from competency.people.service import access, staff
from competency.training.domain.requirements import (
    Requirement,
    Subject,
    Who,
    check_requirement,
    check_title,
)
from competency.training.domain.state import State
from competency.training.domain.tally import Tally, tally, without_small_groups
from competency.training.events import (
    CourseKept,
    RequirementEnded,
    RequirementKept,
    TrainingStandardAdopted,
)
from competency.training.models import Course, TrainingRequirement
from competency.training.permissions import KEEP_REQUIREMENTS, SEE_OVERVIEW
from competency.training.queries import rules
from competency.training.queries.rules import CourseRow, KeptRequirement
from competency.training.service import standings

SHIPPED = "training-requirements"


class Change(Value):
    """Somebody whose state a changed rule would change."""

    person_id: int
    name: str
    before: State
    after: State


class Effect(Value):
    """How many people are in each state now and under the changed rule.

    A count is None where it is of fewer than five people and the reader sees no names. `names`
    are those in the reader's scope whose state would change, by name.
    """

    before: dict[State, int | None]
    after: dict[State, int | None]
    names: tuple[Change, ...]


def require_keeper(work: Work) -> None:
    """Refuse all but the administrator, a training lead for everyone, and the command line."""
    if work.actor == SYSTEM:
        return
    access.require_role(work, KEEP_REQUIREMENTS)
    grants = work.actor.grants
    if not any(
        g.role is Role.ADMINISTRATOR
        or (g.role is Role.TRAINING_LEAD and g.scope is ScopeKind.EVERYONE)
        for g in grants
    ):
        raise Forbidden("Requirements are kept by a training lead for the whole organisation.")


def list_requirements(work: Work) -> tuple[list[CourseRow], list[KeptRequirement]]:
    """Return the courses in their order and the requirements in force, for those who keep them."""
    require_keeper(work)
    return rules.courses(work.session), rules.requirements(work.session)


def get_requirement(work: Work, requirement_id: int) -> KeptRequirement:
    """Return a requirement in force, for those who keep them; refuses one that is none."""
    require_keeper(work)
    return _among(rules.requirements(work.session), requirement_id)


def teams(work: Work) -> dict[int, str]:
    """Return the names of all teams by id, for rules about a team."""
    return staff.team_names(work)


def adopt_standard(work: Work, id_: str = SHIPPED, version: str | None = None) -> int:
    """Take over the courses and requirements of a standard; return how many courses were new.

    What the organisation has already, by code, stays as it made it. Refuses standards of another
    kind and unknown ones.
    """
    require_keeper(work)
    content = frameworks.get_standard(id_, version)
    if not isinstance(content, TrainingRequirements):
        raise Refused("not_training", f"{id_} holds no training requirements.")
    known = set(work.session.scalars(select(Course.code)))
    new = [one for one in content.requirements if one.code not in known]
    last = work.session.scalar(select(func.max(Course.place))) or 0
    standard = content.standard
    for place, one in enumerate(new, last + 1):
        _adopt(work.session, one, place, f"{standard.title} {standard.version}, {one.source}")
    work.record(
        TrainingStandardAdopted(
            standard_id=standard.id, standard_version=standard.version, courses=len(new)
        )
    )
    return len(new)


def _adopt(session: Session, one: Shipped, place: int, source: str) -> None:
    course = Course(
        code=one.code,
        title=one.title,
        subject=one.kind,
        why=one.why,
        also="\n".join(one.also),
        place=place,
    )
    session.add(course)
    session.flush()
    session.add(
        TrainingRequirement(
            course_id=course.id,
            who=one.who,
            grace_days=one.grace_days,
            repeat_months=one.repeat_months,
            window_days=one.window_days,
            after_audit_finding="audit-finding" in one.after,
            after_incident="incident" in one.after,
            assumption=one.assumption or "",
            source=source,
        )
    )
    session.flush()


def add_course(
    work: Work, *, code: str, title: str, subject: Subject, why: str = "", also: Iterable[str] = ()
) -> int:
    """Add something to learn or to hold and return its number; refuses a taken title."""
    require_keeper(work)
    title = check_title(title)
    taken = select(Course.id).where((Course.code == code) | (Course.title == title))
    if work.session.scalar(taken) is not None:
        raise Refused("title_taken", "There is one of this name already.", field="title")
    last = work.session.scalar(select(func.max(Course.place))) or 0
    names = [" ".join(name.split()) for name in also]
    course = Course(
        code=code,
        title=title,
        subject=subject.value,
        why=why.strip(),
        also="\n".join(name for name in names if name),
        place=last + 1,
    )
    work.session.add(course)
    work.session.flush()
    work.record(CourseKept(course_id=course.id))
    return course.id


def keep_requirement(
    work: Work,
    wanted: Requirement,
    *,
    requirement_id: int | None = None,
    version: int | None = None,
) -> int:
    """Keep a new or changed requirement and return its number.

    Refuses rules that contradict themselves; raises Stale when somebody changed it meanwhile.
    """
    require_keeper(work)
    check_requirement(wanted)
    _check_known(work, wanted)
    if requirement_id is None:
        row = TrainingRequirement(course_id=wanted.course_id)
        work.session.add(row)
    else:
        row = _in_force(work, requirement_id)
        _check_version(row, version, wanted)
        if row.course_id != wanted.course_id:
            raise Refused("course", "A requirement stays with its course.", field="course_id")
    row.who, row.team_id = wanted.who.value, wanted.team_id
    row.role = wanted.role.value if wanted.role else None
    for name in ("grace_days", "repeat_months", "window_days", "applies_from"):
        setattr(row, name, getattr(wanted, name))
    row.after_audit_finding, row.after_incident = wanted.after_audit_finding, wanted.after_incident
    row.assumption = ""  # from now on it is the organisation's own word
    work.session.flush()
    work.record(RequirementKept(requirement_id=row.id, course_id=row.course_id))
    return row.id


def end_requirement(work: Work, requirement_id: int, *, version: int | None) -> None:
    """Ask this of nobody any more; raises Stale when somebody changed it meanwhile."""
    require_keeper(work)
    row = _in_force(work, requirement_id)
    _check_version(row, version, None)
    row.ended_at = work.now
    work.record(RequirementEnded(requirement_id=row.id, course_id=row.course_id))


def effect_of(work: Work, wanted: Requirement, *, requirement_id: int | None = None) -> Effect:
    """Return what a new or changed requirement would do, before it is saved.

    Counts are of the whole organisation; names are those whose training the reader may see.
    """
    require_keeper(work)
    check_requirement(wanted)
    _check_known(work, wanted)
    kept = rules.requirements(work.session)
    return _effect(work, kept, requirement_id, wanted, wanted.course_id)


def effect_of_ending(work: Work, requirement_id: int) -> tuple[KeptRequirement, Effect]:
    """Return a requirement in force and what ending it would do, counted as in `effect_of`."""
    require_keeper(work)
    kept = rules.requirements(work.session)
    found = _among(kept, requirement_id)
    return found, _effect(work, kept, requirement_id, None, found.requirement.course_id)


def _effect(
    work: Work,
    kept: list[KeptRequirement],
    requirement_id: int | None,
    wanted: Requirement | None,
    course_id: int,
) -> Effect:
    asked = [k.requirement for k in kept]
    changed = [k.requirement for k in kept if k.id != requirement_id]
    board = standings.load(work, None, course_ids=[course_id], requirements=asked)
    before = _found(board, work)
    after = _found(board.with_requirements([*changed, wanted] if wanted else changed), work)
    entitled = {one.id for one in staff.colleagues(work, SEE_OVERVIEW, here_since=work.today)}
    names = [
        Change(one.id, one.name, before[one.id], after[one.id])
        for one in board.people
        if one.id in entitled and before[one.id] is not after[one.id]
    ]
    everyone = entitled >= {one.id for one in board.people}
    return Effect(
        _shown(tally(before.values()), everyone),
        _shown(tally(after.values()), everyone),
        tuple(names),
    )


def _found(board: standings.Board, work: Work) -> dict[int, State]:
    (course,) = board.courses
    asked = [r for r in board.requirements if r.course_id == course.id]
    return {
        one.id: board.one(one, course.id, asked, work.today).state
        for one in board.people
        if standings.is_here(one, work.today)
    }


def _shown(found: Tally, everyone: bool) -> dict[State, int | None]:
    if everyone:
        return {state: found.of(state) for state in State}
    return without_small_groups(found.counts)


def _check_known(work: Work, wanted: Requirement) -> None:
    if work.session.get(Course, wanted.course_id) is None:
        raise Refused("unknown_course", "Choose a course from the list.", field="course_id")
    if wanted.who is Who.TEAM and wanted.team_id not in staff.team_names(work):
        raise Refused("unknown_team", "Choose a team from the list.", field="team_id")


def _among(kept: Iterable[KeptRequirement], requirement_id: int) -> KeptRequirement:
    found = next((one for one in kept if one.id == requirement_id), None)
    if found is None:
        raise NotFound("There is no such requirement in force.")
    return found


def _in_force(work: Work, requirement_id: int) -> TrainingRequirement:
    row = work.session.get(TrainingRequirement, requirement_id, populate_existing=True)
    if row is None or row.ended_at is not None:
        raise NotFound("There is no such requirement in force.")
    return row


def _check_version(
    row: TrainingRequirement, version: int | None, wanted: Requirement | None
) -> None:
    if row.version != version:
        raise Stale(
            "Somebody else changed this requirement after you opened it. Nothing of yours was "
            "saved yet: compare the two, then open the page again.",
            mine=Version("You", wanted.words() if wanted else (("Requirement", "Ended"),)),
            theirs=Version("Saved", rules.kept(row).requirement.words()),
        )
