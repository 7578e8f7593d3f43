"""All figures, in the order they are measured."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.figures import (
    accreditation,
    cases,
    coached,
    evidence,
    glance,
    growth,
    importing,
    insights,
    memory,
    pages,
    practice,
    queries,
    reviews,
    saving,
    signals,
    standing,
    timeliness,
    training,
)
from bench.measuring import Found


@dataclass(frozen=True, slots=True)
class Figure:
    """Figures that are measured together."""

    names: tuple[str, ...]
    measure: Callable[[], Iterator[Found]]


FIGURES = (
    Figure(("appraisal_page",), pages.appraisal),
    Figure(("team_page",), pages.team),
    Figure(("rating_save",), saving.save),
    Figure(
        ("appraisal_queries", "team_queries", "person_queries", "team_queries_growth"),
        queries.most,
    ),
    Figure(("person_page", "person_appraisal_page"), growth.pages),
    Figure(("rating_save_growth",), saving.growth),
    Figure(("evidence_page",), evidence.page),
    Figure(("training_overview",), training.overview),
    Figure(("import_completions",), importing.completions),
    Figure(
        (
            *(
                f"timeliness_{what}_{size}"
                for size in ("10k", "100k", "1m")
                for what in ("engine", "walk")
            ),
            "timeliness_engine_growth",
        ),
        timeliness.engine,
    ),
    Figure(("timeliness_engine_memory",), timeliness.engine_memory),
    Figure(("timeliness_check_10k", "timeliness_check_100k"), timeliness.files),
    Figure(("timeliness_check_1m", "timeliness_check_memory"), timeliness.large_file),
    Figure(("timeliness_team_page", "timeliness_dashboard"), standing.pages),
    Figure(("timeliness_dashboard_postgresql",), standing.on_postgresql),
    Figure(("cases_mine",), cases.mine),
    Figure(("cases_mine_growth",), cases.growth),
    Figure(("reviews_draw",), reviews.draw),
    Figure(("reviews_glance",), glance.glance),
    Figure(("reviews_glance_growth",), glance.growth),
    Figure(("accreditation_study_page",), accreditation.page),
    Figure(("accreditation_growth",), accreditation.growth),
    Figure(("insights_team",), insights.team),
    Figure(("insights_team_growth", "insights_casework_growth"), insights.growth),
    Figure(("insights_charts",), insights.drawing),
    Figure(("signals_all", "signals_growth"), signals.everybody),
    Figure(("coaching_effects", "coaching_effects_growth"), coached.everybody),
    Figure(("coaching_strand_page",), practice.page),
    Figure(("coaching_strand_growth",), practice.growth),
    Figure(("appraisal_memory",), memory.worker),
)
