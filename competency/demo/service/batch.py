"""Rows that wait to be written many at a time, in the order that references and triggers ask.

A person has one running appraisal in a practice area at most, so the first appraisals of all
are written and sealed before the second ones: each turn is a layer of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from competency.assessments.models import (
    Appraisal,
    Objective,
    ObjectiveEnding,
    Rating,
    SectionLevel,
    Signature,
    StrandAgreement,
)
from competency.infra.db import Base

ROWS_AT_ONCE = 40_000
ON_APPRAISALS = (Rating, StrandAgreement, SectionLevel, Signature)
Row = Mapping[str, Any]


def write_rows(session: Session, model: type[Base], rows: Sequence[Row]) -> None:
    """Write many rows of a table at once, without an object for each."""
    if rows:
        session.execute(insert(Base.metadata.tables[model.__tablename__]), rows)


@dataclass(slots=True)
class Layer:
    """Appraisals of one turn, with all that hangs on them."""

    appraisals: list[Appraisal] = field(default_factory=list)
    objectives: list[Objective] = field(default_factory=list)
    endings: list[ObjectiveEnding] = field(default_factory=list)
    rows: dict[type[Base], list[Row]] = field(
        default_factory=lambda: {m: [] for m in ON_APPRAISALS}
    )
    seals: list[tuple[Appraisal, datetime, str]] = field(default_factory=list)

    def write(self, session: Session) -> None:
        """Write parents first, then what hangs on them, then the seals."""
        for parents in (self.appraisals, self.objectives, self.endings):
            session.add_all(parents)
            session.flush()
        for model, rows in self.rows.items():
            write_rows(session, model, rows)
        for appraisal, at, seal in self.seals:
            appraisal.sealed_at, appraisal.seal = at, seal
        session.flush()
        session.expunge_all()


class Batch:
    """All that waits, and how much was written."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._layers: list[Layer] = []
        self.counts = {"appraisal": 0, **{model.__tablename__: 0 for model in ON_APPRAISALS}}

    def layer(self, turn: int) -> Layer:
        """Return the layer of everybody's first, second, ... appraisal, from 0."""
        while len(self._layers) <= turn:
            self._layers.append(Layer())
        return self._layers[turn]

    def write_when_full(self) -> None:
        """Write what waits, once it is worth it."""
        waiting = sum(len(rows) for layer in self._layers for rows in layer.rows.values())
        if waiting >= ROWS_AT_ONCE:
            self.write()

    def write(self) -> None:
        """Write all that waits, layer by layer."""
        for layer in self._layers:
            self.counts["appraisal"] += len(layer.appraisals)
            for model, rows in layer.rows.items():
                self.counts[model.__tablename__] += len(rows)
            layer.write(self._session)
        self._layers.clear()
