"""The administrator's part of the people room; every one of its doors asks for the role."""

from competency.infra.web import Blueprint, work
from competency.people.permissions import SEE_ACCOUNT
from competency.people.service.access import require_role

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.before_request
def ask_for_the_role() -> None:
    """Refuse whoever is not an administrator, before the page's own service does so again."""
    require_role(work(), SEE_ACCOUNT)
