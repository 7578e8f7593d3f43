"""Pages of notices: the list, the choices, the calendar."""

from competency.notifications.views import calendar, choices, notices
from competency.notifications.views.blueprint import blueprint

__all__ = ["blueprint", "calendar", "choices", "notices"]
