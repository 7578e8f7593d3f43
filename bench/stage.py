"""Both applications on one database, and the people and appraisals that are looked at."""

from dataclasses import dataclass
from functools import cache

from flask import Flask
from sqlalchemy import Engine, MetaData, Select, Table, func, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import quoted_name

from bench import data
from bench.floor import bare_app
from competency.assessments.models import Appraisal, Rating
from competency.kernel.actor import Role
from competency.people.models import PersonPracticeArea, RoleGrant, SupervisionLine


@dataclass(frozen=True, slots=True)
class Stage:
    """The product and the floor on the same copy of the same database."""

    product: Flask
    floor: Flask
    engine: Engine


@dataclass(frozen=True, slots=True)
class Team:
    """A supervisor and the practice area that most of their people work in."""

    supervisor_id: int
    practice_area_id: int
    people: int


@cache
def stage(people: int) -> Stage:
    """Return both applications on a fresh database of so many people; log lines go nowhere."""
    product = data.product(data.fresh(people))
    engine, url = product.extensions["database"].engine, product.extensions["settings"].database_url
    return Stage(product, bare_app(url, _bare_ratings(engine)), engine)


def signed_appraisal(found: Stage) -> Appraisal:
    """Return the newest signed appraisal with the most strands rated, of one who is still here."""
    with Session(found.engine) as session:
        return session.scalars(
            select(Appraisal)
            .join(Rating, Rating.appraisal_id == Appraisal.id)
            .where(Appraisal.sealed_at.is_not(None), Appraisal.carried_from_id.is_not(None))
            .group_by(Appraisal.id)
            .order_by(func.count(Rating.strand.distinct()).desc(), Appraisal.id.desc())
            .limit(1)
        ).one()


def open_appraisals(found: Stage, most: int) -> list[Appraisal]:
    """Return appraisals that their person is rating now, the fullest first."""
    with Session(found.engine) as session:
        return list(
            session.scalars(
                select(Appraisal)
                .join(Rating, Rating.appraisal_id == Appraisal.id)
                .where(
                    Appraisal.self_submitted_at.is_(None),
                    Appraisal.withdrawn_at.is_(None),
                    Rating.hand == "self",
                )
                .group_by(Appraisal.id)
                .order_by(func.count().desc(), Appraisal.id)
                .limit(most)
            )
        )


def teams(found: Stage) -> list[Team]:
    """Return every supervisor's own people in their commonest practice area, the largest first."""
    counted: Select[int, int, int] = (
        select(
            SupervisionLine.supervisor_id,
            PersonPracticeArea.practice_area_id,
            func.count().label("people"),
        )
        .join(PersonPracticeArea, PersonPracticeArea.person_id == SupervisionLine.supervisee_id)
        .where(SupervisionLine.ends_on.is_(None))
        .group_by(SupervisionLine.supervisor_id, PersonPracticeArea.practice_area_id)
        .order_by(func.count().desc(), SupervisionLine.supervisor_id)
    )
    with Session(found.engine) as session:
        return [Team(*row) for row in session.execute(counted)]


def line_of(found: Stage, supervisor_id: int) -> int:
    """Return how many people stand below somebody, at any depth."""
    below: set[int] = set()
    with Session(found.engine) as session:
        new = {supervisor_id}
        while new:
            rows = session.scalars(
                select(SupervisionLine.supervisee_id).where(
                    SupervisionLine.supervisor_id.in_(new), SupervisionLine.ends_on.is_(None)
                )
            )
            new = set(rows) - below
            below |= new
    return len(below)


def first_with(found: Stage, role: Role) -> int:
    """Return the number of the first person in a role."""
    with Session(found.engine) as session:
        held = select(func.min(RoleGrant.person_id)).where(RoleGrant.role == role.value)
        return session.scalars(held).one() or 0


def last_seq(found: Stage, appraisal: Appraisal) -> dict[str, int]:
    """Return how often the person saved each strand of their appraisal."""
    with Session(found.engine) as session:
        rows = session.execute(
            select(Rating.strand, func.max(Rating.seq))
            .where(
                Rating.appraisal_id == appraisal.id,
                Rating.hand == "self",
                Rating.rater_id == appraisal.person_id,
            )
            .group_by(Rating.strand)
        )
        return dict(rows.tuples().all())


def _bare_ratings(engine: Engine) -> Table:
    """Return a table like that of ratings, as full and with its keys, without its triggers."""
    table, apart = Rating.metadata.tables[Rating.__tablename__], MetaData()
    for known in Rating.metadata.sorted_tables:
        known.to_metadata(apart)  # foreign keys and all
    bare = table.to_metadata(apart, name="bench_rating")
    bare.info = {"audited": False}
    for index in bare.indexes:
        index.name = quoted_name(f"bench_{index.name}", None)
    connection = engine.connect()
    with connection, connection.begin():
        bare.create(connection)
        columns = [column.name for column in table.columns]
        connection.execute(insert(bare).from_select(columns, select(table)))
    return bare
