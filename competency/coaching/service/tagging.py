"""What notes and actions can be tagged to: areas of a person, strands, kinds and measures."""

from collections.abc import Iterable

from competency.cases.service import held
from competency.coaching.service.agenda import Suggested
from competency.frameworks import service as frameworks
from competency.infra.work import Work
from competency.people.service import lookup

Choices = list[tuple[str, str]]


def areas(work: Work, person_id: int) -> Choices:
    """Return the practice areas a person works in, as number and name."""
    return [(str(one.id), one.name) for one in lookup.practice_areas_of(work.session, person_id)]


def strands(work: Work) -> Choices:
    """Return the strands of the newest framework, as code and title, in the order of it."""
    framework = frameworks.framework_with_wording(work.session)
    return [(one.code, f"{one.code} {one.criterion_title}") for one in framework.strands]


def references(work: Work, known: Iterable[Suggested]) -> dict[int, str]:
    """Return the references of the cases that are suggested, by number."""
    return held.references(work.session, [one.case_id for one in known if one.case_id])
