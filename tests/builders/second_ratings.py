"""A second rating of an appraisal, brought about by the real services.

second = a_second_rater(stage)
asked = ask(made, second)
rate_second(made, second, asked, {"SUP-1a": 4})
submit_second(made, second, asked)
"""

from collections.abc import Mapping

from competency.assessments.models import Moderation
from competency.assessments.service import moderating, second_rating
from competency.assessments.service.marking import Entry
from competency.kernel.actor import Role
from competency.people.models import Person
from tests.builders.appraisals import BOTH_SAID, Made
from tests.builders.stage import Stage, a_person

SECONDS_WORDS = "what the second rater wrote about {}"


def a_second_rater(stage: Stage, name: str = "Rosa Second") -> Person:
    """A supervisor outside everybody's line."""
    return a_person(stage, name, Role.SUPERVISOR)


def ask(made: Made, rater: Person, by: Person | None = None) -> int:
    """Let the manager, or somebody else, ask; return the second rating's number."""
    asked: Moderation = made.stage.do(
        by or made.cast.manager,
        lambda w: moderating.ask(w, made.id, rater_id=rater.id, due_on=None),
    )
    return asked.id


def rate_second(made: Made, rater: Person, asked: int, positions: Mapping[str, int]) -> None:
    """Let the second rater rate these strands at once, for the first time."""
    entries = [
        Entry(strand=code, answer="rated", position=position, comment=SECONDS_WORDS.format(code))
        for code, position in positions.items()
    ]
    made.stage.do(rater, lambda w: second_rating.rate_section(w, asked, entries))


def submit_second(made: Made, rater: Person, asked: int) -> None:
    """Let the second rater submit what is there now."""
    version = made.stage.ask(rater, lambda w: second_rating.desk(w, asked)).moderation.version
    made.stage.do(rater, lambda w: second_rating.submit(w, asked, version))


def a_submitted_second(
    made: Made, rater: Person, differing: Mapping[str, int] | None = None
) -> int:
    """Ask, rate all strands as the builder of appraisals does but for some, and submit."""
    asked = ask(made, rater)
    alike = {strand.code: BOTH_SAID for strand in made.framework.strands}
    rate_second(made, rater, asked, alike | dict(differing or {}))
    submit_second(made, rater, asked)
    return asked
