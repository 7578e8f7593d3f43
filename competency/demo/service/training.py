"""Rows of training: what is asked of whom, what was completed, who is exempt or has to again."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from competency.demo.domain.cast import Cast
from competency.demo.domain.chance import at_work, stream
from competency.demo.domain.schooling import (
    IMPORTED,
    PROCESS,
    SESSION,
    Done,
    School,
    Way,
)
from competency.demo.domain.texts import SchoolTexts
from competency.demo.service.batch import write_rows
from competency.frameworks import service as frameworks
from competency.frameworks.domain.kinds.training_requirements import TrainingRequirements
from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.training.domain.completions import Source, Status
from competency.training.models import (
    Course,
    TrainingBatch,
    TrainingCompletion,
    TrainingExemption,
    TrainingRefresher,
    TrainingRequirement,
)
from competency.training.service.requirements import SHIPPED

BATCHES = {Way.SESSION: 1, Way.FILE: 2}
NAMES = {Way.SESSION: "Attendance list"}
VERIFIED_AFTER = timedelta(days=3)
ASSIGNED, DUE = timedelta(days=20), timedelta(days=10)
Row = dict[str, Any]


def write_training(work: Work, found: Cast, texts: SchoolTexts, *, seed: int, as_of: date) -> int:
    """Write what is asked, and two years of completions; return how many completions."""
    courses = _write_courses(work, texts)
    school = School(found, seed, as_of)
    lead = next(m.id for m in found.members if m.holds(Role.TRAINING_LEAD))
    deputy = next(m.id for m in found.members if m.holds(Role.MANAGER))
    done = list(school.completions(list(courses)))
    chance = stream(seed, "recorded")
    moments = {
        Way.SESSION: at_work(chance, as_of - timedelta(days=SESSION - 1)),
        Way.FILE: at_work(chance, as_of - timedelta(days=IMPORTED[0] - 1)),
    }
    rows = Counter(one.way for one in done)
    batches = [_batch(way, rows[way], texts, lead, moments[way]) for way in BATCHES if rows[way]]
    write_rows(work.session, TrainingBatch, batches)
    completions = []
    for one in done:
        at = moments.get(one.way) or at_work(chance, one.on)
        keeper = deputy if one.person.id == lead else lead
        completions.append(_completion(one, courses[one.course], keeper, at, as_of, texts))
    write_rows(work.session, TrainingCompletion, completions)
    _write_exceptions(work, school, courses, texts, lead, as_of)
    return len(completions)


def _write_courses(work: Work, texts: SchoolTexts) -> dict[str, int]:
    """Write the courses that ship and the organisation's own; return their numbers by code."""
    shipped = frameworks.get_standard(SHIPPED)
    if not isinstance(shipped, TrainingRequirements):
        raise TypeError(f"{SHIPPED} holds no training requirements")
    standard = shipped.standard
    asked: list[Row] = [
        {
            "code": one.code,
            "title": one.title,
            "kind": one.kind,
            "why": one.why,
            "also": one.also,
            "grace_days": one.grace_days,
            "repeat_months": one.repeat_months,
            "window_days": one.window_days,
            "after": one.after,
            "assumption": one.assumption or "",
            "source": f"{standard.title} {standard.version}, {one.source}",
        }
        for one in shipped.requirements
    ]
    asked += [dict(one) for one in texts.own]
    courses, rules = [], []
    for number, one in enumerate(asked, 1):
        courses.append(
            {
                "id": number,
                "code": one["code"],
                "title": one["title"],
                "subject": one["kind"],
                "why": one["why"],
                "also": "\n".join(one["also"]),
                "place": number,
            }
        )
        rules.append(_rule(number, one))
    write_rows(work.session, Course, courses)
    write_rows(work.session, TrainingRequirement, rules)
    return {one["code"]: number for number, one in enumerate(asked, 1)}


def _rule(number: int, one: Mapping[str, Any]) -> Row:
    role, after = one.get("role"), one.get("after", ())
    return {
        "id": number,
        "course_id": number,
        "who": "role" if role else "everyone",
        "role": role,
        "grace_days": one["grace_days"],
        "repeat_months": one.get("repeat_months"),
        "window_days": one["window_days"],
        "after_audit_finding": "audit-finding" in after,
        "after_incident": "incident" in after,
        "assumption": one.get("assumption", ""),
        "source": one.get("source", ""),
    }


def _batch(way: Way, rows: int, texts: SchoolTexts, lead: int, at: datetime) -> Row:
    name = NAMES.get(way, texts.import_name)
    from_file = way is Way.FILE
    return {
        "id": BATCHES[way],
        "source": Source(way.value).value,
        "source_name": name,
        "source_sha256": hashlib.sha256(name.encode()).hexdigest() if from_file else None,
        "rows": rows,
        "added": rows,
        "known": 0,
        "faulty": 0,
        "by_id": lead,
        "at": at,
    }


def _completion(
    one: Done, course_id: int, keeper: int, at: datetime, as_of: date, texts: SchoolTexts
) -> Row:
    """Return the row; what a person entered was verified some days later, or still waits."""
    status = Status.VERIFIED
    if not one.decided:
        status = Status.CLAIMED if one.decided is None else Status.RETURNED
    entered = one.way is Way.PERSON
    decided = entered and one.decided is not None
    moment = min(at + VERIFIED_AFTER, at.replace(year=as_of.year, month=as_of.month, day=as_of.day))
    return {
        "person_id": one.person.id,
        "course_id": course_id,
        "completed_on": one.on,
        "expires_on": one.expires_on,
        "number": one.number,
        "status": status.value,
        "source": Source(one.way.value).value,
        "batch_id": BATCHES.get(one.way),
        "recorded_by_id": one.person.id if entered else keeper,
        "recorded_at": at,
        "decided_by_id": keeper if decided else None,
        "decided_at": moment if decided else None,
        "comment": texts.returned if status is Status.RETURNED else "",
    }


def _write_exceptions(
    work: Work,
    school: School,
    courses: Mapping[str, int],
    texts: SchoolTexts,
    lead: int,
    as_of: date,
) -> None:
    chance = stream(0, "exceptions")
    exemptions = [
        {
            "person_id": one.person.id,
            "course_id": courses[one.course],
            "from_on": one.from_on,
            "until": one.until,
            "reason": texts.exempt[one.reason % len(texts.exempt)],
            "by_id": lead,
            "at": at_work(chance, one.from_on),
        }
        for one in school.exemptions()
    ]
    write_rows(work.session, TrainingExemption, exemptions)
    assigned = as_of - ASSIGNED
    refreshers = [
        {
            "person_id": person.id,
            "course_id": courses[PROCESS],
            "cause": "audit_finding",
            "assigned_on": assigned,
            "due_on": as_of + DUE,
            "reason": texts.again,
            "by_id": lead,
            "at": at_work(chance, assigned),
        }
        for person in school.again
    ]
    write_rows(work.session, TrainingRefresher, refreshers)
