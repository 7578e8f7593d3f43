"""Pages of people: signing in and out, one's own account, the administrator's directory."""

from competency.people.views import (
    admin,
    admin_people,
    admin_person,
    admin_places,
    admin_standing,
    admin_working_time,
    own,
    signing_in,
)
from competency.people.views.blueprint import blueprint

blueprint.register_blueprint(admin.blueprint)

__all__ = [
    "admin_people",
    "admin_person",
    "admin_places",
    "admin_standing",
    "admin_working_time",
    "blueprint",
    "own",
    "signing_in",
]
