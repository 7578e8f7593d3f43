"""The roof: puts the rooms together into one application."""

import os
from typing import Any

from flask import Flask, request, url_for
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.exc import OperationalError
from werkzeug.middleware.proxy_fix import ProxyFix

from competency import __version__, reactions
from competency.accreditation.service.due import dates_due as accreditation_dates
from competency.accreditation.service.forgetting import frozen as in_frozen_counts
from competency.accreditation.service.snapshots import broken_seals as count_seals
from competency.accreditation.service.telling import remind as remind_of_self_studies
from competency.accreditation.views import blueprint as accreditation
from competency.assessments.service.signing import broken_seals
from competency.assessments.service.telling import dates_due as appraisal_dates
from competency.assessments.views import blueprint as assessments
from competency.audit import service as audit
from competency.audit.cli import commands as audit_commands
from competency.calendars.views import blueprint as calendars
from competency.cases.cli import commands as cases_commands
from competency.cases.service.clocks import follow_calendar
from competency.cases.service.register import known_clients
from competency.cases.service.telling import dates_due as case_dates
from competency.cases.views import blueprint as cases
from competency.coaching.service.agenda import on_an_agenda
from competency.coaching.service.at_sign_off import open_at_sign_off
from competency.coaching.service.sealing import broken_seals as supervision_seals
from competency.coaching.service.signals.telling import remind as remind_of_signals
from competency.coaching.service.supervision_due import dates_due as supervision_dates
from competency.coaching.views import blueprint as coaching
from competency.config import ROOT, Settings
from competency.demo.cli import commands as demo_commands
from competency.evidence.cli import commands as evidence_commands
from competency.evidence.service.sealing import broken_seals as evidence_seals
from competency.evidence.views import blueprint as evidence
from competency.frameworks.cli import commands as frameworks_commands
from competency.frameworks.views import blueprint as frameworks
from competency.infra import errors, headers, login, logs, look, serving, slots, web
from competency.infra.db import Database
from competency.infra.work import Work
from competency.insights.domain.navigation import entries_for, entry_here
from competency.insights.service.beside import lines as strand_lines
from competency.insights.views import blueprint as insights
from competency.kernel.actor import Actor
from competency.kernel.clock import Clock, system_clock
from competency.migrations.cli import commands as database_commands
from competency.notifications.cli import commands as notifications_commands
from competency.notifications.views import blueprint as notifications
from competency.people.cli import commands as people_commands
from competency.people.service import directory, sign_in
from competency.people.views import blueprint as people
from competency.people.views.asking import ask_to_sign_in
from competency.reviews.cli import commands as reviews_commands
from competency.reviews.service.due import dates_due as review_dates
from competency.reviews.service.forgetting import reviewed
from competency.reviews.service.loading import is_to_review
from competency.reviews.service.reminding import remind as remind_of_reviews
from competency.reviews.views import blueprint as reviews
from competency.timeliness.cli import commands as timeliness_commands
from competency.timeliness.views import blueprint as timeliness
from competency.training.service import telling as training_telling
from competency.training.views import blueprint as training

ROOMS = (
    people,
    frameworks,
    calendars,
    evidence,
    training,
    cases,
    timeliness,
    assessments,
    reviews,
    coaching,
    accreditation,
    insights,
    notifications,
)
COMMANDS = (
    audit_commands,
    cases_commands,
    database_commands,
    demo_commands,
    evidence_commands,
    frameworks_commands,
    notifications_commands,
    people_commands,
    reviews_commands,
    serving.command,
    timeliness_commands,
)
BIGGEST_FORM = 1_000_000


def create_app(settings: Settings | None = None, *, clock: Clock = system_clock) -> Flask:
    """Return the application; without a secret key only commands that need none will work."""
    settings = settings or Settings.from_environ()
    if settings.secret_key is None and os.environ.get("FLASK_RUN_FROM_CLI") != "true":
        settings.need_secret_key()
    app = _flask(settings)
    db = Database(settings.database_url)
    app.extensions["settings"] = settings

    def settle(work: Work) -> None:
        reactions.settle(work, audit.chain_key(app.extensions["settings"]))

    def find(token: str) -> Actor | None:
        return sign_in.identify(web.database(), web.connection(), token, web.now())

    logs.install(app)
    login.install(app, find)
    web.install(
        app,
        db=db,
        clock=clock,
        settle=settle,
        identify=login.current_actor,
        ask_to_sign_in=ask_to_sign_in,
    )
    CSRFProtect(app)
    headers.install(app, https=not settings.plain_http)
    errors.install(app)
    app.context_processor(_surroundings)
    slots.fill_seal_check(broken_seals)
    slots.fill_seal_check(evidence_seals)
    slots.fill_seal_check(supervision_seals)
    slots.fill_seal_check(count_seals)
    slots.fill_known_clients(known_clients)
    slots.fill_calendar_changed(follow_calendar)
    slots.fill_reviewed_cases(is_to_review)
    slots.fill_cases_in_use(reviewed)
    slots.fill_cases_in_use(on_an_agenda)
    slots.fill_open_actions(open_at_sign_off)
    slots.fill_cases_in_use(in_frozen_counts)
    slots.fill_strand_lines(strand_lines)
    slots.fill_reminders(training_telling.remind)
    slots.fill_reminders(remind_of_reviews)
    slots.fill_reminders_in_steps(remind_of_signals)
    slots.fill_reminders(remind_of_self_studies)
    slots.fill_dates_due(appraisal_dates)
    slots.fill_dates_due(training_telling.dates_due)
    slots.fill_dates_due(case_dates)
    slots.fill_dates_due(review_dates)
    slots.fill_dates_due(accreditation_dates)
    slots.fill_dates_due(supervision_dates)
    web.public(app.view_functions["static"])
    for room in ROOMS:
        app.register_blueprint(room)
    for group in COMMANDS:
        app.cli.add_command(group)
    return app


def _flask(settings: Settings) -> Flask:
    app = Flask(
        "competency",
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "competency" / "static"),
    )
    look.install(app)
    name = "casebridge" if settings.plain_http else "__Host-casebridge"
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME=name,
        SESSION_COOKIE_SECURE=not settings.plain_http,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=BIGGEST_FORM,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the sign-in: an hour's ratings must still be sent
    )
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    return app


def _surroundings() -> dict[str, Any]:
    """Return what every page shows around its own content."""
    actor = web.actor()
    known = actor if actor.person_id is not None else None
    return {
        "actor": known,
        "navigation": _navigation(known) if known else [],
        "organisation": _organisation_name(),
        "csp_nonce": headers.csp_nonce(),
        "product_version": __version__,
    }


def _navigation(actor: Actor) -> list[dict[str, Any]]:
    entries = entries_for(actor)
    here = entry_here(entries, request.endpoint or "")
    return [
        {"text": entry.text, "href": url_for(entry.endpoint), "active": entry is here}
        for entry in entries
    ]


def _organisation_name() -> str:
    """Return the name for the header; a page that reports a lost database needs none."""
    try:
        return directory.organisation_name(web.work().session)
    except OperationalError:
        return ""
