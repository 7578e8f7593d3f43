"""Every page that somebody can open: all addresses the product knows, filled with real numbers."""

from collections.abc import Iterator
from itertools import product

from flask import Flask
from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, Rule

from bench.browsing import status_of
from bench.stage import Stage
from competency.assessments.models import Appraisal, Objective
from competency.frameworks import service as frameworks
from competency.people.models import Person, SupervisionLine

DRAWN = (".svg", ".pdf")  # charts and prints, which load what a page never does
MOST_APPRAISALS = 12
Values = dict[str, list[object]]


def open_pages(here: Stage, person_id: int, cookie: str) -> list[str]:
    """Return the addresses of all pages that this person can open."""
    values = _values(here, person_id)
    return [
        path
        for path in _addresses(here.product, values)
        if status_of(here.product, path, cookie)[0] == 200
    ]


def _addresses(app: Flask, values: Values) -> Iterator[str]:
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if not _is_page(app, rule):
            continue
        names = sorted(rule.arguments)
        for chosen in product(*(_places(rule, name, values) for name in names)):
            yield adapter.build(rule.endpoint, dict(zip(names, chosen, strict=True)))


def _places(rule: Rule, name: str, values: Values) -> list[object]:
    """Return what may stand in one place: a choice's own words, or numbers of this world."""
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return [*sorted(converter.items)]
    return values.get(name, [1])


def _is_page(app: Flask, rule: Rule) -> bool:
    door = getattr(app.view_functions[rule.endpoint], "door", None)
    return "GET" in (rule.methods or ()) and door == "signed_in" and not rule.rule.endswith(DRAWN)


def _values(here: Stage, person_id: int) -> Values:
    """Return what may stand in the places of an address, of this person's own world."""
    framework = frameworks.get_framework()
    strand = framework.strands[0]
    with Session(here.engine) as session:
        line = session.scalars(
            select(SupervisionLine).where(
                or_(
                    SupervisionLine.supervisor_id == person_id,
                    SupervisionLine.supervisee_id == person_id,
                )
            )
        ).first()
        people = select(SupervisionLine.supervisee_id).where(
            SupervisionLine.supervisor_id == person_id
        )
        appraisals = session.scalars(
            select(Appraisal.id)
            .where(or_(Appraisal.person_id == person_id, Appraisal.person_id.in_(people)))
            .order_by(Appraisal.started_on.desc(), Appraisal.id.desc())
            .limit(MOST_APPRAISALS)
        ).all()
        newest = select(Objective.id).where(Objective.appraisal_id.in_(appraisals)).limit(3)
        objectives = session.scalars(newest).all()
        somebody = (
            session.scalars(people.limit(1)).first()
            or session.scalars(select(Person.id).order_by(Person.id.desc()).limit(1)).one()
        )
    return {
        "appraisal_id": list(appraisals) or [1],
        "objective_id": list(objectives) or [1],
        "person_id": [person_id, somebody],
        "line_id": [line.id if line else 1],
        "section": [framework.sections[0].code],
        "section_code": [framework.sections[0].code],
        "strand": [strand.code],
        "code": [strand.code, strand.criterion_code],
        "standard_id": [framework.id],
    }
