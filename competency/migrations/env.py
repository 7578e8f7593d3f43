"""What Alembic runs for each of its commands; the runner hands it the connection."""

from alembic import context

from competency.migrations import runner

given = context.config.attributes
context.configure(
    connection=given["connection"], target_metadata=given["metadata"], **runner.options()
)
with context.begin_transaction():
    context.run_migrations()
