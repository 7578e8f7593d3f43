"""The picture of an appraisal: a profile per section, and what moved since the last cycle."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from competency.assessments import queries
from competency.assessments.domain import profile, telling
from competency.assessments.domain.marks import Hand
from competency.assessments.domain.profile import SectionProfile
from competency.assessments.domain.telling import SERIES, Change
from competency.assessments.models import Appraisal
from competency.assessments.service import reading
from competency.assessments.service.reading import Sheet, sections_of
from competency.frameworks import service as frameworks
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.work import Work
from competency.kernel.values import Value


class Profile(Value, kw_only=True):
    """A profile that can be drawn: series by name, and the targets of the post by section."""

    framework: CompetencyFramework
    series: Mapping[str, tuple[SectionProfile, ...]]
    targets: Mapping[str, int]

    @property
    def names(self) -> list[str]:
        """Return the names of what is drawn."""
        drawn = [SERIES[code] for code in self.series]
        return [*drawn, "Target of the post"] if self.targets else drawn

    @property
    def labels(self) -> list[str]:
        """Return the labels of the scale in order."""
        return [position.label for position in self.framework.scale.positions]

    def label(self, position: int | None) -> str:
        """Return the label of a position, or words for none."""
        return "no position" if position is None else self.framework.scale.position(position).label

    def numbers(self, shape: str) -> dict[str, Any]:
        """Return what the chart is drawn from: numbers and titles, nobody's name."""
        sections = self.framework.sections
        return {
            "shape": shape,
            "positions": self.labels,
            "sections": [section.title for section in sections],
            "series": [
                {"role": code, "name": SERIES[code], "cells": [_cell(c) for c in cells]}
                for code, cells in self.series.items()
            ],
            "targets": [self.targets.get(section.code) for section in sections],
        }

    @property
    def head(self) -> list[str]:
        """Return the column titles of the table of numbers."""
        columns = [f"{SERIES[code]}, {part}" for code in self.series for part in PARTS]
        return ["Section", *columns, "Target of the post"]

    @property
    def rows(self) -> list[list[str]]:
        """Return the numbers as a table, a row for each section."""
        return [
            [
                section.title,
                *(part for cells in self.series.values() for part in self._parts(cells[n])),
                self.label(self.targets[section.code]) if section.code in self.targets else "none",
            ]
            for n, section in enumerate(self.framework.sections)
        ]

    def _parts(self, cell: SectionProfile) -> list[str]:
        ends = f"{self.label(cell.lowest)} to {self.label(cell.highest)}"
        one_place = cell.lowest == cell.highest
        return [
            self.label(cell.middle),
            self.label(cell.lowest) if one_place else ends,
            f"{cell.rated} of {cell.applicable}",
        ]


PARTS = ("middle position", "range", "strands")


class Picture(Value, kw_only=True):
    """One appraisal's profile as its reader may see it, with what it shows in sentences.

    `changes` compares what was agreed with what was agreed last time; empty where there is no
    last cycle or nothing is agreed yet. `before` names that cycle.
    """

    sheet: Sheet
    profile: Profile
    sentences: Sequence[str]
    before: tuple[str, date] | None
    changes: Sequence[Change]


def picture(work: Work, appraisal_id: int) -> Picture:
    """Return the picture of an appraisal, with the series that the actor may see and no other.

    Raises NotFound where the appraisal is not the actor's to see.
    """
    sheet = reading.sheet(work, appraisal_id)
    drawn = Profile(
        framework=sheet.framework,
        series=reading.profiles(sheet),
        targets=reading.targets(work, sheet),
    )
    agreed = queries.agreed_marks(dict(sheet.agreed))
    before = _cycle_before(work, sheet) if agreed else None
    moved = telling.changes(sections_of(sheet.framework), sheet.carried, agreed) if before else ()
    return Picture(
        sheet=sheet,
        profile=drawn,
        sentences=_sentences(sheet, drawn),
        before=before,
        changes=moved,
    )


class Latest(Value, kw_only=True):
    """Somebody's newest signed appraisal, in two sentences."""

    appraisal_id: int
    title: str
    practice_area_id: int
    signed_on: date
    sentences: Sequence[str]


def latest(work: Work) -> Latest | None:
    """Return the actor's own newest signed appraisal, or None where none is signed."""
    newest = work.session.scalar(
        select(Appraisal)
        .where(Appraisal.person_id == work.actor.person_id, Appraisal.sealed_at.is_not(None))
        .order_by(*queries.NEWEST_FIRST)
        .limit(1)
    )
    if newest is None or newest.sealed_at is None:
        return None
    framework = frameworks.get_framework(newest.framework_id, newest.framework_version)
    agreed = queries.agreed_marks(queries.agreements(work.session, newest.id))
    cells = profile.profile(sections_of(framework), agreed)
    labels = [position.label for position in framework.scale.positions]
    return Latest(
        appraisal_id=newest.id,
        title=newest.title,
        practice_area_id=newest.practice_area_id,
        signed_on=newest.sealed_at.date(),
        sentences=(telling.spread("agreed", cells, labels), telling.coverage("agreed", cells)),
    )


def _cell(cell: SectionProfile) -> list[int] | None:
    if cell.lowest is None or cell.middle is None or cell.highest is None:
        return None
    return [cell.lowest, cell.middle, cell.highest]


def _sentences(sheet: Sheet, drawn: Profile) -> tuple[str, ...]:
    said = [telling.spread(code, cells, drawn.labels) for code, cells in drawn.series.items()]
    if sheet.is_revealed:
        own, supervisors = sheet.marks[Hand.SELF], sheet.marks[Hand.SUPERVISOR]
        said.append(telling.differences(own, supervisors))
    if "agreed" in drawn.series:
        said.append(telling.against_targets(drawn.series["agreed"], drawn.targets))
    said += [telling.coverage(code, cells) for code, cells in drawn.series.items()]
    return tuple(sentence for sentence in said if sentence)


def _cycle_before(work: Work, sheet: Sheet) -> tuple[str, date] | None:
    if sheet.appraisal.carried_from_id is None:
        return None
    row = work.session.execute(
        select(Appraisal.title, Appraisal.sealed_at).where(
            Appraisal.id == sheet.appraisal.carried_from_id, Appraisal.sealed_at.is_not(None)
        )
    ).one_or_none()
    return row and (row.title, row.sealed_at.date())
