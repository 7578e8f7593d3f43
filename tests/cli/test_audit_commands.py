"""`flask audit`: whole is exit 0 with the head, broken is exit 1 with what is broken."""

import pytest
from sqlalchemy import text

from competency.factory import create_app
from competency.kernel.values import replace
from tests.builders.appraisals import an_appraisal


@pytest.fixture
def run(app):
    return lambda *args: app.test_cli_runner().invoke(args=["audit", *args])


def test_a_whole_trail_says_so_with_its_head(stage, run):
    an_appraisal(stage, "signed")

    head = run("head").output.strip()
    done = run("verify", "--head", head)

    assert done.exit_code == 0, done.output
    assert f"head {head}" in done.output


@pytest.mark.parametrize("known", ["7", "x:y", f"1:{'g' * 3}"])
def test_a_head_that_is_none_is_refused(run, known):
    done = run("verify", "--head", known)

    assert (done.exit_code, "ID:HASH" in done.output) == (2, True)


def test_an_altered_seal_and_an_altered_entry_are_both_found(stage, database, run):
    made = an_appraisal(stage, "signed")
    with database.engine.begin() as connection:
        for table in ("appraisal", "audit_entry"):
            on = f" ON {table}" if not database.is_sqlite else ""
            connection.execute(text(f"DROP TRIGGER keep_{table}_update{on}"))
        connection.execute(text("UPDATE appraisal SET title = 'Another'"))
        connection.execute(text("UPDATE audit_entry SET facts = '{}' WHERE id = 2"))

    done = run("verify")

    assert done.exit_code == 1
    assert "entry 2 was altered" in done.output
    assert f"appraisal {made.id} is not what was signed" in done.output


def test_without_a_key_or_tables_the_message_says_what_to_do(
    settings, empty_database_url, monkeypatch
):
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")
    keyless = create_app(replace(settings, secret_key=None, audit_key=None))
    done = keyless.test_cli_runner().invoke(args=["audit", "verify"])
    assert (done.exit_code, "COMPETENCY_SECRET_KEY" in done.output) == (1, True)

    empty = create_app(replace(settings, database_url=empty_database_url))
    done = empty.test_cli_runner().invoke(args=["audit", "verify"])
    assert (done.exit_code, "flask database upgrade" in done.output) == (1, True)
    for app in (keyless, empty):
        app.extensions["database"].engine.dispose()
