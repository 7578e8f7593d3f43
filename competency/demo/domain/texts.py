"""The names, places and words that the demonstration is made of."""

from collections.abc import Mapping, Sequence
from typing import Any

from competency.kernel.values import Value


class PostAim(Value):
    """A post and the position it aims at; None for posts outside practice.

    Management and leadership lie so many positions from the aim of the other sections.
    """

    name: str
    aim: int | None = None
    management: int = 0
    leadership: int = 0

    def target(self, section: str, highest: int) -> int | None:
        """Return the position the post aims at in a section, on the scale."""
        if self.aim is None:
            return None
        away = {"MAN": self.management, "LEA": self.leadership}.get(section, 0)
        return min(highest, max(0, self.aim + away))


class LogTexts(Value):
    """What entries and comments are drawn from."""

    entries: Sequence[Mapping[str, Any]]
    returned: Sequence[str]
    verified: Sequence[str]
    attachment: Mapping[str, str]


class SchoolTexts(Value):
    """What the organisation asks for of its own, and the words around exemptions and refreshers."""

    own: Sequence[Mapping[str, Any]]
    exempt: Sequence[str]
    again: str
    returned: str
    import_name: str


class CaseTexts(Value):
    """What is written in cases; summaries, refusals and appeals by their code in the protocol."""

    referrers: Sequence[str]
    contact_notes: Sequence[str]
    attempt_notes: Sequence[str]
    other_notes: Sequence[str]
    missed: Sequence[str]
    steps: str
    reviews: Sequence[str]
    tags: str
    tag_cleared: str
    discussed: str
    returned: Sequence[str]
    kept_open: str
    handover: str
    needs: Sequence[Mapping[str, str]]
    risks: Sequence[Mapping[str, str]]
    goals: Sequence[Mapping[str, str]]
    own_words: Sequence[Mapping[str, str]]
    concerns: Sequence[Mapping[str, str]]
    summaries: Mapping[str, str]
    refusals: Mapping[str, str]
    appeals: Mapping[str, str]
    extras: Mapping[str, str]
    turn: Mapping[str, str]
    actions: Sequence[Mapping[str, str]]
    signals: Mapping[str, str]


class ReviewTexts(Value, kw_only=True):
    """What is written in case reviews; `sections` holds needs and strengths by section."""

    vacant: str
    granted: str
    refused: str
    extended: str
    changed: str
    corrections: Sequence[str]
    re_reviews: Sequence[str]
    still_open: str
    dropped: str
    comments: Sequence[str]
    resolutions: Sequence[str]
    notes: Sequence[str]
    differs_no: str
    differs_yes: str
    targeting: Mapping[str, str]
    sections: Mapping[str, Mapping[str, Sequence[str]]]


class SelfStudyTexts(Value, kw_only=True):
    """What is written in self-studies; ratings by practice, points by their code.

    A rating has its words and, now and last year, its value; 0 is not rated yet.
    """

    standard: str
    title: str
    closed_title: str
    notes: str
    closing: str
    file_name: str
    file: str
    said: Sequence[Mapping[str, str]]
    ratings: Mapping[str, Mapping[str, Any]]
    points: Mapping[str, Mapping[str, str]]


class SupervisionTexts(Value, kw_only=True):
    """What is said in supervision: of practice by topic, of leading, and in two groups."""

    words: str
    changed: str
    left: str
    ahead: str
    places: Mapping[str, Sequence[str]]
    called_off: Mapping[str, Sequence[str]]
    peer: Mapping[str, str]
    group: Mapping[str, str]
    practice: Sequence[Mapping[str, str]]
    leading: Sequence[Mapping[str, str]]


class Texts(Value):
    """Everything that is drawn from; `sha256` tells which texts a load was made from."""

    sha256: str
    given_names: Sequence[str]
    family_names: Sequence[str]
    organisation: str
    regions: Sequence[tuple[str, Sequence[str]]]  # each with its towns
    practice_areas: Sequence[str]
    former_practice_areas: Sequence[str]
    posts: Sequence[PostAim]
    own: Mapping[str, Sequence[str]]  # by section
    theirs: Mapping[str, Sequence[str]]
    not_applicable: Sequence[str]
    settled: Sequence[str]
    apart: Sequence[tuple[str, str]]
    levels: Sequence[Sequence[str]]  # lower, middle, higher; with {section} in places
    withdrawn: Sequence[str]
    reopened: str
    dropped: str
    objectives: Sequence[Mapping[str, str]]
    log: LogTexts
    school: SchoolTexts
    cases: CaseTexts
    reviews: ReviewTexts
    self_studies: SelfStudyTexts
    supervision: SupervisionTexts

    def post(self, name: str) -> PostAim:
        """Return a post by its name."""
        return next(post for post in self.posts if post.name == name)
