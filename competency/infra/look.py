"""How pages are made: one template environment, its filters and the bridge to GOV.UK macros.

Our own templates are strict: a name that nobody supplied stops the page instead of printing
nothing. The GOV.UK macros of ``govuk_frontend_jinja`` ask for optional parameters by reading
them, which a strict environment refuses, so they live in a lenient twin of the same
environment. A template of ours imports them by their usual name and notices nothing.
"""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask, g
from flask.templating import Environment
from jinja2 import PackageLoader, PrefixLoader, StrictUndefined, Template, Undefined

from competency.infra import formats, gov

LIBRARY = "govuk_frontend_jinja"


class PageEnvironment(Environment):
    """A strict environment that takes the library's templates from its lenient twin."""

    def __init__(self, app: Flask, **options: Any) -> None:
        options.setdefault("undefined", StrictUndefined)
        options.setdefault("trim_blocks", True)
        options.setdefault("lstrip_blocks", True)
        super().__init__(app, **options)
        self._twin: Environment | None = None

    def _library(self) -> Environment:
        if self._twin is None:
            loader = PrefixLoader({LIBRARY: PackageLoader(LIBRARY)})
            self._twin = self.overlay(
                undefined=Undefined, loader=loader, trim_blocks=False, lstrip_blocks=False
            )
        return self._twin

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:
        if name.startswith(LIBRARY) and not self.overlayed:
            return self._library()._load_template(name, globals)
        return super()._load_template(name, globals)


def page_id(stem: str) -> str:
    """An id that no other element of this page has: ``term-1``, ``term-2``, ..."""
    g.page_ids = g.get("page_ids", 0) + 1
    return f"{stem}-{g.page_ids}"


def install(app: Flask) -> None:
    """Gives ``app`` our template environment, the formats as filters and ``gov_field``.

    Call it before anything touches ``app.jinja_env``: Flask builds the environment once.
    """
    app.jinja_environment = PageEnvironment  # type: ignore[assignment]
    formats.install(app)
    gov.install(app)
    app.jinja_env.globals["page_id"] = page_id
