"""Somebody who keeps the closure days, and somebody who does not."""

from tests.services.people.conftest import admin, cas, office

__all__ = ["admin", "cas", "office"]
