"""Pages of people: signing in and out, one's own sign-ins, the administrator's directory."""

from competency.people.views import own, signing_in
from competency.people.views.blueprint import blueprint

__all__ = ["blueprint", "own", "signing_in"]
