"""Loading a demonstration: everything in one transaction and one event."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from competency.assessments.models import Invitation
from competency.demo import queries
from competency.demo.domain.cast import Cast, cast
from competency.demo.domain.cycles import Cycle, Stage, cycles, in_order
from competency.demo.domain.size import size_for
from competency.demo.events import DemoLoaded
from competency.demo.library import load_texts
from competency.demo.service.agreed_actions import write_actions
from competency.demo.service.appraisals import Chain, Setting
from competency.demo.service.batch import Batch, write_rows
from competency.demo.service.case_extras import write_extras
from competency.demo.service.cases import write_cases
from competency.demo.service.evidence import write_logs
from competency.demo.service.organisation import write_people, write_places
from competency.demo.service.reviews import write_reviews
from competency.demo.service.second_ratings import write_second_ratings
from competency.demo.service.self_studies import write_self_studies
from competency.demo.service.signals import write_responses
from competency.demo.service.supervision import write_supervision
from competency.demo.service.training import write_training
from competency.demo.service.turned import write_turn
from competency.frameworks import service as frameworks
from competency.infra.files import Store
from competency.infra.work import Work
from competency.kernel.errors import Refused
from competency.kernel.values import Value

INVITED_FOR = timedelta(days=30)


class Wanted(Value, kw_only=True):
    """How large a demonstration, from which seed, and on which day it is "now" in it."""

    people: int
    seed: int
    as_of: date
    cases: int = 0
    review_months: int = 24


def load(work: Work, wanted: Wanted, *, cheap: bool, store: Store | None = None) -> DemoLoaded:
    """Fill an empty database with the demonstration and return what was written.

    The same seed and day give the same rows; files are attached where there is a store for them.
    Refuses a day to come, and a database in which there is anybody: a demonstration never mixes
    with people's records.
    """
    if wanted.as_of > work.today:
        raise Refused("future", "Choose today or an earlier day.", field="as_of")
    if queries.holds_an_organisation(work.session):
        raise Refused(
            "not_empty",
            "There are people in this database already, and a demonstration is only loaded into "
            "an empty one. Nothing was changed.",
        )
    texts, framework = load_texts(), frameworks.get_framework()
    found = cast(size_for(wanted.people), texts, wanted.seed, wanted.as_of)
    setting = Setting(texts, framework, wanted.seed, wanted.as_of)
    queries.widen_cache(work.session)
    write_places(work, found, texts, framework)
    write_people(work, found, texts, seed=wanted.seed, as_of=wanted.as_of, cheap=cheap)
    made = cycles(found, wanted.seed, wanted.as_of)
    counts = _write_appraisals(work, setting, made)
    _invite(work, found, made, wanted.as_of)
    write_second_ratings(work.session, found, setting, made)
    with _nothing_to_collect():
        entries = write_logs(work, found, setting, texts.log, store)
        completions = write_training(
            work, found, texts.school, seed=wanted.seed, as_of=wanted.as_of
        )
        cases = write_cases(
            work, found, texts, cases=wanted.cases, seed=wanted.seed, as_of=wanted.as_of
        )
        if cases:
            for write in (write_turn, write_actions):
                write(work, found, texts.cases, seed=wanted.seed, as_of=wanted.as_of)
            write_supervision(
                work, found, texts.supervision, texts.cases, seed=wanted.seed, as_of=wanted.as_of
            )
            write_extras(work, found, texts.cases, store, seed=wanted.seed, as_of=wanted.as_of)
        reviews = 0
        if cases and wanted.review_months:
            reviews = write_reviews(
                work,
                found,
                texts,
                months=wanted.review_months,
                seed=wanted.seed,
                as_of=wanted.as_of,
            )
        if cases:
            write_responses(work, found, texts.cases.signals, seed=wanted.seed, as_of=wanted.as_of)
    write_self_studies(work, found, texts.self_studies, store, seed=wanted.seed, as_of=wanted.as_of)
    queries.go_on_numbering(work.session)
    loaded = DemoLoaded(
        seed=wanted.seed,
        as_of=wanted.as_of,
        source_sha256=texts.sha256,
        people=len(found.members),
        teams=len(found.teams),
        appraisals=counts["appraisal"],
        ratings=counts["rating"],
        entries=entries,
        completions=completions,
        cases=cases,
        reviews=reviews,
    )
    work.record(loaded)
    return loaded


def _write_appraisals(work: Work, setting: Setting, made: list[Cycle]) -> dict[str, int]:
    batch = Batch(work.session)
    objectives = 0
    with _nothing_to_collect():
        for following in in_order(made):
            chain = Chain(batch, setting, objectives)
            chain.write(following)
            objectives = chain.last_objective
            batch.write_when_full()
        batch.write()
    return batch.counts


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Keep the collector from walking over millions of fresh rows, which form no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _invite(work: Work, found: Cast, made: list[Cycle], as_of: date) -> None:
    """Invite the outside rater to the running appraisal of the one who practises alone."""
    rows = [
        {
            "appraisal_id": cycle.id,
            "rater_id": found.outside_rater.id,
            "invited_by_id": found.lone.id,
            "expires_on": as_of + INVITED_FOR,
            "revoked_at": None,
        }
        for cycle in made
        if cycle.person is found.lone and cycle.stage is not Stage.SIGNED
    ]
    write_rows(work.session, Invitation, rows)
