"""The concerns that somebody may see, over all cases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from competency.cases import permissions
from competency.cases.queries import concerns
from competency.cases.service.loading import scope
from competency.infra.work import Work


def list_concerns(work: Work) -> Sequence[Row[Any]]:
    """Return the newest concerns of the cases whose concerns the actor may see; no content."""
    return concerns.listed(work.session, scope(work.actor, work.today, permissions.SEE_ESCALATIONS))
