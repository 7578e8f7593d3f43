"""The house of the people's pages: Ada administers."""

from tests.web.people.conftest import browser, house

__all__ = ["browser", "house"]
