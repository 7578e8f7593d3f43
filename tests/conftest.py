"""What all tests share: a database each, the application on it, a clock that stands still.

Tests below services/, web/ and cli/ run on SQLite and again on PostgreSQL, all others once. Very
few say with `one_database` why what they are about is settled before or after the database.
CSRF protection stays on: send forms with `client.get(url).form().submit({...})`.

The application is imported by the fixtures that need it: the tests of the pure rules begin without.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.postgres import Keeper, in_memory

if TYPE_CHECKING:
    from flask import Flask
    from jinja2 import FileSystemBytecodeCache
    from sqlalchemy.orm import Session

    from competency.config import Settings
    from competency.infra.db import Database
    from tests.builders.stage import Stage
    from tests.support.client import CheckedClient
    from tests.support.databases import Databases, PostgresServer, SqliteFiles

BOTH = {"services", "web", "cli", "api"}
KEEPER = pytest.StashKey[Keeper]()
FOLDER = "postgres_folder"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
A_FRIDAY = datetime(2026, 5, 8, 9, 30, tzinfo=UTC)


@dataclass
class FixedClock:
    """Says the same moment until a test moves it."""

    now: datetime = A_FRIDAY

    def __call__(self) -> datetime:
        """Return the moment, as `kernel.clock.system_clock` does."""
        return self.now

    def move(self, **step: float) -> datetime:
        """Go on by so many days, hours, minutes; return the new moment."""
        self.now += timedelta(**step)
        return self.now


def pytest_configure(config: pytest.Config) -> None:
    """Let the process that began the run hold the folder of the PostgreSQL server."""
    if not hasattr(config, "workerinput"):
        config.stash[KEEPER] = Keeper()
        if place := in_memory():
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(place))  # where `tmp_path` lies


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the server, if a test needed one, and clear its folder away."""
    if KEEPER in config.stash:
        config.stash[KEEPER].close()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell each xdist worker where the shared server is."""
    node.workerinput[FOLDER] = str(node.config.stash[KEEPER].folder)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Choose the databases of a test by its folder."""
    if "database_kind" not in metafunc.fixturenames:
        return
    test = metafunc.definition
    folder = test.path.relative_to(metafunc.config.rootpath / "tests").parts[0]
    on_postgres = pytest.param("postgresql", marks=pytest.mark.postgres)
    if test.get_closest_marker("postgres"):
        kinds: list[Any] = [on_postgres]
    elif alone := test.get_closest_marker("one_database"):
        assert alone.args, "say why what this test is about has nothing of a database in it"
        kinds = ["sqlite"]
    elif folder in BOTH or test.get_closest_marker("both_databases"):
        kinds = ["sqlite", on_postgres]
    else:
        kinds = ["sqlite"]
    metafunc.parametrize("database_kind", kinds, scope="session")


@pytest.fixture(scope="session")
def shared_folder(request: pytest.FixtureRequest) -> Path:
    """A folder that all workers of this run share; gone after it."""
    given = getattr(request.config, "workerinput", None)
    return Path(given[FOLDER]) if given else request.config.stash[KEEPER].folder


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    """The migrated SQLite file that tests copy."""
    from tests.support.databases import SqliteFiles

    return SqliteFiles(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_server(shared_folder: Path) -> Iterator[PostgresServer]:
    """The PostgreSQL server, started by the first test that needs it."""
    from tests.support.databases import PostgresServer

    server = PostgresServer(shared_folder, WORKER)
    yield server
    server.close()


@pytest.fixture(scope="session")
def demo_file(shared_folder: Path) -> Path:
    """A SQLite file with the demo organisation as of A_FRIDAY, made once for the run."""
    from tests.support.databases import locked

    path = shared_folder / "demo.sqlite"
    with locked(shared_folder / "demo.lock"):
        if not path.exists():
            load_demo(path)
    return path


def load_demo(path: Path) -> None:
    """Load the demo organisation with its own command, then put the file in its place."""
    from competency.factory import create_app

    making = path.with_suffix(".making")
    settings = settings_for(f"sqlite:///{making}", path.parent / "demo-data")
    app = create_app(settings, clock=FixedClock())
    command = ["demo", "load", "--as-of", A_FRIDAY.date().isoformat()]
    done = app.test_cli_runner().invoke(args=command)
    app.extensions["database"].engine.dispose()
    assert done.exit_code == 0, done.output
    making.rename(path)


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest) -> str:
    """The address of a migrated database: without rows, or marked `demo` with its organisation."""
    from tests.support.ledger import ledger_of

    demo = request.node.get_closest_marker("demo")
    assert not demo or database_kind == "sqlite", "the demo organisation is copied as a SQLite file"
    if database_kind == "sqlite":
        files: SqliteFiles = request.getfixturevalue("sqlite_files")
        url = files.fresh(request.getfixturevalue("demo_file") if demo else None)
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.fresh()
    patched = "monkeypatch" in request.fixturenames  # then services may do what they did not before
    ledger_of(url).begin(None if patched else f"{database_kind}, {'demo' if demo else 'empty'}")
    return url


@pytest.fixture
def empty_database_url(
    database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """The address of a database without a single table."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = f"empty_{WORKER}"
    yield server.create(name)
    server.drop(name)


@pytest.fixture
def clock() -> FixedClock:
    """A Friday morning in May that stands still."""
    return FixedClock()


def settings_for(database_url: str, data_dir: Path) -> Settings:
    """Return settings as in production, but for passwords that cost little."""
    from competency.config import Settings

    return Settings(
        database_url=database_url,
        data_dir=data_dir,
        secret_key="only-for-tests-" * 3,
        audit_key="only-for-the-trail-of-tests-" * 2,
        cheap_passwords=True,
    )


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of the application under test."""
    return settings_for(database_url, tmp_path / "data")


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """The databases of this worker."""
    from tests.support.databases import Databases

    found = Databases()
    yield found
    found.close()


@pytest.fixture
def database(database_url: str, databases: Databases) -> Iterator[Database]:
    """The database without the web; a connection that is not given back fails the test."""
    with databases.lent(database_url) as database:
        yield database


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once, not again for each test's application."""
    from jinja2 import FileSystemBytecodeCache

    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


def make_app(settings: Settings, clock: FixedClock, templates: FileSystemBytecodeCache) -> Flask:
    """Return the whole application as tests want it."""
    from competency.factory import create_app
    from tests.support.client import CheckedClient, watch_for_lost_changes

    app = create_app(settings, clock=clock)
    app.jinja_env.bytecode_cache = templates
    app.test_client_class = CheckedClient
    app.config["PREFERRED_URL_SCHEME"] = "https"  # else the secure cookie stays behind
    watch_for_lost_changes(app)
    return app


@pytest.fixture(scope="session")
def shared_app(
    compiled_templates: FileSystemBytecodeCache, tmp_path_factory: pytest.TempPathFactory
) -> Flask:
    """The application that tests have in turn: building its map of addresses takes a while."""
    settings = settings_for("sqlite://", tmp_path_factory.mktemp("nobody"))
    return make_app(settings, FixedClock(), compiled_templates)


@pytest.fixture
def app(
    request: pytest.FixtureRequest,
    settings: Settings,
    clock: FixedClock,
    compiled_templates: FileSystemBytecodeCache,
    databases: Databases,
) -> Iterator[Flask]:
    """The whole application on the test's database, its clock in the test's hand.

    A test that adds pages or changes the configuration is marked `own_app`.
    """
    if request.node.get_closest_marker("own_app"):
        app = make_app(settings, clock, compiled_templates)
        app.extensions["database"].engine.dispose()  # what began the application, if anything
    else:
        app = request.getfixturevalue("shared_app")
    with databases.lent(settings.database_url) as database:
        app.extensions |= {"settings": settings, "database": database, "clock": clock}
        yield app


@pytest.fixture
def client(app: Flask) -> CheckedClient:
    """A browser in which nobody is signed in yet; `app.test_client()` gives another one."""
    from tests.support.client import CheckedClient

    found = app.test_client()
    assert isinstance(found, CheckedClient)
    return found


@pytest.fixture
def save(database: Database, clock: FixedClock) -> Callable[..., Any]:
    """Put rows into the database past all rules, committed; return them detached."""
    from competency.infra.work import Work
    from competency.kernel.actor import SYSTEM

    def save(*rows: Any) -> Any:
        with database.writing() as session:
            work = Work(actor=SYSTEM, now=clock(), session=session)
            work.record("rows of a test")  # nothing settles this work: the trail stays empty
            session.add_all(rows)
            session.commit()
        return rows[0] if len(rows) == 1 else rows

    return save


@pytest.fixture
def stage(database: Database, clock: FixedClock, settings: Settings) -> Stage:
    """Lets people of tests/builders do things by the services: `stage.do(person, act)`."""
    from competency.audit.service import chain_key
    from tests.builders.stage import Stage

    return Stage(database, clock, chain_key(settings))


@pytest.fixture
def look(database: Database) -> Iterator[Session]:
    """A session to look at the outcome with; it sees nothing until it is first asked."""
    with database.reading() as session:
        yield session
