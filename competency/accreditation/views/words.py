"""What the pages of a self-study say and lead to."""

from typing import Any, NamedTuple

from flask import url_for

from competency.accreditation import permissions
from competency.accreditation.domain.direction import best_first
from competency.accreditation.domain.items import Due
from competency.accreditation.domain.rating import Answer
from competency.accreditation.domain.states import ITEM_WORDS, ItemState, StudyState
from competency.accreditation.service import parts, rating
from competency.accreditation.service.policy import Choices, Kept
from competency.accreditation.service.reading import Page
from competency.accreditation.service.whole import Item
from competency.frameworks.domain.kinds.accreditation_standard import Practice
from competency.infra.formats import day, plain_day, sentence_list

READERS = (
    "Central office, regional leadership and the auditor can see this; the panel once it is "
    "submitted. Who brings which item is named to central office alone."
)
STUDY_TONES = {
    StudyState.OPEN: "now",
    StudyState.SUBMITTED: "waiting",
    StudyState.CLOSED: "agreed",
}
ITEM_TONES = {
    ItemState.TO_DO: "waiting",
    ItemState.IN_HAND: "now",
    ItemState.READY: "good",
    ItemState.NOT_NEEDED: "quiet",
}


class Line(NamedTuple):
    """One practice in a list: own rating, what is suggested and why, and whether they differ."""

    code: str
    title: str
    fundamental: bool
    own: str
    tone: str
    suggested: str
    because: str
    href: str


class PointLine(NamedTuple):
    """One point of a practice: how it is met, with what, and whether that is a gap."""

    title: str
    means: str
    tone: str
    about: str
    files: int
    href: str


def line_of(page: Page, one: Practice) -> Line:
    """Return a practice with its own and its suggested rating."""
    whole = page.whole
    said = rating.said_in(whole.ratings.get(one.code))
    found = whole.suggestion(one)
    tone = "waiting" if said.answer is Answer.NONE else "agreed"
    return Line(
        code=one.code,
        title=one.title,
        fundamental=one.fundamental,
        own=rating.words_of(whole.standard, said),
        tone=tone,
        suggested="" if found.rating is None else rating.label(whole.standard, found.rating),
        because=found.because,
        href=url_for("accreditation.practice", study_id=page.study.id, code=one.code),
    )


def suggested_whole(page: Page) -> tuple[str, str]:
    """Return what the own ratings suggest for the whole standard, and why."""
    found = page.whole.suggestion_of_whole()
    given = "" if found.rating is None else rating.label(page.whole.standard, found.rating)
    return given, found.because


def best_end(page: Page) -> str:
    """Return which rating is the best, as the scale itself says."""
    return f"{best_first(page.whole.standard.scale)[0]} is the best rating."


def practice_lines(page: Page) -> list[Line]:
    """Return the practices of a self-study in the order of its standard."""
    return [line_of(page, one) for one in page.whole.standard.practices]


def point_lines(page: Page, one: Practice) -> list[PointLine]:
    """Return the points of a practice in order, each as it was answered."""
    return [_point_line(page, one, point.code, point.title) for point in one.points]


def _point_line(page: Page, one: Practice, code: str, title: str) -> PointLine:
    href = url_for("accreditation.point", study_id=page.study.id, code=one.code, point=code)
    row = page.whole.parts.get(one.code, {}).get(code)
    if row is None:
        return PointLine(title, "Not answered yet", "waiting", "", 0, href)
    is_gap = any(way.is_gap for way in one.ways if way.code == row.means)
    about = row.words
    if row.party:
        until = f" until {plain_day(row.agreed_until)}" if row.agreed_until else ""
        since = f" from {plain_day(row.agreed_from)}" if row.agreed_from else ""
        about = f"With {row.party}{since}{until}. {row.words}".strip()
    files = len(page.whole.files_of_part(row.id))
    return PointLine(
        title, parts.means_words(one, row.means), "late" if is_gap else "good", about, files, href
    )


def around(page: Page, one: Practice) -> dict[str, Any]:
    """Return the practices before and after one, None at an end."""
    all_ = page.whole.standard.practices
    here = next(n for n, other in enumerate(all_) if other.code == one.code)
    return {
        "before": all_[here - 1] if here else None,
        "after": all_[here + 1] if here + 1 < len(all_) else None,
    }


def owner_words(page: Page, one: Item) -> str:
    """Return who brings an item; only that somebody does, to who may not know whom."""
    if one.row.owner_id is None:
        return "Nobody yet"
    if not page.may[permissions.SEE_OWNERS]:
        return "Somebody was asked"
    return page.owners.get(one.row.owner_id, "")


def places(page: Page, here: str) -> list[dict[str, Any]]:
    """Return the pages of one self-study, the one that is shown marked."""
    study_id = page.study.id
    found = [
        ("study", "How far it is", url_for("accreditation.study", study_id=study_id)),
        ("checklist", "Checklist", url_for("accreditation.checklist", study_id=study_id)),
        ("pack", "Self-study pack", url_for("accreditation.pack", study_id=study_id)),
        ("panel", "Panel", url_for("accreditation.panel", study_id=study_id)),
    ]
    return [{"text": text, "href": href, "here": name == here} for name, text, href in found]


def item_words(one: Item) -> tuple[str, str]:
    """Return how far an item is, with the tone of its status; what is late says so."""
    if one.due is Due.LATE:
        return f"{ITEM_WORDS[one.state]}, past its day", "late"
    return ITEM_WORDS[one.state], ITEM_TONES[one.state]


def period(page: Page) -> str:
    """Return the period that a self-study looks at."""
    return f"{plain_day(page.study.period_from)} to {plain_day(page.study.period_to)}"


def by_when(one: Item) -> str:
    """Return until when an item is to be brought."""
    return day(one.row.due_on) if one.row.due_on else "No day set"


def size_words(size: int) -> str:
    """Return how big a file is."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1_000:.1f} kB"


def policy_cells(one: Kept, there: Choices) -> list[str]:
    """Return a policy as it was kept, in words."""
    said = one.policy
    areas = [there.areas.get(area, f"Practice area {area}") for area in said.area_ids]
    return [
        sentence_list(areas) if areas else "All",
        sentence_list([there.ways.get(code, code) for code in said.ways]),
        sentence_list([there.parties.get(code, code) for code in said.parties]),
        f"{one.limits.least} to {one.limits.most}",
        f"{said.other_percent}%",
    ]


def back_from_policy(runs_studies: bool) -> tuple[str, str]:
    """Return where the policy leads back to: an administrator has no self-studies to see."""
    if runs_studies:
        return url_for("accreditation.index"), "Self-studies"
    return url_for("cases.settings"), "Settings of cases"
