"""Writing an entry: in under a minute, or whole."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import Field, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import StopValidation

from competency.evidence.domain.entry import Content, Kind, Link, Tag, hours_text
from competency.evidence.domain.log_rows import read_hours
from competency.frameworks.domain.kinds.cpd_scheme import CpdScheme
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.forms import DateParts, Form, Required, SelectChoice
from competency.kernel.values import Value

HOURS_HINT = "Such as 1.5, 1:30 or 90 min"


class StrandBox(Value):
    """One strand to choose a level for: the name of its box, its title and what is chosen."""

    name: str
    code: str
    title: str
    level: str


class SectionBoxes(Value):
    """The boxes of a section, and how many of its strands are chosen."""

    title: str
    boxes: tuple[StrandBox, ...]

    @property
    def chosen(self) -> int:
        """Return how many strands have a level."""
        return sum(bool(box.level) for box in self.boxes)


class StrandLevels(Field):
    """A level, or none, for each strand of a framework: one box a strand, NAME-CODE."""

    data: dict[str, str]

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Take the boxes that were sent; codes are checked where the entry is written."""
        super().process(None, *args, **kwargs)
        self.data = dict(self.data or {})
        if formdata is not None:
            start = f"{self.name}-"
            self.data = {
                name.removeprefix(start): formdata[name]
                for name in formdata
                if name.startswith(start) and formdata[name]
            }

    def sections(self, framework: CompetencyFramework) -> list[SectionBoxes]:
        """Return the boxes by section, in the framework's order."""
        return [
            SectionBoxes(
                section.title,
                tuple(
                    StrandBox(
                        f"{self.name}-{strand.code}",
                        strand.code,
                        strand.criterion_title,
                        self.data.get(strand.code, ""),
                    )
                    for strand in section.strands
                ),
            )
            for section in framework.sections
        ]


def readable_hours(_form: Any, field: Field) -> None:
    """Stops at hours that no way of writing them explains."""
    if read_hours(field.data or "") is None:
        raise StopValidation("Give the hours as a number, such as 1.5 or 1:30.")


class QuickForm(Form):
    """The least that an entry can be begun with."""

    title = StringField("What was it?", [Required("Say what it was, in a few words.")])
    starts_on = DateParts("When", [Required("Enter the day.")])
    hours = StringField(
        "Hours", [Required("Say how many hours it took."), readable_hours], description=HOURS_HINT
    )
    strand = SelectField("Which strand is it evidence for?", [Required("Choose a strand.")])

    def offer(self, framework: CompetencyFramework) -> "QuickForm":
        """Let the form choose among the framework's strands."""
        self.strand.choices = strand_choices(framework, "Choose a strand")
        return self

    def in_hours(self) -> Decimal:
        """Return the hours that were typed; only after they were found readable."""
        return _hours(self.hours.data)

    def day(self) -> date:
        """Return the day; only after it was found."""
        return _needed(self.starts_on.data)


class EntryForm(Form):
    """An entry with all that it can say."""

    title = StringField("Title", [Required("Give the entry a title.")])
    kind = SelectField("Kind", choices=[SelectChoice(kind.value, kind.words) for kind in Kind])
    starts_on = DateParts("Day, or first day", [Required("Enter the day.")])
    ends_on = DateParts("Last day", description="Only if it took more than a day")
    hours = StringField(
        "Hours", [Required("Say how many hours it took."), readable_hours], description=HOURS_HINT
    )
    did = TextAreaField("What I did")
    learned = TextAreaField("What I learned")
    applied = TextAreaField("How I apply it")
    practice_area_id = SelectField("Practice area")
    links = StrandLevels("Which strands it is evidence for, and at which level")
    tags = SelectMultipleField("What it counts as for other bodies")

    def offer(self, areas: Iterable[tuple[int, str]], schemes: Sequence[CpdScheme]) -> "EntryForm":
        """Let the form choose among the writer's practice areas and the schemes' tags."""
        self.practice_area_id.choices = [
            SelectChoice("", "None in particular"),
            *(SelectChoice(str(number), name) for number, name in areas),
        ]
        known = [SelectChoice(value, text) for s in schemes for value, text in tag_choices(s)]
        there = {choice.value for choice in known}
        kept = [SelectChoice(tag, tag) for tag in self.tags.object_data or () if tag not in there]
        self.tags.choices = [*known, *kept]
        return self

    def content(self, framework: CompetencyFramework, before: Content | None = None) -> Content:
        """Return what was typed, for the rules to judge; only after it was found whole.

        A link that stands as before keeps the version that it was made for, and links to other
        frameworks, which the page does not show, stay.
        """
        area = self.practice_area_id.data or ""
        return Content(
            title=self.title.data or "",
            kind=Kind(self.kind.data),
            starts_on=_needed(self.starts_on.data),
            ends_on=self.ends_on.data,
            hours=_hours(self.hours.data),
            did=self.did.data or "",
            learned=self.learned.data or "",
            applied=self.applied.data or "",
            practice_area_id=int(area) if area else None,
            links=_links(self.links.data, framework, before.links if before else ()),
            tags=tuple(_tag(value) for value in self.tags.data or ()),
        )


def filled(content: Content, framework: CompetencyFramework) -> dict[str, object]:
    """Return what the form starts with for an entry that says this."""
    return {
        "title": content.title,
        "kind": content.kind.value,
        "starts_on": content.starts_on,
        "ends_on": content.ends_on,
        "hours": hours_text(content.hours),
        "did": content.did,
        "learned": content.learned,
        "applied": content.applied,
        "practice_area_id": str(content.practice_area_id or ""),
        "links": {one.strand: one.level for one in content.links if _shown(one, framework)},
        "tags": [f"{tag.scheme}|{tag.scheme_version}|{tag.code}" for tag in content.tags],
    }


def strand_choices(framework: CompetencyFramework, none: str) -> list[SelectChoice]:
    """Return a choice for each strand of the framework, after the words for none."""
    return [
        SelectChoice("", none),
        *(SelectChoice(s.code, f"{s.code} {s.criterion_title}") for s in framework.strands),
    ]


def tag_choices(scheme: CpdScheme) -> list[tuple[str, str]]:
    """Return the boxes of a scheme: what each sends, and its title."""
    head = scheme.standard
    return [
        (f"{head.id}|{head.version}|{one.code}", f"{one.title} ({head.title})")
        for one in scheme.tags
    ]


def _links(
    levels: dict[str, str], framework: CompetencyFramework, before: Sequence[Link]
) -> tuple[Link, ...]:
    hidden = [one for one in before if not _shown(one, framework)]
    old = {(one.strand, one.level): one for one in before if _shown(one, framework)}
    chosen = [
        old.get((strand, level)) or Link(framework.id, framework.version, strand, level)
        for strand, level in levels.items()
    ]
    return (*hidden, *chosen)


def _shown(link: Link, framework: CompetencyFramework) -> bool:
    return link.framework_id == framework.id and framework.find_strand(link.strand) is not None


def _tag(value: str) -> Tag:
    scheme, version, code = value.split("|")
    return Tag(scheme, version, code)


def _hours(typed: str | None) -> Decimal:
    found = read_hours(typed or "")
    if found is None:
        raise ValueError("hours that were not found readable")
    return found


def _needed(day: date | None) -> date:
    if day is None:
        raise ValueError("an entry without its day")
    return day
