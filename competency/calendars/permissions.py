"""Who keeps the days on which the organisation is closed."""

from competency.kernel.authz import Relation, action

KEEP_CLOSURES = action("keep the organisation's closure days", Relation.IS_ADMINISTRATOR)
